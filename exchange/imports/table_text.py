"""Pasted or uploaded text to a table: tabs (Word, Excel), semicolons or commas (CSV), or a table of a web page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exchange.imports.cell_text import marked, plain_text
from exchange.imports.source import MAX_COLUMNS, refuse_row


@dataclass(frozen=True)
class Row:
    """One row as it came. `number` counts from one as in a spreadsheet: blank rows are counted, but left out."""

    number: int
    cells: tuple[str, ...]
    is_outside: bool = False  # text before, between or after the tables

    @property
    def filled(self) -> list[str]:
        return [text for cell in self.cells if (text := plain_text(cell))]


@dataclass(frozen=True)
class Table:
    rows: list[Row]
    is_ragged: bool = False  # cells may have been torn over several lines (tabs without quotes)


_HTML_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_DELIMITERS = ("\t", ";", ",")


def is_html(text: str) -> bool:
    return _HTML_TABLE.search(text) is not None


def possible_tables(text: str) -> Iterator[Table]:
    """The text read with each delimiter that it holds; without tabs, last as one single column."""
    for delimiter in _DELIMITERS:
        if delimiter in text:
            yield Table(list(_rows(text, delimiter)), is_ragged=delimiter == "\t")
    if "\t" not in text:
        yield Table(list(_rows(text, "\n")))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    filled_rows = 0
    for number, cells in enumerate(_records(text, delimiter), start=1):
        is_blank = not any(cell.strip() for cell in cells)
        filled_rows += not is_blank
        refuse_row(number, filled_rows, cells)
        if not is_blank:
            is_outside = len(cells) == 1 and delimiter != "\n"
            yield Row(number, tuple(marked(cell) for cell in cells), is_outside)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows of cells. A cell in quotes may hold line ends, delimiters and doubled quotes, as Excel writes them."""
    sign = re.escape(delimiter)
    cell = re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*+)"(?=[{sign}\n]|\Z)|(?P<plain>[^{sign}\n]*))(?P<end>[{sign}\n]|\Z)'
    )
    cells: list[str] = []
    for match in cell.finditer(text):
        quoted = match["quoted"]
        cells.append(match["plain"] if quoted is None else quoted.replace('""', '"'))
        if match["end"] != delimiter or delimiter == "\n":
            yield cells
            cells = []
        elif len(cells) > MAX_COLUMNS:  # the rest of such a row is never needed: it is refused
            yield cells
            return
