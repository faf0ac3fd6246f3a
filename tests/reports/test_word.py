"""Papers as Word files: the words of the PDF, the municipality's own template, and nothing that runs or leads out."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from files.word_template import refuse_word_template
from foundation.rich_text import cleaned
from reports.documents.block_reading import of_page
from reports.documents.blocks import Facts, Heading, Paragraph, Picture, Run, Signature
from reports.documents.plan import plan_document
from reports.word import WordError, render_docx
from reports.word.making import docx_of
from tests.reports import words
from tests.reports.blocks import of_html, paragraph, table, text_of
from tests.reports.examples import ADOPTED, full_plan
from tests.reports.pdfs import pages_of, printed
from tests.reports.values import activity, area, measure, plan_values, section
from tests.reports.words import letters

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
HEAD = Heading(1, "Förslag till handlingsplan")


def made(*blocks, **given_as):
    return docx_of((HEAD, *blocks), title="Förslag till handlingsplan", **given_as)


def own_template(change=lambda document: None):
    """A municipality's template: its page, head, foot and look, and a text that is only there as an example."""
    document = docx.Document()
    document.add_paragraph("Här skriver du din text")
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    document.sections[0].header.paragraphs[0].text = "Exempelby kommun"
    document.sections[0].footer.paragraphs[0].text = "Box 1, 990 10 Exempelby"
    document.styles["Heading 1"].font.name = "Exempel Sans"
    change(document)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def test_headings_lists_and_tables_are_real_ones():
    content = made(
        Heading(2, "Bakgrund", number="1"),
        *of_html("<p>Text.</p><ul><li>ett</li><li>två</li></ul>"),
        table(["Vem", "När"], [["Nämnden", "2017-01-19"]], caption="Instanser"),
    )
    document = words.read(content)
    assert [(one.style.name, one.text) for one in document.paragraphs if one.text] == [
        ("Title", "Förslag till handlingsplan"),
        ("Heading 1", "1 Bakgrund"),
        ("Normal", "Text."),
        ("List Paragraph", "ett"),
        ("List Paragraph", "två"),
        ("Caption", "Instanser"),
    ]
    assert len(list(document.element.body.iter(qn("w:numPr")))) == 2
    head = document.tables[0].rows[0]._tr
    assert len(list(head.iter(qn("w:tblHeader")))) == 1
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [
        "Vem",
        "När",
        "Nämnden",
        "2017-01-19",
    ]


def test_each_numbered_list_begins_where_it_says():
    content = made(*of_html("<ol><li>a</li></ol><p>b</p>"), *of_html('<ol start="4"><li>c</li></ol>'))
    numbers = [int(one.get(qn("w:val"))) for one in words.read(content).element.body.iter(qn("w:numId"))]
    assert len(set(numbers)) == 2
    starts = re.findall(
        rf'w:numId="(?:{"|".join(map(str, numbers))})".*?startOverride w:val="(\d+)"',
        words.part(content, "word/numbering.xml"),
    )
    assert starts == ["1", "4"]


def test_a_note_is_a_footnote_of_word():
    content = made(Paragraph((Run("Texten"), Run("", note=(Run("Noten, se "), Run("skr.", is_italic=True))))))
    assert words.notes_of(content)["1"] == "Noten, se skr."
    assert words.text_of(content).endswith("Texten\nNoten, se skr.")


def with_notes(document):
    """A template whose lines above the notes have the numbers 0 and 1, as some word processors write them."""
    kinds = enumerate(("separator", "continuationSeparator"))
    inside = "".join(f'<w:footnote w:type="{kind}" w:id="{at}"><w:p/></w:footnote>' for at, kind in kinds)
    content = f"<w:footnotes {nsdecls('w')}>{inside}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, document.part.package)
    document.part.relate_to(part, REL.FOOTNOTES)


def test_a_note_takes_no_number_that_the_template_s_lines_have():
    noted = (Paragraph((Run("Ett"), Run("", note=(Run(text),)))) for text in ("Första noten", "Andra noten"))
    content = made(*noted, template=own_template(with_notes))
    assert words.notes_of(content) == {"0": "", "1": "", "2": "Första noten", "3": "Andra noten"}
    called = words.read(content).element.body.iter(qn("w:footnoteReference"))
    assert [one.get(qn("w:id")) for one in called] == ["2", "3"]


