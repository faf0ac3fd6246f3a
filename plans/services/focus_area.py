"""Areas that measures stand in."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from plans.models import FocusArea, Plan
from plans.services.ordering import locked_plan, move_among, next_position
from plans.services.reasons import said_reason
from plans.services.texts import checked, unified
from plans.services.withdrawal import bring_back, withdraw


@transaction.atomic
def create_focus_area(*, plan: Plan, name: str, column_labels: Mapping[str, str] | None = None, by: User) -> FocusArea:
    """A new area, last in the plan."""
    plan = locked_plan(plan)
    area = FocusArea(municipality_id=plan.municipality_id, plan=plan, column_labels=dict(column_labels or {}))
    name_area(area, name)
    area.position = next_position(plan.focus_areas.all())
    return record(area, by=by, reason=_("Area added"))


@transaction.atomic
def update_focus_area(
    *, focus_area: FocusArea, version: int | None, name: str, reason: str = "", by: User
) -> FocusArea:
    """Give an area another name."""
    plan = locked_plan(focus_area.plan)
    area = locked_version(focus_area, version)
    refuse_removed_area(area)
    reason = said_reason(plan, reason, _("Area changed"))
    name_area(area, name)
    return record_version(area, by=by, reason=reason)


@transaction.atomic
def move_focus_area(*, focus_area: FocusArea, direction: str = "", position: int | None = None, by: User) -> FocusArea:
    """One step up or down, or to a place among the plan's areas; its measures come with it."""
    plan = locked_plan(focus_area.plan)
    area = locked(focus_area)
    siblings = plan.focus_areas.current()
    move_among(siblings, area, direction=direction, position=position, by=by, reason=_("Area moved"))
    return area


@transaction.atomic
def withdraw_focus_area(*, focus_area: FocusArea, by: User) -> FocusArea:
    """Remove an area that stands empty: measures are not taken away unseen."""
    plan = locked_plan(focus_area.plan)
    area = locked(focus_area)
    if area.is_withdrawn:
        return area
    if plan.measures.current().filter(focus_area=area).exists():
        raise ValidationError(_("Measures stand in this area. Move or remove them first."))
    return withdraw(area, by=by, reason=_("Area removed"))


@transaction.atomic
def restore_focus_area(*, focus_area: FocusArea, by: User) -> FocusArea:
    locked_plan(focus_area.plan)
    area = locked(focus_area)
    return bring_back(area, by=by, reason=_("Area restored")) if area.is_withdrawn else area


def refuse_removed_area(area: FocusArea) -> None:
    if area.is_withdrawn:
        raise ValidationError(_("The area has been removed. Restore it before you change it."))


def name_area(area: FocusArea, name: str) -> None:
    area.name = unified(name)
    if not area.name:
        raise ValidationError({"name": _("Write what the area is called.")})
    checked(area, ("name",))
