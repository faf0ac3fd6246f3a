"""Blocks that say who answers, in prose: a measure is proposed, and the section keeps its text."""

from __future__ import annotations

import pytest

from exchange.imports.document.pasted import read_pasted
from exchange.imports.document.reading import MeasureFound
from exchange.imports.document.responsible_block import responsible_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kulturnämnden.", [("Kulturnämnden", "responsible", "")]),
        ("Barn- och ungdomsförvaltningen", [("Barn- och ungdomsförvaltningen", "responsible", "")]),
        (
            "Teknik- och fritidsförvaltningen samt kulturkontoret.",
            [("Teknik- och fritidsförvaltningen", "responsible", ""), ("kulturkontoret", "responsible", "")],
        ),
        (
            "Skolförvaltningen, som vid behov ska samråda med kansliet.",
            [("Skolförvaltningen", "responsible", ""), ("kansliet", "consult_when_needed", "")],
        ),
        (
            "Skolförvaltningen i samråd med kansliet.",
            [("Skolförvaltningen", "responsible", ""), ("kansliet", "in_consultation", "")],
        ),
        (
            "Varje nämnd ansvarar för att rutiner finns.",
            [("Varje nämnd", "responsible", "för att rutiner finns")],
        ),
        (
            "Kansliet ansvarar för en webbsida, i samråd med skolförvaltningen.",
            [("Kansliet", "responsible", "en webbsida"), ("skolförvaltningen", "in_consultation", "")],
        ),
        (
            "Kansliet ska i samråd med barn- och skolförvaltningen följa upp planen.",
            [("Kansliet", "responsible", "följa upp planen"), ("barn- och skolförvaltningen", "in_consultation", "")],
        ),
        ("Kansliet ska vid behov ordna kurser.", [("Kansliet", "responsible", "vid behov ordna kurser")]),
        (
            "Kansliet har ett samlat ansvar för arbetet. I ansvaret ingår att bjuda in.\nKansliets arbete ska ske i "
            "samråd med polisen.",
            [
                ("Kansliet", "responsible", "samlat ansvar för arbetet; att bjuda in"),
                ("polisen", "in_consultation", ""),
            ],
        ),
        ("Det här är en lång mening som inte nämner någon alls men ändå fortsätter.", []),
    ],
)
def test_sentences_name_who_answers_and_for_what(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.wording, one.part, one.scope_note) for one in responsible_in(text)] == found


def measures(text: str) -> dict[str, MeasureFound | None]:
    return {one.heading: one.measure for one in read_pasted(html="", text=text).sections}


def test_the_section_above_the_block_is_the_measure() -> None:
    found = measures("Plan\n1 Kurser\nLäget är så. Kommunen ska ordna kurser.\nAnsvarig förvaltning\nSkolkontoret.")
    assert found["Kurser"] is not None
    assert found["Kurser"].text == "Kommunen ska ordna kurser."
    assert found["Ansvarig förvaltning"] is None


def test_a_task_of_its_own_in_the_block_is_a_second_measure() -> None:
    found = measures(
        "Plan\n1 Kurser\nKommunen ska ordna kurser.\nAnsvarig nämnd\nKansliet har ett samlat ansvar. "
        "Skolnämnden ansvarar för driften. I ansvaret ingår att bjuda in.\n"
        "Skolnämndens arbete ska ske i samråd med polisen.\nFritidsnämnden ansvarar för lokaler."
    )
    first, second = found["Kurser"], found["Ansvarig nämnd"]
    assert first is not None
    assert second is not None
    assert [one.wording for one in first.responsibilities] == ["Kansliet", "Skolnämnden", "Fritidsnämnden"]
    assert second.text == "I ansvaret ingår att bjuda in."
    assert [(one.wording, one.part, one.scope_note) for one in second.responsibilities] == [
        ("Skolnämnden", "responsible", ""),
        ("polisen", "in_consultation", ""),
    ]


def test_without_a_sentence_of_what_shall_be_done_the_heading_says_it() -> None:
    found = measures("Plan\n1 Kurser för alla\nDet behövs.\n1.1 Ansvarig nämnd\nSkolnämnden.")
    assert found["Kurser för alla"] is not None
    assert found["Kurser för alla"].text == "Kurser för alla"


def test_a_chapter_of_one_task_is_a_measure_and_other_prose_is_not() -> None:
    found = measures("Plan\n1 Uppföljning\nSkolkontoret ska följa upp planen.\n2 Läget\nLäget ska vara gott.")
    assert found["Uppföljning"] is not None
    assert found["Läget"] is None
