"""Blocks: the HTML of a paper is read as what it says, and no word of it is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.rich_text import cleaned
from reports.documents.block_reading import of_page
from reports.documents.blocks import (
    Bullets,
    Cell,
    Facts,
    Heading,
    Item,
    Numbered,
    Paragraph,
    Quote,
    Run,
    Signature,
    Table,
)
from reports.documents.plan import plan_document
from reports.documents.text import plain_text, printable
from tests.reports.blocks import of_html, paragraph, text_of, words
from tests.reports.examples import ADOPTED, full_plan


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ('<h2 id="s-1"><span class="number">1.2</span> Bakgrund</h2>', Heading(2, "Bakgrund", "1.2", "s-1")),
        (
            '<p>Ett <strong>två</strong><br><a href="https://exempel.se">tre</a></p>',
            Paragraph((Run("Ett "), Run("två", is_bold=True), Run("\n"), Run("tre", link="https://exempel.se"))),
        ),
        ('<p class="lead">Utkast</p>', paragraph("Utkast", "lead")),
        (
            "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>",
            Bullets((Item((paragraph("a"), Bullets((Item(words("b")),)))),)),
        ),
        ('<ol style="counter-reset: list-item 3"><li>a</li></ol>', Numbered((Item(words("a")),), start=4)),
        ("<blockquote><p>Barnets bästa</p></blockquote>", Quote(words("Barnets bästa"))),
        (
            '<p>Text<span class="footnote">Not <em>ett</em></span></p>',
            Paragraph((Run("Text"), Run("", note=(Run("Not "), Run("ett", is_italic=True))))),
        ),
        (
            '<table class="plain"><caption>Åtgärder</caption>'
            '<colgroup><col style="width: 30.0%"><col style="width: 70.0%"></colgroup>'
            '<thead><tr><th scope="col">Vad</th><th scope="col">När</th></tr></thead>'
            '<tbody><tr id="m-1"><td colspan="2">Utbilda</td></tr></tbody></table>',
            Table(
                head=((Cell(words("Vad"), is_head=True), Cell(words("När"), is_head=True)),),
                rows=((Cell(words("Utbilda"), columns=2, anchor="m-1"),),),
                widths=(30.0, 70.0),
                caption="Åtgärder",
                kind="plain",
            ),
        ),
        (
            '<table class="facts"><tbody><tr><th scope="row">Datum</th><td>2017-02-10</td></tr></tbody></table>',
            Facts((("Datum", (Run("2017-02-10"),)),)),
        ),
        (
            '<div class="signature"><p class="place-and-day">Ort och datum</p>'
            '<p class="signed">Dag Segrell<br><span class="title">Kommunchef</span></p></div>',
            Signature((("Dag Segrell", "Kommunchef"),), "Ort och datum"),
        ),
    ],
)
def test_html_is_read_as_the_block_that_it_is(html, block):
    assert of_html(html) == (block,)


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
@given(st.text(max_size=200))
def test_no_letter_of_what_people_write_is_lost_on_the_way_to_blocks(text):
    assert letters(text_of(of_html(plain_text(text)))) == letters(printable(text))


def test_a_whole_plan_is_read_from_the_page_that_is_printed():
    html = plan_document(full_plan(), ADOPTED).html
    blocks = of_page(html)
    shown = re.sub(r"<nav.*?</nav>|<head>.*?</head>", "", html, flags=re.DOTALL)
    assert next(one.text for one in blocks if isinstance(one, Heading)) == full_plan()["title"]
    assert sum(isinstance(one, Table) and one.is_wide for one in blocks) == 3
    assert letters(text_of(blocks)) == letters(re.sub(r"&\w+;", "", re.sub(r"<[^>]*>", "", shown)))
