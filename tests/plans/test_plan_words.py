"""Words for the values of a plan: what a number means, where a long word may be parted."""

from __future__ import annotations

import pytest

from plans.frozen import measured
from plans.templatetags.plan_words import labels_of, paragraphs, parted, parties


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("80", "percentage", "80\N{NO-BREAK SPACE}%"),
        (" 71,5 ", "percentage", "71,5\N{NO-BREAK SPACE}%"),
        ("hälften", "percentage", "hälften"),
        ("80 %", "percentage", "80 %"),
        ("", "percentage", ""),
        ("80", "count", "80"),
    ],
)
def test_a_percentage_gets_its_sign_once(value: str, kind: str, shown: str) -> None:
    assert measured(value, kind) == shown


def test_only_a_word_too_long_for_a_column_may_be_parted() -> None:
    long = "Samhällsbyggnadsförvaltningen"
    assert parted(long).replace("\N{SOFT HYPHEN}", "") == long
    assert "\N{SOFT HYPHEN}" in parted(f"{long} (SBF)")
    assert parted("Utbildningsförvaltningen, se 123") == "Utbildningsförvaltningen, se 123"
    assert "\N{SOFT HYPHEN}" not in parted("x" * 24)


def test_plain_text_is_shown_as_it_is_printed_and_nothing_in_it_is_markup() -> None:
    assert paragraphs("Vi frågar:\n- Nämnden\n- <b>Bolaget</b>") == (
        "<p>Vi frågar:</p>\n<ul><li><p>Nämnden</p></li><li><p>&lt;b&gt;Bolaget&lt;/b&gt;</p></li></ul>"
    )


def test_who_is_consulted_in_an_actor_s_clause_stands_with_the_actor() -> None:
    said = [("responsible", "RTH"), ("actor", "Strategen i samverkan med:"), ("in_consultation", "Socialtjänst")]
    said += [("reports_back", "KS")]
    measure = {"responsibilities": [{"part": part, "wording": wording} for part, wording in said]}
    assert [one["wording"] for one, _ in parties(measure, "actors")] == ["Strategen i samverkan med:", "Socialtjänst"]
    assert [one["wording"] for one, _ in parties(measure, "responsible")] == ["RTH", "KS"]
    assert len(parties(measure)) == 4


def test_an_area_with_words_of_its_own_is_read_under_them() -> None:
    plan = {"indicators": "Indikator/mätetal", "actors": "Aktörer"}
    assert labels_of({"column_labels": {"indicators": "Indikator"}}, plan) == {**plan, "indicators": "Indikator"}
    assert labels_of({}, plan) == plan
