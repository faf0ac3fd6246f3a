"""Blocks by hand, and all that they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.documents.block_reading import of_page
from reports.documents.blocks import Block, Blocks, Cell, Paragraph, Run, Table, lines_of


def of_html(html: str) -> Blocks:
    """The blocks of a page that holds nothing but `html`."""
    return of_page(f"<html><body>{html}</body></html>")


def paragraph(text: str, kind: str = "") -> Paragraph:
    return Paragraph((Run(text),), kind)


def words(*texts: str) -> Blocks:
    return tuple(paragraph(text) for text in texts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> Table:
    """A table of plain words; the first cell of a row says what the row is about."""
    return Table(
        head=(tuple(Cell(words(word), is_head=True) for word in head),),
        rows=tuple(tuple(Cell(words(one), is_head=place == 0) for place, one in enumerate(row)) for row in rows),
        caption=caption,
    )


def text_of(blocks: Iterable[Block]) -> str:
    """All that is said, in reading order, one paragraph or cell a line."""
    return "\n".join(line for block in blocks for line in lines_of(block) if line)
