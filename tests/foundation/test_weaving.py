"""What two changed in one paragraph, put together word by word: no word is lost, no mark is torn, no guess is made."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.rich_text import cleaned
from foundation.weaving import said, tokens, woven
from tests.foundation.test_rich_text import soup

UID = "0b9fd0d1-6d5c-4b6e-9a53-2c1f6ed6a8a1"
MARKS = st.sampled_from(["{}", "<strong>{}</strong>", "<em>{}</em>", '<a href="https://x.se">{}</a>'])
NOTE = '<span class="footnote">Se lagen</span>'
REFERENCE = f'<span class="reference" data-to="section:{UID}">2</span>'


def one(base: str, mine: str, theirs: str) -> str | None:
    found = woven(tuple(base.splitlines()), tuple(mine.splitlines()), tuple(theirs.splitlines()))
    return None if found is None else "\n".join(found)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str, set[str]]:
    """A paragraph, and two versions of it where each has written other words anew, marked in any way."""
    owners = draw(st.lists(st.sampled_from(["nobody", "mine", "theirs"]), min_size=1, max_size=20))
    marks = [draw(MARKS) for _ in owners]
    base = [mark.format(f"ord{n}") for n, mark in enumerate(marks)]
    sides = {"mine": list(base), "theirs": list(base)}
    expected = set()
    for n, owner in enumerate(owners):
        word = f"ord{n}" if owner == "nobody" else f"{owner}{n}"
        if owner != "nobody":
            sides[owner][n] = draw(MARKS).format(word)
        expected.add(word)
    texts = [cleaned(f"<p>{' '.join(row)}</p>") for row in (base, sides["mine"], sides["theirs"])]
    return texts[0], texts[1], texts[2], expected


@given(edits())
def test_words_that_each_changed_apart_are_all_there_in_the_canonical_form(case: tuple[str, str, str, set[str]]):
    base, mine, theirs, expected = case
    found = one(base, mine, theirs)
    assert found is not None
    assert set(re.findall(r"[a-z]+\d+", found)) == expected
    assert cleaned(found) == found


@given(soup, soup)
def test_with_an_unchanged_side_the_woven_text_is_the_other_whatever_stands_in_it(first: str, second: str):
    base, other = cleaned(first), cleaned(second)
    if base and other:
        for found in (one(base, other, base), one(base, base, other), one(base, other, other)):
            assert found is not None
            assert said(tokens(found)) == said(tokens(other))
            assert cleaned(found) == found


@given(soup, soup, soup)
def test_what_is_woven_is_always_canonical(first: str, second: str, third: str):
    found = one(cleaned(first), cleaned(second), cleaned(third))
    assert found is None or cleaned(found) == found


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("En rutin.", ("rutin", "<strong>rutin</strong>"), ("En", "Vår")),
        ("En rutin.", ("rutin", f"rutin{NOTE}"), ("En", "Vår")),
        (f"Enligt {REFERENCE} och lag.", ("lag", "ny lag"), ("Enligt", "Efter")),
        ('Se <a href="https://a.se">hela sidan</a> nu.', (" nu", " idag"), ("a.se", "b.se")),
        ("ett två</p></li><li><p>tre", ("ett", "ETT"), ("tre", "TRE")),
        ("a &lt;b&gt; &amp; c", ("a ", "A "), (" c", " C")),
    ],
)
def test_marks_links_notes_and_items_are_kept(base: str, mine: tuple[str, str], theirs: tuple[str, str]):
    base = f"<ul><li><p>{base}</p></li></ul>"
    assert one(base, base.replace(*mine), base.replace(*theirs)) == base.replace(*mine).replace(*theirs)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("<p>Ett</p>", "<p>Två</p>", "<p>Tre</p>"),
        ("<p>Ett två tre</p>", "<p>Fyra fem tre</p>", "<p>Ett nytt två tre</p>"),
        ("<p>Ett</p>", "<p>Ett två</p>", "<p>Ett tre</p>"),
        ("<p>Ett</p>", "", "<p>Ett tre</p>"),
        ("<p>Ett två</p>", "<p>Ett två<script>x</script></p>", "<p>Nu två</p>"),
        ("<p>Ett två</p>", "<p>Ett \x00två tre</p>", "<p>Nu två</p>"),
    ],
)
def test_changes_that_meet_or_cannot_be_read_are_left_to_a_person(base: str, mine: str, theirs: str):
    assert one(base, mine, theirs) is None
