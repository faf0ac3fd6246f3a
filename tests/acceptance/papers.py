"""Papers as a person gets them: ordered on their page, made by the worker, downloaded, and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
from playwright.sync_api import Locator, Page
from pypdf import PdfReader

from tests.acceptance.documents import comparable

MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli"]
MONTHS += ["augusti", "september", "oktober", "november", "december"]


def headed_word_file(text: str, headings: Sequence[str], folder: Path) -> Path:
    """The text as a Word file: its first line the title, `headings` as headings, lines with "- " as they stand."""
    made = docx.Document()
    title, *lines = [line for line in text.splitlines() if line.strip()]
    made.add_paragraph(title, style="Title")
    for line in lines:
        made.add_paragraph(line, style="Heading 1" if line.strip() in headings else None)
    path = folder / "plan.docx"
    made.save(str(path))
    return path


def write_in(page: Page, name: str, value: str | date) -> None:
    """Fill in a field of the form, also one that is folded away."""
    unfold(page, name).fill(value.isoformat() if isinstance(value, date) else value)


def choose_in(page: Page, name: str, label: str) -> None:
    """Choose in a list of the form, also one that is folded away."""
    field = unfold(page, name)
    option = field.locator("option", has_text=re.compile(rf"^\s*[–—-]*\s*{re.escape(label)}(?!\w)")).first
    field.select_option(value=option.get_attribute("value"))


def unfold(page: Page, name: str) -> Locator:
    field = page.locator(f"main form [name={name}]").first
    field.evaluate("one => one.closest('details')?.setAttribute('open', '')")
    return field


def downloaded(page: Page, address: str, *, choose: str = "") -> bytes:
    """Order the paper at `address`, wait for the worker, and download it."""
    page.goto(address)
    if choose:
        page.locator(f"input[value={choose}]").check()
    page.locator("main form button[type=submit]").first.click()
    with page.expect_download(timeout=120_000) as download:
        page.locator("a.ds-button[href*=hamta], a.ds-button[href$='/fil/'], #report-progress a.ds-button[href]").filter(
            has_text="Hämta"
        ).click(timeout=120_000)
    return Path(download.value.path()).read_bytes()


def pages_of(content: bytes) -> list[str]:
    """The comparable text of each page of a PDF."""
    return [comparable(one.extract_text()) for one in PdfReader(BytesIO(content)).pages]


def paragraphs_in(content: bytes) -> set[str]:
    """The §§ that a PDF names."""
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages)
    return set(re.findall(r"§\s*(\d+)", text))


def said_on(phrase: str, pages: list[str]) -> bool:
    """Whether the paper says it, be it over a turn of the page; a day may stand in figures or in words."""
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", phrase)
    in_words = f"{int(day[3])} {MONTHS[int(day[2]) - 1]} {day[1]}" if day else phrase
    wanted = {comparable(phrase), comparable(in_words)}
    return any(one in page for one in wanted for page in pages) or any(
        one[:cut] in before and one[cut:] in after
        for one in wanted
        for before, after in pairwise(pages)
        for cut in range(1, len(one))
    )


def missing(rows: Mapping[str, Iterable[str]], pages: list[str]) -> list[tuple[str, str]]:
    """The phrases, with their rows, that the paper does not hold."""
    return [(row, phrase) for row, phrases in rows.items() for phrase in phrases if not said_on(phrase, pages)]
