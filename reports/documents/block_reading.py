"""The HTML of a paper, which we have cleaned or made ourselves, read as blocks: its text, and the cells of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import html as lxml_html

from foundation.rich_inline import pieces
from reports.documents.blocks import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Facts,
    Heading,
    Item,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Row,
    Run,
    Runs,
    Signature,
    Table,
    lines_of,
)
from reports.documents.prose import IMAGE

INLINE = frozenset({"strong", "b", "em", "i", "sup", "sub", "a", "br", "span"})
# They hold blocks and are none themselves.
GATHERED = frozenset({"body", "main", "article", "header", "footer", "div", "section", "li", "td", "th"})
FACTS = frozenset({"facts", "header-box"})

_HEADING = re.compile(r"h([1-6])")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_WIDTH = re.compile(r"width:\s*([\d.]+)%")
_START = re.compile(r"counter-reset: list-item (\d+)")
_PICTURE = re.compile(rf"{IMAGE}([0-9a-f-]{{36}}|logo)")


def of_page(html: str) -> Blocks:
    """The blocks of a whole printed page: all but its list of contents, which Word makes from the headings."""
    return tuple(blocks_in(lxml_html.document_fromstring(html).find("body")))


def blocks_in(holder: Any) -> Iterator[Block]:
    loose: list[Run] = []
    for piece in pieces(holder):
        if isinstance(piece, str):
            loose.extend(words(piece))
        elif piece.tag in INLINE:
            loose.extend(runs_of(piece))
        else:
            yield from said(loose)
            loose = []
            yield from block_of(piece)
    yield from said(loose)


def said(runs: list[Run], kind: str = "") -> Iterator[Paragraph]:
    """The words as a paragraph, without white space around; nothing when there are none."""
    kept = trimmed(runs)
    if kept:
        yield Paragraph(kept, kind)


def block_of(element: Any) -> Iterator[Block]:
    heading = _HEADING.fullmatch(str(element.tag))
    if heading:
        yield heading_of(element, int(heading[1]))
    elif element.tag in ("ul", "ol"):
        yield list_of(element)
    elif element.tag == "blockquote":
        yield Quote(tuple(blocks_in(element)))
    elif element.tag == "table":
        yield facts_of(element) if element.get("class") in FACTS else table_of(element)
    elif element.tag == "nav":
        return
    elif element.tag == "img":
        yield picture_of(element)
    elif element.tag == "div" and element.get("class") in SPECIAL:
        yield SPECIAL[element.get("class")](element)
    elif element.tag in GATHERED:
        yield from blocks_in(element)
    else:
        yield from said(list(inline_runs(element)), element.get("class", ""))


def heading_of(element: Any, level: int) -> Heading:
    number = next((one for one in element.iter("span") if one.get("class") == "number"), None)
    label = " ".join(element.text_content().split())
    first = " ".join(number.text_content().split()) if number is not None else ""
    return Heading(level, label.removeprefix(first).strip(), first, element.get("id", ""))


def list_of(element: Any) -> Bullets | Numbered:
    items = tuple(Item(tuple(blocks_in(one))) for one in element if one.tag == "li")
    if element.tag == "ul":
        return Bullets(items)
    counted = _START.search(element.get("style", ""))
    start = int(element.get("start", 0)) or (int(counted[1]) + 1 if counted else 1)
    return Numbered(items, start)


def table_of(element: Any) -> Table:
    caption = next(iter(element.iter("caption")), None)
    kind = element.get("class", "")
    return Table(
        head=tuple(row_of(row) for row in element.xpath("./thead/tr")),
        rows=tuple(row_of(row) for row in element.xpath("./tbody/tr | ./tr")),
        widths=tuple(float(found[1]) for col in element.iter("col") if (found := _WIDTH.search(col.get("style", "")))),
        caption=" ".join(caption.text_content().split()) if caption is not None else "",
        kind=kind,
        is_wide="measure-table" in kind,
    )


def row_of(row: Any) -> Row:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return tuple(
        Cell(
            tuple(blocks_in(cell)),
            is_head=cell.tag == "th",
            columns=int(cell.get("colspan", 1)),
            rows=int(cell.get("rowspan", 1)),
            anchor=row.get("id", "") if place == 0 else "",
        )
        for place, cell in enumerate(cells)
    )


def facts_of(element: Any) -> Facts:
    """Labels and their values; a value of several paragraphs is one with line breaks."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    return Facts(tuple((" ".join(label.text_content().split()), value_of(value)) for label, value in rows))


def value_of(cell: Any) -> Runs:
    lines = [Run("\n".join(lines_of(block))) for block in blocks_in(cell)]
    return tuple(run for place, line in enumerate(lines) for run in ((Run("\n"), line) if place else (line,)))


def signature_of(element: Any) -> Signature:
    lines = list(element)
    signed = lines[-1]
    title = next((" ".join(one.text_content().split()) for one in signed.iter("span")), "")
    above = " ".join(lines[0].text_content().split()) if len(lines) > 1 else ""
    return Signature(((" ".join((signed.text or "").split()), title),), above)


def picture_of(element: Any) -> Picture:
    found = _PICTURE.search(element.get("src", ""))
    size = (int(element.get(side, 0)) for side in ("width", "height"))
    return Picture(found[1] if found else "", element.get("alt", ""), *size)


def decoration_of(element: Any) -> Picture:
    found = _PICTURE.search(element.get("style", ""))
    return Picture(found[1] if found else "")


SPECIAL: Mapping[str, Callable[[Any], Block]] = {
    "decoration": decoration_of,
    "signature": signature_of,
}


def inline_runs(element: Any) -> Iterator[Run]:
    """The words inside an element, each run with what the tags around it say."""
    for piece in pieces(element):
        if isinstance(piece, str):
            yield from words(piece)
        else:
            yield from runs_of(piece)


def runs_of(element: Any) -> Iterator[Run]:
    if element.tag == "br":
        yield Run("\n")
        return
    kind = element.get("class", "")
    if kind == "footnote":
        yield Run("", note=trimmed(list(inline_runs(element))))
        return
    for run in inline_runs(element):
        yield marked(run, element.tag, element.get("href", ""), kind)


def marked(run: Run, tag: str, link: str, kind: str) -> Run:
    return replace(
        run,
        is_bold=run.is_bold or tag in ("strong", "b"),
        is_italic=run.is_italic or tag in ("em", "i"),
        shift=run.shift or (tag if tag in ("sup", "sub") else ""),
        link=run.link or link,
        kind=run.kind or kind,
    )


def words(text: str) -> Iterator[Run]:
    """White space is one space, as in a browser; a no-break space stays."""
    squeezed = _WHITE.sub(" ", text)
    if squeezed:
        yield Run(squeezed)


def trimmed(runs: list[Run]) -> Runs:
    """The runs without white space at the ends and around line breaks."""
    kept = list(runs)
    for place, run in enumerate(kept):
        after_break = place == 0 or kept[place - 1].text.endswith("\n")
        before_break = place + 1 == len(kept) or kept[place + 1].text.startswith("\n")
        text = run.text.lstrip(" ") if after_break and not run.note else run.text
        kept[place] = replace(run, text=text.rstrip(" ") if before_break and not run.note else text)
    found = [run for run in kept if run.text or run.note]
    while found and found[-1].text == "\n":
        found.pop()
    return tuple(found)
