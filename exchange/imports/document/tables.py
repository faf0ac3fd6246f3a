"""Which tables hold measures, and what becomes of those that are too large for a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from lxml import html as lxml_html

from exchange.imports.document.blocks import Block, plain_line, words
from exchange.imports.html_table import read_html
from exchange.imports.table_parts import divided
from foundation.rich_blocks import MOST_ROWS
from foundation.rich_text import LONGEST, MOST_COLUMNS

_SAYS_WHAT = {"text", "activities"}


def measure_rows_of(block: Block) -> int:
    """How many rows of measures a table has; 0 if it is an ordinary table."""
    try:
        parts = divided(read_html(block.html))
    except ValidationError:
        return 0
    if parts is None:
        return 0
    keys = {column.key for column in parts.parts[0].columns if column.key}
    return sum(len(part.rows) for part in parts.parts) if len(keys) > 1 and keys & _SAYS_WHAT else 0


def fitting(block: Block) -> Iterator[Block]:
    """The table as it is, or in parts that a section can hold: fewer rows, or lines where it is too wide."""
    root = lxml_html.fragment_fromstring(block.html)
    rows = [row for row in root.iter("tr") if next(row.iterancestors("table")) is root]
    if any(len(row) > MOST_COLUMNS for row in rows):
        for row in rows:
            yield plain_line(" | ".join(text for cell in row if (text := words(cell).replace("\n", " "))))
        return
    if len(rows) <= MOST_ROWS and len(block.html) <= LONGEST:
        yield block
        return
    for part in _parts([lxml_html.tostring(row, encoding="unicode", with_tail=False) for row in rows]):
        html = f"<table>{part}</table>"
        yield Block(html=html, text=words(lxml_html.fragment_fromstring(html)), kind="table")


def _parts(rows: Iterable[str]) -> Iterator[str]:
    """Rows together, as many as one table of a section surely holds."""
    waiting: list[str] = []
    size = 0
    for row in rows:
        if waiting and (len(waiting) == MOST_ROWS or size + len(row) > LONGEST):
            yield "".join(waiting)
            waiting, size = [], 0
        waiting.append(row)
        size += len(row)
    yield "".join(waiting)
