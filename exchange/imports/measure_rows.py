"""From pasted or uploaded text to measures as plain rows, with everything that a person should look at."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.imports.activity_text import divided_activities, divided_list, time_wording_of
from exchange.imports.cell_text import blocks, joined_lines, paragraphs, plain_text
from exchange.imports.html_table import read_html
from exchange.imports.notes import Note, notes_on_joined_cells, notes_on_parts, notes_on_row, safe_label
from exchange.imports.responsibility_wording import (
    Part,
    ResponsibilityRow,
    abbreviations_in,
    read_responsibilities,
    with_full_name,
)
from exchange.imports.source import cleaned
from exchange.imports.table_columns import IGNORE, LOOKED_FOR, Column
from exchange.imports.table_parts import Part as TablePart
from exchange.imports.table_parts import Parts, divided, with_choices
from exchange.imports.table_text import Row, Table, is_html, possible_tables
from plans.models.measure import LONGEST_WORDING
from plans.services.texts import LONGEST

LONGEST_AREA = 2_000
LONGEST_TIME = 200
_PART_OF_COLUMN: dict[str, Part] = {"responsible": "responsible", "reports_back": "reports_back", "actors": "actor"}


@dataclass(frozen=True)
class ActivityRow:
    """A step with the time that stands in its text or beside it, in the table's words."""

    text: str
    time_wording: str = ""


@dataclass(frozen=True)
class MeasureRow:
    """One measure as the table has it. Texts are word for word, with single spaces."""

    row_number: int
    focus_area: str = ""
    column_labels: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    activities: tuple[ActivityRow, ...] = ()
    indicators: tuple[str, ...] = ()
    responsibilities: tuple[ResponsibilityRow, ...] = ()
    result: str = ""
    comment: str = ""
    levels: tuple[str, ...] = ()
    time_wording: str = ""
    cells: tuple[tuple[str, str], ...] = ()  # label and text of each filled cell, as it came

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing but, perhaps, its area."""
        return not any((self.text, self.activities, self.indicators, self.responsibilities, self.result, self.comment))


@dataclass(frozen=True)
class Reading:
    """What becomes of a table: its columns, measures, legend, the text beside it, and the notes in order."""

    columns: list[Column]
    rows: list[MeasureRow]
    legend: dict[str, str]
    outside: list[tuple[int, str]]
    notes: list[Note]

    @property
    def errors(self) -> list[Note]:
        return [note for note in self.notes if note.kind == "error"]

    @property
    def questions(self) -> list[Note]:
        return [note for note in self.notes if note.kind == "question"]

    @property
    def activity_count(self) -> int:
        return sum(len(row.activities) for row in self.rows)


def read_measures(source: str, *, html: str = "", choices: Mapping[int, str] | None = None) -> Reading:
    """Read the measures of a table. `choices` says what a column (by place) holds, where a person has chosen.

    `html` is the same table as the clipboard's web page, used instead of the text where it holds one.
    Raises ValidationError for what cannot be a table at all: too large, no text, no known column.
    """
    parts = with_choices(_parts_of(source, html), choices or {})
    notes = list(notes_on_parts(parts))
    rows = [measure for part in parts.parts for measure in _measures_of(part, notes)]
    if not rows:
        raise ValidationError(_("The table has a header row but no measures under it."), code="no_rows")
    names = abbreviations_in(one for row in rows for one in row.responsibilities)
    rows = [
        replace(row, responsibilities=tuple(with_full_name(one, names) for one in row.responsibilities)) for row in rows
    ]
    notes.sort(key=lambda note: note.row)
    return Reading(parts.parts[0].columns, rows, parts.legend, parts.outside, notes)


def _parts_of(source: str, html: str) -> Parts:
    if not source.strip() and not html.strip():
        raise ValidationError(_("Paste a table, or choose a file."), code="empty")
    for table in _tables(cleaned(source), cleaned(html)):
        if parts := divided(table):
            return parts
    raise ValidationError(
        _("No column was recognised. The first row of the table must name its columns, for example: %(words)s."),
        code="no_known_column",
        params={"words": LOOKED_FOR},
    )


def _tables(source: str, html: str) -> Iterator[Table]:
    if is_html(html):
        yield read_html(html)
    if is_html(source):
        yield read_html(source)
    yield from possible_tables(source)


def _measures_of(part: TablePart, notes: list[Note]) -> Iterator[MeasureRow]:
    """The part's measures; an empty area means the one above, as where cells were merged."""
    area = ""
    for place, row in enumerate(part.rows):
        notes.extend([*notes_on_row(row, part), *notes_on_joined_cells(row, part)])
        measure = _measure(row, part)
        if _is_heading(measure, row, part, place):
            area = measure.focus_area or row.filled[0]
            continue
        if measure.is_empty and not measure.focus_area:
            continue
        area = measure.focus_area or area
        measure = replace(measure, focus_area=area)
        notes.extend(_notes_on_measure(measure))
        yield measure


