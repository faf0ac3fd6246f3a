"""Whole documents from the clipboard: the web pages that Word, LibreOffice and Google Docs put there."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.imports.document.pasted import read_pasted
from exchange.imports.document.reader import read_document
from exchange.imports.document.reading import DocumentReading, NoteFound
from exchange.imports.document.refusals import DocumentRefused

PIXEL = "iVBORw0KGgoAAA=="
WORD = """<html><head><style>p{color:red}</style></head><body lang=SV><!--StartFragment-->
<p class=MsoTitle>Plan för
trygghet<o:p></o:p></p>
<p class=MsoToc1>1<span style='mso-tab-count:1'>      </span>Bakgrund<span>   3</span></p>
<h1><a name="_Toc1"></a><span style='mso-list:Ignore'>1<span>&nbsp;&nbsp; </span></span>Bakgrund</h1>
<p class=MsoNormal>Vi <b>ska</b> agera<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>ett</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span>&nbsp;</span></span>under</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>två</p>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a>
Se <i>läget</i>.</p></div></body></html>"""


def read(html: str) -> DocumentReading:
    return read_pasted(html=html, text="")


def body(html: str) -> str:
    return "\n".join(section.body for section in read(f"<p>Titel</p><h1>Rubrik</h1>{html}").sections)


def said(reading: DocumentReading) -> str:
    texts = [reading.title, *(one.label + one.value for one in reading.header)]
    texts += [part for one in reading.sections for part in (one.number, one.heading, one.body)]
    return " ".join([*texts, *(one.html for one in reading.tables), *(one.text for one in reading.notes)])


def test_a_paste_from_word_keeps_title_list_and_footnote() -> None:
    reading = read(WORD)
    assert (reading.title, [(one.number, one.heading) for one in reading.sections]) == (
        "Plan för trygghet",
        [("1", "Bakgrund")],
    )
    assert reading.sections[0].body == (
        '<p>Vi <strong>ska</strong> agera<span class="footnote">Se <em>läget</em>.</span>.</p>\n'
        "<ul><li><p>ett</p><ol><li><p>under</p></li></ol></li><li><p>två</p></li></ul>"
    )
    assert reading.notes == (NoteFound("contents", "1\tBakgrund 3"),)


def test_footnotes_of_libreoffice_and_google_come_to_their_place() -> None:
    libre = """<p>Ett<a class="sdfootnoteanc" name="s1anc" href="#s1sym"><sup>1</sup></a></p>
    <div id="s1"><p class="sdfootnote"><a class="sdfootnotesym" name="s1sym" href="#s1anc">1</a> noten</p></div>"""
    google = '<p>Ett<sup><a href="#n1" id="r1">[1]</a></sup></p><div><p><a href="#r1" id="n1">[1]</a> noten</p></div>'
    assert body(libre) == body(google) == '<p>Ett<span class="footnote">noten</span></p>'


def test_bold_of_google_docs_is_read_from_its_style() -> None:
    html = '<b style="font-weight:normal" id="docs-1"><p><span style="font-weight:700">Fet</span> text</p></b>'
    assert body(html) == "<p><strong>Fet</strong> text</p>"


def test_pictures_in_the_paste_are_kept_and_the_others_told() -> None:
    html = f'<p>a<img alt="logga" src="data:image/png;base64,{PIXEL}"><img alt="karta" src="file:///C:/k.png"></p>'
    reading = read(f"<h1>A</h1><h1>B</h1>{html}")
    assert [image.content for image in reading.images] == [PIXEL]
    assert f'<img alt="logga" data-image="{reading.images[0].uid}">' in reading.sections[1].body
    assert reading.notes == (NoteFound("image", "karta"),)


def test_scripts_are_gone_and_changes_told() -> None:
    html = "<p onclick=x>kvar<script>alert(1)</script> <ins>nytt</ins><del>gammalt</del></p><svg onload=x></svg>"
    assert body(html) == "<p>kvar nytt</p>"
    assert {note.kind for note in read(html).notes} == {"image", "tracked_insertion", "tracked_deletion"}


def test_comments_of_words_clipboard_are_told() -> None:
    html = """<p class=MsoNormal><a style='mso-comment-reference:AB_1'>Vi ska agera.</a><span class=MsoCommentReference>
    <span><a class=msocomanchor href="#_msocom_1" name="_msoanchor_1">[AB1]</a></span></span></p>
    <div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff><![endif]>
    <div style='mso-element:comment'><div id="_com_1" class=msocomtxt><span style='mso-comment-author:"Anna"'>
    <a name="_msocom_1"></a></span><p class=MsoCommentText><span class=MsoCommentReference>
    <a class=msocomoff href="#_msoanchor_1">[AB1]</a></span>Stämmer det?</p></div></div></div>"""
    assert body(html) == "<p>Vi ska agera.</p>"
    assert [(note.kind, note.text) for note in read(html).notes] == [("comment", "[AB1]Stämmer det?")]


def test_words_in_a_drawing_or_a_list_to_choose_from_are_told() -> None:
    html = "<p>kvar</p><svg><style>a{}</style><text>Vision &amp; mål</text></svg><select><option>Ja<option>Nej</select>"
    assert [(note.kind, note.text) for note in read(html).notes] == [("image", "Vision & mål"), ("embedded", "Ja Nej")]


def test_a_hundred_lists_in_each_other_are_read_as_six() -> None:
    html = "".join(f"<ul><li>nivå{level}" for level in range(100)) + "</li></ul>" * 100
    assert all(f"nivå{level}<" in body(html) for level in range(100))
    assert NoteFound("deep_list") in read(html).notes


def test_a_thousand_tags_in_each_other_lose_no_word() -> None:
    assert "innerst" in said(read("<div><span><b>" * 1_000 + "innerst"))


def test_a_page_without_blocks_gives_way_to_the_text() -> None:
    reading = read_pasted(html="<meta charset=utf-8><span>Titel Text</span>", text="Titel\nText")
    assert (reading.title, reading.sections[0].body) == ("Titel", "<p>Text</p>")


@pytest.mark.parametrize(
    ("text", "code"), [("a\0b", "text"), ("x" * 3_000_001, "too_long"), ("å" * 6_000_000, "too_large")]
)
def test_what_cannot_be_a_text_is_refused(text: str, code: str) -> None:
    with pytest.raises(DocumentRefused) as error:
        read_document(kind="pasted", text=text)
    assert error.value.code == code


def test_a_chapter_too_long_for_a_section_goes_on_in_the_next() -> None:
    paragraphs = [f"ord{number} " + "text " * 200 for number in range(200)]
    reading = read("<h1>A</h1><h1>B</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs))
    assert [one.heading for one in reading.sections][:3] == ["A", "B", "B (forts.)"]
    assert all(f"ord{number} " in said(reading) for number in range(200))


_WORDS = st.sampled_from(
    ["plan", "ska", "1", "2.1", "Ansvar:", "-", "¹", "*", "Bilaga", "Sida", "3", "Innehåll", "Dnr:"]
)
_LINES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
_TAGS = st.sampled_from(["p", "h1", "h2", "li", "td", "b", "div", "blockquote", "ul", "table", "sup", "span"])
_HTML = st.recursive(
    _LINES,
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag}>", _TAGS, st.lists(inner)),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_LINES, max_size=15))
def test_no_word_of_a_text_is_lost(lines: list[str]) -> None:
    found = said(read_pasted(html="", text="\n".join(f"{line} w{number}w" for number, line in enumerate(lines))))
    assert [number for number in range(len(lines)) if f"w{number}w" not in found] == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_HTML, max_size=8))
def test_no_word_of_a_page_is_lost(parts: list[str]) -> None:
    html = "".join(f"<p>w{number}w</p>{part}" for number, part in enumerate(parts))
    found = said(read(html))
    assert [number for number in range(len(parts)) if f"w{number}w" not in found] == []
