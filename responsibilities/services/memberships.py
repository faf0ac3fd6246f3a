"""Roles: given, limited in time, taken away. A municipality always keeps somebody who can administer it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.roles import Role
from foundation.history import record
from foundation.records import locked, locked_version
from responsibilities.models import Membership, Unit
from responsibilities.selectors.people import lasting_administrators, needs_unit


@transaction.atomic
def give_role(
    *,
    user: User,
    municipality: Municipality,
    role: str,
    unit: Unit | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: User,
) -> Membership:
    """Give a person a role in the municipality, or in one of its units."""
    municipality = locked(municipality)
    locked(user)
    unit = locked(unit) if unit else None  # somebody may have ended or removed it since the form was opened
    check_unit(role, unit, municipality)
    check_period(valid_from, valid_until)
    held = Membership.objects.filter(user=user, municipality=municipality, role=role, unit=unit, withdrawn_at=None)
    if held.exists():
        raise ValidationError({"role": _("The person has this role already. Change its dates instead.")})
    membership = Membership(
        user=user, municipality=municipality, role=role, unit=unit, valid_from=valid_from, valid_until=valid_until
    )
    return record(membership, by=by, reason=_("Role given"))


@transaction.atomic
def update_role(
    *, membership: Membership, version: int, valid_from: date | None, valid_until: date | None, by: User
) -> Membership:
    """Change from when until when the role is held."""
    municipality = locked(membership.municipality)
    membership = locked_version(membership, version)
    refuse_withdrawn(membership)
    check_period(valid_from, valid_until)
    is_lasting = valid_until is None and (valid_from is None or valid_from <= timezone.localdate())
    if membership.role == Role.ADMINISTRATOR and not is_lasting:
        check_someone_administers(municipality, besides=membership)
    membership.valid_from, membership.valid_until = valid_from, valid_until
    membership.version += 1
    return record(membership, by=by, reason=_("Dates of the role changed"))


@transaction.atomic
def withdraw_role(*, membership: Membership, version: int, by: User) -> Membership:
    """Take a role away from now on; that it was held stays in the history."""
    municipality = locked(membership.municipality)
    membership = locked_version(membership, version)
    refuse_withdrawn(membership)
    if membership.role == Role.ADMINISTRATOR:
        check_someone_administers(municipality, besides=membership)
    membership.withdrawn_at, membership.withdrawn_by = timezone.now(), by
    membership.version += 1
    return record(membership, by=by, reason=_("Role taken away"))


def check_unit(role: str, unit: Unit | None, municipality: Municipality) -> None:
    if needs_unit(role) and unit is None:
        raise ValidationError({"unit": _("This role is held in a unit. Choose which.")})
    if not needs_unit(role) and unit is not None:
        raise ValidationError({"unit": _("This role is held in the whole municipality. Leave the unit empty.")})
    if unit and (unit.municipality_id != municipality.pk or unit.is_withdrawn):
        raise ValidationError({"unit": _("Choose a unit of the same municipality.")})
    if unit and unit.status == Unit.Status.ENDED:
        raise ValidationError({"unit": _("The unit has ended. Choose another.")})


def check_period(valid_from: date | None, valid_until: date | None) -> None:
    for name, day in (("valid_from", valid_from), ("valid_until", valid_until)):
        if day and not 1900 <= day.year <= 2200:
            raise ValidationError({name: _("Write a day between 1900 and 2200.")})
    if valid_from and valid_until and valid_until < valid_from:
        raise ValidationError({"valid_until": _("The last day cannot come before the first.")})


def check_someone_administers(
    municipality: Municipality, *, besides: Membership | None = None, without: User | None = None
) -> None:
    """Refuse a change after which nobody administers the municipality until further notice.

    It does not help that somebody does so today: of two whose roles end, each would count for the other. The
    municipality is held by the caller, so that two such changes come one after the other.
    """
    others = lasting_administrators(municipality)
    if besides:
        others = others.exclude(pk=besides.pk)
    if without:
        others = others.exclude(user=without)
    if not others.exists():
        raise ValidationError(
            _(
                "Nobody else administers %(municipality)s until further notice. "
                "Give someone else the role administrator first, without a last day."
            ),
            params={"municipality": municipality.name},
        )


def refuse_withdrawn(membership: Membership) -> None:
    if membership.is_withdrawn:
        raise ValidationError(_("The role has been taken away already."))
