"""What is a heading and what is not, with and without styles."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from exchange.imports.document.docx import read_docx
from exchange.imports.document.pasted import read_pasted

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def outline(text: str) -> list[tuple[int, str, str]]:
    return [(one.level, one.number, one.heading) for one in read_pasted(html="", text=f"Plan\n{text}").sections]


def page(html: str) -> list[tuple[int, str, str]]:
    reading = read_pasted(html=f"<p>Plan</p>{html}", text="")
    return [(one.level, one.number, one.heading) for one in reading.sections]


def test_a_numbered_list_is_no_row_of_chapters() -> None:
    text = "1 Mål\nVi ska:\n1. Möta alla.\n2. Ge stöd.\n2 Arbete\nText."
    assert outline(text) == [(1, "1", "Mål"), (1, "2", "Arbete")]


@pytest.mark.parametrize("line", ["2026 är ett viktigt år", "15 Barn deltog.", "7 Sköldar", "3.1 Under inget"])
def test_a_line_that_begins_with_a_number_out_of_order_is_text(line: str) -> None:
    assert outline(f"1 Mål\nText.\n{line}\nMer text.") == [(1, "1", "Mål")]


def test_deep_numbers_stand_under_one_another() -> None:
    assert outline("1 A\nx.\n1.1 B\nx.\n1.1.1. C\nx.\n2 D\nx.") == [
        (1, "1", "A"),
        (2, "1.1", "B"),
        (3, "1.1.1", "C"),
        (1, "2", "D"),
    ]


def test_chapters_without_a_number_of_their_own_are_passed_over() -> None:
    assert outline("Kapitel ett\n1.1 A\nx.\n1.2 B\nx.\nKapitel två\n2.1 C\nx.")[1:] == [
        (1, "1.1", "A"),
        (1, "1.2", "B"),
        (1, "2.1", "C"),
    ]


def test_a_paragraph_in_the_style_of_a_heading_is_text() -> None:
    long = "ord " * 80
    reading = read_pasted(html=f"<h1>A</h1><h1>{long}</h1><h1>B</h1>", text="")
    assert [one.heading for one in reading.sections] == ["A", "B"]
    assert reading.sections[0].body == f"<p>{long.strip()}</p>"


def test_a_line_that_opens_a_list_is_no_heading() -> None:
    assert outline("1 A\nVi ska:\n- ett\n- två") == [(1, "1", "A")]


def test_lines_that_come_again_are_headings() -> None:
    text = "1 A\nText.\nMål\nEtt mål.\n2 B\nText.\nMål\nEtt till."
    assert outline(text) == [(1, "1", "A"), (2, "", "Mål"), (1, "2", "B"), (2, "", "Mål")]


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    html = "<p><b>Bakgrund</b></p><p>Text med <b>fet</b>.</p><p><b>Mål</b></p><p>Text.</p>"
    assert page(html) == [(1, "", "Bakgrund"), (1, "", "Mål")]


def test_levels_that_were_jumped_over_are_closed() -> None:
    assert page("<h2>A</h2><p>x</p><h5>B</h5><p>x</p><h3>C</h3><h2>D</h2>") == [
        (1, "", "A"),
        (2, "", "B"),
        (2, "", "C"),
        (1, "", "D"),
    ]


def test_the_only_heading_of_the_highest_level_is_the_title() -> None:
    reading = read_pasted(html="<h1>Plan</h1><h2>1 A</h2><p>x</p><h2>2 B</h2>", text="")
    assert (reading.title, [one.heading for one in reading.sections]) == ("Plan", ["A", "B"])


def test_page_numbers_of_the_paper_are_told() -> None:
    reading = read_pasted(html="", text="Plan\n1 A\nText.\nSida 3 (12)\nMer text.")
    assert [(note.kind, note.text) for note in reading.notes] == [("page_furniture", "Sida 3 (12)")]


def test_swedish_styles_outline_levels_and_counted_headings_are_known() -> None:
    document = Document()
    swedish = document.styles.add_style("Rubrik 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Titeln", style="Title")
    document.add_paragraph("Första", style=swedish)
    for text, properties in (
        ("Andra", '<w:outlineLvl w:val="1"/>'),
        ("Tredje", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'),
    ):
        paragraph = f"<w:p {W}><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        document.element.body.insert(-1, parse_xml(paragraph))
    made = BytesIO()
    document.save(made)
    reading = read_docx(made.getvalue())
    assert reading.title == "Titeln"
    assert [(one.level, one.heading, one.is_numbered) for one in reading.sections] == [
        (1, "Första", False),
        (2, "Andra", False),
        (1, "Tredje", True),
    ]


def test_fields_of_the_head_in_a_table_are_read_by_label() -> None:
    html = "<table><tr><td>Dnr</td><td>KS 1</td></tr><tr><td>Giltighet:</td><td>–</td></tr></table><h1>A</h1><h1>B</h1>"
    reading = read_pasted(html=f"<p>Plan</p>{html}", text="")
    assert [(one.label, one.value, one.state) for one in reading.header] == [
        ("Dnr", "KS 1", "value"),
        ("Giltighet", "", "none"),
    ]
