"""Mjölby's matter as its people do it, in Chromium: from the plan's text to the papers for decision.

The text is read from the folder of real plans beside the project; without it the test is skipped. What every step
leaves behind is looked at in `test_mjolby_services`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.acceptance import documents, papers
from tests.acceptance import mjolby as source
from tests.acceptance import mjolby_way as way
from tests.acceptance.papers import choose_in, write_in
from tests.live import ChromiumPages, LiveProcess, LiveSite
from tests.reports import words

OSN = "Omsorgs- och socialnämnden"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not source.SOURCE.exists(), reason="the folder of real plans (shared/plans) is not beside the project"
    ),
]


def register_at_osn(page: Page, recipient: int) -> None:
    """The secretary of the board registers what its administration wrote and its § 15."""
    page.goto(f"/remisser/mottagare/{recipient}/registrera/")
    page.locator("main form [name=stance]").first.select_option("partly")
    write_in(page, "text", source.osf())
    choose_in(page, "answered_by", "Omsorgs- och socialförvaltningen")
    write_in(page, "dated_on", source.OSF_ON)
    write_in(page, "received_on", source.STATED_ON[OSN])
    write_in(page, "registry_number", source.NUMBERS[OSN])
    write_in(page, "signer", "Pirjo Ohvo")
    write_in(page, "signer_title", "Förvaltningschef")
    choose_in(page, "body", OSN)
    write_in(page, "met_on", source.STATED_ON[OSN])
    write_in(page, "paragraph", source.PARAGRAPHS[OSN])
    write_in(page, "decision_number", source.NUMBERS[OSN])
    write_in(page, "heading", source.ROWS["002-33"][1] + " - Beslut om yttrande")
    write_in(page, "wording", source.WORDINGS[OSN])
    write_in(page, "motions", "Ordföranden Anna Johansson (S): yrkar bifall till förvaltningens förslag.")
    write_in(page, "basis", "\n".join(source.items(source.osn(), "Beslutsunderlag", "Beslutsgång")))
    write_in(page, "recipients", "Kommunstyrelsen\nAkten")
    page.locator("main form .save-bar button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/yttranden/\d+/$"))


def note_paragraph_5(page: Page, matter: int) -> None:
    """The secretary notes what the utskott proposes, without a day: the bundle names none."""
    said = source.utskott()
    page.goto(f"/arenden/{matter}/beslut/nytt/")
    choose_in(page, "body", source.UTSKOTT)
    write_in(page, "paragraph", "§ 5")
    page.locator("main form select[name=outcome]").select_option("endorse")
    write_in(page, "wording", source.PROPOSED)
    write_in(page, "heading", source.TITLE)
    write_in(page, "registry_number", source.NUMBER)
    for place, (heading, end) in enumerate([("Bakgrund", "Sammanfattning"), ("Sammanfattning", "Beslutsunderlag")]):
        write_in(page, f"section_{place}_heading", heading)
        write_in(page, f"section_{place}_text", source.part(said, heading, end)["text"])
    write_in(page, "basis", "\n".join(source.items(said, "Beslutsunderlag", "Trygghets-")))
    write_in(page, "recipients", "\n".join(source.RECIPIENTS))
    page.locator("main form .save-bar button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/beslut/\d+/$"))


def test_mjolbys_matter_goes_from_the_draft_to_the_papers_for_decision(
    live_site: LiveSite, live_worker: LiveProcess, page_as: ChromiumPages, tmp_path: Path
) -> None:
    live_site.orm(way.prepare)
    page = page_as(way.email("samordnare"))
    plan = documents.make_plan(page, "Ny plan")
    documents.read_in(page, plan, file=papers.headed_word_file(source.plan(), source.HEADINGS, tmp_path))
    heads = page.locator(".sheet > .section > .section-head > h2").all_inner_texts()
    assert [re.sub(r"^[\d.]+\s*", "", one) for one in heads] == source.HEADINGS
    live_site.orm(way.write_measures, int(plan.split("/")[2]))
    sent = live_site.orm(way.send_on_referral, int(plan.split("/")[2]))

    register_at_osn(page_as(way.email("osn")), sent["recipients"][OSN])
    for name in source.BOARDS:
        if name != OSN:
            live_site.orm(way.answer, sent["recipients"][name])
    live_site.orm(way.handle_viewpoints, sent["referral"])
    page.goto(f"/remisser/{sent['referral']}/")
    standing = documents.comparable(page.locator("main").inner_html())
    assert [
        one for one in (*source.BOARDS, *source.NUMBERS.values()) if documents.comparable(one) not in standing
    ] == []

    missiv = live_site.orm(way.write_missiv, sent["matter"])
    secretary = page_as(way.email("sekreterare"))
    note_paragraph_5(secretary, sent["matter"])
    paper = papers.pages_of(papers.downloaded(secretary, f"/utskrifter/bestall/beslutshandlingar/{sent['matter']}/"))
    assert papers.missing(source.ROWS, paper) == []

    letter = papers.downloaded(page, f"/utskrifter/bestall/handling/{missiv}/", choose="docx")
    said = documents.comparable(words.text_of(letter))
    wanted = [phrase for row in ("002-03", "002-04", "002-08") for phrase in source.ROWS[row]]
    assert [one for one in wanted if documents.comparable(one) not in said] == []
