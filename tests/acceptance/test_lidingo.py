"""Lidingö's guideline from plain Word paragraphs to sections, header fields and measures, on paper and in search.

The text is read from the folder of real plans beside the project; without it the test is skipped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plans.models import Measure, Plan
from tests.acceptance import documents
from tests.acceptance.documents import comparable, email, sentences
from tests.live import ChromiumPages, LiveProcess, LiveSite

SOURCE = documents.source("lidingo")
CODE = "0186"
SLK, OSF, LKF = "Stadsledningskontoret", "Omsorgs- och socialförvaltningen", "Lärande- och kulturförvaltningen"
HEADER = {  # 003-02
    "Beslutad av": ("value", "Kommunstyrelsen"),
    "Beslutsdatum": ("value", "2018-12-03"),
    "Senast reviderad": ("none", ""),
    "Giltighet": ("value", "Fr.o.m 2018-12-06 och tills vidare"),
    "Diarienummer": ("value", "KS/2017:319"),
    "Dokumenttyp": ("value", "Riktlinjer"),
    "Ansvarig verksamhet": ("value", "Stadsledningskontoret"),
    "Rätt att revidera": ("none", ""),
    "Eventuell sekretess": ("value", "Nej"),
}
WHEN_NEEDED = {(OSF, "responsible"), (SLK, "consult_when_needed")}
EACH = "each administration"
MEASURES: dict[str, tuple[str, set[tuple[str, str]]]] = {  # id: (beginning of the section, who has which part)
    "003-10": ("Funktion för samordning", {(SLK, "responsible"), (OSF, "responsible")}),
    "003-11": ("Ansvarig förvaltning", {(OSF, "responsible"), (SLK, "in_consultation")}),
    "003-12": ("Funktion för samverkan", WHEN_NEEDED),
    "003-13": ("Lägesbilder", WHEN_NEEDED),
    "003-14": ("Omvärldsbevakning", {(OSF, "responsible")}),
    "003-15": ("Förebyggande arbete", {(EACH, "responsible"), (OSF, "consult_when_needed")}),
    "003-16": ("Utbildning av", {(EACH, "responsible"), (OSF, "responsible"), (SLK, "in_consultation")}),
    "003-17": ("Information till allmänheten", WHEN_NEEDED),
    "003-18": ("Motverka finansiering", {(EACH, "responsible"), (SLK, "responsible")}),
    "003-19": ("Uppföljning", {(OSF, "responsible"), (SLK, "in_consultation")}),
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not SOURCE.exists(), reason="the folder of real plans (shared/plans) is not beside the project"),
]


def what_stands() -> dict[str, Any]:
    plan = Plan.objects.get(municipality__code=CODE)
    found: dict[str, set[tuple[str, str]]] = {}
    for measure in Measure.objects.current().with_parts().filter(plan=plan):
        people = found.setdefault(measure.section.heading if measure.section else "", set())
        for one in measure.responsibilities.all():
            who = EACH if one.is_each_administration else one.unit.name if one.unit else one.wording
            people.add((who, one.part))
    header = {one["label"]: (one["state"], one["value"]) for one in plan.header}
    return {"measures": found, "header": header}


def test_lidingos_guideline_goes_from_word_to_page_search_and_paper(
    live_site: LiveSite, live_worker: LiveProcess, page_as: ChromiumPages, tmp_path: Path
) -> None:
    text = SOURCE.read_text()
    live_site.orm(documents.prepare, "Lidingö stad", CODE, [SLK, OSF, LKF])
    page = page_as(email(CODE))
    plan = documents.make_plan(page, "Ny riktlinje")
    documents.read_in(page, plan, file=documents.word_file(text, tmp_path, has_styles=False))

    said = sentences(text)
    shown = documents.on_page(page, plan)
    assert [one for one in said if comparable(one) not in shown] == []
    stands = live_site.orm(what_stands)
    assert {label: stands["header"].get(label) for label in HEADER} == HEADER
    for beginning, people in MEASURES.values():
        (found,) = [who for heading, who in stands["measures"].items() if heading.startswith(beginning)] or [None]
        assert (beginning, found) == (beginning, people)

    paper = documents.printed(page, plan)
    assert [one for one in said if not documents.is_printed(one, paper)] == []
    assert documents.not_found_by_search(page, plan, said) == []
