"""A document that was read is looked through: one says what becomes of each part of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.forms.document_table import TableReview
from exchange.forms.measure_import import questions_in_words
from exchange.forms.subjects import SubjectQuestions
from exchange.imports.document_digits import DigitPlace, digit_places
from exchange.selectors.document_head import HeadReview, head_reviews
from exchange.selectors.document_import import SectionReview, first_choice, section_reviews
from exchange.selectors.document_notes import note_groups
from exchange.selectors.document_taken import MERGED, Choice, Proposal, Taken, in_words, taken_sections
from plans.models import DocumentImport

LEVELS = {str(level): level for level in range(MERGED, 7)}


class DocumentReviewForm(SubjectQuestions):
    """What is taken in of a document that was read. Unsent, it proposes everything; sent, it keeps what was chosen."""

    def __init__(self, *args: Any, document: DocumentImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.plan = document, document.plan
        self.sections = document.reading["sections"]
        self.choices = [self._choice(place, section) for place, section in enumerate(self.sections)]
        self.tables = [TableReview(place, one, self) for place, one in enumerate(document.reading["tables"])]
        if not self.is_bound:
            self._ask_all()

    def _choice(self, place: int, section: Mapping[str, Any]) -> Choice:
        proposed = first_choice(section)
        if not self.is_bound:
            return proposed
        return Choice(
            is_taken=f"ta-{place}" in self.data,
            level=LEVELS.get(self.data.get(f"niva-{place}", ""), proposed.level),
            is_numbered=f"nr-{place}" in self.data,
            makes_measure=f"atgard-{place}" in self.data,
        )

    @property
    def is_confirmed(self) -> bool:
        return "confirm" in self.data

    def _ask_all(self) -> None:
        for table in self.tables:
            table.ask()
        rows = [row for table in self.taken_tables if table.reading for row in table.reading.rows]
        self.ask_about_subjects([*self.taken_proposals, *rows])
        if self.digit_places:
            self.fields["confirm_digits"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._ask_all()
        if self.is_confirmed and self.digit_places and not self.cleaned_data.get("confirm_digits"):
            self.add_error(
                "confirm_digits",
                _("Take the digits out, or confirm that they are not a personal identity number."),
            )
        return cleaned

    @property
    def taken_tables(self) -> list[TableReview]:
        return [table for table in self.tables if table.is_taken]

    @property
    def kept_tables(self) -> list[TableReview]:
        """Those that stay tables in the text."""
        return [table for table in self.tables if not table.is_taken]

    @property
    def taken_proposals(self) -> list[Proposal]:
        pairs = zip(self.sections, self.choices, strict=True)
        found = (Proposal.of(section) for section, choice in pairs if choice.is_taken and choice.makes_measure)
        return [one for one in found if one is not None]

    @cached_property
    def digit_places(self) -> list[DigitPlace]:
        return digit_places({**self.document.reading, "images": ()})

    @cached_property
    def taken(self) -> list[Taken]:
        kept = [table.found for table in self.kept_tables]
        return taken_sections(self.sections, self.choices, kept, self.matches)

    @property
    def shows_all_text(self) -> bool:
        return "all_text" in self.data

    @cached_property
    def rows(self) -> list[SectionReview]:
        kept = [table.place for table in self.kept_tables]
        parts = {one.place: len(one.bodies) for one in self.taken}
        return section_reviews(
            self.document, self.choices, kept, self.matches, parts=parts, has_all_text=self.shows_all_text
        )

    @property
    def placeholders(self) -> list[SectionReview]:
        return [row for row in self.rows if row.placeholder and row.choice.is_taken]

    @property
    def contents(self) -> list[SectionReview]:
        """The tree of what is taken in."""
        return [row for row in self.rows if row.choice.is_taken and not row.choice.is_merged]

    @cached_property
    def head(self) -> list[HeadReview]:
        return head_reviews(self.plan, self.document.reading)

    def takes(self, one: HeadReview) -> bool:
        return one.name in self.data if self.is_bound else one.is_taken

    @property
    def head_rows(self) -> list[tuple[HeadReview, bool]]:
        return [(one, self.takes(one)) for one in self.head]

    @property
    def notes(self) -> list[tuple[str, list[str]]]:
        return note_groups(self.document.reading["notes"])

    @property
    def sections_in_words(self) -> str:
        number = sum(len(one.bodies) for one in self.taken)
        return ngettext("%(number)d section", "%(number)d sections", number) % {"number": number}

    @property
    def taken_in_words(self) -> str:
        """ "7 sections, 10 measures, 2 tables, 3 notes, 1 picture"; "0 sections" where nothing is taken."""
        tables = [table.reading for table in self.taken_tables if table.reading]
        measures = len(self.taken_proposals) + sum(len(reading.rows) for reading in tables)
        return ", ".join(in_words(self.taken, measures)) or self.sections_in_words

    @property
    def summary(self) -> str:
        """ "7 sections, 10 measures, 4 questions left"."""
        columns = sum(not field.value() for table in self.taken_tables for field in table.column_fields)
        unknown = sum(match is None for match in self.matches.values())
        digits = 0 if self.is_bound and self.cleaned_data.get("confirm_digits") else len(self.digit_places)
        return f"{self.taken_in_words}, {questions_in_words(columns + unknown + digits)}"

    def service_arguments(self) -> dict[str, Any]:
        chosen = [one for one in self.head if self.takes(one)]
        return {
            "sections": [part for one in self.taken for part in one.given()],
            "tables": [table.given() for table in self.taken_tables],
            "header": [one.field for one in chosen if one.field],
            "title": next((one.value for one in chosen if one.field is None), ""),
        }
