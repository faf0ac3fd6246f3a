"""What a plan in Word can hold beside its prose: signs, boxes to tick, objects, large tables, other styles."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Inches
from PIL import Image

from exchange.imports.document.bodies import kept_as_text
from exchange.imports.document.docx import read_docx
from exchange.imports.document.reading import DocumentReading, HeaderFound, NoteFound
from foundation.rich_text import cleaned

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def document_of(*paragraphs: str) -> Any:
    document = Document()
    document.add_heading("Rubrik ett", 1)
    for inner in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{inner}</w:p>"))
    document.add_heading("Rubrik två", 1)
    return document


def read(document: Any) -> DocumentReading:
    made = BytesIO()
    document.save(made)
    return read_docx(made.getvalue())


def put_part(document: Any, name: str, kind: str, content: str) -> None:
    part = Part(PackURI(name), "application/xml", content.encode(), document.part.package)
    document.part.relate_to(part, kind)


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FC", "✓"),
        ("Segoe UI Symbol", "2610", "☐"),
        ("Okänd", "F041", "\ufffd"),
        ("X", "zz", "\ufffd"),
    ],
)
def test_a_sign_of_a_font_is_a_letter_or_told(font: str, code: str, sign: str) -> None:
    reading = read(document_of(run("före ") + f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' + run(" efter")))
    assert reading.sections[0].body == f"<p>före {sign} efter</p>"
    assert list(reading.notes) == ([NoteFound("other", f"{font} {code}")] if sign == "\ufffd" else [])


def test_boxes_to_tick_keep_their_mark() -> None:
    def box(switch: str) -> str:
        data = f"<w:ffData><w:checkBox>{switch}</w:checkBox></w:ffData>"
        begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        instruction = "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        return f'{begin}{instruction}<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    inner = (
        box('<w:default w:val="1"/>') + run(" ja ") + box('<w:default w:val="1"/><w:checked w:val="0"/>') + run(" nej")
    )
    reading = read(document_of(inner))
    assert (reading.sections[0].body, reading.notes) == ("<p>☒ ja ☐ nej</p>", ())


def test_endnotes_stand_where_they_are_called() -> None:
    document = document_of(run("Text") + '<w:r><w:endnoteReference w:id="2"/></w:r>' + run("."))
    note = f'<w:endnote w:id="2"><w:p>{run("slutnoten")}</w:p></w:endnote>'
    put_part(document, "/word/endnotes.xml", KINDS.ENDNOTES, f"<w:endnotes {SPACES}>{note}</w:endnotes>")
    assert read(document).sections[0].body == '<p>Text<span class="footnote">slutnoten</span>.</p>'


def test_a_list_nine_deep_is_made_six_deep_and_told() -> None:
    levels = [
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run(f"nivå {level}")}'
        for level in range(9)
    ]
    reading = read(document_of(*levels))
    assert re.findall(r"nivå \d", reading.sections[0].body) == [f"nivå {level}" for level in range(9)]
    assert [note for note in reading.notes if note.kind == "deep_list"] == [
        NoteFound("deep_list", f"nivå {level}") for level in (6, 7, 8)
    ]


@pytest.mark.parametrize(("rows", "columns", "tables"), [(301, 2, 2), (2, 21, 0), (650, 1, 3)])
def test_a_table_too_large_for_a_section_is_divided_or_made_lines_and_told(
    rows: int, columns: int, tables: int
) -> None:
    document = document_of()
    table = document.add_table(rows, columns)
    for place, cell in enumerate(table._cells):
        cell.text = f"cell{place}x"
    reading = read(document)
    bodies = "\n".join(section.body for section in reading.sections)
    assert re.findall(r"cell\d+x", bodies) == [f"cell{place}x" for place in range(rows * columns)]
    assert bodies.count("<table>") == tables
    assert [note.kind for note in reading.notes] == ["style"]
    assert [cleaned(section.body) for section in reading.sections] == [section.body for section in reading.sections]


def test_a_large_table_of_measures_that_is_left_as_text_can_be_kept() -> None:
    rows = "".join(f"<tr><td>åtgärd {number}</td><td>skolan</td></tr>" for number in range(301))
    parts = [cleaned(part) for part in kept_as_text(f"<table>{rows}</table>")]
    assert [part.count("<tr>") for part in parts] == [300, 1]


def test_charts_diagrams_and_objects_are_told() -> None:
    chart = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Stapeldiagram"/><a:graphic>'
        '<a:graphicData uri="c"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    spreadsheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    document = document_of(run("före") + chart + spreadsheet + run("efter"))
    data = f"<x {SPACES}><a:p><a:t>Samverkan</a:t></a:p></x>"
    put_part(document, "/word/charts/chart1.xml", "x/chart", data)
    put_part(document, "/word/diagrams/data1.xml", "x/diagramData", data.replace("Samverkan", "Ledning"))
    put_part(document, "/word/embeddings/blad.bin", "x/package", "x")
    reading = read(document)
    assert reading.sections[0].body == "<p>föreefter</p>"
    assert [note.text for note in reading.notes if note.kind == "embedded"] == [
        "Stapeldiagram",
        "Excel.Sheet.12",
        "Samverkan",
        "Ledning",
        "blad.bin",
    ]


@pytest.mark.parametrize("content", [b"\x01\0\0\0emf", b"\xd7\xcd\xc6\x9awmf", b"II*\0tiff"])
def test_pictures_that_no_page_shows_are_told_by_what_they_show(content: bytes) -> None:
    document = document_of()
    made = BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    made.seek(0)
    shape = document.add_picture(made, width=Inches(1))
    shape._inline.docPr.set("descr", "Karta över kommunen")
    document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]._blob = content
    reading = read(document)
    assert (reading.images, reading.notes) == ((), (NoteFound("image", "Karta över kommunen"),))


def test_a_linked_picture_is_told_and_not_fetched() -> None:
    document = document_of()
    made = BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    made.seek(0)
    blip = document.add_picture(made)._inline.graphic.graphicData.pic.blipFill.blip
    link = document.part.relate_to("http://192.0.2.1/karta.png", KINDS.IMAGE, is_external=True)
    del blip.attrib[f"{{{'http://schemas.openxmlformats.org/officeDocument/2006/relationships'}}}embed"]
    blip.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link", link)
    reading = read(document)
    assert reading.images == ()
    assert NoteFound("image", "http://192.0.2.1/karta.png") in reading.notes


@pytest.mark.parametrize(
    ("styles", "uses"),
    [
        ([("berschrift1", "heading 1", ""), ("berschrift2", "heading 2", "")], ["berschrift1", "berschrift2"]),
        ([], ["Rubrik1", "Rubrik2"]),
        ([("Kap", "Kapitel", "0"), ("Avs", "Avsnitt", "1")], ["Kap", "Avs"]),
        ([("Bas", "heading 1", ""), ("Egen", "Egen rubrik", "bas"), ("Under", "Under", "1")], ["Egen", "Under"]),
    ],
)
def test_headings_of_other_programs_are_headings(styles: list[tuple[str, str, str]], uses: list[str]) -> None:
    document = Document()
    root = document.styles.element
    for one in [one for one in root if one.tag == f"{{{W}}}style"]:
        root.remove(one)
    for style, name, level in styles:
        inner = '<w:basedOn w:val="Bas"/>' if level == "bas" else ""
        inner += f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>' if level.isdigit() else ""
        made = f'<w:style {SPACES} w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>{inner}</w:style>'
        root.append(parse_xml(made))
    body = document.element.body
    for style, words in [("", "Planen"), (uses[0], "Kapitel"), ("", "Text."), (uses[1], "Avsnitt"), ("", "Mer.")]:
        body.insert(-1, parse_xml(f'<w:p {SPACES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(words)}</w:p>'))
    reading = read(document)
    assert (reading.title, [(one.level, one.heading, one.body) for one in reading.sections]) == (
        "Planen",
        [(1, "Kapitel", "<p>Text.</p>"), (2, "Avsnitt", "<p>Mer.</p>")],
    )


def with_page_header(*lines: str) -> Any:
    document = document_of(run("Text"))
    header = document.sections[0].header
    header.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        header.add_paragraph(line)
    table = header.add_table(1, 2, Inches(4))
    table.cell(0, 0).text, table.cell(0, 1).text = "Diarienummer", "KS 2026:1"
    return document


def test_fields_in_the_page_header_are_the_documents_where_its_text_has_none() -> None:
    reading = read(with_page_header("Exempelby kommun", "Beslutad av: Kommunstyrelsen\tBeslutsdatum: 2026-01-02"))
    assert reading.header == (
        HeaderFound("Beslutad av", "Kommunstyrelsen"),
        HeaderFound("Beslutsdatum", "2026-01-02"),
        HeaderFound("Diarienummer", "KS 2026:1"),
    )
    assert reading.notes == (NoteFound("header_footer", "Exempelby kommun"),)


def test_fields_of_the_text_go_before_those_of_the_page_header() -> None:
    document = with_page_header("Exempelby kommun")
    document.paragraphs[0].insert_paragraph_before("Planen")
    document.paragraphs[1].insert_paragraph_before("Beslutad av: Kommunfullmäktige")
    reading = read(document)
    assert reading.header == (HeaderFound("Beslutad av", "Kommunfullmäktige"),)
    assert [note.kind for note in reading.notes] == ["header_footer"]
    assert "KS 2026:1" in reading.notes[0].text
