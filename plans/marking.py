"""Marked words in a text: whether they still stand there, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from foundation.rich_text import plain

_TOKENS = re.compile(r"<[^>]*>|&[^;\s]{1,10};|[^<]", re.DOTALL)
_INSIDE = re.compile(r"</?(?:strong|em|sub|a|span)\b")
"""Tags inside a line: words run on over them. Every other tag ends a word."""
OPEN, CLOSE = '<mark class="quoted">', "</mark>"


def squeezed(text: str) -> str:
    return " ".join(text.split())


def stands_in(quote: str, body: str) -> bool:
    """Whether the words stand in a rich text, wherever lines and tags part them."""
    return squeezed(quote) in squeezed(plain(body))


def marked_prose(prose: Mapping[str, SafeString], quotes: Mapping[str, Sequence[str]]) -> dict[str, SafeString]:
    """The text of each section with the words that are quoted from it marked, where they stand."""
    found = dict(prose)
    for uid in quotes.keys() & prose.keys():
        for quote in quotes[uid]:
            found[uid] = marked(found[uid], quote)
    return found


def marked(html: SafeString, quote: str) -> SafeString:
    """`html`, which is safe, with the first place of `quote` in its words marked; unchanged when it is not there."""
    tokens = _TOKENS.findall(html)
    letters = list(read(tokens))
    start = "".join(letter for letter, _place in letters).find(squeezed(quote))
    if start < 0 or not quote.strip():
        return html
    places = {place for _letter, place in letters[start : start + len(squeezed(quote))] if place >= 0}
    return mark_safe("".join(written(tokens, places)))  # noqa: S308  what was safe, with marks of ours in it


def read(tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The letters that a reader meets, white space single, each with the place of its token; notes are not read."""
    is_blank, is_note = True, False
    for place, one in enumerate(tokens):
        if one.startswith("<"):
            is_note = one.startswith("<sup") or (is_note and not one.startswith("</sup"))
            letter = "" if is_note or one == "</sup>" or _INSIDE.match(one) else " "
        else:
            letter = "" if is_note else unescape(one)
        if letter.isspace():
            if not is_blank:
                yield " ", -1 if one.startswith("<") else place
            is_blank = True
        elif letter:
            is_blank = False
            yield letter, place


def written(tokens: Sequence[str], places: set[int]) -> Iterator[str]:
    """The tokens again; a mark ends before every tag and begins after it."""
    is_open = False
    for place, one in enumerate(tokens):
        if is_open and place not in places:
            yield CLOSE
            is_open = False
        if not is_open and place in places:
            yield OPEN
            is_open = True
        yield one
    if is_open:
        yield CLOSE
