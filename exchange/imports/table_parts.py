"""A table cut into parts: each header row begins one; legend and text outside are set apart, and nothing is lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from exchange.imports.cell_text import plain_text
from exchange.imports.table_columns import Column, columns_of, is_header, is_repeated_header
from exchange.imports.table_text import Row, Table

# In the order of looking: "ej genomfört" before "genomfört".
_LEGEND = {
    "not_met": r"(?:ej|inte) uppfyll(?:t|d|da)|(?:ej|inte) påbörja(?:t|d|de)|(?:ej|inte) genomför(?:t|d|da)",
    "not_assessed": r"(?:ej|inte) bedöm(?:t|d|da)",
    "not_applicable": r"(?:ej|inte) aktuell(?:t|a)?",
    "partly": r"delvis uppfyll(?:t|d|da)|pågår|pågående|påbörja(?:t|d|de)",
    "fully": r"helt uppfyll(?:t|d|da)|genomför(?:t|d|da)|klart",
}
_LEGEND_WORDS = [(key, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for key, words in _LEGEND.items()]
_LEGEND_HEADING = re.compile(r"^(?:teckenförklaring|symboler|förklaring|status|uppföljning)\s*:?", re.IGNORECASE)
_MOST_LINES_OF_A_ROW = 40


@dataclass(frozen=True)
class Part:
    """The rows under one header row."""

    header_row: int
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)


@dataclass
class Parts:
    parts: list[Part] = field(default_factory=list)
    outside: list[tuple[int, str]] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)
    joined: list[tuple[int, int]] = field(default_factory=list)  # first and last line of rows that were put together


def divided(table: Table) -> Parts | None:
    """The table's parts, or None if no row of it names columns that a measure has."""
    start = next(
        (place for place, row in enumerate(table.rows) if not row.is_outside and is_header(labels_of(row))), None
    )
    if start is None:
        return None
    found = Parts()
    for row in table.rows[:start]:
        _set_apart(row, found)
    first = columns_of(labels_of(table.rows[start]))
    rows = table.rows[start:]
    for row in _whole_rows(rows, len(first), found) if table.is_ragged else rows:
        labels = labels_of(row)
        if row is rows[0] or (not row.is_outside and is_repeated_header(labels, first)):
            found.parts.append(Part(row.number, columns_of(labels)))
        elif row.is_outside or legend_in(" ".join(row.filled)):
            _set_apart(row, found)
        else:
            found.parts[-1].rows.append(row)
    return found


def labels_of(row: Row) -> list[str]:
    return [plain_text(cell) for cell in row.cells]


def legend_in(text: str) -> dict[str, str]:
    """The words for fulfilment in a line that holds nothing else, such as "✓ Helt uppfyllt  ◐ Delvis uppfyllt"."""
    found: dict[str, str] = {}
    rest = _LEGEND_HEADING.sub("", text.strip())
    for key, words in _LEGEND_WORDS:
        match = words.search(rest)
        if match:
            found[key] = match[0]
            rest = rest[: match.start()] + " " + rest[match.end() :]
    is_clear = len(found) >= 2 or any("uppfyll" in words.casefold() for words in found.values())
    return found if is_clear and not re.search(r"\w", rest) else {}


def _set_apart(row: Row, found: Parts) -> None:
    text = " ".join(row.filled)
    legend = legend_in(text)
    if legend:
        found.legend |= {key: words for key, words in legend.items() if key not in found.legend}
    elif text:
        found.outside.append((row.number, text))


def _whole_rows(rows: Sequence[Row], width: int, found: Parts) -> Sequence[Row]:
    """Rows whose cells were torn over several lines (as Word pastes them as text) are put together.

    Only where that makes every row of the table whole: otherwise its short rows are rows that end early.
    """
    whole: list[Row] = []
    joined: list[tuple[int, int]] = []
    place = 0
    while place < len(rows):
        last = place if _stands_alone(rows[place], width) else _last_piece(rows, place, width)
        if last is None:
            return rows
        if last > place:
            joined.append((rows[place].number, rows[last].number))
        whole.append(_joined(rows[place : last + 1]) if last > place else rows[place])
        place = last + 1
    found.joined.extend(joined)
    return whole


def _stands_alone(row: Row, width: int) -> bool:
    return (
        row.is_outside or len(row.cells) >= width or is_header(labels_of(row)) or bool(legend_in(" ".join(row.filled)))
    )


def _last_piece(rows: Sequence[Row], place: int, width: int) -> int | None:
    cells = len(rows[place].cells)
    for later in range(place + 1, min(place + _MOST_LINES_OF_A_ROW, len(rows))):
        cells += len(rows[later].cells) - 1
        if cells >= width:
            return later if cells == width else None
    return None


def _joined(pieces: Sequence[Row]) -> Row:
    cells = list(pieces[0].cells)
    for piece in pieces[1:]:
        cells[-1] = f"{cells[-1]}\n{piece.cells[0]}"
        cells.extend(piece.cells[1:])
    return Row(pieces[0].number, tuple(cells))


def with_choices(parts: Parts, choices: Mapping[int, str]) -> Parts:
    """The parts with the reader's own choice of what each column holds; a renamed header keeps its own words."""
    first = parts.parts[0].columns
    return replace(parts, parts=[replace(part, columns=_chosen(part.columns, first, choices)) for part in parts.parts])


def _chosen(columns: list[Column], first: list[Column], choices: Mapping[int, str]) -> list[Column]:
    keys = {column.index: column.key for column in first}
    return [
        replace(column, key=choices[column.index])
        if column.index in choices and column.key in ("", keys.get(column.index))
        else column
        for column in columns
    ]
