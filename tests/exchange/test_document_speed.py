"""Three hundred pages, and whatever else is pasted, are read or refused within seconds."""

from __future__ import annotations

import resource
from io import BytesIO
from multiprocessing import get_context

import pytest
from docx import Document

from exchange.imports.document.reader import read_document
from exchange.imports.document.refusals import DocumentRefused

PAGES = 300
SECONDS, MEGABYTES = 20, 500
ODD_SECONDS = 8


def document(pages: int) -> bytes:
    """As many pages of five hundred words in runs of five, two chapters on three pages, a table on every sixth."""
    made = Document()
    for page in range(pages):
        made.add_heading(f"Kapitel på sida {page}", 1 + page % 3)
        for _paragraph in range(5):
            paragraph = made.add_paragraph()
            for part in range(20):
                paragraph.add_run("kommunen ska arbeta mot våld ").bold = part % 4 == 0
        if page % 6 == 0:
            for cell in made.add_table(5, 4)._cells:
                cell.text = "samverkan med skolan"
    content = BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.mark.alone
def test_three_hundred_pages_take_seconds_and_little_memory() -> None:
    with get_context("spawn").Pool(1) as apart:
        sections, words, seconds, kilobytes = apart.apply(measured, (document(PAGES),))
    assert (sections, words) == (PAGES, PAGES * 100)
    assert seconds < SECONDS
    assert kilobytes < MEGABYTES * 1024


def measured(content: bytes) -> tuple[int, int, float, int]:
    """How many sections and words are read, and what it takes.

    In a process of its own, begun anew: another child, of any test before, would count as one of this test's, and a
    child is said to take at least as much as the process that it was begun by.
    """
    read = read_document(kind="docx", content=content).sections
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = sum(section.body.count("våld") for section in read)
    return len(read), words, used.ru_utime + used.ru_stime, used.ru_maxrss


LINES = 30_000
NOTED = "".join(f"<p>ord<sup>{one % 1_000}</sup></p>" for one in range(LINES // 2))
ODD = {
    "paragraphs never closed": "<p>ord" * LINES * 2,
    "verses never closed": "<pre>ord " * LINES * 2,
    "verses": "<pre>ord</pre>" * LINES,
    "typed footnotes": NOTED + "".join(f"<p><sup>{one % 1_000}</sup> not {one}</p>" for one in range(LINES // 2)),
    "spans in one line": f"<p>{'<span>a</span>' * LINES * 3}</p>",
    "items of one list": "<p style='mso-list:l0 level1 lfo1'>ett</p>" * LINES,
    "lines in one paragraph": f"<p>{'a<br>' * LINES * 3}</p>",
    "blocks that say who answers": "<h1>Plan</h1><h1>Kapitel</h1>" + "<p>Ansvarig</p><p>Skolan</p>" * (LINES // 3),
    "points": f"<p>Innehåll</p><p>{'. ' * LINES * 10}</p>",
}


@pytest.mark.alone
@pytest.mark.parametrize("html", ODD.values(), ids=ODD.keys())
def test_no_page_takes_long(html: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert read_document(kind="pasted", html=html).sections
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < ODD_SECONDS


@pytest.mark.parametrize("page", [{"html": "<pre>" * 200_001}, {"html": "<p>" * 300_000}, {"text": "rad\n" * 100_001}])
def test_a_page_of_more_tags_or_lines_than_a_document_has_is_refused(page: dict[str, str]) -> None:
    with pytest.raises(DocumentRefused) as error:
        read_document(kind="pasted", **page)  # type: ignore[arg-type]  # a page is html or text
    assert error.value.code == "too_long"
