"""One table of a document that is looked through: what its columns hold, and whether it becomes measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.imports.measure_rows import Reading, read_measures
from exchange.imports.table_columns import COLUMN_NAMES, IGNORE
from exchange.selectors.measure_import import measure_inputs
from plans.inputs import TableInput

if TYPE_CHECKING:
    from exchange.forms.document_review import DocumentReviewForm

MOST_NOTES = 200


class TableReview:
    """A table of the document that looks like measures: what its columns hold, or why it stays a table."""

    def __init__(self, place: int, found: Mapping[str, Any], form: DocumentReviewForm) -> None:
        self.place, self.found, self.form = place, found, form
        self.name = f"tabell-{place}"
        self.reading: Reading | None = None
        self.refusal = ""
        try:
            self.reading = read_measures("", html=found["html"], choices=self.chosen_columns())
        except ValidationError as error:
            self.refusal = " ".join(error.messages)
        if self.reading and self.reading.errors:
            self.refusal, self.reading = str(self.reading.errors[0]), None

    @property
    def is_taken(self) -> bool:
        return self.reading is not None and (not self.form.is_bound or self.name in self.form.data)

    def column_name(self, index: int) -> str:
        return f"{self.name}-kolumn-{index}"

    def chosen_columns(self) -> dict[int, str]:
        data = self.form.data
        chosen = {index: data.get(self.column_name(index), "") for index in range(100)}
        return {index: key for index, key in chosen.items() if key in (*COLUMN_NAMES, IGNORE)}

    def ask(self) -> None:
        choices: list[tuple[str, str | Promise]] = [
            ("", gettext_lazy("Choose what it holds")),
            *COLUMN_NAMES.items(),
            (IGNORE, gettext_lazy("Do not read it in")),
        ]
        for column in self.reading.columns if self.reading else ():
            label = column.label or _("Column %(number)s (without a name)") % {"number": column.index + 1}
            self.form.ask(self.column_name(column.index), label, choices, column.key)

    @property
    def column_fields(self) -> list[Any]:
        return [self.form[self.column_name(column.index)] for column in (self.reading.columns if self.reading else ())]

    @property
    def asks_about_columns(self) -> bool:
        return any(field.errors or not field.value() for field in self.column_fields)

    @property
    def notes(self) -> list[str]:
        return [str(note) for note in self.reading.notes if not note.is_about_digits] if self.reading else []

    def given(self) -> TableInput:
        assert self.reading is not None
        return TableInput(
            rows=measure_inputs(self.reading.rows, self.form.matches),
            column_labels=dict(self.reading.rows[0].column_labels),
            fulfilment_labels=self.reading.legend,
            notes=self.notes[:MOST_NOTES],
        )
