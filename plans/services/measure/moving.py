"""A measure changes place, is removed and comes back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked
from plans.models import FocusArea, Measure
from plans.services.ordering import locked_plan, move_among, next_position
from plans.services.withdrawal import bring_back, withdraw


@transaction.atomic
def move_measure(
    *,
    measure: Measure,
    direction: str = "",
    position: int | None = None,
    focus_area: FocusArea | None = None,
    to_area: bool = False,
    by: User,
) -> Measure:
    """One step up or down, to a place in its area, or (with `to_area`) last in another area."""
    plan = locked_plan(measure.plan)
    measure = locked(measure)
    if to_area:
        if focus_area is not None and (focus_area.plan_id != plan.pk or focus_area.is_withdrawn):
            raise ValidationError({"focus_area": _("Choose from this plan's own list.")})
        if measure.focus_area_id != (focus_area.pk if focus_area else None):
            measure.version += 1  # whoever has the form open would otherwise put it back without knowing
        measure.focus_area = focus_area
        measure.position = next_position(plan.measures.filter(focus_area=focus_area))
        return record(measure, by=by, reason=_("Measure moved"))
    siblings = plan.measures.current().filter(focus_area=measure.focus_area_id)
    move_among(siblings, measure, direction=direction, position=position, by=by, reason=_("Measure moved"))
    return measure


@transaction.atomic
def withdraw_measure(*, measure: Measure, by: User) -> Measure:
    """Remove a measure. It stays in the editions it stands in, and can be restored for 30 days."""
    locked_plan(measure.plan)
    measure = locked(measure)
    if measure.is_withdrawn:
        return measure
    measure.version += 1
    return withdraw(measure, by=by, reason=_("Measure removed"))


@transaction.atomic
def restore_measure(*, measure: Measure, by: User) -> Measure:
    locked_plan(measure.plan)
    measure = locked(measure)
    if not measure.is_withdrawn:
        return measure
    measure.version += 1
    return bring_back(measure, by=by, reason=_("Measure restored"))
