"""Blocks: what is written becomes blocks, blocks become HTML, and every word is kept and escaped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.rich_text import cleaned
from reports.documents.block_html import html_of
from reports.documents.block_reading import of_html, of_page
from reports.documents.blocks import (
    Bullets,
    Cell,
    Facts,
    Heading,
    Item,
    Numbered,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Signature,
    Table,
    bullets,
    facts,
    headed,
    of_sections,
    of_text,
    paragraph,
    signatures,
    table,
    text_of,
)
from reports.documents.plan import plan_document
from tests.reports.examples import ADOPTED, full_plan


def words(*texts):
    return tuple(paragraph(text) for text in texts)


def test_plain_text_becomes_paragraphs_and_lists_in_the_order_written():
    assert of_text("Ett.\r\nTvå.\n\nFöre:\n- a\n- b\n\n\nSist.") == (
        paragraph("Ett.\nTvå."),
        paragraph("Före:"),
        Bullets((Item(words("a")), Item(words("b")))),
        paragraph("Sist."),
    )


def test_nothing_written_is_no_block():
    assert of_text("") == of_text(None) == of_text(" \n\n ") == ()


def test_a_headed_part_without_text_leaves_no_heading():
    parts = [{"heading": "Bakgrund", "text": "Text."}, {"heading": "Ekonomi", "text": " "}, {"text": "Utan rubrik."}]
    assert of_sections(parts) == (Heading(2, "Bakgrund"), paragraph("Text."), paragraph("Utan rubrik."))


def test_a_heading_over_nothing_is_left_out():
    assert headed("Beslutsunderlag", ()) == ()
    assert headed("Beslutsunderlag", [paragraph("Remiss")]) == (Heading(2, "Beslutsunderlag"), paragraph("Remiss"))


def test_only_facts_that_are_known_are_said():
    assert facts([("Datum", "2017-02-10"), ("Telefon", ""), ("Fax", None)]) == Facts((("Datum", (Run("2017-02-10"),)),))


def test_who_signs_is_named_with_a_title_where_there_is_one():
    signers = [{"name": "Dag Segrell", "title": "Kommunchef"}, {"name": "", "title": "Ordförande"}, {"name": "Moa"}]
    assert signatures(signers) == Signature((("Dag Segrell", "Kommunchef"), ("Moa", "")))


def test_what_people_write_is_never_a_tag():
    bad = "<script>alert(1)</script> & {{ 7 }}"
    blocks = (
        Heading(2, bad, number="<b>1"),
        paragraph(bad),
        bullets([bad]),
        facts([(bad, bad)]),
        table([bad], [[bad]], caption=bad),
        signatures([{"name": bad, "title": bad}]),
        Quote((paragraph(bad),)),
        Paragraph((Run("", note=(Run(bad),)), Run("länk", link='"><script>'))),
    )
    html = html_of(blocks)
    assert "<script" not in html
    assert text_of(of_html(html)).count(bad) == text_of(blocks).count(bad) == 12


@pytest.mark.parametrize(
    "blocks",
    [
        (Heading(2, "Bakgrund", number="1.2", anchor="s-1"),),
        (Paragraph((Run("Ett "), Run("två", is_bold=True), Run("\n"), Run("tre", link="https://exempel.se"))),),
        (Paragraph((Run("Utkast"),), "lead"),),
        (Bullets((Item((paragraph("a"), Bullets((Item(words("b")),)))),)),),
        (Numbered((Item(words("a")),), start=4),),
        (Quote(words("Barnets bästa")),),
        (Paragraph((Run("Text"), Run("", note=(Run("Not "), Run("ett", is_italic=True))))),),
        (
            Table(
                head=((Cell(words("Vad"), is_head=True), Cell(words("När"), is_head=True)),),
                rows=((Cell(words("Utbilda"), columns=2, anchor="m-1"),),),
                widths=(30.0, 70.0),
                caption="Åtgärder",
                kind="plain",
            ),
        ),
        (Facts((("Datum", (Run("2017-02-10"),)),)),),
        (Signature((("Dag Segrell", "Kommunchef"),), "Ort och datum"),),
        (paragraph("a"), PageBreak(), paragraph("b")),
    ],
)
def test_blocks_written_as_html_are_read_back_as_they_were(blocks):
    assert of_html(html_of(blocks)) == blocks


RICH = (
    '<h3>Rubrik</h3><p>Ett <strong>två</strong><em> tre</em><span class="footnote">noten</span>.</p>'
    '<ol start="3"><li><p>a</p><ul><li><p>b</p></li></ul></li></ol><blockquote><p>c</p></blockquote>'
    '<table><tbody><tr><th>d</th></tr><tr><td colspan="2">e</td></tr></tbody></table>'
)


def test_rich_text_becomes_blocks_with_its_notes_and_tables():
    heading, para, numbered, quote, grid = of_html(cleaned(RICH))
    assert heading == Heading(3, "Rubrik")
    assert para.runs[-2] == Run("", note=(Run("noten"),))
    assert numbered == Numbered((Item((paragraph("a"), Bullets((Item(words("b")),)))),), start=3)
    assert quote == Quote(words("c"))
    assert text_of((grid,)) == "d\ne"


def letters(text):
    return "".join(re.findall(r"\w", text))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_letter_is_lost_on_the_way_to_html_and_back(texts):
    blocks = tuple(block for text in texts for block in of_text(text))
    assert letters(text_of(of_html(html_of(blocks)))) == letters(text_of(blocks))


def test_a_whole_plan_is_read_from_the_page_that_is_printed():
    html = plan_document(full_plan(), ADOPTED).html
    blocks = of_page(html)
    shown = re.sub(r"<nav.*?</nav>|<head>.*?</head>", "", html, flags=re.DOTALL)
    assert next(one.text for one in blocks if isinstance(one, Heading)) == full_plan()["title"]
    assert sum(isinstance(one, Table) and one.is_wide for one in blocks) == 3
    assert letters(text_of(blocks)) == letters(re.sub(r"&\w+;", "", re.sub(r"<[^>]*>", "", shown)))
