"""What only a Word file holds: notes, comments, changes, boxes, fields. Everything is kept or told."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from exchange.imports.document.docx import read_docx
from exchange.imports.document.reading import DocumentReading, NoteFound

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
FOOTNOTES = f"""<w:footnotes {SPACES}>
<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Se </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>skrivelsen</w:t></w:r></w:p>
</w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>aldrig kallad</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def changed(tag: str, text: str) -> str:
    content = run(text).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ") if tag == "del" else run(text)
    return f'<w:{tag} w:id="9" w:author="Bo">{content}</w:{tag}>'


def field(instruction: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}{run(result)}{marks[2]}"


def box(text: str) -> str:
    content = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


EQUATION = "<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>"
HOLDER = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
SIMPLE = '<w:fldSimple w:instr=" AUTHOR ">{}</w:fldSimple>'
SMART = "<w:smartTag>{}</w:smartTag>"
HIDDEN = "<w:vanish/>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


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


def body(*paragraphs: str) -> str:
    return read(document_of(*paragraphs)).sections[0].body


def notes(*paragraphs: str) -> list[tuple[str, str]]:
    return [(note.kind, note.text) for note in read(document_of(*paragraphs)).notes]


def test_bold_italic_raised_and_lowered_stay() -> None:
    raised = run("2", '<w:vertAlign w:val="superscript"/>')
    lowered = run("3", '<w:vertAlign w:val="subscript"/>')
    inner = run("fet", "<w:b/>") + run("kursiv", "<w:i/>") + raised + lowered
    assert body(inner) == "<p><strong>fet</strong><em>kursiv</em><sup>2</sup><sub>3</sub></p>"


def test_footnotes_stand_where_they_are_called_and_uncalled_ones_are_told() -> None:
    document = document_of(run("Text") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("."))
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", FOOTNOTES.encode(), document.part.package)
    document.part.relate_to(part, KINDS.FOOTNOTES)
    reading = read(document)
    assert reading.sections[0].body == '<p>Text<span class="footnote">Se <em>skrivelsen</em></span>.</p>'
    assert reading.notes == (NoteFound("other", "aldrig kallad"),)


def test_changes_that_nobody_accepted_are_told() -> None:
    inner = run("Vi ") + changed("ins", "ska") + changed("del", "bör") + run(" agera")
    assert body(inner) == "<p>Vi ska agera</p>"
    assert notes(inner) == [("tracked_deletion", "bör"), ("tracked_insertion", "ska")]


def test_boxes_equations_fields_and_hidden_words_are_kept_or_told() -> None:
    inner = run("Före") + box("i rutan") + EQUATION.format("x+1") + field(" REF a ", "avsnitt 2") + run("dold", HIDDEN)
    assert body(inner) == "<p>Förex+1avsnitt 2</p>\n<p>i rutan</p>"
    assert notes(inner) == [("field", "avsnitt 2"), ("other", "dold"), ("equation", "x+1"), ("text_box", "i rutan")]


def test_a_page_break_keeps_two_words_apart() -> None:
    assert body(run("ett") + BREAK + run("två")) == "<p>ett två</p>"


def test_comments_headers_and_footers_are_told() -> None:
    document = document_of(run("Text"))
    paragraph = document.paragraphs[1]
    document.add_comment(paragraph.runs, text="Stämmer det?", author="Anna")
    document.sections[0].header.paragraphs[0].text = "Exempelby kommun"
    document.sections[0].footer.paragraphs[0].text = "Sida"
    assert {(note.kind, note.text) for note in read(document).notes} == {
        ("comment", "Anna: Stämmer det?"),
        ("header_footer", "Exempelby kommun"),
        ("header_footer", "Sida"),
    }


def test_a_field_of_contents_is_told() -> None:
    reading = read(document_of(field(' TOC \\o "1-3" ', "Rubrik ett 1"), run("Text")))
    assert reading.notes == (NoteFound("contents", "Rubrik ett 1"),)
    assert reading.sections[0].body == "<p>Text</p>"


def picture(kind: str) -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (2, 2)).save(made, kind)
    made.seek(0)
    return made


def test_png_and_jpeg_are_kept_and_other_pictures_told() -> None:
    document = document_of()
    for kind in ("PNG", "JPEG", "GIF"):
        document.add_picture(picture(kind))
    reading = read(document)
    assert [image.name for image in reading.images] == ["bild-1.png", "bild-2.jpg"]
    assert [image.uid in reading.sections[1].body for image in reading.images] == [True, True]
    assert [note.kind for note in reading.notes] == ["image"]


def test_a_table_of_measures_is_set_apart_and_others_stay() -> None:
    document = Document()
    for heading, cells in (("Åtgärder", ["Åtgärd", "Ansvarig"]), ("Ordlista", ["Ord", "Betydelse"])):
        document.add_heading(heading, 1)
        table = document.add_table(2, 2)
        for place, text in enumerate([*cells, "Utbilda", "Skolan"]):
            table.cell(place // 2, place % 2).text = text
    reading = read(document)
    assert [(table.section, table.rows) for table in reading.tables] == [(0, 1)]
    assert ["<table>" in section.body for section in reading.sections] == [False, True]


def test_lists_of_styles_stand_in_each_other() -> None:
    document = Document()
    for heading in ("A", "B"):
        document.add_heading(heading, 1)
    for text, style in (("ett", "List Bullet"), ("under", "List Bullet 2"), ("två", "List Number")):
        document.add_paragraph(text, style=style)
    assert re.findall(r"<(?:ul|ol)>", read(document).sections[1].body)[0] == "<ul>"


def words_of(document: Any) -> set[str]:
    return {one.text for one in document.element.iter(f"{{{W}}}t", f"{{{W}}}delText")}


def said(reading: DocumentReading) -> str:
    texts = [reading.title, *(f"{one.label}: {one.value}" for one in reading.header)]
    texts += [part for one in reading.sections for part in (one.number, one.heading, one.body)]
    return " ".join([*texts, *(one.html for one in reading.tables), *(one.text for one in reading.notes)])


_PIECES = st.sampled_from(
    [
        run,
        lambda word: run(word, "<w:b/>"),
        lambda word: run(word, HIDDEN),
        lambda word: changed("ins", word),
        lambda word: changed("del", word),
        lambda word: field(" REF x ", word),
        lambda word: field(" TOC ", word),
        lambda word: box(word),
        lambda word: EQUATION.format(word),
        lambda word: HOLDER.format(run(word)),
        lambda word: SIMPLE.format(run(word)),
        lambda word: SMART.format(run(word)),
        lambda word: changed("moveFrom", word),
        lambda word: changed("moveTo", word),
        lambda word: BREAK + run(word),
    ]
)
_STYLES = st.sampled_from(["Normal", "Title", "Heading2", "Heading7", "Quote", "ListBullet3", "TOCHeading", "Caption"])


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(_STYLES, st.booleans(), st.lists(_PIECES, min_size=1, max_size=4)), max_size=8))
def test_every_word_of_the_file_is_found_again(paragraphs: list[tuple[str, bool, list[Any]]]) -> None:
    document, number = Document(), 0
    for style, is_in_table, makers in paragraphs:
        inner = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        for make in makers:
            number += 1
            inner += make(f"ord{number}x")
        paragraph = parse_xml(f"<w:p {SPACES}>{inner}</w:p>")
        if is_in_table:
            document.add_table(1, 1).cell(0, 0)._tc.append(paragraph)
        else:
            document.element.body.insert(-1, paragraph)
    found = said(read(document))
    assert sorted(word for word in words_of(document) if word.strip() and word not in found) == []
