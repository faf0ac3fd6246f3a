"""The words of a line of rich text: each with its marks in one order, white space single, nothing that says nothing.

`<em><strong>x</strong></em>` and `<strong><em>x</em></strong>` look the same and are the same: kept as one of them,
the one that the editor writes, a text does not change by being opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

MARKS = ("a", "strong", "em", "sup", "sub")
"""Outermost first."""

Mark = tuple[str, str]
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Run:
    """Words, or one sign (a line break, a footnote, a reference), and its marks: (tag, address), outermost first."""

    said: Any
    marks: tuple[Mark, ...]

    @property
    def is_break(self) -> bool:
        return not isinstance(self.said, str) and self.said.tag == "br"

    @property
    def says(self) -> bool:
        return bool(self.said.strip()) if isinstance(self.said, str) else not self.is_break


def settle(line: Any) -> None:
    """Write the line anew from its runs; most lines are words alone and need none."""
    if not len(line):
        line.text = _BLANKS.sub(" ", line.text or "").strip(" ") or None
        return
    runs = shared(single_spaced(runs_in(line, ())))
    empty(line)
    opened: list[tuple[Mark, Any]] = []
    for run in runs:
        del opened[len(common([mark for mark, _ in opened], run.marks)) :]
        for mark in run.marks[len(opened) :]:
            tag, address = mark
            holder = opened[-1][1] if opened else line
            opened.append((mark, etree.SubElement(holder, tag, {"href": address} if address else {})))
        add(opened[-1][1] if opened else line, run.said)


def runs_in(parent: Any, marks: tuple[Mark, ...]) -> Iterator[Run]:
    for piece in pieces(parent):
        if isinstance(piece, str):
            yield Run(piece, marks)
        elif piece.tag in MARKS:
            others = [mark for mark in marks if mark[0] != piece.tag]
            own = (piece.tag, piece.get("href", ""))
            yield from runs_in(piece, tuple(sorted([*others, own], key=lambda mark: MARKS.index(mark[0]))))
        else:
            settle(piece)
            yield Run(piece, marks)


def single_spaced(runs: Iterable[Run]) -> list[Run]:
    """White space single, and none at the ends or beside a line break; no line break last."""
    kept: list[Run] = []
    for run in runs:
        if run.is_break:
            without_space_last(kept)
        elif isinstance(run.said, str):
            run = Run(_BLANKS.sub(" ", run.said), run.marks)
            if not kept or kept[-1].is_break or (isinstance(kept[-1].said, str) and kept[-1].said.endswith(" ")):
                run = Run(run.said.lstrip(" "), run.marks)
        if not isinstance(run.said, str) or run.said:
            kept.append(run)
    without_space_last(kept)
    while kept and kept[-1].is_break:
        kept.pop()
        without_space_last(kept)
    return kept


def without_space_last(runs: list[Run]) -> None:
    if runs and isinstance(runs[-1].said, str):
        last = runs.pop()
        if last.said.rstrip(" "):
            runs.append(Run(last.said.rstrip(" "), last.marks))


def shared(runs: list[Run]) -> list[Run]:
    """What says nothing (a space, a line break) has the marks that go on over it: none of its own."""
    before = last_said(runs)
    after = reversed(list(last_said(reversed(runs))))
    return [
        run if run.says else Run(run.said, common(*around))
        for run, around in zip(runs, zip(before, after, strict=True), strict=True)
    ]


def last_said(runs: Iterable[Run]) -> Iterator[tuple[Mark, ...]]:
    """At each run the marks of the last one that said something."""
    marks: tuple[Mark, ...] = ()
    for run in runs:
        marks = run.marks if run.says else marks
        yield marks


def common(some: Iterable[Mark], others: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks that both begin with."""
    found = []
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        found.append(one)
    return tuple(found)


def empty(holder: Any) -> None:
    """Take out everything that stands in `holder`; its attributes stay."""
    holder.text = None
    for child in list(holder):
        holder.remove(child)


def pieces(parent: Any) -> Iterator[Any]:
    """Texts and elements directly under `parent`, in order; an element no longer carries the text after it."""
    if parent.text:
        yield parent.text
    for child in list(parent):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def add(parent: Any, piece: Any) -> None:
    last = next(parent.iterchildren(reversed=True), None)
    if not isinstance(piece, str):
        parent.append(piece)
    elif last is not None:
        last.tail = (last.tail or "") + piece
    else:
        parent.text = (parent.text or "") + piece
