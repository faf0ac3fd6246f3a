"""The rows of a measure: what is given is compared with what stands, and only the difference is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.models import Activity, Indicator, Measure, Responsibility
from plans.services.measure.times import TIME_FIELDS, write_time
from plans.services.texts import checked, one_line, unified
from plans.services.withdrawal import withdraw
from plans.subjects import KnownSubjects, known_subjects

Part = TypeVar("Part", Activity, Indicator, Responsibility)
WRITTEN: dict[type[Any], tuple[str, ...]] = {
    Activity: ("position", "text", *TIME_FIELDS),
    Indicator: ("position", "text", "kind", "target"),
    Responsibility: (
        "position",
        "part",
        "wording",
        "scope_note",
        "unit_id",
        "function_id",
        "is_each_administration",
    ),
}
MOST = 100
"""Rows of one kind in one measure."""


class Subjects:
    """The municipality's units and functions, read when a wording first has to be looked up."""

    def __init__(self, measure: Measure, known: KnownSubjects | None = None) -> None:
        self.measure = measure
        if known is not None:
            self.known = known

    @cached_property
    def known(self) -> KnownSubjects:
        return known_subjects(self.measure.municipality)


def write_activity(row: Activity, given: ActivityInput) -> None:
    row.text = unified(given.text)
    if not row.text:
        raise ValidationError(_("Write what the activity is, or take the row away."))
    write_time(row, given)
    checked(row, ("text", "time_wording"))


def write_indicator(row: Indicator, given: IndicatorInput) -> None:
    row.text, row.kind, row.target = unified(given.text), given.kind, one_line(given.target)
    if not row.text:
        raise ValidationError(_("Write what the indicator is, or take the row away."))
    if row.kind not in Indicator.Kind.values:
        raise ValidationError(_("Choose a kind of indicator from the list."))
    checked(row, ("text", "target"))


def write_responsibility(row: Responsibility, given: ResponsibilityInput, subjects: Subjects) -> None:
    """Keep the wording. The subject is the one given, the one that stood there, or the one that is named exactly."""
    before, row.wording = row.wording, one_line(given.wording)
    row.part, row.scope_note = given.part, one_line(given.scope_note)
    if not row.wording:
        raise ValidationError(_("Write who it is, or take the row away."))
    if row.part not in Responsibility.Part.values:
        raise ValidationError(_("Choose a part from the list."))
    checked(row, ("wording", "scope_note"))
    if given.has_subject:
        refuse_stranger(row, given)
        row.unit, row.function = given.unit, given.function
        row.is_each_administration = given.is_each_administration
    elif row.wording != before:
        found = subjects.known.match(row.wording)
        certain = found if found and found.is_certain else None
        row.unit = certain.unit if certain else None
        row.function = certain.function if certain else None
        row.is_each_administration = bool(certain and certain.is_each_administration)


def refuse_stranger(row: Responsibility, given: ResponsibilityInput) -> None:
    """A subject is one thing, and of the measure's own municipality."""
    chosen = [one for one in (given.unit, given.function) if one]
    if len(chosen) + given.is_each_administration > 1:
        raise ValidationError(_("Choose one unit or one function."))
    if any(one.municipality_id != row.municipality_id for one in chosen):
        raise ValidationError(_("Choose a unit or function of your own municipality."))


def write_rows(
    measure: Measure,
    standing: Sequence[Part],
    given: Sequence[Any],
    write: Callable[[Part, Any], None],
    *,
    model: type[Part],
    by: User,
    reason: str,
) -> int:
    """Make the rows of one kind be those that are given, in their order; returns how many were written."""
    if len(given) > MOST:
        raise ValidationError(_("A measure holds at most %(most)d rows of a kind.") % {"most": MOST})
    left = {row.pk: row for row in standing}
    written = 0
    for position, one in enumerate(given):
        row = taken(left, one.pk) if one.pk else model(measure=measure, municipality_id=measure.municipality_id)
        before = snapshot(row)
        write(row, one)
        row.position = position
        if row.pk is None or snapshot(row) != before:
            record(row, by=by, reason=reason)
            written += 1
    for row in left.values():
        withdraw(row, by=by, reason=reason)
    return written + len(left)


def taken(left: dict[int, Part], pk: int) -> Part:
    row = left.pop(pk, None)
    if row is None:
        raise ValidationError(_("A row of the form does not belong to this measure. Reload the page and try again."))
    return row


def snapshot(row: Activity | Indicator | Responsibility) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in WRITTEN[type(row)])
