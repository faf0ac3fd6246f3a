"""What a letter, a decision or a plan is made of, before it is a PDF or a Word file: both are set from the same blocks.

A block holds words as they were written and nothing about how they look. `block_html` writes them for the PDF,
`reports.word` for Word; `text_of` says what both must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.documents.text import one_line, printable

DEEPEST_HEADING = 6

_BULLET = re.compile(r"^\s*[-–•*·]\s+")
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n+")


@dataclass(frozen=True)
class Run:
    """Words that are set alike; a line feed is a line break. With `note`, nothing but the call of a footnote."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    shift: str = ""  # "sup" or "sub"
    link: str = ""  # an address, or "#anchor" of a heading in the same paper
    kind: str = ""  # a word for the style sheet: "reference", "address", "part" …
    note: tuple[Run, ...] = ()


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the paper's own title."""

    level: int
    text: str
    number: str = ""
    anchor: str = ""

    @property
    def label(self) -> str:
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    kind: str = ""  # a word for the style sheet: "lead", "note", "subtle", "mark" …


@dataclass(frozen=True)
class Item:
    """One of a list: usually a paragraph, sometimes with a list of its own below."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Bullets:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Numbered:
    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True)
class Quote:
    """Somebody else's words, as they stand."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Cell:
    blocks: tuple[Block, ...]
    is_head: bool = False
    columns: int = 1
    rows: int = 1
    anchor: str = ""  # the place of the row, when it is the row's first


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head that is repeated on each page; `widths` in percent, where they are known."""

    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...] = ()
    caption: str = ""
    kind: str = ""
    is_wide: bool = False  # wants a page lying down


@dataclass(frozen=True)
class Facts:
    """What belongs to a paper, each with its word: date, registry number, officer in charge."""

    rows: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True)
class Signature:
    """Who signs: a name, and a title or nothing. What is written by hand above, place and date, has its word."""

    names: tuple[tuple[str, str], ...]
    above: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture of the plan by its uid, with what it shows; its bytes come beside."""

    uid: str
    words: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Bullets | Numbered | Quote | Table | Facts | Signature | Picture | PageBreak
Blocks = tuple[Block, ...]


def plain(text: object) -> Runs:
    """Words as they were written, none of them an instruction."""
    said = printable(text)
    return (Run(said),) if said else ()


def paragraph(text: object, *, kind: str = "") -> Paragraph:
    return Paragraph(plain(text), kind)


def bullets(texts: Iterable[object]) -> Bullets:
    return Bullets(tuple(Item((paragraph(one_line(text)),)) for text in texts if one_line(text)))


def facts(rows: Iterable[tuple[str, object]]) -> Facts:
    """Only what is known: a row without a value is left out, never filled in."""
    return Facts(tuple((label, plain(value)) for label, value in rows if printable(value)))


def signatures(signers: Iterable[Mapping[str, str]], *, above: str = "") -> Signature:
    """Of `[{"name", "title"}]`, as a document keeps them."""
    named = ((one_line(one.get("name")), one_line(one.get("title"))) for one in signers)
    return Signature(tuple((name, title) for name, title in named if name), above)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str = "", kind: str = "") -> Table:
    """A table of plain words; the first cell of a row says what the row is about."""
    return Table(
        head=(tuple(Cell((paragraph(word),), is_head=True) for word in head),),
        rows=tuple(tuple(Cell(of_text(one), is_head=place == 0) for place, one in enumerate(row)) for row in rows),
        caption=caption,
        kind=kind,
    )


def of_text(text: object) -> Blocks:
    """Plain text as people write it: a blank line between paragraphs, "- " before the items of a list."""
    return tuple(block for part in _BLANK_LINE.split(printable(text)) if part.strip() for block in _of_part(part))


def _of_part(part: str) -> Iterator[Block]:
    lines = [line for line in part.split("\n") if line.strip()]
    for is_list, run in groupby(lines, key=lambda line: bool(_BULLET.match(line))):
        if is_list:
            yield Bullets(tuple(Item((Paragraph((Run(_BULLET.sub("", line).strip()),)),)) for line in run))
        else:
            yield Paragraph((Run("\n".join(line.strip() for line in run)),))


def of_sections(sections: Iterable[Mapping[str, str]], *, level: int = 2) -> Blocks:
    """The headed parts of a document or a decision: `[{"heading", "text"}]`; what says nothing is left out."""
    found: list[Block] = []
    for section in sections:
        heading, body = one_line(section.get("heading")), of_text(section.get("text"))
        if heading and body:
            found.append(Heading(level, heading))
        found.extend(body)
    return tuple(found)


def headed(heading: str, blocks: Iterable[Block], *, level: int = 2) -> Blocks:
    """`blocks` under their heading, or nothing where there are none."""
    kept = tuple(blocks)
    return (Heading(level, heading), *kept) if kept else ()


def text_of(blocks: Iterable[Block]) -> str:
    """All that is said, in reading order, one paragraph or cell a line; a note follows the paragraph that calls it."""
    return "\n".join(line for block in blocks for line in lines_of(block) if line)


def lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.label
        case Paragraph():
            yield from lines_of_runs(block.runs)
        case Facts():
            for label, runs in block.rows:
                yield from (label, *lines_of_runs(runs))
        case Signature():
            for pair in block.names:
                yield from (block.above, *pair)
        case Table():
            yield block.caption
    yield from (line for one in inside(block) for line in lines_of(one))


def inside(block: Block) -> Iterator[Block]:
    """The blocks that a list, a quote or a table holds, in reading order."""
    match block:
        case Bullets() | Numbered():
            yield from (one for item in block.items for one in item.blocks)
        case Quote():
            yield from block.blocks
        case Table():
            yield from (one for row in (*block.head, *block.rows) for cell in row for one in cell.blocks)


def lines_of_runs(runs: Runs) -> Iterator[str]:
    yield "".join(run.text for run in runs)
    for run in runs:
        if run.note:
            yield from lines_of_runs(run.note)
