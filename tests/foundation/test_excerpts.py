"""The words around what is sought: never lost, never changed, always marked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.excerpts import excerpt, terms, whole
from foundation.search_text import folded


def shown(pieces) -> str:
    return "".join(f"[{text}]" if is_sought else text for text, is_sought in pieces)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ån  över ån", ["ån", "över"]),
        ('skola "unga  män" skola', ["skola", "unga män"]),
        ("”Unga män”", ["unga män"]),
        ('"unga män', ["unga", "män"]),
        ('"" "', []),
        (" ".join("abcdefghijklmn"), list("abcdefghij")),
    ],
)
def test_terms_are_words_and_quoted_phrases(words, expected):
    assert terms(words) == expected


def test_an_excerpt_is_some_160_characters_from_word_to_word():
    text = "ord " * 100 + "målet " + "slut " * 100
    found = shown(excerpt(text, ["målet"]))
    assert (found[:6], "[målet]" in found, found[-6:]) == ("… ord ", True, "slut …")
    assert 120 < len(found) < 175


def test_terms_that_stand_far_apart_are_both_shown():
    text = "början " + "ord " * 200 + "slutet"
    assert shown(excerpt(text, ["början", "slutet"])).endswith("ord [slutet]")


def test_a_text_without_the_terms_is_shown_from_its_beginning():
    assert shown(excerpt("En kort text", ["saknas"])) == "En kort text"
    assert excerpt("", ["saknas"]) == ()


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("Straße och Strasse", ["strasse"], "[Straße] och [Strasse]"),
        (unicodedata.normalize("NFD", "Åtgärd"), ["åtg"], "[Åtg]ärd"),
        ("skolan", ["skol", "olan"], "[skolan]"),
        ("skolskol", ["skol"], "[skolskol]"),
    ],
)
def test_what_is_sought_is_marked_in_any_form_of_writing(text, sought, expected):
    assert shown(whole(text, sought)) == expected


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=4).map(folded).filter(bool), max_size=3))
def test_marking_changes_no_letter(text, sought):
    said = " ".join(unicodedata.normalize("NFC", text).split())
    assert "".join(piece for piece, _ in whole(text, sought)) == said
    for piece, is_sought in excerpt(text, sought):
        assert piece
        assert not is_sought or piece in said
