"""The order and the numbers of sections: computed when read, never stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.models import Section

ANNEX = "Bilaga"
"""A word of the paper, so Swedish and not translated."""


@dataclass
class Node:
    """A section in its place: its number ("2.1", "Bilaga 1", or none) and what stands under it."""

    section: Section
    number: str | None
    level: int
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, as they are read."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(sections: Iterable[Section], *, is_numbered: bool) -> list[Node]:
    """The tree of current sections, annexes last.

    A section whose parent is missing stands at the top rather than vanishing.
    """
    rows = sorted(sections, key=lambda section: (section.is_annex, section.position, section.pk))
    known = {section.pk for section in rows}
    below: dict[int | None, list[Section]] = defaultdict(list)
    for section in rows:
        below[section.parent_id if section.parent_id in known else None].append(section)
    nodes = grown(below, parent=None, prefix="", level=1, is_numbered=is_numbered)
    annexes = [node for node in nodes if node.section.is_annex]
    for place, node in enumerate(annexes, start=1):
        named = ANNEX if len(annexes) == 1 else f"{ANNEX} {place}"
        node.number = node.section.own_number or named
    return nodes


def grown(
    below: dict[int | None, list[Section]], *, parent: int | None, prefix: str, level: int, is_numbered: bool
) -> list[Node]:
    nodes: list[Node] = []
    counted = 0
    for section in below[parent]:
        counts = is_numbered and section.is_numbered and not section.is_annex
        counted += counts
        computed = f"{prefix}{counted}" if counts else None
        number = section.own_number or computed
        children = grown(
            below,
            parent=section.pk,
            prefix=f"{number}." if number else prefix,
            level=level + 1,
            # Under an unnumbered section or an annex nothing is numbered: "1" there would be read as a chapter.
            is_numbered=is_numbered and bool(number) and not section.is_annex,
        )
        nodes.append(Node(section=section, number=number, level=level, children=children))
    return nodes


def flattened(nodes: Iterable[Node]) -> list[Node]:
    """All nodes in reading order."""
    return [node for top in nodes for node in top.walk()]
