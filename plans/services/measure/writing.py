"""A measure is written: everything that was given, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked_version
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput, TimeInput
from plans.models import Activity, FocusArea, Indicator, Measure, Plan, Responsibility, Section
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
from plans.services.texts import checked, one_line, unified

OWN_FIELDS = ("focus_area_id", "section_id", "text", "condition", "levels", "result", "comment", *TIME_FIELDS)
OWN_TEXTS = ("text", "condition", "result", "comment", "time_wording")


@transaction.atomic
def create_measure(
    *,
    plan: Plan,
    focus_area: FocusArea | None = None,
    section: Section | None = None,
    text: str = "",
    condition: str = "",
    levels: Sequence[str] = (),
    time_wording: str = "",
    time_start: date | None = None,
    time_end: date | None = None,
    time_recurrence: str = "",
    time_is_corrected: bool = False,
    result: str = "",
    comment: str = "",
    activities: Sequence[ActivityInput] = (),
    indicators: Sequence[IndicatorInput] = (),
    responsibilities: Sequence[ResponsibilityInput] = (),
    by: User,
) -> Measure:
    """A new measure, last in its area."""
    plan = locked_plan(plan)
    measure = Measure(municipality_id=plan.municipality_id, plan=plan)
    time = TimeInput(time_wording, time_start, time_end, time_recurrence, time_is_corrected)
    write_own(measure, focus_area, section, text, condition, levels, time, result, comment)
    if not (measure.text or activities or measure.focus_area):
        raise ValidationError({"text": _("Write what is to be done.")})
    measure.position = next_position(plan.measures.filter(focus_area=focus_area))
    record(measure, by=by, reason=_("Measure added"))
    write_parts(measure, activities, indicators, responsibilities, by=by, reason=_("Measure added"), is_new=True)
    return measure


@transaction.atomic
def update_measure(
    *,
    measure: Measure,
    version: int | None,
    focus_area: FocusArea | None = None,
    section: Section | None = None,
    text: str = "",
    condition: str = "",
    levels: Sequence[str] = (),
    time_wording: str = "",
    time_start: date | None = None,
    time_end: date | None = None,
    time_recurrence: str = "",
    time_is_corrected: bool = False,
    result: str = "",
    comment: str = "",
    activities: Sequence[ActivityInput] = (),
    indicators: Sequence[IndicatorInput] = (),
    responsibilities: Sequence[ResponsibilityInput] = (),
    by: User,
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
    time = TimeInput(time_wording, time_start, time_end, time_recurrence, time_is_corrected)
    write_own(measure, focus_area, section, text, condition, levels, time, result, comment)
    if measure.focus_area_id != before["focus_area_id"]:
        measure.position = next_position(plan.measures.filter(focus_area=focus_area))
    reason = _("Measure changed")
    if not (measure.text or activities or measure.focus_area_id):
        raise ValidationError({"text": _("Write what is to be done.")})
    written = write_parts(measure, activities, indicators, responsibilities, by=by, reason=reason)
    if written or own_values(measure) != before:
        measure.version += 1
        record(measure, by=by, reason=reason)
    return measure


def write_own(
    measure: Measure,
    focus_area: FocusArea | None,
    section: Section | None,
    text: str,
    condition: str,
    levels: Sequence[str],
    time: TimeInput,
    result: str,
    comment: str,
) -> None:
    """The measure's own fields, checked. Where it stands it may stay, though the place was removed since."""
    for name, place in (("focus_area", focus_area), ("section", section)):
        if place is None or place.pk == getattr(measure, f"{name}_id"):
            continue
        if place.plan_id != measure.plan_id or place.is_withdrawn:
            raise ValidationError({name: _("Choose from this plan's own list.")})
    measure.focus_area, measure.section = focus_area, section
    measure.text, measure.condition = unified(text), one_line(condition)
    measure.levels = unique_words(levels)
    measure.result, measure.comment = unified(result), unified(comment)
    write_time(measure, time)
    checked(measure, OWN_TEXTS)


def write_parts(
    measure: Measure,
    activities: Sequence[ActivityInput],
    indicators: Sequence[IndicatorInput],
    responsibilities: Sequence[ResponsibilityInput],
    *,
    by: User,
    reason: str,
    is_new: bool = False,
) -> int:
    """The three kinds of rows; a refusal names the kind. Returns how many rows were written."""
    write_subject = partial(write_responsibility, subjects=Subjects(measure))
    kinds: tuple[tuple[str, Any, Any, Any], ...] = (
        ("activities", Activity, activities, write_activity),
        ("indicators", Indicator, indicators, write_indicator),
        ("responsibilities", Responsibility, responsibilities, write_subject),
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
