"""The tree of units: made, changed, moved, removed when they were made by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record, record_changes, record_version
from foundation.records import Withdrawable, locked, locked_version
from responsibilities.models import Function, Membership, Unit, UnitQuerySet
from responsibilities.selectors.tree import keys_above


@transaction.atomic
def create_unit(*, municipality: Municipality, name: str, parent: Unit | None = None, by: User, **facts: Any) -> Unit:
    """A new unit, last among those under the same parent."""
    municipality = locked(municipality)
    parent = locked(parent) if parent else None  # somebody may have ended or removed it since the form was opened
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
    works_again = unit.status == Unit.Status.ENDED and facts.get("status", unit.status) != Unit.Status.ENDED
    if parent != unit.parent or works_again:
        parent = locked(parent) if parent else None
        check_place(unit, parent)
    if parent != unit.parent:
        unit.position = next_position(unit.municipality, parent)
    if works_again:
        unit.valid_until, unit.end_wording, unit.successor = None, "", None  # it works again
    unit.name, unit.parent = name, parent
    for field, value in facts.items():
        unit._meta.get_field(field)
        setattr(unit, field, value)
    check_name(unit)
    check_dates(unit)
    return record_version(unit, by=by, reason=_("Unit changed"))


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
def withdraw_unit(*, unit: Unit, version: int, by: User) -> Unit:
    """Take away a unit that was made by mistake. One that has been in use is ended instead."""
    locked(unit.municipality)
    unit = locked_version(unit, version)
    refuse_withdrawn(unit)
    refuse_living_children(unit)
    if Function.objects.current().filter(unit=unit).exists():
        raise ValidationError(_("The unit has functions. Move or remove them first, or end the unit instead."))
    if Membership.objects.filter(unit=unit, withdrawn_at=None).exists():
        raise ValidationError(_("Somebody has a role in the unit. End the unit instead, so that its history stays."))
    if is_pointed_at(unit):
        raise ValidationError(_("Plans, reports or other units refer to the unit. End it instead, so that they stay."))
    unit.withdrawn_at, unit.withdrawn_by = timezone.now(), by
    unit.version += 1
    return record(unit, by=by, reason=_("Unit removed"))


@transaction.atomic
def restore_unit(*, unit: Unit, by: User) -> Unit:
    """Bring a removed unit back to its place, or as near to it as there still is one."""
    locked(unit.municipality)
    unit = locked(unit)
    if unit.status != Unit.Status.ENDED or (unit.parent and unit.parent.is_withdrawn):
        unit.parent = living_from(unit.parent)
    check_name(unit)
    unit.withdrawn_at, unit.withdrawn_by = None, None
    unit.version += 1
    return record(unit, by=by, reason=_("Unit brought back"))


def living_from(unit: Unit | None, *, besides: Unit | None = None) -> Unit | None:
    """The unit itself if it is in use, else the nearest above it that is (and is not `besides`); None at the top."""
    passed: set[int] = set()
    while unit is not None and unit.pk not in passed:
        if unit.status != Unit.Status.ENDED and not unit.is_withdrawn and unit != besides:
            return unit
        passed.add(unit.pk)
        unit = unit.parent
    return None


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
    if parent.status == Unit.Status.ENDED:
        raise ValidationError({"parent": _("The unit has ended. Choose another.")})
    if unit.pk and unit.pk in {parent.pk, *keys_above(parent)}:
        raise ValidationError({"parent": _("A unit cannot belong to itself or to a unit below it.")})


def check_name(unit: Unit) -> None:
    others = Unit.objects.current().filter(municipality=unit.municipality_id, name=unit.name).exclude(pk=unit.pk)
    if others.exists():
        raise ValidationError({"name": _("There is already a unit with this name.")})


def check_dates(unit: Unit) -> None:
    if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
        raise ValidationError({"valid_until": _("The unit cannot end before it began.")})


def refuse_withdrawn(unit: Unit) -> None:
    if unit.is_withdrawn:
        raise ValidationError(_("The unit has been removed. Bring it back first."))


def living_children(unit: Unit, *, after: date | None = None) -> UnitQuerySet:
    """The units below `unit` that have not ended; with `after` only those that have no end noted up to that day."""
    living: UnitQuerySet = Unit.objects.selectable().filter(parent=unit).in_order()
    return living.exclude(valid_until__lte=after) if after else living


def refuse_living_children(unit: Unit, *, after: date | None = None) -> None:
    if living_children(unit, after=after).exists():
        raise ValidationError(_("Other units belong to this one. Move or end them first."))


def is_pointed_at(unit: Unit) -> bool:
    """Whether a row that stands points at the unit, of whatever app: all that would keep it from being deleted."""
    relations: list[Any] = unit._meta.get_fields(include_hidden=True)
    held = [one for one in relations if one.auto_created and getattr(one, "on_delete", None) is models.PROTECT]
    return any(standing_rows(one.related_model).filter(**{one.field.name: unit}).exists() for one in held)


def standing_rows(model: type[models.Model]) -> models.QuerySet[Any]:
    rows = model._base_manager.all()
    return rows.filter(withdrawn_at=None) if issubclass(model, Withdrawable) else rows