def test_cells_that_reach_over_and_down_stay_joined():
    rows = '<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr><tr><td colspan="2">d</td></tr>'
    grid = words.read(made(*of_html(cleaned(f"<table><tbody>{rows}</tbody></table>")))).tables[0]
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["a", "b"], ["a", "c"], ["d", "d"]]


def test_a_list_in_a_cell_is_as_small_as_the_cell_and_one_after_it_is_not():
    inside = cleaned("<table><tbody><tr><td><ul><li>a</li></ul></td></tr></tbody></table><ul><li>b</li></ul>")
    document = words.read(made(*of_html(inside)))
    assert [one.style.name for one in document.tables[0].rows[0].cells[0].paragraphs] == ["Tabelltext"]
    assert ("List Paragraph", "b") in [(one.style.name, one.text) for one in document.paragraphs]


def test_the_same_blocks_give_the_same_bytes():
    blocks = of_page(plan_document(full_plan(3), ADOPTED).html)
    assert docx_of(blocks, title="Plan") == docx_of(blocks, title="Plan")


def test_the_file_says_its_title_and_neither_author_program_nor_moment():
    content = made(paragraph("a"))
    core = words.read(content).core_properties
    assert (core.title, core.language) == ("Förslag till handlingsplan", "sv-SE")
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert "dcterms:created" not in words.part(content, "docProps/core.xml")
    assert "thumbnail" not in " ".join(words.names(content))
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert 'w:val="sv-SE"' in words.part(content, "word/styles.xml")


def test_without_a_template_the_page_says_who_sends_and_which_paper_it_is():
    section = words.read(made(paragraph("a"), sender="Exempelby kommun", foot="KS/2016:168")).sections[0]
    assert section.header.paragraphs[0].text == "Exempelby kommun"
    assert section.footer.paragraphs[0].text.startswith("KS/2016:168")
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_the_municipality_s_template_keeps_its_page_head_foot_and_styles_and_loses_its_text():
    document = words.read(made(Heading(2, "Bakgrund"), template=own_template(), sender="syns inte", foot="syns inte"))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Exempelby kommun"
    assert section.footer.paragraphs[0].text == "Box 1, 990 10 Exempelby"
    assert document.styles["Heading 1"].font.name == "Exempel Sans"
    assert [one.text for one in document.paragraphs] == ["Förslag till handlingsplan", "Bakgrund"]


def without_styles(document):
    for name in ("Title", "Heading 2", "Quote", "Caption", "List Paragraph", "List Bullet"):
        document.styles[name].delete()
    part = document.part
    del part.rels[next(key for key, one in part.rels.items() if one.reltype == REL.NUMBERING)]


def test_styles_and_lists_that_the_template_lacks_are_ours():
    blocks = (
        Heading(3, "Mål"),
        *of_html("<blockquote>c</blockquote><ul><li>a</li></ul>"),
        table(["d"], [["e"]], caption="f"),
    )
    content = made(*blocks, template=own_template(without_styles))
    named = [(one.style.name, one.text) for one in words.read(content).paragraphs if one.text]
    assert named == [
        ("Title", HEAD.text),
        ("Heading 2", "Mål"),
        ("Quote", "c"),
        ("List Paragraph", "a"),
        ("Caption", "f"),
    ]


def leading_out(document):
    document.part.relate_to("https://evil.example/image.png", REL.IMAGE, is_external=True)
    document.part._settings_part.relate_to(
        "file:///C:/mall.dotx", REL.IMAGE.replace("/image", "/attachedTemplate"), is_external=True
    )
    foot = document.sections[0].footer
    key = foot.part.relate_to("https://exempelby.example", REL.HYPERLINK, is_external=True)
    words_of_it = "<w:r><w:t>exempelby.example</w:t></w:r>"
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}">{words_of_it}</w:hyperlink>')
    foot.paragraphs[0]._p.append(link)


def test_no_link_of_the_template_is_carried_over_but_its_words_are():
    content = made(paragraph("a"), template=own_template(leading_out))
    assert "External" not in "".join(words.part(content, one) for one in words.names(content) if one.endswith(".rels"))
    assert words.read(content).sections[0].footer.paragraphs[0].text == "Box 1, 990 10 Exempelbyexempelby.example"


