"""What a paper is made of when it becomes a Word file: headings, paragraphs, lists, tables and notes.

A paper is drawn as HTML once. The PDF is set from it; for Word, `block_reading` reads the same HTML as blocks and
`reports.word` writes them. A block holds words as they were written and nothing about how they look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


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


Block = Heading | Paragraph | Bullets | Numbered | Quote | Table | Facts | Signature | Picture
Blocks = tuple[Block, ...]


def lines_of(block: Block) -> Iterator[str]:
    """All that a block says, in reading order, a paragraph or cell a line; a note follows the one that calls it."""
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
