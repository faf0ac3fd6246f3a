"""The blocks as the body of a Word document: real headings, lists, tables with repeated heads, notes at the foot.

Everything that somebody wrote goes in as text: `said` is the only way in, and no field, tag or address is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.documents.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Item,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Signature,
    Table,
)
from reports.word.lists import Lists
from reports.word.notes import Notes
from reports.word.pictures import picture_xml
from reports.word.runs import Words, said
from reports.word.tables import facts_xml, table_xml

DEEPEST_STYLE = 5
STYLE_OF_KIND = {"document-type": "Subtitle"}
INDENT = 360  # twentieths of a point, a step of a list


@dataclass
class Body:
    """What the blocks are written with, and what they need besides the text: links, notes, lists, pictures."""

    document: Document
    images: Mapping[str, bytes]
    words: Words = field(init=False)
    lists: Lists = field(init=False)
    styles: dict[str, str] = field(default_factory=dict)
    item_style: str = "List Paragraph"
    pictures: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.words = Words(self.document, Notes(self.document))
        self.lists = Lists(self.document)

    def style(self, name: str) -> str:
        """The tag that gives a paragraph its style, by the name that every language of Word knows."""
        if name not in self.styles:  # to look one up costs more than to write a paragraph
            self.styles[name] = f'<w:pStyle w:val="{self.document.styles[name].style_id}"/>'
        return self.styles[name]

    def written(self, blocks: Iterable[Block]) -> str:
        return "".join(WRITERS[type(block)](self, block) for block in blocks)

    def in_cell(self, blocks: Iterable[Block], *, is_bold: bool) -> str:
        """A cell's blocks, smaller; a cell is never without a paragraph, and a table in it is followed by one."""
        style = self.style("Tabelltext")
        outside, self.item_style = self.item_style, "Tabelltext"
        made = [
            f"<w:p><w:pPr>{style}</w:pPr>{self.words.xml(block.runs, is_bold=is_bold)}</w:p>"
            if isinstance(block, Paragraph)
            else self.written([block])
            for block in blocks
        ]
        self.item_style = outside
        is_open = not made or made[-1].endswith("</w:tbl>")
        return "".join(made) + (f"<w:p><w:pPr>{style}</w:pPr></w:p>" if is_open else "")


def fill(document: Document, blocks: tuple[Block, ...], images: Mapping[str, bytes]) -> None:
    """Write the blocks into the document; wide tables lie on pages of their own."""
    body = Body(document, images)
    last = document.element.body.sectPr
    parts = list(in_parts(blocks))
    for place, (inside, is_wide) in enumerate(parts):
        page = page_of(last, is_wide=is_wide, is_first=place == 0)
        for element in elements_of(body.written(inside)):
            last.addprevious(element)
        if place + 1 < len(parts):
            holder = elements_of("<w:p><w:pPr/></w:p>")[0]
            holder.pPr.append(page)
            last.addprevious(holder)
        else:
            last.getparent().replace(last, page)
    body.words.notes.keep()


def elements_of(xml: str) -> list[Any]:
    return list(parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:body>"))


def in_parts(blocks: tuple[Block, ...]) -> Iterator[tuple[tuple[Block, ...], bool]]:
    """The blocks in stretches that want the page standing or lying: wide tables with the chapter that they are in."""
    wide = [place for place, block in enumerate(blocks) if isinstance(block, Table) and block.is_wide]
    if not wide:
        yield blocks, False
        return
    heads = [place for place in range(wide[0]) if isinstance(blocks[place], Heading) and is_chapter(blocks[place])]
    start, end = (heads[-1] if heads else wide[0]), wide[-1] + 1
    for stretch, is_wide in ((blocks[:start], False), (blocks[start:end], True), (blocks[end:], False)):
        if stretch:
            yield stretch, is_wide


def is_chapter(block: Block) -> bool:
    return isinstance(block, Heading) and block.level <= 2


def page_of(page: Any, *, is_wide: bool, is_first: bool) -> Any:
    """The template's page, turned for wide tables. Heads and feet go on from the first, but for its first page's."""
    made = deepcopy(page)
    if not is_first:
        for name in ("w:headerReference", "w:footerReference", "w:titlePg", "w:pgNumType", "w:type"):
            for one in made.findall(qn(name)):
                made.remove(one)
    size = made.find(qn("w:pgSz"))
    if is_wide and size is not None:
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
        size.set(qn("w:orient"), "landscape")
    return made


def heading_xml(body: Body, block: Heading) -> str:
    style = "Title" if block.level == 1 else f"Heading {min(block.level - 1, DEEPEST_STYLE)}"
    text = body.words.placed(f"<w:r>{said(block.label)}</w:r>", block.anchor)
    return f"<w:p><w:pPr>{body.style(style)}</w:pPr>{text}</w:p>"


def paragraph_xml(body: Body, block: Paragraph) -> str:
    name = STYLE_OF_KIND.get(block.kind)
    style = f"<w:pPr>{body.style(name)}</w:pPr>" if name else ""
    return f"<w:p>{style}{body.words.xml(block.runs)}</w:p>"


def bullets_xml(body: Body, block: Bullets) -> str:
    return items_xml(body, block.items, body.lists.bullets())


def numbered_xml(body: Body, block: Numbered) -> str:
    return items_xml(body, block.items, body.lists.numbered(block.start))


def items_xml(body: Body, items: Iterable[Item], number: int) -> str:
    """Each item's first paragraph bears the sign; what else it holds stands below it, as far in."""
    made = []
    depth = body.lists.deeper()
    for item in items:
        has_sign = False
        for block in item.blocks:
            if isinstance(block, Paragraph):
                sign = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
                place = f'<w:ind w:left="{INDENT * (depth + 1)}"/>' if has_sign else sign
                runs = body.words.xml(block.runs)
                made.append(f"<w:p><w:pPr>{body.style(body.item_style)}{place}</w:pPr>{runs}</w:p>")
                has_sign = True
            else:
                made.append(body.written([block]))
    body.lists.shallower()
    return "".join(made)


def quote_xml(body: Body, block: Quote) -> str:
    style = body.style("Quote")
    return "".join(
        f"<w:p><w:pPr>{style}</w:pPr>{body.words.xml(one.runs)}</w:p>"
        if isinstance(one, Paragraph)
        else body.written([one])
        for one in block.blocks
    )


def signature_xml(body: Body, block: Signature) -> str:
    """Room to sign by hand, then who it is; kept on one page."""
    made = []
    for name, title in block.names:
        if block.above:
            made.append(signed_xml(block.above, before=480))
        made.append(signed_xml(name, before=720, is_bold=True, goes_on=bool(title)))
        if title:
            made.append(signed_xml(title, before=0, goes_on=False))
    return "".join(made)


def signed_xml(text: str, *, before: int, is_bold: bool = False, goes_on: bool = True) -> str:
    keep = "<w:keepNext/>" if goes_on else ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    spacing = f'<w:spacing w:before="{before}" w:after="0"/>'
    return f"<w:p><w:pPr>{keep}{spacing}</w:pPr><w:r>{bold}{said(text)}</w:r></w:p>"


WRITERS: Mapping[type[Block], Callable[[Body, Any], str]] = {
    Heading: heading_xml,
    Paragraph: paragraph_xml,
    Bullets: bullets_xml,
    Numbered: numbered_xml,
    Quote: quote_xml,
    Table: table_xml,
    Facts: facts_xml,
    Signature: signature_xml,
    Picture: picture_xml,
}
