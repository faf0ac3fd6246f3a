"""What once stood is written again: as any other change, with its version, its locks and its history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.models import FocusArea, Measure, Section
from plans.services.focus_area import update_focus_area
from plans.services.measure import update_measure
from plans.services.measure.times import TIME_FIELDS
from plans.services.section import update_section

SECTION_FIELDS = ("heading", "body", "parent", "is_numbered", "own_number", "is_annex")
MEASURE_FIELDS = ("focus_area", "text", *TIME_FIELDS, "condition", "levels", "section", "result", "comment")
PLACES = ("parent", "focus_area", "section")


@transaction.atomic
def restore_section_version(
    *, section: Section, version: int | None, then: Any, names: Collection[str], reason: str = "", by: User
) -> Section:
    """Write `names` of a section as they stood `then`, a row of its history."""
    values = as_then(section, then, SECTION_FIELDS, names)
    return update_section(section=section, version=version, reason=reason or restored_to(then), by=by, **values)


@transaction.atomic
def restore_focus_area_version(
    *, focus_area: FocusArea, version: int | None, then: Any, names: Collection[str], reason: str = "", by: User
) -> FocusArea:
    """Give an area the name that it had `then`."""
    values = as_then(focus_area, then, ("name",), names)
    why = reason or restored_to(then)
    return update_focus_area(focus_area=focus_area, version=version, reason=why, by=by, **values)


@transaction.atomic
def restore_measure_version(
    *, measure: Measure, version: int | None, then: Any, names: Collection[str], reason: str = "", by: User
) -> Measure:
    """Write `names` of a measure as they stood `then`; its activities, indicators and who does it stay as they are."""
    values = as_then(measure, then, MEASURE_FIELDS, names)
    why = reason or restored_to(then)
    return update_measure(measure=measure, version=version, reason=why, by=by, **values, **rows_of(measure))


def as_then(row: Any, then: Any, fields: Collection[str], names: Collection[str]) -> dict[str, Any]:
    """The fields that a service takes: those named as they stood then, the others as they stand.

    Raises ValidationError when nothing is named, or when the place where it stood has been removed since.
    """
    if not set(names) & set(fields):
        raise ValidationError(_("Choose what is to be restored."))
    places = {name: getattr(then, name) for name in PLACES if name in names and name in fields}
    for place in places.values():
        if place is not None and place.is_withdrawn:
            raise ValidationError(
                _("“%(place)s”, where it stood, has been removed. Restore that first, or leave the place as it is.")
                % {"place": place}
            )
    return {name: getattr(then if name in names else row, name) for name in fields}


def rows_of(measure: Measure) -> dict[str, Any]:
    """The rows of a measure as they stand, as its service takes them."""
    return {
        "activities": [
            ActivityInput(text=one.text, pk=one.pk, **{name: getattr(one, name) for name in TIME_FIELDS})
            for one in measure.activities.current()
        ],
        "indicators": [
            IndicatorInput(text=one.text, kind=one.kind, target=one.target, pk=one.pk)
            for one in measure.indicators.current()
        ],
        "responsibilities": [
            ResponsibilityInput(wording=one.wording, part=one.part, scope_note=one.scope_note, pk=one.pk)
            for one in measure.responsibilities.current()
        ],
    }


def restored_to(then: Any) -> str:
    when = date_format(timezone.localtime(then.history_date), "j F Y H:i")
    return _("Restored to how it stood on %(when)s") % {"when": when}
