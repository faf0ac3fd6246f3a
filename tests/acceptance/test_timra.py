"""Timrå's plan from table to report to printed decision, as its people would do it, in Chromium.

The text is read from the folder of real plans beside the project; without it the test is skipped.
"""

from __future__ import annotations

import html
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.services import create_municipality, create_user
from plans.models import Measure
from responsibilities.models import Unit
from responsibilities.services.functions import create_function
from responsibilities.services.memberships import give_role
from responsibilities.services.units import create_unit
from tests.live import PASSWORD, ChromiumPages, LiveProcess, LiveSite

SOURCE = Path(settings.BASE_DIR).parent / "shared" / "plans" / "timra.txt"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not SOURCE.exists(), reason="the folder of real plans (shared/plans) is not beside the project"),
]

ROWS_WITH = {  # area: (activities, indicators, actors), as a person reads them in the source
    "Styrgrupp": (["våren 2017"], 1, []),
    "Kommunens kontaktperson": (["utsedd 2016", "löpande"], 1, ["Utvecklingsstrateg"]),
    "Utbildning": (
        ["våren 2017", "2016"],
        1,
        ["Utvecklingsstrateg i samverkan med:", "Socialtjänst", "Barn och utbildning", "Kultur och teknik"],
    ),
    "Dialog med trossamfund och föreningar": (["2018", "2017", "2017"], 1, ["Utvecklingsstrateg"]),
}
ANSWERS = {  # unit: (word on the page, what was done, why not fully)
    "Socialtjänst": ("Helt uppfyllt", "Alla har gått grundutbildningen.", ""),
    "Barn och utbildning": ("Delvis uppfyllt", "Hälften har gått utbildningen.", "Förskolan återstår."),
    "Kultur och teknik": ("Ej uppfyllt", "Ingen har gått utbildningen.", "Det fanns inga platser."),
}
ADDRESS = {"Socialtjänst": "soc", "Barn och utbildning": "bou", "Kultur och teknik": "kot"}


def email(name: str) -> str:
    return f"{name}@timra.example"


def prepare_municipality() -> None:
    """Timrå as it is before its plan comes: units, functions and people."""
    by = User.objects.system()
    municipality = create_municipality(name="Timrå kommun", code="2262", by=by)
    board = create_unit(municipality=municipality, name="Kommunstyrelsen", kind=Unit.Kind.BOARD, by=by)
    council = create_unit(
        municipality=municipality,
        name="Rådet för trygghet och hälsa",
        abbreviation="RTH",
        kind=Unit.Kind.ADVISORY,
        by=by,
    )
    for title in ("Utvecklingsstrateg", "Webredaktör", "Kommunikationsansvarig"):
        create_function(municipality=municipality, title=title, unit=council, by=by)
    person(municipality, "samordnare", Role.COORDINATOR)
    person(municipality, "ledamot", Role.MEMBER, board)
    for name, address in ADDRESS.items():
        unit = create_unit(municipality=municipality, name=name, kind=Unit.Kind.ADMINISTRATION, by=by)
        person(municipality, address, Role.REPORTER, unit)


def person(municipality: Municipality, name: str, role: Role, unit: Unit | None = None) -> None:
    by = User.objects.system()
    user = create_user(municipality=municipality, email=email(name), name=name.title(), password=PASSWORD, by=by)
    give_role(user=user, municipality=municipality, role=role, unit=unit, by=by)


def what_was_read() -> dict[str, tuple[list[str], int, list[str]]]:
    """The measures as they stand in the database, by the first line of their area."""
    rows = Measure.objects.current().with_parts().filter(municipality__name="Timrå kommun")
    return {
        str(row.focus_area).split(" · ")[0]: (
            [one.time_wording for one in row.activities.all() if one.time_wording],
            len(row.indicators.all()),
            [one.wording for one in row.responsibilities.all() if one.part == "actor"],
        )
        for row in rows
    }


def make_plan(page: Page) -> None:
    page.goto("/planer/ny/")
    page.get_by_label("Titel", exact=False).first.fill("Anvisningar för att värna demokratin")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/planer/\d+/$"))


def paste_table(page: Page) -> None:
    page.goto(f"{page.url}las-in/")
    page.locator("#id_source").fill(SOURCE.read_text())
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Läs in 8 åtgärder").click()
    page.wait_for_url(re.compile(r"/planer/\d+/"))


