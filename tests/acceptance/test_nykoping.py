"""Nyköping's plan: pasted or opened as a Word file, looked through, its measures written, printed and found again.

The text is read from the folder of real plans beside the project; without it the test is skipped.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from plans.models import Measure, Plan
from tests.acceptance import documents
from tests.acceptance.documents import comparable, email, sentences
from tests.live import ChromiumPages, LiveProcess, LiveSite

SOURCE = documents.source("nykoping")
CODE, TITLE = "0480", "Handlingsplan mot Våldsbejakande extremism"
UNITS = [
    "Räddning och säkerhet",
    "Social- och äldreomsorgsförvaltningen",
    "Kultur- och fritidsförvaltningen",
    "Barn- och utbildningsförvaltningen",
]
CHAPTERS = [
    ("1", "Bakgrund och inriktning på arbetet"),
    ("2", "Ansvar"),
    ("3", "Samverkan"),
    ("4", "Utbildning av medarbetare i Nyköpings kommun"),
    ("5", "Särskilda insatser"),
    ("6", "Stöd till anhöriga"),
    ("7", "Lokal lägesbild"),
]
LEVELS = [  # 001-06, 001-07, 001-08
    "Generella förebyggande insatser",
    "Specifika förebyggande insatser",
    "Individinriktade förebyggande insatser",
]
MEASURES = {  # id: (chapter, what is to be done, who, part)
    "001-09": ("Ansvar", "Leda och samordna arbetet på en strategisk nivå", "Räddning och säkerhet", "responsible"),
    "001-13": ("Ansvar", "Bevaka och följa utvecklingen regionalt, nationellt och internationellt", "", ""),
    "001-14": (
        "Ansvar",
        "Avsätta tillräckliga resurser för det förebyggande arbetet",
        "Samtliga divisioner",
        "responsible",
    ),
    "001-20": (
        "Utbildning av",
        "Identifiera generella och fördjupade utbildningsbehov",
        "Varje division",
        "responsible",
    ),
    "001-21": ("Utbildning av", "Ta fram en plan för kompetensutvecklingen", "VBE-nätverket", "in_consultation"),
    "001-22": ("Särskilda", "Utreda insatser för språkintroduktion/gymnasiet", "VBE-nätverket", "in_consultation"),
    "001-23": ("Stöd till", "Ge oroliga anhöriga information om stöd via hemsidan", "", ""),
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not SOURCE.exists(), reason="the folder of real plans (shared/plans) is not beside the project"),
]


def what_stands() -> dict[str, Any]:
    plan = Plan.objects.filter(municipality__code=CODE).latest("pk")
    measures = Measure.objects.current().with_parts().filter(plan=plan)
    return {
        "measures": {
            one.text: (
                one.section.heading if one.section else "",
                [(who.wording, who.part) for who in one.responsibilities.all()],
            )
            for one in measures
        },
        "levels": plan.prevention_levels,
    }


def chapters(page: Page) -> list[tuple[str, str]]:
    heads = page.locator(".sheet > .section > .section-head > h2").all_inner_texts()
    return [(found[1], found[2].strip()) for one in heads if (found := re.match(r"([\d.]+)\s*(.+)", one))]


def write_measure(page: Page, plan: str, chapter: str, text: str, who: str, part: str) -> None:
    """A measure out of a section, by the link in the section's tools."""
    page.goto(plan)
    section = page.locator(".section", has=page.locator(f".section-head > :is(h2, h3, h4):has-text('{chapter}')")).first
    page.goto(section.locator("a[href*='atgarder/ny/?avsnitt=']").first.get_attribute("href") or "")
    assert chapter in page.locator("#id_text").input_value()
    page.locator("#id_text").fill(text)
    if who:
        page.locator("[name=responsibilities-0-wording]").fill(who)
        page.locator("[name=responsibilities-0-part]").select_option(part)
    page.get_by_role("button", name=re.compile("^Spara")).first.click()
    page.wait_for_url(re.compile(r"/planer/\d+/"))


def name_levels(page: Page, plan: str) -> None:
    page.goto(f"{plan}andra/")
    page.locator("#id_prevention_levels").evaluate("field => field.closest('details')?.setAttribute('open', '')")
    page.locator("#id_prevention_levels").fill("\n".join(LEVELS))
    page.get_by_role("button", name=re.compile("^Spara")).first.click()
    page.wait_for_url(re.compile(r"/planer/\d+/$"))


def test_nykopings_plan_goes_from_word_to_page_search_and_paper(
    live_site: LiveSite, live_worker: LiveProcess, page_as: ChromiumPages, tmp_path: Path
) -> None:
    text = SOURCE.read_text()
    live_site.orm(documents.prepare, "Nyköpings kommun", CODE, UNITS)
    page = page_as(email(CODE))
    plan = documents.make_plan(page, "Ny plan")
    documents.read_in(page, plan, file=documents.word_file(text, tmp_path, has_styles=True))

    assert chapters(page) == CHAPTERS
    assert page.locator("h1").inner_text() == TITLE
    said = sentences(text)
    shown = documents.on_page(page, plan)
    assert [one for one in said if comparable(one) not in shown] == []

    name_levels(page, plan)
    for chapter, what, who, part in MEASURES.values():
        write_measure(page, plan, chapter, what, who, part)
    stands = live_site.orm(what_stands)
    assert stands["levels"] == LEVELS
    for chapter, what, who, part in MEASURES.values():
        heading, people = stands["measures"][what]
        assert heading.startswith(chapter)
        assert people == ([(who, part)] if who else [])
    said += [field for _chapter, what, who, _part in MEASURES.values() for field in (what, who) if field]

    shown = documents.on_page(page, plan)
    assert [one for one in said if comparable(one) not in shown] == []
    paper = documents.printed(page, plan)
    assert [one for one in said if not documents.is_printed(one, paper)] == []
    assert documents.not_found_by_search(page, plan, said) == []


def test_nykopings_plan_pasted_as_text_has_the_same_chapters(
    live_site: LiveSite, live_worker: LiveProcess, page_as: ChromiumPages
) -> None:
    text = SOURCE.read_text()
    live_site.orm(documents.prepare, "Nyköping inklistrat", "0481", UNITS)
    page = page_as(email("0481"))
    plan = documents.make_plan(page, "Ny plan")
    documents.read_in(page, plan, pasted=text)
    assert chapters(page) == CHAPTERS
    shown = documents.on_page(page, plan)
    assert [one for one in sentences(text) if comparable(one) not in shown] == []
