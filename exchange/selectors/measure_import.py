"""What a table becomes in a certain plan: who is meant by its words, and the measures that would be made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.imports.indicator_kind import indicator_kind
from exchange.imports.measure_rows import ActivityRow, MeasureRow, Reading
from exchange.imports.notes import Note
from exchange.imports.responsibility_wording import ResponsibilityRow
from foundation.search_text import folded
from plans.inputs import ActivityInput, IndicatorInput, MeasureInput, ResponsibilityInput
from plans.models import Responsibility
from plans.subjects import KnownSubjects, Match
from plans.time_wording import Interpretation, describe, interpret

ALIKE = 0.8
"""How like two names must be, for one to be proposed for the other (Socialtjänst, Socialtjänsten)."""


@dataclass(frozen=True)
class Subject:
    """Somebody that the table names, and whom of the municipality's units and functions that would be."""

    name: str
    match: Match | None

    @property
    def key(self) -> str:
        return folded(self.name)

    @property
    def state(self) -> str:
        if self.match is None:
            return "unknown"
        return "certain" if self.match.is_certain else "likely"

    @property
    def is_certain(self) -> bool:
        return self.state == "certain"


class Naming(Protocol):
    """Something that names who answers: a row of a table, a measure proposed from a section."""

    @property
    def responsibilities(self) -> Sequence[ResponsibilityRow]: ...


def subjects_in(rows: Iterable[Naming], known: KnownSubjects) -> dict[str, Subject]:
    """Everybody that the rows name, once each, by folded name, in the order of the table."""
    found: dict[str, Subject] = {}
    for row in rows:
        for one in row.responsibilities:
            key = folded(name_of(one))
            if key not in found:
                found[key] = Subject(name_of(one), who_is_meant(one, known))
    return found


def name_of(one: ResponsibilityRow) -> str:
    return one.subject_name or one.wording


def who_is_meant(one: ResponsibilityRow, known: KnownSubjects) -> Match | None:
    """The unit or function that the wording means; one that is only likely where the names are much alike."""
    if one.is_each_administration:
        return Match(is_each_administration=True)
    match = known.match(name_of(one)) or (known.match(one.abbreviation) if one.abbreviation else None)
    if match:
        return match
    alike = difflib.get_close_matches(folded(name_of(one)), known.by_name, n=1, cutoff=ALIKE)
    named = known.named(alike[0]) if alike else None
    return replace(named, is_certain=False) if named else None


@dataclass(frozen=True)
class Person:
    """Somebody who has a part in a measure, as the page shows it."""

    part: str
    wording: str
    match: Match | None

    @property
    def known_as(self) -> str:
        """Whom the words are taken to mean, where that is not said by the words themselves."""
        if self.match is None:
            return ""
        name = _("each administration") if self.match.is_each_administration else str(self.match.subject)
        return "" if folded(name) == folded(self.wording) else name


@dataclass(frozen=True)
class PreviewRow:
    """A measure as the page shows it: what came, what becomes of it, and how sure that is."""

    measure: MeasureRow
    notes: list[Note]
    people: list[Person]

    @property
    def state(self) -> str:
        return "unsure" if self.notes or any(one.match is None for one in self.people) else "certain"

    @cached_property
    def activities(self) -> list[tuple[ActivityRow, str]]:
        """Each activity with what its time is taken to mean, in words."""
        return [(one, described(one.time_wording)) for one in self.measure.activities]

    @property
    def time(self) -> str:
        return described(self.measure.time_wording)


def described(time_wording: str) -> str:
    meaning: Interpretation = interpret(time_wording)
    return describe(meaning) if time_wording else ""


def preview_rows(reading: Reading, matches: Mapping[str, Match | None]) -> list[PreviewRow]:
    return [
        PreviewRow(
            measure=row,
            notes=[note for note in reading.notes if note.row == row.row_number],
            people=people_of(row, matches),
        )
        for row in reading.rows
    ]


def people_of(row: Naming, matches: Mapping[str, Match | None]) -> list[Person]:
    return [
        Person(str(Responsibility.Part(one.part).label), one.wording, matches.get(folded(name_of(one))))
        for one in row.responsibilities
    ]


def measure_inputs(rows: Iterable[MeasureRow], matches: Mapping[str, Match | None]) -> list[MeasureInput]:
    """The rows in the language of the services; `matches` says who is meant by each folded name."""
    return [
        MeasureInput(
            row_number=row.row_number,
            focus_area=row.focus_area,
            text=row.text,
            levels=row.levels,
            time_wording=row.time_wording,
            activities=[ActivityInput(text=one.text, time_wording=one.time_wording) for one in row.activities],
            indicators=[IndicatorInput(text=text, kind=indicator_kind(text)) for text in row.indicators],
            responsibilities=[responsibility_input(one, matches) for one in row.responsibilities],
            result=row.result,
            comment=row.comment,
            column_labels=dict(row.column_labels),
        )
        for row in rows
    ]


def responsibility_input(one: ResponsibilityRow, matches: Mapping[str, Match | None]) -> ResponsibilityInput:
    match = matches.get(folded(name_of(one))) or Match()
    return ResponsibilityInput(
        wording=one.wording,
        part=one.part,
        scope_note=one.scope_note if len(one.scope_note) <= 300 else "",
        unit=match.unit,
        function=match.function,
        is_each_administration=match.is_each_administration,
    )
