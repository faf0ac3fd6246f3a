"""A measure is written: everything that was given, or nothing."""

from __future__ import annotations

from functools import partial
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked_version
from plans.inputs import MeasureValues, TimeInput
from plans.models import Activity, Indicator, Measure, Plan, Responsibility
from plans.services.measure.parts import (
    Subjects,
    write_activity,
    write_indicator,
    write_responsibility,
    write_rows,
)
from plans.services.measure.times import TIME_FIELDS, write_time
from plans.services.ordering import locked_plan, next_position
from plans.services.plan import unique_words
from plans.services.reasons import said_reason
from plans.services.texts import checked, one_line, unified

OWN_FIELDS = ("focus_area_id", "section_id", "text", "condition", "levels", "result", "comment", *TIME_FIELDS)
OWN_TEXTS = ("text", "condition", "result", "comment", "time_wording")


@transaction.atomic
def create_measure(*, plan: Plan, reason: str = "", by: User, **values: Unpack[MeasureValues]) -> Measure:
    """A new measure, last in its area."""
    plan = locked_plan(plan)
    reason = said_reason(plan, reason, _("Measure added"))
    measure = Measure(municipality_id=plan.municipality_id, plan=plan)
    write_own(measure, values)
    refuse_empty(measure, values)
    measure.position = next_position(plan.measures.filter(focus_area=measure.focus_area))
    record(measure, by=by, reason=reason)
    write_parts(measure, values, by=by, reason=reason, is_new=True)
    return measure


@transaction.atomic
def update_measure(
    *, measure: Measure, version: int | None, reason: str = "", by: User, **values: Unpack[MeasureValues]
) -> Measure:
    """Write what became different, children too; the whole aggregate has one version.

    Raises StaleVersion when someone saved any part of it since `version`.
    """
    plan = locked_plan(measure.plan)  # before the measure, as everywhere: whoever freezes or moves holds the plan
    measure = locked_version(measure, version)
    measure.plan = plan
    if measure.is_withdrawn:
        raise ValidationError(_("The measure has been removed. Restore it before you change it."))
    before = own_values(measure)
    write_own(measure, values)
    if measure.focus_area_id != before["focus_area_id"]:
        measure.position = next_position(plan.measures.filter(focus_area=measure.focus_area))
    reason = said_reason(plan, reason, _("Measure changed"))
    refuse_empty(measure, values)
    written = write_parts(measure, values, by=by, reason=reason)
    if written or own_values(measure) != before:
        measure.version += 1
        record(measure, by=by, reason=reason)
    return measure


def write_own(measure: Measure, values: MeasureValues) -> None:
    """The measure's own fields, checked. Where it stands it may stay, though the place was removed since."""
    focus_area, section = values.get("focus_area"), values.get("section")
    for name, place in (("focus_area", focus_area), ("section", section)):
        if place is None or place.pk == getattr(measure, f"{name}_id"):
            continue
        if place.plan_id != measure.plan_id or place.is_withdrawn:
            raise ValidationError({name: _("Choose from this plan's own list.")})
    measure.focus_area, measure.section = focus_area, section
    measure.text, measure.condition = unified(values.get("text", "")), one_line(values.get("condition", ""))
    measure.levels = unique_words(values.get("levels", ()))
    measure.result, measure.comment = unified(values.get("result", "")), unified(values.get("comment", ""))
    write_time(measure, time_of(values))
    checked(measure, OWN_TEXTS)


def time_of(values: MeasureValues) -> TimeInput:
    return TimeInput(
        values.get("time_wording", ""),
        values.get("time_start"),
        values.get("time_end"),
        values.get("time_recurrence", ""),
        values.get("time_is_corrected", False),
    )


def refuse_empty(measure: Measure, values: MeasureValues) -> None:
    """A measure says something: what is done, its steps, or at least in which area nothing is done."""
    if not (measure.text or values.get("activities") or measure.focus_area_id):
        raise ValidationError({"text": _("Write what is to be done.")})


def write_parts(measure: Measure, values: MeasureValues, *, by: User, reason: str, is_new: bool = False) -> int:
    """The three kinds of rows; a refusal names the kind. Returns how many rows were written."""
    write_subject = partial(write_responsibility, subjects=Subjects(measure))
    kinds: tuple[tuple[str, Any, Any, Any], ...] = (
        ("activities", Activity, values.get("activities", ()), write_activity),
        ("indicators", Indicator, values.get("indicators", ()), write_indicator),
        ("responsibilities", Responsibility, values.get("responsibilities", ()), write_subject),
    )
    written = 0
    for name, model, given, write in kinds:
        standing = [] if is_new else list(model.objects.current().filter(measure=measure))
        try:
            written += write_rows(measure, standing, given, write, model=model, by=by, reason=reason)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from error
    return written


def own_values(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in OWN_FIELDS}
