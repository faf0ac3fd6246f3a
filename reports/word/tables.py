"""Tables: heads that are repeated, rows that stay whole, columns as wide as on the other paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reports.documents.blocks import Cell, Facts, Row, Table
from reports.word.runs import said

if TYPE_CHECKING:
    from reports.word.body import Body

WHOLE = 5000  # fiftieths of a percent
NARROWEST = 230  # holds "Nr" and three digits
LABEL = 1600
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A9CACF"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(body: Body, table: Table) -> str:
    """The table under its caption, and an empty line after it: two tables never grow together."""
    rows = [*laid_out(table.head), *laid_out(table.rows)]
    columns = max((sum(cell.columns for cell, _goes_on in row) for row in rows), default=0)
    if not columns:
        return ""
    shares = shares_of(table, columns)
    caption = ""
    if table.caption:
        caption = f"<w:p><w:pPr>{body.style('Caption')}<w:keepNext/></w:pPr><w:r>{said(table.caption)}</w:r></w:p>"
    written = "".join(row_xml(body, row, shares, is_head=place < len(table.head)) for place, row in enumerate(rows))
    return f"{caption}{framed(written, shares, lines=_LINES)}<w:p/>"


def framed(rows: str, shares: list[int], *, lines: str) -> str:
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if lines else ""
    grid = "".join(f'<w:gridCol w:w="{share * 2}"/>' for share in shares)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WHOLE}" w:type="pct"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0620" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def shares_of(table: Table, columns: int) -> list[int]:
    """How wide each column is, of WHOLE: as on the other paper where it is known, else all alike."""
    if len(table.widths) == columns and sum(table.widths) > 0:
        return [max(NARROWEST, round(WHOLE * width / sum(table.widths))) for width in table.widths]
    return [WHOLE // columns] * columns


def laid_out(rows: tuple[Row, ...]) -> Iterator[list[tuple[Cell, str]]]:
    """Each row with a cell for every column: one that reaches down comes again, as its own continuation."""
    reaching: dict[int, tuple[int, Cell]] = {}  # column: rows left, the cell
    for row in rows:
        made: list[tuple[Cell, str]] = []
        waiting, column = list(row), 0
        while waiting or column in reaching:
            if column in reaching:
                left, cell = reaching.pop(column)
                made.append((cell, "continue"))
            else:
                cell = waiting.pop(0)
                left = cell.rows
                made.append((cell, "restart" if left > 1 else ""))
            if left > 1:
                reaching[column] = (left - 1, cell)
            column += cell.columns
        yield made


def row_xml(body: Body, row: list[tuple[Cell, str]], shares: list[int], *, is_head: bool) -> str:
    look = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
    made, column = [], 0
    for cell, reach in row:
        width = sum(shares[column : column + cell.columns])
        column += cell.columns
        made.append(cell_xml(body, cell, reach, width))
    return f"<w:tr>{look}{''.join(made)}</w:tr>"


def cell_xml(body: Body, cell: Cell, reach: str, width: int) -> str:
    over = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    down = f'<w:vMerge w:val="{reach}"/>' if reach else ""
    inside = body.in_cell(() if reach == "continue" else cell.blocks, is_bold=cell.is_head)
    if cell.anchor and reach != "continue":
        inside = f"{body.words.placed('', cell.anchor)}{inside}"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/>{over}{down}</w:tcPr>{inside}</w:tc>'


def facts_xml(body: Body, facts: Facts) -> str:
    """Labels and values in two columns without lines."""
    style = f"<w:pPr>{body.style('Tabelltext')}</w:pPr>"
    rows = "".join(
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{LABEL}" w:type="pct"/></w:tcPr><w:p>{style}<w:r><w:rPr><w:b/></w:rPr>'
        f'{said(label)}</w:r></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="{WHOLE - LABEL}" w:type="pct"/></w:tcPr>'
        f"<w:p>{style}{body.words.xml(runs)}</w:p></w:tc></w:tr>"
        for label, runs in facts.rows
    )
    return f"{framed(rows, [LABEL, WHOLE - LABEL], lines='')}<w:p/>" if rows else ""
