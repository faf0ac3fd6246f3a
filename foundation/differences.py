"""What was changed from one text to another, word by word: for history, conflicts and whoever reads what is new.

Rich text: `foundation.rich_differences`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation.alignment import Purse, paired, stretches

Kind = Literal["same", "added", "removed"]
Cut = Callable[[str], list[str]]

BLANK = re.compile(r"\s*")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")


@dataclass(frozen=True)
class Piece:
    """Some words of a text: in old and new, only in the new, or only in the old."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field, from what it said to what it says."""

    name: str
    label: str
    difference: SafeString


def word_differences(old: str, new: str) -> list[Piece]:
    """The words of `old` and `new` in order: what is same and added is `new`, what is same and removed is `old`."""
    return joined(compared(old, new, (words, sentences, lines), Purse()))


def said_differences(pieces: Iterable[Piece]) -> SafeString:
    """Pieces as HTML: what was added underlined, what was removed struck out, and both said to who cannot see it."""
    return format_html_join("", "{}", ((said(piece.kind, escape(piece.text)),) for piece in pieces))


def said(kind: Kind, inside: str) -> SafeString:
    """`inside`, which is safe, as what it is; that a mere blank came or went is not told."""
    text = mark_safe(inside)  # noqa: S308  the caller escaped it
    if kind == "same" or not inside:
        return text
    tag, word = ("ins", _("added")) if kind == "added" else ("del", _("removed"))
    if inside.isspace():
        return format_html("<{}>{}</{}>", tag, text, tag)
    before = format_html('<span class="visually-hidden">[{}: </span>', word)
    return format_html('<{}>{}{}<span class="visually-hidden">]</span></{}>', tag, before, text, tag)


def words(text: str) -> list[str]:
    return _WORDS.findall(text)


def sentences(text: str) -> list[str]:
    return _SENTENCES.findall(text)


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def is_blank(token: str) -> bool:
    return token.isspace()


def compared(old: str, new: str, cuts: Sequence[Cut], purse: Purse) -> Iterator[Piece]:
    """By words when that can be paid, else by sentences or lines and by words in what differs there."""
    for finer, cut in enumerate(cuts):
        found = stretches(cut(old), cut(new), purse, is_blank=is_blank)
        if found is None:
            continue
        for one in found:
            if one.is_same:
                yield Piece("same", "".join(one.new))
            elif finer == 0:
                yield from (Piece("removed", "".join(one.old)), Piece("added", "".join(one.new)))
            else:
                for before, after in paired(one.old, one.new, counted):
                    yield from compared(before or "", after or "", cuts[:finer], purse)
        return
    yield from (Piece("removed", old), Piece("added", new))


def counted(text: str) -> Counter[str]:
    return Counter(word for word in words(text.casefold()) if not is_blank(word))


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of a kind as one, removed before added; a mere blank between two changes belongs to both."""
    found: list[Piece] = []
    removed = added = blank = ""
    for piece in pieces:
        if piece.kind == "same" and (removed or added) and not blank and BLANK.fullmatch(piece.text):
            blank = piece.text
        elif piece.kind == "same":
            found += [Piece("removed", removed), Piece("added", added), Piece("same", blank + piece.text)]
            removed = added = blank = ""
        else:
            removed += blank + (piece.text if piece.kind == "removed" else "")
            added += blank + (piece.text if piece.kind == "added" else "")
            blank = ""
    found += [Piece("removed", removed), Piece("added", added), Piece("same", blank)]
    return [piece for piece in merged(found) if piece.text]


def merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    waiting = Piece("same", "")
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == waiting.kind:
            waiting = Piece(piece.kind, waiting.text + piece.text)
        else:
            yield waiting
            waiting = piece
    yield waiting
