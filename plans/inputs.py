"""What a measure is made from, as plain values: the language of the form, of the table that is read in and of the demo.

`pk` names a row that stands already; without it the row is new. A row that stands and is not named is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from plans.models import FocusArea, Indicator, Responsibility, Section
from plans.models.matter import DocumentSection, Signer
from responsibilities.models import Function, Unit


@dataclass(frozen=True)
class TimeInput:
    """A time in words. Dates that stand here were given by a person (`time_is_corrected`); else the words decide."""

    time_wording: str = ""
    time_start: date | None = None
    time_end: date | None = None
    time_recurrence: str = ""
    time_is_corrected: bool = False


@dataclass(frozen=True)
class ActivityInput(TimeInput):
    """One step of a measure, with its own time."""

    text: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class IndicatorInput:
    text: str
    kind: str = Indicator.Kind.TEXT
    target: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class ResponsibilityInput:
    """Who has which part. Without a subject, one that the wording names exactly is found."""

    wording: str
    part: str = Responsibility.Part.RESPONSIBLE
    scope_note: str = ""
    unit: Unit | None = None
    function: Function | None = None
    is_each_administration: bool = False
    pk: int | None = None

    @property
    def has_subject(self) -> bool:
        return bool(self.unit or self.function or self.is_each_administration)


class MeasureValues(TypedDict, total=False):
    """Everything that one measure says. What is left out is empty, also where a measure is written anew."""

    focus_area: FocusArea | None
    section: Section | None
    text: str
    condition: str
    levels: Sequence[str]
    time_wording: str
    time_start: date | None
    time_end: date | None
    time_recurrence: str
    time_is_corrected: bool
    result: str
    comment: str
    activities: Sequence[ActivityInput]
    indicators: Sequence[IndicatorInput]
    responsibilities: Sequence[ResponsibilityInput]


@dataclass(frozen=True)
class MeasureInput(TimeInput):
    """One row of a table that is read in. `focus_area` is the area's name, `column_labels` those of its table part.

    `row_number` is its place in that table as the reader sees it; without one, its place among the rows. `section` is
    where it comes from, when it was made of a text.
    """

    row_number: int | None = None
    section: Section | None = None
    focus_area: str = ""
    text: str = ""
    condition: str = ""
    levels: Sequence[str] = ()
    activities: Sequence[ActivityInput] = ()
    indicators: Sequence[IndicatorInput] = ()
    responsibilities: Sequence[ResponsibilityInput] = ()
    result: str = ""
    comment: str = ""
    column_labels: Mapping[str, str] = field(default_factory=dict)

    def own_values(self, focus_area: FocusArea | None) -> MeasureValues:
        """What the measure itself says in that area; what it is made up of is written apart."""
        return {
            "focus_area": focus_area,
            "section": self.section,
            "text": self.text,
            "condition": self.condition,
            "levels": self.levels,
            "time_wording": self.time_wording,
            "time_start": self.time_start,
            "time_end": self.time_end,
            "time_recurrence": self.time_recurrence,
            "time_is_corrected": self.time_is_corrected,
            "result": self.result,
            "comment": self.comment,
        }


@dataclass(frozen=True)
class SectionInput:
    """A section of a document that is taken in, and the measures that are made of it.

    `level` 1 is a chapter, `number` what the source wrote before the heading. `body` is rich text and is cleaned.
    """

    level: int
    heading: str
    body: str = ""
    number: str = ""
    is_numbered: bool = True
    is_annex: bool = False
    measures: Sequence[MeasureInput] = ()


@dataclass(frozen=True)
class TableInput:
    """A table of a document whose rows become measures."""

    rows: Sequence[MeasureInput]
    column_labels: Mapping[str, str] = field(default_factory=dict)
    fulfilment_labels: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class ReceivedPaper:
    """A file that came to a matter, and what it was called."""

    content: bytes
    name: str


class DocumentValues(TypedDict, total=False):
    """Everything that is said in and of one document. What is left out is empty."""

    title: str
    dated_on: date | None
    arrived_on: date | None
    registry_number: str
    document_number: str
    sender: str
    addressee: str
    officer: str
    sections: Sequence[DocumentSection]
    basis: Sequence[str]
    recipients: Sequence[str]
    signers: Sequence[Signer]


@dataclass(frozen=True)
class StepInput:
    """One step of the way to a decision; `pk` names one that stands already."""

    kind: str
    body: Unit | None = None
    wording: str = ""
    pk: int | None = None
