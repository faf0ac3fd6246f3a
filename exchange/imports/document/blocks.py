"""A document as a row of blocks: paragraphs, headings, lists, tables, quotes and images, each with its rich text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Literal

from lxml import etree
from lxml import html as lxml_html

from foundation.rich_blocks import lift

Kind = Literal["line", "list", "quote", "table", "image"]
Role = Literal["", "title", "contents"]

LEVELS = {f"h{level}": level for level in range(1, 7)}
KINDS: dict[str, Kind] = {"ul": "list", "ol": "list", "blockquote": "quote", "table": "table", "img": "image"}
INLINE = frozenset(
    {"strong", "b", "em", "i", "u", "s", "sup", "sub", "a", "br", "span", "font", "code", "mark", "small"}
)
_SPACES = re.compile(r"[ \r\n\f\u00a0]+")


@dataclass(frozen=True)
class Block:
    """One block. `inner` is a line's rich text without its paragraph; `html` is the whole block.

    `text` is what it says, tabs kept. `level` is its heading style (0: none); `is_bold`: all of it is.
    """

    html: str
    text: str
    inner: str = ""
    kind: Kind = "line"
    level: int = 0
    role: Role = ""
    is_bold: bool = False
    is_counted: bool = False  # a heading that the word processor itself numbers

    @property
    def is_line(self) -> bool:
        return self.kind == "line"

    def with_inner(self, inner: str) -> Block:
        """The line with other words; it stays what it is."""
        made = line(inner)
        return replace(self, html=made.html, text=made.text, inner=inner)


def line(inner: str, **what: Any) -> Block:
    """A paragraph of rich text."""
    element = lxml_html.fragment_fromstring(inner, create_parent="p")
    return Block(html=f"<p>{inner}</p>", text=words(element), inner=inner, is_bold=is_bold(element), **what)


def plain_line(text: str) -> Block:
    """A paragraph of plain text."""
    inner = escape(text, quote=False)
    return Block(html=f"<p>{inner}</p>", text=_spaced(text), inner=inner)


def blocks_of(root: Any) -> Iterator[Block]:
    """The blocks under `root`, in reading order. What only holds other blocks is not seen."""
    loose = etree.Element("p")
    for piece in _pieces(root):
        if isinstance(piece, str) or (piece.tag in INLINE and not holds_blocks(piece)):
            _append(loose, piece)
            continue
        yield from _lines(loose)
        loose = etree.Element("p")
        yield from _block(piece)
    yield from _lines(loose)


def _block(element: Any) -> Iterator[Block]:
    if not isinstance(element.tag, str):
        return
    if element.tag in KINDS:
        yield Block(html=written(element), text=words(element), kind=KINDS[element.tag])
    elif element.tag in LEVELS or element.tag == "p":
        images = list(element.iter("img"))
        for image in images:
            lift(image)
        yield from blocks_of(element) if holds_blocks(element) else _lines(element)
        for image in images:
            yield Block(html=written(image), text="", kind="image")
    elif holds_blocks(element):
        yield from blocks_of(element)
    else:
        yield from _lines(element)


def holds_blocks(element: Any) -> bool:
    return any(isinstance(below.tag, str) and below.tag not in INLINE for below in element.iterdescendants())


def _lines(element: Any) -> Iterator[Block]:
    """A paragraph or heading, if it says anything."""
    if not len(element) and not element.text:
        return
    text = words(element)
    if not text:
        return
    name, _, counted = element.get("class", "").partition("-")
    inner = inside(element)
    yield Block(
        html=f"<p>{inner}</p>",
        text=text,
        inner=inner,
        level=LEVELS.get(element.tag, 0),
        role="title" if name == "title" else "contents" if name == "contents" else "",
        is_bold=is_bold(element),
        is_counted=counted == "counted",
    )


def is_bold(element: Any) -> bool:
    """Whether every letter of it stands in bold."""
    if not len(element):
        return not any(map(str.isalnum, element.text or "")) and bool(words(element))
    plain = "".join(
        text for text in element.xpath(".//text()[not(ancestor::strong) and not(ancestor::b)]") if text is not None
    )
    return not any(letter.isalnum() for letter in plain) and bool(words(element))


def words(element: Any) -> str:
    """What an element says without its footnotes; line breaks are line ends, and blocks in it stand on own lines."""
    if not len(element):
        return _in_lines(element.text or "")
    parts: list[str] = []
    note = None
    for event, one in etree.iterwalk(element, events=("start", "end")):
        is_line = one.tag not in INLINE or (one.tag == "br" and event == "start")
        if event == "start" and note is None and one.get("class") == "footnote":
            note = one
        if note is None:
            parts += ["\n" if is_line else "", (one.text or "") if event == "start" else ""]
        if note is one and event == "end":
            note = None
        if note is None and event == "end" and one is not element:
            parts.append(one.tail or "")
    return _in_lines("".join(parts))


def _in_lines(text: str) -> str:
    lines = (_spaced(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def inside(element: Any) -> str:
    """The rich text between an element's own tags."""
    source = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    inner: str = source[source.index(">") + 1 : source.rindex("</")]
    return inner.replace("\n", " ").strip()


def written(element: Any) -> str:
    text: str = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return text.replace("\n", " ")


def text_of(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _pieces(parent: Any) -> Iterator[Any]:
    if parent.text:
        yield parent.text
    for child in list(parent):
        tail, child.tail = child.tail, None
        if isinstance(child.tag, str):
            yield child
        if tail:
            yield tail


def _append(parent: Any, piece: Any) -> None:
    if not isinstance(piece, str):
        parent.append(piece)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + piece
    else:
        parent.text = (parent.text or "") + piece
