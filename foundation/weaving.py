"""Two changed versions of the same blocks of rich text made one, word by word, when their changes do not meet.

woven(("<p>Ett två</p>",), ("<p>Ett tre</p>",), ("<p>Nu två</p>",))      → ("<p>Nu tre</p>",)
woven(("<p>Ett</p>",), ("<p>Två</p>",), ("<p>Tre</p>",))                 → None: somebody must choose
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from lxml import html as lxml_html

from foundation.alignment import Purse, likeness, stretches
from foundation.rich_blocks import HEADINGS, in_quotes, parts, written
from foundation.rich_inline import Mark, runs_in
from foundation.rich_text import cleaned, plain

Lines = tuple[str, ...]
LINES = HEADINGS | {"p"}
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Token:
    """A word, a sign, a note, a picture or the tag of a block, as HTML, and the marks it stands in."""

    html: str
    marks: tuple[Mark, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.html.isspace()

    @property
    def source(self) -> str:
        before = "".join(f'<a href="{in_quotes(to)}">' if tag == "a" else f"<{tag}>" for tag, to in self.marks)
        return before + self.html + "".join(f"</{tag}>" for tag, _to in reversed(self.marks))


@dataclass(frozen=True)
class Change:
    """What stands instead of base[start:end]."""

    start: int
    end: int
    new: tuple[Token, ...]

    def meets(self, other: Change) -> bool:
        """Side by side counts: without a word between them nobody can say in which order they go."""
        return self.start <= other.end and other.start <= self.end


def woven(base: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    """The blocks with the changes of both, in the canonical form; None when the changes meet or cannot be read."""
    try:
        return woven_lines(base, mine, theirs)
    except ValidationError:  # too long, or nothing that a section holds
        return None


def woven_lines(base: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    sides = ["\n".join(side) for side in (base, mine, theirs)]
    if not all(sides) or any(cleaned(side) != side for side in sides):
        return None
    old, own, other = (list(tokens(side)) for side in sides)
    purse = Purse()
    ours, others = changes(old, own, purse), changes(old, other, purse)
    if ours is None or others is None:
        return None
    together = sorted({*ours, *others}, key=lambda change: (change.start, change.end))
    if any(one.meets(two) for one in ours for two in others if one != two):
        return None
    row = list(applied(old, together))
    text = cleaned("".join(token.source for token in row))
    # What could not stand as it was put together (a list cut open by the one, a row added by the other) is asked about.
    return tuple(text.splitlines()) if said(tokens(text)) == said(row) else None


def tokens(source: str) -> Iterator[Token]:
    """What blocks of canonical rich text say, in order."""
    for block in lxml_html.fragment_fromstring(source, create_parent="div"):
        yield from block_tokens(block)


def block_tokens(block: Any) -> Iterator[Token]:
    if block.tag == "img":
        yield Token(written(block))
        return
    yield Token(next(parts(block)))
    if block.tag in LINES:
        yield from line_tokens(block)
    else:
        for child in block:
            yield from block_tokens(child)
    yield Token(f"</{block.tag}>")


def line_tokens(line: Any) -> Iterator[Token]:
    for run in runs_in(line, ()):
        if isinstance(run.said, str):
            yield from (word_token(word, run.marks) for word in _WORDS.findall(run.said))
        else:
            yield Token(written(run.said), run.marks)


def word_token(word: str, marks: tuple[Mark, ...]) -> Token:
    """A blank has no marks of its own: between two bold words it is bold again when the line is cleaned."""
    return Token(word) if word.isspace() else Token(escape(word, quote=False), marks)


def changes(old: Sequence[Token], new: Sequence[Token], purse: Purse) -> list[Change] | None:
    """What was changed, in order; changes with nothing but a blank between them are one."""
    found = stretches(old, new, purse, is_blank=lambda token: token.is_blank)
    if found is None:
        return None
    made: list[Change] = []
    place = 0
    for one in found:
        end = place + len(one.old)
        if not one.is_same:
            made.append(Change(place, end, tuple(one.new)))
        place = end
    return joined(old, made)


def joined(old: Sequence[Token], made: Iterable[Change]) -> list[Change]:
    kept: list[Change] = []
    for change in made:
        between = old[kept[-1].end : change.start] if kept else ()
        if kept and all(token.is_blank for token in between):
            last = kept.pop()
            change = Change(last.start, change.end, (*last.new, *between, *change.new))
        kept.append(change)
    return kept


def applied(old: Sequence[Token], made: Iterable[Change]) -> Iterator[Token]:
    place = 0
    for change in made:
        yield from old[place : change.start]
        yield from change.new
        place = change.end
    yield from old[place:]


def said(row: Iterable[Token]) -> list[Token]:
    return [token for token in row if not token.is_blank]


def is_alike(one: str, other: str) -> bool:
    """Whether a block is the other one, rewritten."""
    return bool(likeness(counted(one), counted(other)))


def counted(source: str) -> Counter[str]:
    return Counter(word for word in _WORDS.findall(plain(source).casefold()) if not word.isspace())
