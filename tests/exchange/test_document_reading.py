"""A whole document read: its head, chapters, lists and notes, the same from plain text and from a Word file."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from exchange.imports.document.docx import read_docx
from exchange.imports.document.pasted import read_pasted
from exchange.imports.document.reader import read_document
from exchange.imports.document.reading import DocumentReading, HeaderFound, NoteFound

PLAN = """
Plan för trygghet i Exempelby

Beslutad av: Kommunstyrelsen\tBeslutsdatum: 2026-01-02 Senast reviderad: -
Antagen av kommunstyrelsen 2026-xx-xx

Innehåll
1\tBakgrund\t2
2\tArbetet.....\t3

1. Bakgrund
Vi har sett behov av en plan¹. Den gäller alla.

Breda insatser:

De når alla barn.

2. Arbetet
Samordnaren ska:
- hålla kontakt med polisen
- leda nätverket
¹ Se *Lägesbild* från förra året.
2.1 Utbildning
Alla erbjuds utbildning.
Bilaga 1 Ordlista
Här förklaras orden.
"""


def read(text: str) -> DocumentReading:
    return read_pasted(html="", text=text)


def outline(reading: DocumentReading) -> list[tuple[int, str, str]]:
    return [(one.level, one.number, one.heading) for one in reading.sections]


def as_docx(text: str) -> bytes:
    """The text in a Word file where every line is an ordinary paragraph."""
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def test_chapters_come_with_their_numbers_and_inner_blocks() -> None:
    assert outline(read(PLAN)) == [
        (1, "", "Inledande text"),
        (1, "1", "Bakgrund"),
        (2, "", "Breda insatser:"),
        (1, "2", "Arbetet"),
        (2, "2.1", "Utbildning"),
        (1, "Bilaga 1", "Ordlista"),
    ]
    assert [one.is_annex for one in read(PLAN).sections] == [False] * 5 + [True]


def test_the_head_and_the_title_are_no_sections() -> None:
    reading = read(PLAN)
    assert reading.title == "Plan för trygghet i Exempelby"
    assert reading.header == (
        HeaderFound("Beslutad av", "Kommunstyrelsen"),
        HeaderFound("Beslutsdatum", "2026-01-02"),
        HeaderFound("Senast reviderad", "", "none"),
    )
    assert reading.sections[0].body == "<p>Antagen av kommunstyrelsen 2026-xx-xx</p>"


def test_the_table_of_contents_is_told_and_not_taken_over() -> None:
    assert read(PLAN).notes == (NoteFound("contents", "Innehåll\n1\tBakgrund\t2\n2\tArbetet.....\t3"),)


def test_typed_lists_and_footnotes_become_real_ones() -> None:
    reading = read(PLAN)
    assert reading.sections[1].body == (
        '<p>Vi har sett behov av en plan<span class="footnote">Se <em>Lägesbild</em> från förra året.</span>.'
        " Den gäller alla.</p>"
    )
    assert reading.sections[3].body == (
        "<p>Samordnaren ska:</p>\n<ul><li><p>hålla kontakt med polisen</p></li><li><p>leda nätverket</p></li></ul>"
    )


def test_a_word_file_without_styles_says_the_same_as_its_text() -> None:
    assert read_docx(as_docx(PLAN)) == read(PLAN)


@pytest.mark.parametrize("job", [{"kind": "pasted", "text": PLAN}, {"kind": "docx", "content": as_docx(PLAN)}])
def test_the_process_of_its_own_gives_the_same_reading(job: dict[str, str]) -> None:
    assert read_document(**job) == read(PLAN)
