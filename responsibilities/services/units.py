"""The tree of units: made, changed, moved, ended, merged. Nothing is rewritten: what a unit was asked it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record, record_changes
from foundation.records import locked, locked_version
from responsibilities.models import Function, Membership, Unit
from responsibilities.selectors.tree import keys_above


@transaction.atomic
def create_unit(*, municipality: Municipality, name: str, parent: Unit | None = None, by: User, **facts: Any) -> Unit:
    """A new unit, last among those under the same parent."""
    municipality = locked(municipality)
    unit = Unit(municipality=municipality, name=name, parent=parent, **facts)
    check_place(unit, parent)
    check_name(unit)
    unit.position = next_position(municipality, parent)
    return record(unit, by=by, reason=_("Unit added"))


@transaction.atomic
def update_unit(*, unit: Unit, version: int, name: str, parent: Unit | None, by: User, **facts: Any) -> Unit:
    """Change the unit; under a new parent it is placed last."""
    locked(unit.municipality)
    unit = locked_version(unit, version)
    refuse_withdrawn(unit)
    if parent != unit.parent:
        check_place(unit, parent)
        unit.position = next_position(unit.municipality, parent)
    if unit.status == Unit.Status.ENDED and facts.get("status", unit.status) != Unit.Status.ENDED:
        unit.valid_until, unit.end_wording, unit.successor = None, "", None  # it works again
    unit.name, unit.parent = name, parent
    for field, value in facts.items():
        unit._meta.get_field(field)
        setattr(unit, field, value)
    check_name(unit)
    check_dates(unit)
    unit.version += 1
    return record(unit, by=by, reason=_("Unit changed"))


@transaction.atomic
def move_unit(*, unit: Unit, to: int, by: User) -> Unit:
    """Place the unit as number `to` (from 0) among those under the same parent."""
    locked(unit.municipality)
    unit = locked(unit)
    siblings = list(siblings_of(unit.municipality, unit.parent).exclude(pk=unit.pk))
    siblings.insert(max(0, min(to, len(siblings))), unit)
    moved = [(place, one) for place, one in enumerate(siblings) if one.position != place]
    for place, one in moved:
        one.position = place
    record_changes([one for _place, one in moved], ["position"], by=by, reason=_("Order changed"))
    return unit


@transaction.atomic
def shift_unit(*, unit: Unit, steps: int, by: User) -> Unit:
    """Move the unit so many steps down among its siblings (up: negative)."""
    locked(unit.municipality)
    order = list(siblings_of(unit.municipality, unit.parent).values_list("pk", flat=True))
    place = order.index(unit.pk) if unit.pk in order else len(order)
    return move_unit(unit=unit, to=max(0, place + steps), by=by)


@transaction.atomic
def end_unit(*, unit: Unit, version: int, valid_until: date | None, end_wording: str = "", by: User) -> Unit:
    """The unit is no more, or will not be after `valid_until`. What it answered for stays in its name."""
    unit = locked_version(unit, version)
    refuse_withdrawn(unit)
    unit.valid_until, unit.end_wording = valid_until, end_wording
    check_dates(unit)
    if valid_until is None or valid_until <= timezone.localdate():
        refuse_living_children(unit)
        unit.status = Unit.Status.ENDED
    unit.version += 1
    return record(unit, by=by, reason=_("Unit ended"))


@transaction.atomic
def merge_unit(*, unit: Unit, version: int, successor: Unit, valid_until: date, by: User) -> Unit:
    """Another unit takes over from the day after `valid_until`: its people see and answer what `unit` was asked."""
    locked(unit.municipality)
    unit = locked_version(unit, version)
    refuse_withdrawn(unit)
    check_successor(unit, successor)
    for child in Unit.objects.current().filter(parent=unit):
        child.parent, child.position = successor, next_position(unit.municipality, successor)
        child.version += 1
        record(child, by=by, reason=_("Followed its unit into another"))
    unit.successor, unit.valid_until = successor, valid_until
    check_dates(unit)
    if valid_until <= timezone.localdate():
        unit.status = Unit.Status.ENDED
    unit.version += 1
    return record(unit, by=by, reason=_("Taken over by another unit"))


@transaction.atomic
def withdraw_unit(*, unit: Unit, version: int, by: User) -> Unit:
    """Take away a unit that was made by mistake. One that has been in use is ended instead."""
    unit = locked_version(unit, version)
    refuse_living_children(unit)
    if Function.objects.current().filter(unit=unit).exists():
        raise ValidationError(_("The unit has functions. Move or remove them first, or end the unit instead."))
    if Membership.objects.filter(unit=unit, withdrawn_at=None).exists():
        raise ValidationError(_("Somebody has a role in the unit. End the unit instead, so that its history stays."))
    unit.withdrawn_at, unit.withdrawn_by = timezone.now(), by
    unit.version += 1
    return record(unit, by=by, reason=_("Unit removed"))


@transaction.atomic
def restore_unit(*, unit: Unit, by: User) -> Unit:
    """Bring a removed unit back to its place."""
    locked(unit.municipality)
    unit = locked(unit)
    if unit.parent and unit.parent.is_withdrawn:
        unit.parent = None
    check_name(unit)
    unit.withdrawn_at, unit.withdrawn_by = None, None
    unit.version += 1
    return record(unit, by=by, reason=_("Unit brought back"))


def siblings_of(municipality: Municipality, parent: Unit | None) -> Any:
    return Unit.objects.current().filter(municipality=municipality, parent=parent).in_order()


def next_position(municipality: Municipality, parent: Unit | None) -> int:
    last = siblings_of(municipality, parent).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def check_place(unit: Unit, parent: Unit | None) -> None:
    """A unit stands in its own municipality, and not below itself."""
    if parent is None:
        return
    if parent.municipality_id != unit.municipality_id or parent.is_withdrawn:
        raise ValidationError({"parent": _("Choose a unit of the same municipality.")})
    if unit.pk and unit.pk in {parent.pk, *keys_above(parent)}:
        raise ValidationError({"parent": _("A unit cannot belong to itself or to a unit below it.")})


def check_name(unit: Unit) -> None:
    others = Unit.objects.current().filter(municipality=unit.municipality_id, name=unit.name).exclude(pk=unit.pk)
    if others.exists():
        raise ValidationError({"name": _("There is already a unit with this name.")})


def check_dates(unit: Unit) -> None:
    if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
        raise ValidationError({"valid_until": _("The unit cannot end before it began.")})


def check_successor(unit: Unit, successor: Unit) -> None:
    if successor.municipality_id != unit.municipality_id or successor.is_withdrawn:
        raise ValidationError({"successor": _("Choose a unit of the same municipality.")})
    if successor == unit or unit.pk in keys_above(successor):
        raise ValidationError({"successor": _("A unit cannot be taken over by itself or by a unit below it.")})
    if unit.pk in successors_of(successor):
        raise ValidationError({"successor": _("The unit has itself been taken over by this one.")})


def successors_of(unit: Unit) -> Sequence[int]:
    """The keys of the units that took over from `unit`, one after another."""
    after = dict(Unit.objects.filter(municipality=unit.municipality_id).values_list("pk", "successor_id"))
    found: list[int] = []
    key = unit.successor_id
    while key is not None and key not in found:
        found.append(key)
        key = after.get(key)
    return found


def refuse_withdrawn(unit: Unit) -> None:
    if unit.is_withdrawn:
        raise ValidationError(_("The unit has been removed. Bring it back first."))


def refuse_living_children(unit: Unit) -> None:
    if Unit.objects.selectable().filter(parent=unit).exists():
        raise ValidationError(_("Other units belong to this one. Move or end them first."))


@transaction.atomic
def turn_units(*, today: date, by: User) -> int:
    """Begin the planned units whose first day has come and end those whose last day has; returns how many."""
    begun = Unit.objects.current().filter(status=Unit.Status.PLANNED, valid_from__lte=today)
    over = Unit.objects.selectable().filter(valid_until__lt=today)
    turned = [(unit, Unit.Status.ACTIVE) for unit in begun] + [(unit, Unit.Status.ENDED) for unit in over]
    for unit, status in turned:
        unit = locked(unit)
        unit.status = status
        unit.version += 1
        record(unit, by=by, reason=_("Its day has come"))
    return len(turned)
