"""Lists that Word writes as paragraphs: "mso-list:l0 level2" with the mark typed before the words."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from foundation.rich_text import DEEPEST

_LISTED = re.compile(r"mso-list\s*:\s*l\d+ level(\d+)")
_IGNORED = re.compile(r"mso-list\s*:\s*Ignore")
_COUNTED = re.compile(r"\w+[.)]")


def make_lists(root: Any) -> None:
    """Paragraphs after one another that are items become a list; a heading keeps its number as words."""
    waiting: list[Any] = []
    for paragraph in [*root.iter("p"), None]:
        is_item = paragraph is not None and _LISTED.search(paragraph.get("style", ""))
        if waiting and (not is_item or waiting[-1].getnext() is not paragraph):
            _gather(waiting)
            waiting = []
        if is_item:
            waiting.append(paragraph)


def _gather(paragraphs: list[Any]) -> None:
    first = paragraphs[0]
    open_lists: list[Any] = []
    for paragraph in paragraphs:
        found = _LISTED.search(paragraph.get("style", ""))
        level = min(int(found[1]) if found else 1, DEEPEST)
        mark = _taken_mark(paragraph)
        while len(open_lists) > level:
            open_lists.pop()
        while len(open_lists) < level:
            made = etree.Element("ol" if _COUNTED.fullmatch(mark) else "ul")
            if open_lists:
                items = list(open_lists[-1]) or [etree.SubElement(open_lists[-1], "li")]
                items[-1].append(made)
            else:
                first.addprevious(made)
            open_lists.append(made)
        item = etree.SubElement(open_lists[-1], "li")
        paragraph.tail = None
        item.append(paragraph)


def _taken_mark(paragraph: Any) -> str:
    """The mark before the words, taken out of them."""
    for span in paragraph.iter("span"):
        if _IGNORED.search(span.get("style", "")):
            mark = "".join(span.itertext()).replace("\u00a0", " ").strip()
            span.drop_tree()
            return mark
    return ""
