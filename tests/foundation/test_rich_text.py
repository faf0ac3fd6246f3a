"""Rich text is kept in one way of writing, loses no word, and holds nothing that a page could run."""

from __future__ import annotations

import time

import nh3
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.rich_text import cleaned, guarded, letters, plain

UID = "0b9fd0d1-6d5c-4b6e-9a53-2c1f6ed6a8a1"
INLINE = [
    *["strong", "em", "sup", "sub", "b", "i", "u"],
    'a href="https://x.se"',
    'span class="footnote"',
    'span style="color:red"',
]
BLOCKS = ["p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "div", "section", "pre"]
BLOCKS += ["table", "tbody", "tr", "td", "th", 'td colspan="2"']
words = st.lists(st.sampled_from(["ett", "två ", " tre", "&lt;b&gt;", "\N{NO-BREAK SPACE}", "å\tä\n"]), max_size=3)
atoms = st.sampled_from(
    ["<br>", f'<img alt="En bild" data-image="{UID}">', "<img src=x>", "<p>", "</td>", "</p>", "<li>"]
)


def within(tags: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(inner, max_size=4).map("".join)
    return st.builds(lambda tag, text: f"<{tag}>{text}</{tag.split()[0]}>", st.sampled_from(tags), many)


inline = st.recursive(words.map("".join) | atoms, lambda inner: within(INLINE, inner), max_leaves=8)
soup = st.lists(st.recursive(inline, lambda inner: within(BLOCKS, inner), max_leaves=12), max_size=5).map("".join)


@settings(max_examples=150, deadline=None)
@given(soup)
def test_what_was_cleaned_stays_as_it_is(source: str) -> None:
    try:
        text = cleaned(source)
    except ValidationError:
        return
    assert cleaned(text) == text


@settings(max_examples=150, deadline=None)
@given(soup)
def test_every_word_is_kept_or_the_whole_is_refused(source: str) -> None:
    try:
        text = cleaned(source)
    except ValidationError:
        return
    assert sorted(letters(text)) == sorted(letters(source))
    assert letters(text) == as_a_browser_shows(source)


def as_a_browser_shows(source: str) -> str:
    """The letters in their order on the screen: words between the cells of a table stand before it (HTML, 13.2.6.1)."""
    return letters(nh3.clean(source, tags=set()))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_at_all_are_cleaned_or_refused(source: str) -> None:
    try:
        text = cleaned(source)
    except ValidationError:
        return
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<em><strong>x</strong></em>", "<p><strong><em>x</em></strong></p>"),
        ("<b>a</b><strong> b</strong>", "<p><strong>a b</strong></p>"),
        ("<p>a <br> b</p>", "<p>a<br>b</p>"),
        (
            "<table><tr><td>i</td>vilse</tr></table>",
            "<p>vilse</p>\n<table><tbody><tr><td><p>i</p></td></tr></tbody></table>",
        ),
        ("<p>ojämn <b>fet<p>nästa</i></p>", "<p>ojämn <strong>fet</strong></p>\n<p><strong>nästa</strong></p>"),
        ("<h1>Stor</h1><h6>Liten</h6>", "<h3>Stor</h3>\n<h4>Liten</h4>"),
        ("<a href='javascript:x()'>k</a><a href='/x'>l</a>", "<p>kl</p>"),
        ("<p>a<script>x()</script><svg onload=x()><style>y</style></svg></p>", "<p>a</p>"),
        ("<p onclick=x() style='color:red' class=MsoNormal hx-get=/x>a</p>", "<p>a</p>"),
        ("<img src=x onerror=x()><img alt=a data-image=../../x>", ""),
        ('<span class="reference" data-to="plan:1">åtgärd 1</span>', "<p>åtgärd 1</p>"),
        ("<ul><ul><li>a</ul></ul>", "<ul><li><ul><li><p>a</p></li></ul></li></ul>"),
    ],
)
def test_the_same_text_is_written_the_same_way(source: str, text: str) -> None:
    assert cleaned(source) == text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<ul><li>a" * 100, "högst 6 steg"),
        ("<blockquote>" * 5000, "högst 6 steg"),
        ("<b>" * 1000 + "a", "gick inte att läsa"),
        ("a\x00b", "(NUL)"),
        ("å" * 500_000, "för lång"),
        ("å" * 70_000, "högst 60000 tecken"),
        (f"<table><tr>{'<td>a' * 21}</table>", "högst 20 kolumner"),
    ],
    ids=["lists", "quotes", "bold", "NUL", "flood", "long", "wide"],
)
def test_what_cannot_be_kept_is_told_at_once_in_swedish(source: str, told: str) -> None:
    began = time.process_time()
    with pytest.raises(ValidationError) as error:
        cleaned(source)
    assert told in error.value.messages[0].replace("\N{NO-BREAK SPACE}", "")
    assert time.process_time() - began < 2


@pytest.mark.alone
def test_forty_thousand_line_breaks_are_cleaned_in_a_moment() -> None:
    began = time.process_time()
    assert len(plain(cleaned("a<br>" * 29_000)).split("\n")) == 29_000
    assert time.process_time() - began < 5


def test_a_sign_that_ends_a_tag_may_stand_in_what_an_image_shows() -> None:
    text = cleaned(f'<p>a</p><img alt="större > mindre" data-image="{UID}"><p>b</p>')
    assert plain(text) == "a\n[större > mindre]\nb"
    assert letters(text) == "ab"


def test_everything_written_is_guarded_wherever_it_stands() -> None:
    text = cleaned(
        f'<p>brödtext<span class="footnote">fotnot</span> <a href="mailto:adress@x.se">länk</a>'
        f'<span class="reference" data-to="section:{UID}">hänvisning</span></p><img alt="bildtext" data-image="{UID}">'
    )
    for word in ("brödtext", "fotnot", "adress@x.se", "länk", "hänvisning", "bildtext"):
        assert word in guarded(text)
