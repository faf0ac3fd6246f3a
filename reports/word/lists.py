"""Lists: bullets of one kind, and numbers that begin anew with each list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

DEEPEST = 8
INDENT = 360
SIGNS = "•–▪"


@dataclass
class Lists:
    """The numbering of one document: ours stands after the template's own."""

    document: Document
    depth: int = -1
    _abstract: dict[str, int] = field(default_factory=dict)
    _bullets: int = 0

    def deeper(self) -> int:
        """One step into a list; returns the depth of its items."""
        self.depth += 1
        return min(self.depth, DEEPEST)

    def shallower(self) -> None:
        self.depth -= 1

    def bullets(self) -> int:
        """The number of the one list that all bullets belong to."""
        if not self._bullets:
            self._bullets = self._number(self._kind("bullet"))
        return self._bullets

    def numbered(self, start: int) -> int:
        """The number of a list of its own, counting from `start`."""
        return self._number(self._kind("decimal"), start)

    @property
    def _numbering(self) -> Any:
        return self.document.part.numbering_part.element

    def _kind(self, form: str) -> int:
        if form not in self._abstract:
            number = self._next("w:abstractNum", "w:abstractNumId")
            levels = "".join(level_xml(depth, form) for depth in range(DEEPEST + 1))
            made = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
            )
            first = self._numbering.find(qn("w:num"))  # the kinds stand before the lists
            if first is None:
                self._numbering.append(made)
            else:
                first.addprevious(made)
            self._abstract[form] = number
        return self._abstract[form]

    def _number(self, kind: int, start: int | None = None) -> int:
        number = self._next("w:num", "w:numId")
        begins = "".join(
            f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for depth in (range(DEEPEST + 1) if start is not None else ())
        )
        made = parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{begins}</w:num>')
        last = self._numbering.find(qn("w:numIdMacAtCleanup"))
        if last is None:
            self._numbering.append(made)
        else:
            last.addprevious(made)
        return number

    def _next(self, tag: str, attribute: str) -> int:
        return max((int(one.get(qn(attribute))) for one in self._numbering.findall(qn(tag))), default=0) + 1


def level_xml(depth: int, form: str) -> str:
    sign = SIGNS[depth % len(SIGNS)] if form == "bullet" else f"%{depth + 1}."
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{INDENT * (depth + 1)}" w:hanging="{INDENT}"/></w:pPr></w:lvl>'
    )
