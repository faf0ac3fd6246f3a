"""Page headers and footers of a Word file: fields of the document where its text has none, otherwise told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from exchange.imports.document.blocks import Block, plain_line
from exchange.imports.document.header import header_of
from exchange.imports.document.package import Package
from exchange.imports.document.reading import DocumentReading, HeaderFound, NoteFound
from exchange.imports.document.word_names import q, relationships, texts
from exchange.imports.document.word_story import alternatives

_PARTING = {q("w:tab"): "\t", q("w:ptab"): "\t", q("w:br"): "\n", q("w:cr"): "\n"}


@dataclass(frozen=True)
class PageHead:
    """A header or footer: all that it says, the fields in it, and what it says beside them."""

    said: str
    fields: tuple[HeaderFound, ...]
    rest: str


def page_heads(package: Package, main: str) -> list[PageHead]:
    """Each once, though most pages repeat them."""
    found: dict[str, PageHead] = {}
    for link in relationships(package, main):
        root = package.tree(link.target) if link.kind in ("header", "footer") and not link.is_external else None
        if root is None:
            continue
        alternatives(root)
        if said := texts(root):
            found.setdefault(said, _head(said, root) if link.kind == "header" else PageHead(said, (), said))
    return list(found.values())


def with_page_heads(reading: DocumentReading, heads: list[PageHead]) -> DocumentReading:
    """The reading with the fields of the page headers if its text has none, and a note of what else they say."""
    fields = {one.label.casefold(): one for head in reversed(heads) for one in reversed(head.fields)}
    if reading.header or not fields:
        return _told(reading, [head.said for head in heads])
    return replace(_told(reading, [head.rest for head in heads]), header=tuple(reversed(fields.values())))


def _told(reading: DocumentReading, texts_beside: list[str]) -> DocumentReading:
    notes = [NoteFound("header_footer", said) for said in texts_beside if said]
    return replace(reading, notes=(*reading.notes, *notes))


def _head(said: str, root: Any) -> PageHead:
    fields: list[HeaderFound] = []
    rest: list[str] = []
    for block in _blocks(root):
        found = header_of(block)
        fields += found
        rest += [] if found else [block.text]
    return PageHead(said, tuple(fields), "\n".join(rest))


def _blocks(root: Any) -> Iterator[Block]:
    for one in root.iter(q("w:p"), q("w:tbl")):
        if next(one.iterancestors(q("w:tbl")), None) is not None:
            continue
        if one.tag == q("w:tbl"):
            rows = ([texts(cell) for cell in row.iter(q("w:tc"))] for row in one.iter(q("w:tr")))
            html = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
            yield Block(html=f"<table>{html}</table>", text=texts(one), kind="table")
        elif text := _line(one):
            yield plain_line(text)


def _cell(text: str) -> str:
    return f"<td>{escape(text).replace(chr(10), '<br>')}</td>"


def _line(paragraph: Any) -> str:
    own = (one for one in paragraph.iter(q("w:t"), *_PARTING) if next(one.iterancestors(q("w:p"))) is paragraph)
    return "".join(_PARTING.get(one.tag, one.text or "") for one in own).strip()
