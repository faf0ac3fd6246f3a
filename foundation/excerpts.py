"""What is sought in a text, and the text around it: parts of words and quoted phrases, in any form of writing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from foundation.search_text import folded

Piece = tuple[str, bool]
"""Some text, and whether it is what was sought."""
Span = tuple[int, int]

MOST_TERMS = 10
QUOTES = '"”“„»«'
TERM = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|([^\s{QUOTES}]+)")
LENGTH, FURTHER, BEFORE, MOST_WINDOWS = 160, 80, 40, 3
ELLIPSIS = "…"


def terms(words: str) -> list[str]:
    """The words of a question, folded; what stands in quotation marks is one. Each once, at most ten."""
    found = (folded(phrase or word) for phrase, word in TERM.findall(words))
    return list(dict.fromkeys(term for term in found if term))[:MOST_TERMS]


def holds(text: str, sought: Sequence[str]) -> bool:
    """Whether every term occurs in the folded `text`."""
    return all(term in text for term in sought)


def excerpt(text: str, sought: Sequence[str]) -> tuple[Piece, ...]:
    """Some 160 characters around the first term, and less around those that lie elsewhere, every term marked."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    spans = spans_of(text, sought)
    pieces: list[Piece] = []
    for start, end in windows(text, spans, sought):
        if start:
            pieces.append((f"{ELLIPSIS} " if not pieces else f" {ELLIPSIS} ", False))
        pieces += marked(text, start, end, spans)
        last = end
    return (*pieces, (f" {ELLIPSIS}", False)) if text and last < len(text) else tuple(pieces)


def whole(text: str, sought: Sequence[str]) -> tuple[Piece, ...]:
    """All of a short text, every term marked."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return tuple(marked(text, 0, len(text), spans_of(text, sought)))


def spans_of(text: str, sought: Sequence[str]) -> list[Span]:
    """Where the terms stand in `text`, in order; those that touch are one."""
    low, places = with_places(text)
    found = sorted(
        (places[place.start()], places[place.end() - 1] + 1)
        for term in sought
        for place in re.finditer(re.escape(term), low)
    )
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def with_places(text: str) -> tuple[str, Sequence[int]]:
    """`text` case-folded, and for each of its characters the place it had ("ß" becomes two)."""
    low = text.casefold()
    if len(low) == len(text):
        return low, range(len(low))
    return low, [place for place, letter in enumerate(text) for _ in letter.casefold()]


def windows(text: str, spans: Sequence[Span], sought: Sequence[str]) -> list[Span]:
    """The stretches of `text` that are shown: around the first place, and around each term that is not seen there."""
    shown = [window(text, spans[0] if spans else (0, 0), LENGTH)]
    for term in sought:
        if any(term in folded(text[start:end]) for start, end in shown):
            continue
        for span in spans_of(text, [term])[:1]:
            shown.append(window(text, span, FURTHER))
    apart: list[Span] = []
    for start, end in sorted(shown[:MOST_WINDOWS]):
        apart.append((max(start, apart[-1][1]) if apart else start, end))
    return apart


def window(text: str, span: Span, length: int) -> Span:
    """At most `length` characters around `span`, from the beginning of a word to the end of one."""
    start = max(0, span[0] - BEFORE)
    end = min(len(text), max(start + length, span[1]))
    if start:
        start = min(text.find(" ", start, span[0]) + 1 or span[0], span[0])
    if end < len(text):
        end = max(text.rfind(" ", span[1], end), span[1])
    return start, end


def marked(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Piece]:
    pieces: list[Piece] = []
    for first, last in spans:
        if last <= start or first >= end:
            continue
        pieces += [(text[start : max(first, start)], False), (text[max(first, start) : min(last, end)], True)]
        start = min(last, end)
    pieces.append((text[start:end], False))
    return [piece for piece in pieces if piece[0]]
