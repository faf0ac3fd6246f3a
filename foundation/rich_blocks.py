"""The shape of rich text: whatever nests in whatever becomes blocks of lines, in one way of writing them.

Works on the tree of what `foundation.rich_text` has made safe. A holder (the section, a list item, a cell, a quote)
holds blocks; a line holds words and inline tags; nothing empty is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from foundation.rich_inline import add, empty, pieces, settle

INLINE = frozenset({"strong", "em", "sup", "sub", "a", "br", "span"})
HEADINGS = frozenset({"h3", "h4"})
LISTS = frozenset({"ul", "ol"})
HOLDERS = frozenset({"li", "blockquote", "td", "th"})
MOST_ROWS = 300
UID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_TARGET = re.compile(rf"(?:section|measure):{UID}")
_IMAGE_UID = re.compile(UID)


def in_blocks(allowed: str) -> str:
    """Safe HTML as rich text is kept: one block a line, written the same however it came."""
    root = lxml_html.fragment_fromstring(allowed, create_parent="div")
    tidy_inline(root)
    hold_blocks(root)
    return "\n".join(written(block) for block in root)


def tidy_inline(root: Any) -> None:
    """Take away tags that say nothing: of ours without their target, links without an address, empty bold."""
    for one in list(root.iter(*INLINE - {"br"})):
        inside = next(one.iterancestors("span"), None)
        is_known = {
            "span": inside is None and (one.get("class") == "footnote" or is_reference(one)),
            "a": bool(one.get("href")),
        }.get(one.tag, True)
        holds_blocks = one.tag != "span" and any(below.tag not in INLINE for below in one.iterdescendants())
        if not is_known or holds_blocks or not "".join(one.itertext()).strip():
            one.drop_tag()
    for one in root.xpath(".//span//*"):
        if one.tag not in INLINE:
            one.drop_tag()
    for image in list(root.iter("img")):
        if not _IMAGE_UID.fullmatch(image.get("data-image", "")):
            image.drop_tag()
    for one in root.iter():
        tidy_attributes(one)


def is_reference(span: Any) -> bool:
    return span.get("class") == "reference" and bool(_TARGET.fullmatch(span.get("data-to", "")))


def tidy_attributes(one: Any) -> None:
    """Attributes in order of name, without those that say what is so anyway."""
    kept = dict(one.attrib)
    for name in ("colspan", "rowspan", "start"):
        number = kept.get(name, "")
        if number and (not number.isascii() or not number.isdigit() or not 1 < int(number[:4]) <= MOST_ROWS):
            del kept[name]
    if one.tag == "span" and kept.get("class") == "footnote":
        kept.pop("data-to", None)
    if one.tag == "img":
        kept = {"alt": " ".join(kept.get("alt", "").split()), "data-image": kept["data-image"]}
    one.attrib.clear()
    one.attrib.update(sorted(kept.items()))


def hold_blocks(holder: Any) -> None:
    """Make `holder` hold blocks only: loose text in paragraphs, lists of items, rows of cells, nothing empty."""
    children = list(blocks_in(holder))
    empty(holder)
    for child in children:
        for block in shaped(child, inside=holder.tag):
            holder.append(block)


def blocks_in(holder: Any) -> Iterator[Any]:
    """The blocks under `holder`, with each run of loose text and inline tags in a paragraph."""
    loose = etree.Element("p")
    for piece in pieces(holder):
        if isinstance(piece, str) or piece.tag in INLINE:
            add(loose, piece)
            continue
        if len(loose) or says(loose):
            yield loose
            loose = etree.Element("p")
        yield piece
    yield loose


def shaped(block: Any, *, inside: str) -> Iterator[Any]:
    """What becomes of a block: itself, itself and the images that stood in it, or nothing when it is empty."""
    if block.tag in LISTS:
        hold_items(block)
        yield from [block] if len(block) else []
    elif block.tag == "table":
        yield from hold_rows(block, inside=inside)
    elif block.tag == "img":
        yield block
    elif block.tag in HOLDERS - {"blockquote"} or block.tag in {"tr", "thead", "tbody"}:  # without their list or table
        hold_blocks(block)
        yield from list(block)
    elif block.tag == "blockquote":
        hold_blocks(block)
        yield from [block] if len(block) else []
    else:
        yield from shaped_line(block, inside=inside)


def shaped_line(line: Any, *, inside: str) -> Iterator[Any]:
    """A paragraph or heading; images in it stand after it. Only the section itself has headings."""
    if any(child.tag not in INLINE | {"img"} for child in line):  # a block in a line: several lines
        for block in list(blocks_in(line)):
            yield from shaped(block, inside=inside)
        return
    if inside != "div" and line.tag in HEADINGS:
        line.tag = "p"
    images = list(line.iter("img"))
    for image in images:
        lift(image)
    settle(line)
    if says(line):
        yield line
    yield from images


def lift(image: Any) -> None:
    """Take an image out of its line, and leave what was said after it."""
    parent, tail, before = image.getparent(), image.tail, image.getprevious()
    image.tail = None
    parent.remove(image)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def says(line: Any) -> bool:
    return bool((line.text or "").strip()) or (len(line) > 0 and bool("".join(line.itertext()).strip()))


def hold_items(listed: Any) -> None:
    """A list holds items, and an item says something; a list straight in a list belongs to the item before it."""
    items: list[Any] = []
    for piece in pieces(listed):
        if isinstance(piece, str) and not piece.strip():
            continue
        if isinstance(piece, str) or piece.tag != "li":
            if not items or isinstance(piece, str) or piece.tag not in LISTS:
                items.append(etree.Element("li"))
            add(items[-1], piece)
        else:
            items.append(piece)
    empty(listed)
    for item in items:
        hold_blocks(item)
        if len(item):
            listed.append(item)


def hold_rows(table: Any, *, inside: str) -> Iterator[Any]:
    """A table of rows of cells. A table in a cell becomes paragraphs: what it says is kept."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if inside in ("td", "th"):
        for row in rows:
            hold_blocks(row)
            yield from list(row)
        return
    kept = []
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        for cell in cells:
            hold_blocks(cell)
        if any(len(cell) for cell in cells):
            empty(row)
            row.extend(cells)
            kept.append(row)
    if kept:
        table.clear()
        body = etree.SubElement(table, "tbody")
        for row in kept:
            row.tail = None
            body.append(row)
        yield table


def written(block: Any) -> str:
    """The block as HTML, its attributes always in double quotes: what reads the text need not parse it."""
    return "".join(parts(block)).replace("\n", " ")


def parts(element: Any) -> Iterator[str]:
    given = "".join(f' {name}="{in_quotes(value)}"' for name, value in element.attrib.items())
    yield f"<{element.tag}{given}>"
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from parts(child)
        yield escape(child.tail or "", quote=False)
    if element.tag not in ("br", "img"):
        yield f"</{element.tag}>"


def in_quotes(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")
