"""Order among siblings: positions 0, 1, 2 …, written under the plan's lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record_changes
from foundation.records import locked
from plans.models import Document, FocusArea, Measure, Plan, RelatedDocument, Section
from plans.services.reasons import decided

Placed = TypeVar("Placed", Document, FocusArea, Measure, RelatedDocument, Section)
STEPS = {"up": -1, "down": 1}


def locked_plan(plan: Plan) -> Plan:
    """Hold the plan while its parts change places; a plan that was removed takes no changes."""
    plan = locked(plan, is_decided=decided("pk"))
    if plan.is_withdrawn:
        raise ValidationError(_("The plan has been removed. Restore it before you change it."))
    return plan


def next_position(siblings: QuerySet[Any]) -> int:
    """The place after the last sibling."""
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def wanted_place(now: int, count: int, *, direction: str = "", position: int | None = None) -> int:
    """The place that a step up or down, or a drop on a place, means; never outside the row of siblings."""
    if position is None:
        if direction not in STEPS:
            raise ValidationError(_("Choose where to move it."))
        position = now + STEPS[direction]
    return max(0, min(position, count - 1))


def move_among(
    siblings: QuerySet[Placed], row: Placed, *, direction: str, position: int | None, by: User, reason: str
) -> None:
    """Move `row` a step, or to a place, among its current `siblings`."""
    ordered = list(siblings.order_by("position", "pk"))
    now = next((place for place, one in enumerate(ordered) if one.pk == row.pk), len(ordered))
    place = wanted_place(now, len(ordered), direction=direction, position=position)
    put_in_place(ordered, row, place, by=by, reason=reason)


def put_in_place(siblings: Sequence[Placed], row: Placed, place: int, *, by: User, reason: str) -> None:
    """Move `row` among `siblings` (in order, with or without it) and write those whose place became another."""
    ordered = [one for one in siblings if one.pk != row.pk]
    ordered.insert(place, row)
    changed = []
    for position, one in enumerate(ordered):
        if one.position != position:
            one.position = position
            changed.append(one)
    record_changes(changed, ["position"], by=by, reason=reason)
