"""Compilation of changes and summary of statements on paper: everything that changed and was said, with words."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.utils import translation

from reports.documents.comparison import comparison_piece
from reports.documents.paper import paper_of
from reports.documents.summary import summary_of, summary_piece
from reports.rendering import render_pdf
from tests.reports.legal_examples import matter, recipient, referral, statement, viewpoint
from tests.reports.pdfs import embedded_fonts, is_ours, printed, squeezed, text_of
from tests.reports.values import MUNICIPALITY, area, measure, plan_values, section


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


BEFORE = plan_values(
    sections=[section("Syfte", "<p>Planen skyddar demokratin.</p>"), section("Bort", "<p>Borta.</p>")],
    focus_areas=[area("Utbildning", measure(1, text="Utbilda personal"), measure(2, text="Utgår"))],
)
AFTER = plan_values(
    sections=[section("Syfte", "<p>Planen värnar demokratin.</p>"), section("Nytt", "<p>Tillkommet.</p>")],
    focus_areas=[area("Utbildning", measure(1, text="Utbilda all personal"), measure(3, text="Ny åtgärd"))],
)


def test_what_changed_is_said_word_by_word_and_by_kind():
    html = comparison_piece(BEFORE, AFTER, old="Version 1", new="Version 2").html

    assert "skyddar" in html
    assert "värnar" in html
    for word in ("Tillagd", "Borttagen", "Ändrad"):
        assert word in html
    assert html.count("Planen <del>") == 1


def test_its_paper_is_a_paper_like_the_others():
    piece = comparison_piece(BEFORE, AFTER, old="Version 1", new="Version 2")
    document = paper_of("Sammanställning av ändringar", [piece], description="", municipality=MUNICIPALITY)

    made = render_pdf(document.html, stylesheets=document.stylesheets)

    text = squeezed(text_of(made.content))
    assert made.problems == ()
    for said in ("Version 1", "Version 2", "Ny åtgärd", "Tillkommet", "all"):
        assert squeezed(said) in text


def test_what_was_added_removed_and_divided_is_said_in_words_where_it_stands():
    old = plan_values(sections=[section("Syfte", "<p>Antas den 15 januari.</p><p>Ett om saken. Två om annat.</p>")])
    new = plan_values(
        sections=[section("Syfte", "<p>Antas den 20 januari.</p><p>Ett om saken.</p><p>Två om annat.</p>")]
    )
    piece = comparison_piece(old, new, old="Version 1", new="Version 2")

    made = printed(paper_of("Ändringar", [piece], description="", municipality=MUNICIPALITY))

    text = squeezed(text_of(made.content))
    assert squeezed("Antas den [borttaget: 15][tillagt: 20] januari.") in text
    assert squeezed("Ett om saken. ¶[nytt stycke]") in text
    assert made.problems == ()
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert all(is_ours(name) and embedded for name, embedded in embedded_fonts(pdf).items())
        assert pdf.Root.MarkInfo.Marked


def test_equal_plans_differ_in_nothing():
    html = comparison_piece(BEFORE, BEFORE, old="Version 1", new="Version 2").html

    assert "Inget skiljer sig" in html


def test_the_summary_lists_who_is_silent_and_what_is_not_handled():
    values = {**matter()["referrals"][0]}
    found = summary_of(values)

    assert [(one.name, one.stance) for one in found.answers] == [
        ("Miljönämnden", "Tillstyrker"),
        ("Omsorgs- och socialnämnden", "Tillstyrker delvis eller föreslår en annan lösning"),
        ("Utbildningsnämnden", ""),
    ]
    assert found.answered == 2
    html = summary_piece(found, municipality=MUNICIPALITY).html
    assert "Har inte svarat" in html
    assert "Redan tillgodosedd" in html
    assert html.index("Synpunkter som inte är hanterade") < html.index("Kommunens ledningsgrupp ska följa upp planen.")


def test_who_has_said_that_it_gives_no_answer_is_not_told_to_be_silent():
    values = referral(recipient("Miljönämnden", gives_no_answer=True), recipient("Byggnämnden"))

    html = summary_piece(summary_of(values), municipality=MUNICIPALITY).html

    assert html.index("Miljönämnden</th>") < html.index("Svarar inte") < html.index("Byggnämnden</th>")
    assert html.count("Har inte svarat") == html.count('class="silent"') == 1


def test_what_others_wrote_is_only_text():
    attack = "<script>alert(1)</script>"
    answer = statement(
        "Nämnden", viewpoints=[viewpoint(attack, "noted", attack, place_name=attack, change_name=attack)]
    )

    html = summary_piece(
        summary_of(referral(recipient(attack, answer), summary=attack, question=attack)), municipality=MUNICIPALITY
    ).html

    assert "<script" not in html
