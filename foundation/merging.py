"""Two people's texts made one: what only one of them changed is taken, what both changed is asked about.

A text is compared by lines; rich text has one block a line. A block that both changed is put together word by word
when their changes do not meet, and is a question when they do.

parts = merged(base, mine, theirs)
resolved(parts, {0: "both"})                 → the text, with the first question answered
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

from merge3 import Merge3

from foundation.weaving import Lines, is_alike, woven

Origin = Literal["same", "mine", "theirs", "woven", "both"]
Choice = Literal["mine", "theirs", "both"]
CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")


@dataclass(frozen=True)
class Part:
    """Some lines: the same in both texts, changed by one of the two, put together word by word (`together`), or a
    question (`number`) where both changed the same words."""

    origin: Origin
    base: Lines
    mine: Lines
    theirs: Lines
    number: int = -1
    together: Lines = ()

    @property
    def is_question(self) -> bool:
        return self.origin == "both"

    def lines(self, choice: Choice | None = None) -> Lines:
        """What becomes of the part. Both: first theirs, which stands already, then mine. Raises KeyError for a
        question without an answer."""
        if self.is_question:
            return {"mine": self.mine, "theirs": self.theirs, "both": (*self.theirs, *self.mine)}[choice or "none"]
        return {"theirs": self.theirs, "woven": self.together}.get(self.origin, self.mine)


def merged(base: str, mine: str, theirs: str) -> list[Part]:
    """The parts of two texts that were both made from `base`, in order."""
    old, own, other = (text.splitlines() for text in (base, mine, theirs))
    found: list[Part] = []
    for region in Merge3(old, own, other).merge_regions():
        part = part_of(region, old, own, other)
        found += untangled(part) if part.is_question else [part]
    numbers = count()
    return [replace(part, number=next(numbers)) if part.is_question else part for part in found]


def part_of(region: tuple[Any, ...], base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Part:
    """A region of merge3, which tells only where lines stand, as a part that holds them."""
    kind, *ends = region
    if kind == "conflict":
        old, own, other = (tuple(t[a:b]) for t, a, b in zip((base, mine, theirs), ends[::2], ends[1::2], strict=True))
        return Part("both", old, own, other)
    start, end = ends
    if kind == "a":
        return Part("mine", (), tuple(mine[start:end]), ())
    if kind == "b":
        return Part("theirs", (), (), tuple(theirs[start:end]))
    lines = tuple((base if kind == "unchanged" else mine)[start:end])
    return Part("same", lines, lines, lines)


def untangled(part: Part) -> list[Part]:
    """What both changed: block by block when each side has rewritten the same blocks, and word by word in each."""
    if len(part.base) == len(part.mine) == len(part.theirs):
        rows = list(zip(part.base, part.mine, part.theirs, strict=True))
        if len(rows) > 1 and all(is_alike(old, own) and is_alike(old, other) for old, own, other in rows):
            return [settled(Part("both", (old,), (own,), (other,))) for old, own, other in rows]
    return [settled(part)]


def settled(part: Part) -> Part:
    """The part without a question, if it needs none."""
    origin = one_of(part.base, part.mine, part.theirs)
    if origin != "both":
        return replace(part, origin=origin)
    together = woven(part.base, part.mine, part.theirs)
    return part if together is None else replace(part, origin="woven", together=together)


def resolved(parts: Sequence[Part], choices: Mapping[int, Choice]) -> str:
    """The text that the parts become. Raises KeyError for a question without an answer."""
    return "\n".join(line for part in parts for line in part.lines(choices.get(part.number)))


def one_of(base: object, mine: object, theirs: object) -> Origin:
    """Whose value a field takes that cannot be divided: "same" when both say the same, "both" when it is a question."""
    if mine == theirs:
        return "same"
    if mine == base:
        return "theirs"
    return "mine" if theirs == base else "both"
