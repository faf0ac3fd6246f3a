"""Units end and are taken over, each on its day. Nothing is rewritten: what a unit was asked it keeps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked, locked_version
from responsibilities.models import Unit
from responsibilities.selectors.tree import keys_above
from responsibilities.services.units import (
    check_dates,
    living_children,
    living_from,
    next_position,
    refuse_living_children,
    refuse_withdrawn,
)

log = logging.getLogger(__name__)


@transaction.atomic
def end_unit(*, unit: Unit, version: int, valid_until: date | None, end_wording: str = "", by: User) -> Unit:
    """The unit is no more, or will not be after `valid_until`. What it answered for stays in its name."""
    locked(unit.municipality)
    unit = locked_version(unit, version)
    refuse_withdrawn(unit)
    if valid_until is None and is_ending(unit):
        raise ValidationError(
            {"valid_until": _("Write the last day. If the unit is to go on, take its planned end back on its page.")}
        )
    unit.valid_until, unit.end_wording = valid_until, end_wording
    check_dates(unit)
    if unit.successor is None:
        refuse_living_children(unit, after=last_day(unit))
        refuse_coming_predecessors(unit)
    if valid_until is None or valid_until < timezone.localdate():
        hand_over(unit, by=by)
    unit.version += 1
    return record(unit, by=by, reason=_("Unit ended"))


@transaction.atomic
def merge_unit(*, unit: Unit, version: int, successor: Unit, valid_until: date, by: User) -> Unit:
    """Another unit takes over from the day after `valid_until`: its people see and answer what `unit` was asked."""
    locked(unit.municipality)
    unit, successor = locked_version(unit, version), locked(successor)
    refuse_withdrawn(unit)
    check_successor(unit, successor)
    check_successor_goes_on(successor, after=valid_until)
    unit.successor, unit.valid_until = successor, valid_until
    check_dates(unit)
    if valid_until < timezone.localdate() or unit.status == Unit.Status.ENDED:
        hand_over(unit, by=by)
    unit.version += 1
    return record(unit, by=by, reason=_("Taken over by another unit"))


@transaction.atomic
def keep_unit(*, unit: Unit, by: User) -> Unit:
    """Take back an end, or a taking over, whose day has not come."""
    locked(unit.municipality)
    unit = locked(unit)
    refuse_withdrawn(unit)
    if not is_ending(unit):
        raise ValidationError(_("The unit has no planned end."))
    unit.valid_until, unit.end_wording, unit.successor = None, "", None
    unit.version += 1
    return record(unit, by=by, reason=_("Planned end taken back"))


def turn_units(*, today: date, by: User) -> int:
    """Begin the planned units whose first day has come and end those whose last day has passed; returns how many.

    Each in a transaction of its own: a unit that cannot turn keeps no other waiting.
    """
    due = Unit.objects.current().filter(
        Q(status=Unit.Status.PLANNED, valid_from__lte=today) | (~Q(status=Unit.Status.ENDED) & Q(valid_until__lt=today))
    )
    rows = due.select_related("municipality").order_by("pk")
    return sum(turned(unit=unit, today=today, by=by) for unit in rows)


def turned(*, unit: Unit, today: date, by: User) -> bool:
    """Turn one unit, or note in the log that it could not be done; the next round tries again."""
    try:
        return turn_unit(unit=unit, today=today, by=by)
    except Exception as error:  # whatever it was; without its words, which may hold what people wrote
        log.error("Unit %s could not begin or end (%s)", unit.pk, type(error).__name__)
        return False


@transaction.atomic
def turn_unit(*, unit: Unit, today: date, by: User) -> bool:
    """Begin or end one unit whose day has come; returns whether there was anything to do."""
    locked(unit.municipality)
    unit = locked(unit)
    if unit.is_withdrawn or unit.status == Unit.Status.ENDED:
        return False
    if unit.valid_until and unit.valid_until < today:
        hand_over(unit, by=by)
    elif unit.status == Unit.Status.PLANNED and unit.valid_from and unit.valid_from <= today:
        unit.status = Unit.Status.ACTIVE
    else:
        return False
    unit.version += 1
    record(unit, by=by, reason=_("Its day has come"))
    return True


def hand_over(unit: Unit, *, by: User) -> None:
    """End the unit; what stands below it follows to whoever takes over now, else to whoever stands above.

    The caller saves the unit. Where nobody takes over, what ends with the unit stays below it.
    """
    unit.status = Unit.Status.ENDED
    heir = last_successor(unit)
    has_heir = heir.status != Unit.Status.ENDED
    children = Unit.objects.current().filter(parent=unit) if has_heir else living_children(unit, after=last_day(unit))
    new_parent = living_from(heir, besides=unit)
    over_new_parent = {new_parent.pk, *keys_above(new_parent)} if new_parent else set()
    for child in children.in_order():
        # The tree may have changed since the taking over was planned: a unit does not come to stand below itself.
        child.parent = living_from(unit.parent) if child.pk in over_new_parent else new_parent
        child.position = next_position(unit.municipality, child.parent)
        child.version += 1
        record(child, by=by, reason=_("Followed its unit into another") if has_heir else _("The unit above has ended"))


def last_successor(unit: Unit) -> Unit:
    """The unit, or the one that has taken over after it."""
    seen = {unit.pk}
    while unit.status == Unit.Status.ENDED and unit.successor is not None and unit.successor_id not in seen:
        unit = unit.successor
        seen.add(unit.pk)
    return unit


def last_day(unit: Unit) -> date:
    """The last day that is noted; without one the unit ended yesterday at the latest."""
    return unit.valid_until or timezone.localdate() - timedelta(days=1)


def is_ending(unit: Unit) -> bool:
    """Whether an end is noted that has not come yet."""
    return unit.status != Unit.Status.ENDED and unit.valid_until is not None


def check_successor(unit: Unit, successor: Unit) -> None:
    if successor.municipality_id != unit.municipality_id or successor.is_withdrawn:
        raise ValidationError({"successor": _("Choose a unit of the same municipality.")})
    if successor.status == Unit.Status.ENDED:
        raise ValidationError({"successor": _("The unit has ended. Choose another.")})
    if successor == unit or unit.pk in keys_above(successor):
        raise ValidationError({"successor": _("A unit cannot be taken over by itself or by a unit below it.")})
    if unit.pk in successors_of(successor):
        raise ValidationError({"successor": _("The unit has itself been taken over by this one.")})


def check_successor_goes_on(successor: Unit, *, after: date) -> None:
    """Whoever takes over is still there on the day, or has by then been taken over itself."""
    if successor.successor is None and successor.valid_until is not None and successor.valid_until <= after:
        raise ValidationError({"successor": _("The unit ends before it could take over. Choose another.")})


def refuse_coming_predecessors(unit: Unit) -> None:
    """Refuse the end of a unit that another would go into when it is no more."""
    planned = Unit.objects.selectable().filter(municipality=unit.municipality_id, successor__isnull=False)
    for one in planned.exclude(valid_until__lt=last_day(unit)).in_order():
        if unit.pk in successors_of(one):
            raise ValidationError(
                _("This unit is to take over from %(name)s. Let another unit take over there first."),
                params={"name": one.name},
            )


def successors_of(unit: Unit) -> Sequence[int]:
    """The keys of the units that took over from `unit`, one after another."""
    after = dict(Unit.objects.filter(municipality=unit.municipality_id).values_list("pk", "successor_id"))
    found: list[int] = []
    key = unit.successor_id
    while key is not None and key not in found:
        found.append(key)
        key = after.get(key)
    return found
