"""What a person should look at before a table is read in: errors, questions and warnings, by row and cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from exchange.imports.cell_text import plain_text
from exchange.imports.table_columns import IGNORE, Column
from exchange.imports.table_parts import Part, Parts
from exchange.imports.table_text import Row
from foundation.identity_numbers import find_identity_numbers, places_in_words
from plans.checks import suspected

NoteKind = Literal["error", "question", "warning"]


@dataclass(frozen=True)
class Note:
    """Something about a place in the table: an error stops the import, a question waits for an answer."""

    kind: NoteKind
    row: int
    column: str
    message: str
    is_about_digits: bool = False

    def __str__(self) -> str:
        place = _("Row %(row)s") % {"row": self.row}
        return f"{place}, {self.column}: {self.message}" if self.column else f"{place}: {self.message}"


_EXCERPT = 120


def notes_on_parts(parts: Parts) -> Iterator[Note]:
    """Text beside the table, lines put together, and columns that nobody has said what they hold."""
    for number, text in parts.outside:
        message = _("Text outside the table, not read in: “%(text)s”") % {"text": shortened(text)}
        yield from _notes_on_unread(text, number, "", Note("warning", number, "", message))
    for first, last in parts.joined:
        message = _("Lines %(first)s–%(last)s were read as one row.") % {"first": first, "last": last}
        yield Note("warning", first, "", message)
    asked: set[str] = set()
    for part in parts.parts:
        for column in part.columns:
            name = name_of(column)
            yield from _notes_on_digits(column.label, part.header_row, name)
            if column.key:
                yield from _notes_on_words(column.label, part.header_row, name)
            if not column.key and name not in asked and any(_text(row, column) for row in part.rows):
                asked.add(name)
                message = _("The column is not read in until you say what it holds.")
                yield Note("question", part.header_row, name, message)


def notes_on_row(row: Row, part: Part) -> Iterator[Note]:
    """Identity numbers, cells beyond the last column, and suspected misspellings of one row."""
    for index, cell in enumerate(row.cells):
        text = plain_text(cell)
        if not text:
            continue
        if index >= len(part.columns):
            message = _("The cell stands beside the columns and is not read in: “%(text)s”") % {"text": shortened(text)}
            name = numbered(index)
            yield from _notes_on_unread(text, row.number, name, Note("question", row.number, name, message))
            continue
        name = name_of(part.columns[index])
        if part.columns[index].key not in ("", IGNORE):
            yield from _notes_on_digits(text, row.number, name)
            yield from _notes_on_words(text, row.number, name)
        else:  # shown beside what is read in, and never kept
            yield from (note for note in _notes_on_digits(text, row.number, name) if note.kind == "error")


def notes_on_joined_cells(row: Row, part: Part) -> Iterator[Note]:
    """Digits that make a number only when columns that hold the same thing are put together."""
    for key in dict.fromkeys(column.key for column in part.columns if column.key not in ("", IGNORE)):
        columns = [column for column in part.columns if column.key == key]
        texts = [text for column in columns if (text := _text(row, column))]
        if len(texts) > 1 and not any(find_identity_numbers(text) for text in texts):
            yield from _notes_on_digits(" ".join(texts), row.number, name_of(columns[0]))


def name_of(column: Column) -> str:
    """What a note calls the column: its label, or its number where the label is none or holds digits to look at."""
    return safe_label(column.label) or numbered(column.index)


def numbered(index: int) -> str:
    return _("column %(number)d") % {"number": index + 1}


def safe_label(label: str) -> str:
    return "" if find_identity_numbers(label) else label


def shortened(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"


def _notes_on_unread(text: str, row: int, column: str, note: Note) -> Iterator[Note]:
    """The note that repeats an unread text; not where the text certainly holds an identity number: notes are kept."""
    about_digits = list(_notes_on_digits(text, row, column))
    yield from about_digits
    if all(one.kind != "error" for one in about_digits):
        yield note


def _notes_on_digits(text: str, row: int, column: str) -> Iterator[Note]:
    found = find_identity_numbers(text)
    certain = [place for place in found if place.kind == "certain"]
    possible = [place for place in found if place.kind == "possible"]
    if certain:
        message = (
            _("The cell holds a personal identity number (characters %(places)s). Take it out and paste again.")
            if column
            else _("The text outside the table holds a personal identity number (characters %(places)s). Take it out.")
        )
        yield Note("error", row, column, message % {"places": places_in_words(certain)})
    if possible:
        message = _("Ten digits (characters %(places)s) could be a personal identity number. Is it something else?")
        yield Note("question", row, column, message % {"places": places_in_words(possible)}, is_about_digits=True)


def _notes_on_words(text: str, row: int, column: str) -> Iterator[Note]:
    words = suspected(text)
    if words:
        message = _("Suspected misspelling, kept as it is written: %(words)s") % {"words": ", ".join(words)}
        yield Note("warning", row, column, message)


def _text(row: Row, column: Column) -> str:
    return plain_text(row.cells[column.index]) if column.index < len(row.cells) else ""
