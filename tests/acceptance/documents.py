"""A real plan from its text to the portal and back on paper, as a coordinator does it; shared by its tests."""

from __future__ import annotations

import html
import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import docx
from django.conf import settings
from playwright.sync_api import Page
from pypdf import PdfReader

from accounts.models import User
from accounts.roles import Role
from accounts.services import create_municipality, create_user
from responsibilities.models import Unit
from responsibilities.services.memberships import give_role
from responsibilities.services.units import create_unit
from tests.live import PASSWORD

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "plans"
HEADING = re.compile(r"(?P<number>\d+(?:\.\d+)*)\.? (?P<words>[A-ZÅÄÖ].{2,90})")
CONTENTS_LINE = re.compile(r"\d+\t.*\t\d+|Innehållsförteckning")
SENTENCE_END = re.compile(r"(?<=[.!?])[¹²³]?\s+(?=[A-ZÅÄÖ])|\n|\t")


def source(name: str) -> Path:
    return FOLDER / f"{name}.txt"


def word_file(text: str, folder: Path, *, has_styles: bool) -> Path:
    """The text as a Word file: its headings as headings, or everything in plain paragraphs."""
    made = docx.Document()
    for line in text.splitlines():
        if not line.strip():
            continue
        heading = HEADING.fullmatch(line.strip()) if has_styles else None
        style = f"Heading {heading['number'].count('.') + 1}" if heading else None
        made.add_paragraph(line, style=style)
    path = folder / "plan.docx"
    made.save(str(path))
    return path


def sentences(text: str) -> list[str]:
    """Every sentence of the source, lines of the list of contents excepted: the plan makes its own."""
    lines = [line for line in text.splitlines() if not CONTENTS_LINE.fullmatch(line.strip())]
    said = SENTENCE_END.split("\n".join(lines))
    return [one.strip() for one in said if comparable(one)]


def comparable(text: str) -> str:
    """Letters and digits alone, without tags: bullets, notes' marks, hyphens and line ends differ between media."""
    text = re.sub(r"<(https?://[^<>]*)>", r"\1", html.unescape(text))  # typed around an address, which is a link then
    text = re.sub(r"<[^>]*>", " ", text)
    return "".join(re.findall(r"[^\W_]", re.sub(r"[¹²³]", "", text))).casefold()


def prepare(name: str, code: str, units: list[str]) -> None:
    """The municipality before its plan comes: units, and a coordinator."""
    by = User.objects.system()
    municipality = create_municipality(name=name, code=code, by=by)
    create_unit(municipality=municipality, name="Kommunstyrelsen", kind=Unit.Kind.BOARD, by=by)
    for unit in units:
        create_unit(municipality=municipality, name=unit, kind=Unit.Kind.ADMINISTRATION, by=by)
    person = create_user(municipality=municipality, email=email(code), name="Sam Ordnare", password=PASSWORD, by=by)
    give_role(user=person, municipality=municipality, role=Role.COORDINATOR, unit=None, by=by)


def email(code: str) -> str:
    return f"samordnare@k{code}.example"


def make_plan(page: Page, title: str) -> str:
    """Make an empty plan; returns its address."""
    page.goto("/planer/ny/")
    page.locator("#id_title").fill(title)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/planer/\d+/$"))
    found = re.search(r"/planer/\d+/", page.url)
    assert found
    return found.group()


def read_in(page: Page, plan: str, *, file: Path | None = None, pasted: str = "") -> None:
    """Bring the document, wait for the worker, and take in what is proposed."""
    page.goto(plan)
    page.locator(".empty").get_by_role("link", name="Läs in ett dokument").click()
    if file:
        page.locator("#id_file").set_input_files(file)
    else:
        page.locator("#id_pasted").fill(pasted)
    page.get_by_role("button", name="Läs dokumentet").click()
    page.get_by_role("button", name=re.compile(r"^Läs in \d+ avsnitt")).click(timeout=60_000)
    page.wait_for_url(re.compile(r"/planer/\d+/$"), timeout=30_000)


def printed(page: Page, plan: str) -> list[str]:
    """The draft on paper, made by the worker: the comparable text of each page."""
    page.goto(f"/utskrifter/bestall/plan/{plan.split('/')[2]}/")
    page.locator("main form button[type=submit]").first.click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Hämta PDF").click(timeout=60_000)
    paper = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    return [comparable(one.extract_text()) for one in paper.pages]


def is_printed(sentence: str, paper: list[str]) -> bool:
    """Whether a page has the sentence, or one page its beginning and the next its end (notes and feet between)."""
    said = comparable(sentence)
    turns = list(pairwise(paper))
    return any(said in one for one in paper) or any(
        said[:cut] in before and said[cut:] in after for before, after in turns for cut in range(8, len(said) - 8)
    )


def on_page(page: Page, plan: str) -> str:
    page.goto(plan)
    return comparable(page.locator("main").inner_html())


def not_found_by_search(page: Page, plan: str, said: list[str]) -> list[str]:
    """The sentences whose words the search page does not lead from to the plan."""
    lost = []
    for sentence in said:
        words = re.findall(r"[^\W\d_]{4,}", sentence)[:5]
        if not words:
            continue
        page.goto(f"/sok/?q={quote(' '.join(words))}")
        links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
        if not any(link.startswith(plan) or "/atgarder/" in link for link in links):
            lost.append(sentence)
    return lost
