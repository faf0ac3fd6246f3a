"""One cell's text: which paragraphs, lines, list items and bullets it was written with.

Inside the readers a cell is one string in which structure stands as control characters (they are taken away from
whatever comes from outside): so a pasted web page and a text file with tags left in it are read by the same rules.
"""

import html
import re
from dataclasses import dataclass, replace
from typing import Literal

PARAGRAPH, ITEM, LIST_START, LIST_END = "\x1e", "\x1f", "\x1d", "\x1c"

_TAGS = {
    "p": PARAGRAPH, "div": PARAGRAPH, "h1": PARAGRAPH, "h2": PARAGRAPH, "h3": PARAGRAPH, "h4": PARAGRAPH,
    "br": "\n", "li": ITEM, "ul": LIST_START, "ol": LIST_START,
    "span": "", "b": "", "strong": "", "i": "", "em": "", "u": "", "font": "", "a": "", "sup": "", "sub": "", "o:p": "",
}  # fmt: skip
_CLOSING = {"ul": LIST_END, "ol": LIST_END, "li": "", "br": "\n"}
_TAG = re.compile(r"<(/?)(" + "|".join(sorted(_TAGS, key=len, reverse=True)) + r")(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BULLET = re.compile(r"(?:(?<=[\s\x1c-\x1f])|^)[•▪◦‣●■►➢\uf0b7\uf0a7\uf0d8](?=[\s\w])")
_LINE_BULLET = re.compile(r"(^|[\n\u2028\x1c-\x1f])[^\S\n\u2028\x1c-\x1f]*(?:[-–—*·](?=\s+\S)|[o§·](?=\u00a0|\t| {2}))")
_SEPARATOR = re.compile(r"([\n\u2028\x1c-\x1f])")

Start = Literal["cell", "paragraph", "item", "line"]


@dataclass(frozen=True)
class Block:
    """A piece of a cell as its writer set it apart. A bare list has lost its items: its text stands in one run."""

    text: str
    start: Start
    is_bare_list: bool = False


def marked(cell: str) -> str:
    """The cell with tags and bullets turned into structure; tags that are not of a text are left as they stand."""
    text = _TAG.sub(lambda tag: _mark(tag[1], tag[2].lower()), cell)
    if text != cell:
        text = html.unescape(text)
    text = _LINE_BULLET.sub(lambda bullet: bullet[1] + ITEM, text)
    return _BULLET.sub(ITEM, text)


def blocks(cell: str) -> list[Block]:
    """The pieces of a cell in order, each with single spaces; empty pieces are left out."""
    found: list[Block] = []
    lists: list[int] = []
    lists_with_items: set[int] = set()
    pending: Start = "line"
    depth = list_number = 0
    for part in _SEPARATOR.split(cell):
        if part == ITEM:
            pending = "item"
            lists_with_items.add(list_number)
        elif part in (LIST_START, LIST_END):
            pending = _stronger(pending, "paragraph")
            depth = max(0, depth + (1 if part == LIST_START else -1))
            list_number += 1
        elif part in (PARAGRAPH, "\n", "\u2028"):
            pending = _stronger(pending, "paragraph" if part == PARAGRAPH else "line")
        elif text := " ".join(part.split()):
            found.append(Block(text, pending if found or pending == "item" else "cell", is_bare_list=depth > 0))
            lists.append(list_number)
            pending = "line"
    return [
        replace(block, is_bare_list=False) if number in lists_with_items else block
        for block, number in zip(found, lists, strict=True)
    ]


def joined_lines(cell: str) -> list[Block]:
    """The pieces, where a line that only goes on (small first letter, parenthesis) is put back to the line before."""
    found: list[Block] = []
    for block in blocks(cell):
        goes_on = block.start == "line" and found and not block.text[0].isupper() and not block.text[0].isdigit()
        if found and (goes_on or block.text.startswith("(")):
            last = found[-1]
            found[-1] = Block(f"{last.text} {block.text}", last.start, last.is_bare_list)
        else:
            found.append(block)
    return found


def plain_text(cell: str) -> str:
    """All text of the cell in one line: what every reading must give back when its pieces are put together."""
    return " ".join(block.text for block in blocks(cell))


def paragraphs(cell: str) -> str:
    """The text with a line for each paragraph, and "- " before list items."""
    return "\n".join(f"- {block.text}" if block.start == "item" else block.text for block in joined_lines(cell))


def _mark(slash: str, tag: str) -> str:
    return _CLOSING.get(tag, _TAGS[tag]) if slash else _TAGS[tag]


def _stronger(one: Start, other: Start) -> Start:
    order: list[Start] = ["cell", "line", "paragraph", "item"]
    return max(one, other, key=order.index)