def _is_heading(measure: MeasureRow, row: Row, part: TablePart, place: int) -> bool:
    """A row with one filled cell names the area of the rows beneath it, if those do not name one themselves."""
    if len(row.filled) != 1 or len(part.columns) == 1:
        return False
    if not any(column.key == "focus_area" for column in part.columns):
        return bool(row.cells[0].strip())
    below = [_measure(later, part) for later in part.rows[place + 1 : place + 2]]
    return measure.is_empty and bool(measure.focus_area) and any(not one.focus_area for one in below)


def _notes_on_measure(measure: MeasureRow) -> Iterator[Note]:
    labels = {key: safe_label(label) for key, label in measure.column_labels.items()}
    labels["who"] = labels.get("responsible") or labels.get("actors") or labels.get("reports_back", "")
    if measure.is_empty:
        yield Note(
            "warning", measure.row_number, labels.get("focus_area", ""), _("The row has an area but no measure.")
        )
    for key, texts, limit in _limited(measure):
        if any(len(text) > limit for text in texts):
            message = _("The text is longer than %(limit)s characters. Shorten it, or divide it with line breaks.")
            yield Note("error", measure.row_number, labels.get(key, ""), message % {"limit": limit})


def _limited(measure: MeasureRow) -> list[tuple[str, Iterable[str], int]]:
    """(column, texts, how many characters the plan takes): said before anything is sent to it."""
    return [
        ("focus_area", [measure.focus_area], LONGEST_AREA),
        ("text", [measure.text], LONGEST),
        ("activities", [one.text for one in measure.activities], LONGEST),
        ("indicators", measure.indicators, LONGEST),
        ("who", [one.wording for one in measure.responsibilities], LONGEST_WORDING),
        ("time", [measure.time_wording, *(one.time_wording for one in measure.activities)], LONGEST_TIME),
        ("result", [measure.result], LONGEST),
        ("comment", [measure.comment], LONGEST),
    ]


def _measure(row: Row, part: TablePart) -> MeasureRow:
    cells: dict[str, list[str]] = {}
    for column in part.columns:
        if column.key not in ("", IGNORE) and column.index < len(row.cells):
            cells.setdefault(column.key, []).append(row.cells[column.index])
    activities = [text for cell in cells.get("activities", []) for text in divided_activities(cell)]
    timed, time_wording = _with_times(activities, cells.get("time", []))
    return MeasureRow(
        row_number=row.number,
        focus_area=_together(cells.get("focus_area"), _area_lines),
        column_labels=_labels(part.columns),
        text=_together(cells.get("text"), paragraphs),
        activities=timed,
        indicators=tuple(text for cell in cells.get("indicators", []) for text in divided_list(cell)),
        responsibilities=tuple(_responsibilities(cells)),
        result=_together(cells.get("result"), paragraphs),
        comment=_together(cells.get("comment"), paragraphs),
        levels=tuple(level for cell in cells.get("levels", []) for level in _levels(cell)),
        time_wording=time_wording,
        cells=tuple(_as_it_came(row, part.columns)),
    )


def _as_it_came(row: Row, columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    for index, cell in enumerate(row.cells):
        if text := plain_text(cell):
            yield columns[index].label if index < len(columns) else "", text


def _labels(columns: Iterable[Column]) -> dict[str, str]:
    """Each key with the words of its header; where two columns hold the same, the first one names it."""
    labels: dict[str, str] = {}
    for column in columns:
        if column.label and column.key not in ("", IGNORE):
            labels.setdefault(column.key, column.label)
    return labels


def _together(cells: Iterable[str] | None, written: Callable[[str], str]) -> str:
    return "\n".join(text for cell in cells or () if (text := written(cell)))


def _area_lines(cell: str) -> str:
    return "\n".join(block.text for block in joined_lines(cell))


def _with_times(activities: list[str], times: list[str]) -> tuple[tuple[ActivityRow, ...], str]:
    """As many lines of times as activities without a time of their own: one each. Otherwise the measure's time."""
    rows = tuple(ActivityRow(text, time_wording_of(text)) for text in activities)
    lines = [block.text for cell in times for block in blocks(cell)]
    if len(rows) > 1 and len(lines) == len(rows) and not any(row.time_wording for row in rows):
        return tuple(replace(row, time_wording=line) for row, line in zip(rows, lines, strict=True)), ""
    return rows, " ".join(plain_text(cell) for cell in times).strip()


def _responsibilities(cells: Mapping[str, list[str]]) -> Iterator[ResponsibilityRow]:
    for key, part in _PART_OF_COLUMN.items():
        for cell in cells.get(key, []):
            yield from read_responsibilities(cell, part)


def _levels(cell: str) -> list[str]:
    pieces = [piece for block in joined_lines(cell) for piece in block.text.replace(";", ",").split(",")]
    return [level for piece in pieces if (level := piece.strip())]
