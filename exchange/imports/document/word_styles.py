"""What the styles of a Word file mean: heading of which level, title, quote, contents, list, bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from exchange.imports.document.word_names import is_on, q

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|rubrik|titel|dokumenttitel", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense |block )?quote|quotations|(?:starkt )?citat|blockcitat|block text", re.IGNORECASE)
_CONTENTS = re.compile(
    r"toc ?(?:\d|heading)|contents (?:\d|heading)|innehåll ?\d|innehållsförteckningsrubrik|table of figures|index \d",
    re.IGNORECASE,
)
DEEPEST_HEADING = 6


class Styles:
    """The styles by identifier; what one does not say it has from the one it is based on."""

    def __init__(self, root: Any | None, numbering: Any | None = None) -> None:
        self._silent = set(_silent_levels(numbering)) if numbering is not None else set()
        self._styles = {one.get(q("w:styleId"), ""): one for one in root.iter(q("w:style"))} if root is not None else {}

    def meaning(self, style_id: str) -> str:
        """ "title", "quote", "contents", "" – by the style's name, or a name it is based on."""
        for name in self._names(style_id):
            for meaning, form in (("contents", _CONTENTS), ("title", _TITLE), ("quote", _QUOTE)):
                if form.fullmatch(name):
                    return meaning
        return ""

    def level(self, style_id: str, properties: Any | None) -> int:
        """The heading level, 1 to 6, of a paragraph with this style and these properties; 0 for ordinary text."""
        own = properties.find(q("w:outlineLvl")) if properties is not None else None
        if own is not None:
            return _outline(own)
        for style in self._chain(style_id):
            outlined = style.find(f"{q('w:pPr')}/{q('w:outlineLvl')}")
            if outlined is not None:
                return _outline(outlined)
            if found := _HEADING.fullmatch(_name(style)):
                return min(int(found[1]), DEEPEST_HEADING)
        found = _HEADING.fullmatch(style_id)
        return min(int(found[1]), DEEPEST_HEADING) if found and style_id not in self._styles else 0

    def numbering(self, style_id: str) -> Any | None:
        """The list that the style's paragraphs belong to."""
        return self._first(style_id, f"{q('w:pPr')}/{q('w:numPr')}")

    def counts(self, numbering: Any | None) -> bool:
        """Whether a place in a list shows a number or a mark. LibreOffice gives headings places that show none."""
        number = numbering.find(q("w:numId")) if numbering is not None else None
        if numbering is None or number is None or number.get(q("w:val")) in (None, "0"):
            return False
        depth = numbering.find(q("w:ilvl"))
        level = depth.get(q("w:val"), "0") if depth is not None else "0"
        return (number.get(q("w:val")), level) not in self._silent

    def is_switched_on(self, style_id: str, switch: str) -> bool:
        """Whether the style's text is, for instance, bold ("w:b")."""
        return is_on(self._first(style_id, f"{q('w:rPr')}/{q(switch)}"))

    def _first(self, style_id: str, path: str) -> Any | None:
        found = (style.find(path) for style in self._chain(style_id))
        return next((one for one in found if one is not None), None)

    def _names(self, style_id: str) -> Iterator[str]:
        for style in self._chain(style_id):
            yield _name(style)
        yield style_id

    def _chain(self, style_id: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            based_on = style.find(q("w:basedOn"))
            style_id = based_on.get(q("w:val"), "") if based_on is not None else ""


def _silent_levels(numbering: Any) -> Iterator[tuple[str, str]]:
    """(list, level) of those that are written without any number or mark."""
    silent: dict[str, list[str]] = {}
    for abstract in numbering.iter(q("w:abstractNum")):
        formats = ((one.get(q("w:ilvl"), ""), one.find(q("w:numFmt"))) for one in abstract.iter(q("w:lvl")))
        levels = [level for level, form in formats if form is not None and form.get(q("w:val")) == "none"]
        silent[abstract.get(q("w:abstractNumId"), "")] = levels
    for one in numbering.iter(q("w:num")):
        of = one.find(q("w:abstractNumId"))
        for level in silent.get(of.get(q("w:val"), ""), []) if of is not None else []:
            yield one.get(q("w:numId"), ""), level


def _name(style: Any) -> str:
    name = style.find(q("w:name"))
    return name.get(q("w:val"), "") if name is not None else ""


def _outline(element: Any) -> int:
    value = element.get(q("w:val"), "")
    return min(int(value) + 1, DEEPEST_HEADING) if value.isdigit() and int(value) < 9 else 0