def freeze_and_adopt(page: Page) -> str:
    """Freeze the draft, note the board's decision; returns the address of the edition in force."""
    plan = re.search(r"/planer/\d+/", page.url)
    assert plan
    page.goto(f"{plan.group()}versioner/ny/")
    page.get_by_label("Beslutande organ", exact=False).or_(page.locator("#id_body")).first.select_option(
        label="Kommunstyrelsen"
    )
    page.get_by_role("button", name="Frys versionen").click()
    page.get_by_role("link", name="Registrera beslutet").first.click()
    page.locator("#id_decided_on").fill("2017-02-14")
    page.locator("#id_paragraph").fill("§ 12")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Antagen")
    edition = re.search(r"/versioner/\d+/", page.url)
    return edition.group() if edition else page.locator("a[href^='/versioner/']").first.get_attribute("href") or ""


def open_follow_up(page: Page, edition: str) -> None:
    page.goto(f"{edition}uppfoljning/ny/")
    page.locator("#id_title").fill("Uppföljning 2017")
    page.locator("#id_due_on").fill((localdate() + timedelta(days=30)).isoformat())
    page.get_by_label("De som är ansvariga").check()
    page.get_by_label("Aktörerna").check()
    expect(page.locator("[name=previewed]")).to_have_value("responsible,actor")
    expect(page.locator("#round-preview")).to_contain_text("Kultur och teknik")
    page.get_by_role("button", name="Öppna uppföljningen").click()
    page.wait_for_url(re.compile(r"/uppfoljning/\d+/$"), timeout=30_000)


def report(page: Page, unit: str) -> None:
    """Report the row Utbildning and submit; a row that is not told of here is not applicable to the unit."""
    word, result, comment = ANSWERS[unit]
    page.goto("/")
    page.get_by_role("link", name=re.compile(f"Redovisa åtgärderna för {unit}")).click()
    sheet = page.url
    for address in sorted(set(page.eval_on_selector_all("main a[href*='/redovisning/rad/']", HREFS))):
        page.goto(address)
        is_training = "Utbildning" in page.locator("h1").inner_text()
        page.get_by_label(word if is_training else "Ej aktuell").check()
        page.locator("#id_result").fill(result if is_training else "")
        page.locator("#id_comment").fill(comment if is_training else "")
        page.locator("button[name=ready]").click()
        page.wait_for_load_state()
    page.goto(f"{sheet}lamna-in/")
    page.get_by_role("button", name="Lämna in redovisningen").click()
    expect(page.locator("main")).to_contain_text("Inlämnad")


HREFS = "links => links.map(link => link.getAttribute('href').split('#')[0])"


def print_results(page: Page) -> bytes:
    """The member opens the round, orders its PDF, watches it being made and downloads it."""
    page.goto("/uppfoljning/")
    page.get_by_role("link", name="Uppföljning 2017").first.click()
    page.get_by_role("link", name=re.compile("Skriv ut")).first.click()
    page.locator("main form button[type=submit]").first.click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Hämta PDF").click(timeout=60_000)
    return Path(download.value.path()).read_bytes()


def comparable(text: str) -> str:
    """Text without tags, bullets, symbols, white space and hyphens: the rest is the same on paper as in the source."""
    text = re.sub(r"<[^>]*>", " ", html.unescape(text))
    return re.sub(r"[\s•·✓◐✗\-\u00ad\u2010\u2011]+", "", text)


def cells_of_source() -> list[str]:
    """Every cell of the table; a list counts by its items, which the paper sets as a list."""
    cells = [cell for line in SOURCE.read_text().splitlines() if line.count("\t") >= 4 for cell in line.split("\t")]
    return [cell for cell in cells if comparable(cell)]


def test_timras_plan_goes_from_table_to_report_to_printed_decision(
    live_site: LiveSite, live_worker: LiveProcess, page_as: ChromiumPages
) -> None:
    live_site.orm(prepare_municipality)
    coordinator = page_as(email("samordnare"))
    make_plan(coordinator)
    paste_table(coordinator)

    read = live_site.orm(what_was_read)
    assert len(read) == 8
    assert {area: read[area] for area in ROWS_WITH} == ROWS_WITH

    edition = freeze_and_adopt(coordinator)
    open_follow_up(coordinator, edition)
    for unit, address in ADDRESS.items():
        report(page_as(email(address)), unit)

    paper = print_results(page_as(email("ledamot")))
    text = comparable(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages))
    missing = [cell for cell in cells_of_source() if comparable(cell) not in text]
    assert missing == []
    for unit, (word, result, comment) in ANSWERS.items():
        for said in (unit, word, result, comment):
            assert comparable(said) in text
    assert comparable("Har inte svarat: Rådet för trygghet och hälsa") in text