def test_a_template_of_the_kind_dotx_makes_a_document():
    given_as = own_template()
    dotx = BytesIO()
    with zipfile.ZipFile(BytesIO(given_as)) as package, zipfile.ZipFile(dotx, "w") as written:
        for name in package.namelist():
            part = package.read(name)
            is_types = name == "[Content_Types].xml"
            written.writestr(name, part.replace(b"document.main+xml", b"template.main+xml") if is_types else part)
    refuse_word_template(dotx.getvalue())
    assert words.text_of(made(paragraph("a"), template=dotx.getvalue())) == f"{HEAD.text}\na"


@pytest.mark.parametrize(
    "bad",
    ["</w:t></w:r><w:r><w:fldSimple/>", " INCLUDEPICTURE x ", "&lt;x&gt; & ]]>", "=cmd|' /C calc'!A0", "{ DDEAUTO c }"],
)
def test_what_people_write_is_text_and_nothing_else(bad):
    blocks = (
        Heading(2, bad, anchor=bad),
        paragraph(bad),
        Facts(((bad, (Run(bad),)),)),
        Signature(((bad, bad),)),
    )
    content = docx_of(blocks, title=bad)
    assert words.text_of(content) == "\n".join([bad.strip()] * 6)
    body = words.part(content, "word/document.xml")
    assert "instrText" not in body
    assert "fldSimple/" not in body.replace("&lt;w:fldSimple/&gt;", "")


def test_signs_that_no_file_can_hold_are_left_out():
    assert words.text_of(docx_of([Heading(1, "a\x00\x0b\ufffeb")], title="a\x00")).startswith("ab")


def test_only_addresses_that_a_reader_may_follow_become_links():
    links = Paragraph(
        (Run("ett", link="https://exempel.se"), Run("två", link="file:///etc/passwd"), Run("tre", link="#m-1"))
    )
    content = made(links)
    rels = words.part(content, "word/_rels/document.xml.rels")
    assert "https://exempel.se" in rels
    assert "passwd" not in rels
    assert 'w:anchor="p_m_1"' in words.part(content, "word/document.xml")


def test_a_picture_says_what_it_shows_and_a_lost_one_leaves_its_words():
    content = made(Picture("a", "Karta över kommunen"), Picture("b", "Tabell"), images={"a": PNG})
    assert 'descr="Karta över kommunen"' in words.part(content, "word/document.xml")
    assert words.text_of(content) == f"{HEAD.text}\n[Tabell]"


def test_wide_tables_lie_down_and_what_follows_stands_again():
    values = full_plan(3)
    values["abbreviations"] = [["VBE", "våldsbejakande extremism"]]
    document = words.read(docx_of(of_page(plan_document(values, ADOPTED).html), title="Plan"))
    portrait, landscape = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [one.orientation for one in document.sections] == [portrait, landscape, portrait]


def test_word_and_pdf_of_a_plan_carry_the_same_text():
    values = full_plan(3)
    values["sections"].append(section("Noter", cleaned('<p>Ett<span class="footnote">Se skrivelsen</span> två.</p>')))
    document = plan_document(values, ADOPTED)
    content = render_docx(document.html, title=document.title)
    said = words.text_of(content)
    pages = [letters(page) for page in pages_of(printed(document).content)]
    assert [line for line in said.splitlines() if not words.is_on(pages, line)] == []
    assert letters(said) == letters(text_of(of_page(document.html)))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=40)
PLANS = st.builds(
    lambda heads, texts, done: plan_values(
        sections=[section(head, cleaned(f"<p>{text}</p>")) for head, text in zip(heads, texts, strict=False)],
        focus_areas=[area("Område", *(measure(n, text=t, activities=[activity(t)]) for n, t in enumerate(done, 1)))],
    ),
    st.lists(TEXT, max_size=4),
    st.lists(TEXT.map(lambda text: text.replace("<", "").replace("&", "")), max_size=4),
    st.lists(TEXT, max_size=4),
)


@settings(max_examples=25, deadline=None)
@given(PLANS)
def test_word_holds_every_letter_of_the_page_that_the_pdf_is_made_of(values):
    html = plan_document(values, ADOPTED).html
    content = docx_of(of_page(html), title="Plan")
    assert letters(words.text_of(content)) == letters(text_of(of_page(html)))


def test_a_template_that_cannot_be_opened_makes_no_file_and_tells_no_text():
    with pytest.raises(WordError) as told:
        render_docx("<body><p>hemligt</p></body>", title="a", template=b"PK not a file")
    assert "hemligt" not in str(told.value)
