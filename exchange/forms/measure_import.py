"""A pasted or uploaded table, what its columns hold and who is meant: asked for until it can be read in."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.forms.subjects import SubjectQuestions
from exchange.imports.measure_rows import Reading, read_measures
from exchange.imports.notes import Note
from exchange.imports.source import MAX_COLUMNS, cleaned, decoded, refuse_size
from exchange.imports.table_columns import COLUMN_NAMES, IGNORE
from exchange.selectors.measure_import import PreviewRow, measure_inputs, preview_rows
from foundation.forms import Form
from plans.models import Plan

COLUMN = "column-"
PLACES = frozenset(str(place) for place in range(MAX_COLUMNS))
MOST_NOTES = 200
MOST_ERRORS = 20


class MeasureImportForm(SubjectQuestions):
    """Step one has a text or a file; step two the same text, unseen, with a field for each column and each name."""

    unguarded: ClassVar[tuple[str, ...]] = ("source", "html")  # searched cell by cell when the table is read

    source = forms.CharField(
        label=gettext_lazy("Paste the table here"),
        help_text=gettext_lazy("Mark the whole table in Word or Excel, header row too. Copy it, and paste it here."),
        widget=forms.Textarea(attrs={"rows": 10, "data-paste-html-target": "id_html"}),
        required=False,
        strip=False,
    )
    html = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    file = forms.FileField(
        label=gettext_lazy("… or choose a file"),
        help_text=gettext_lazy("CSV or tab-separated text, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.tab,.htm,.html,text/plain,text/csv"}),
        required=False,
        allow_empty_file=True,
    )
    source_name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.reading: Reading | None = None

    @property
    def is_confirmed(self) -> bool:
        return "confirm" in self.data

    @property
    def is_preview(self) -> bool:
        """Whether the table could be read, so that the page shows what becomes of it."""
        return self.reading is not None and not self.reading.errors

    @property
    def places_to_correct(self) -> list[Note]:
        """Where the table must be corrected, if in several places; one place stands at the field itself."""
        return self.reading.errors[:MOST_ERRORS] if self.reading and len(self.reading.errors) > 1 else []

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(COLUMN)]

    @property
    def asks_about_columns(self) -> bool:
        """Whether a column waits for an answer, or has got one that is not allowed."""
        return any(field.errors or not field.value() for field in self.column_fields)

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None:
            refuse_size(file.size or 0)
        return file

    def clean(self) -> dict[str, Any] | None:
        file = self.cleaned_data.get("file")
        if file is not None and self.cleaned_data.get("source", "").strip():
            self.add_error("file", _("Paste a table or choose a file, not both."))
        elif file is not None:
            self._take_file(file)
        found = super().clean()
        if not self.errors:
            self._read()
        return found

    def _take_file(self, file: UploadedFile[Any]) -> None:
        try:
            text = cleaned(decoded(file.read()))
        except ValidationError as error:
            self.add_error("file", error)
            return
        self.keep(source=text, html="", source_name=(file.name or "")[:200])

    def _read(self) -> None:
        try:
            reading = read_measures(
                self.cleaned_data["source"], html=self.cleaned_data["html"], choices=self._column_choices()
            )
        except ValidationError as error:
            self.add_error("source", error)
            return
        self.reading = reading
        if len(reading.errors) > 1:
            self.add_error("source", places_in_words(len(reading.errors)))
        elif reading.errors:
            self.add_error("source", str(reading.errors[0]))
        else:
            self._ask_about_columns(reading)
            self.ask_about_subjects(reading.rows)
            self._ask_about_digits()

    def _column_choices(self) -> dict[int, str]:
        """What the reader said that a column holds; what is no column of ours is refused later, at its field."""
        chosen = {}
        for name, key in self.data.items():
            place = name.removeprefix(COLUMN)
            if name.startswith(COLUMN) and place in PLACES and key in (*COLUMN_NAMES, IGNORE):
                chosen[int(place)] = key
        return chosen

    def _ask_about_columns(self, reading: Reading) -> None:
        choices: list[tuple[str, str | Promise]] = [
            ("", gettext_lazy("Choose what it holds")),
            *COLUMN_NAMES.items(),
            (IGNORE, gettext_lazy("Do not read it in")),
        ]
        for column in reading.columns:
            label = column.label or _("Column %(number)s (without a name)") % {"number": column.index + 1}
            self.ask(f"{COLUMN}{column.index}", label, choices, column.key)

    def _ask_about_digits(self) -> None:
        if not self.digit_notes:
            return
        self.fields["confirm_digits"].widget = forms.CheckboxInput()
        if self.is_confirmed and not self.cleaned_data.get("confirm_digits"):
            self.add_error(
                "confirm_digits",
                _("Take the digits out, or confirm that they are not a personal identity number."),
            )

    @property
    def digit_notes(self) -> list[Note]:
        return [note for note in self.reading.questions if note.is_about_digits] if self.reading else []

    @cached_property
    def rows(self) -> list[PreviewRow]:
        return preview_rows(self.reading, self.matches) if self.reading else []

    @property
    def summary(self) -> str:
        """ "8 measures, 20 activities, 2 questions left"."""
        if self.reading is None:
            return ""
        unknown = sum(match is None for match in self.matches.values())
        waiting = len(self.reading.questions) + unknown
        if self.cleaned_data.get("confirm_digits"):
            waiting -= len(self.digit_notes)
        return ", ".join([self.measures_in_words, activities_in_words(self.reading), questions_in_words(waiting)])

    @property
    def measures_in_words(self) -> str:
        number = len(self.reading.rows) if self.reading else 0
        return ngettext("%(number)d measure", "%(number)d measures", number) % {"number": number}

    def service_arguments(self) -> dict[str, Any]:
        if self.reading is None:
            raise ValidationError(_("Paste a table, or choose a file."))
        return {
            "rows": measure_inputs(self.reading.rows, self.matches),
            "source_name": self.cleaned_data["source_name"] or _("Pasted table"),
            "column_labels": dict(self.reading.rows[0].column_labels),
            "fulfilment_labels": self.reading.legend,
            "notes": [str(note) for note in self.reading.notes[:MOST_NOTES]],
        }


def activities_in_words(reading: Reading) -> str:
    number = reading.activity_count
    return ngettext("%(number)d activity", "%(number)d activities", number) % {"number": number}


def places_in_words(number: int) -> str:
    if number > MOST_ERRORS:
        return _("Correct the table in %(number)d places. The first %(most)d are listed above.") % {
            "number": number,
            "most": MOST_ERRORS,
        }
    return _("Correct the table in %(number)d places. They are listed above.") % {"number": number}


def questions_in_words(number: int) -> str:
    if number == 0:
        return _("no questions left")
    return ngettext("%(number)d question left", "%(number)d questions left", number) % {"number": number}


class MeasureImportUndoForm(Form):
    """Nothing to fill in: only the question."""
