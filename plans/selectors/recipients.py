"""Whom a notice is for: the people who hold a role in a unit, or in the whole municipality, today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.timezone import localdate

from accounts.models import Municipality, User
from accounts.roles import Role
from responsibilities.models import Membership, MembershipQuerySet, Unit

ANSWERING = (Role.REPORTER, Role.MANAGER)


def managers_of(unit: Unit | None) -> list[User]:
    """The managers of the unit, else those of the nearest one above it that has any. The coordinator has none."""
    return answering_for([unit], Role.MANAGER)[unit.pk] if unit else []


def coordinators(municipality: Municipality) -> list[User]:
    return people(Membership.objects.filter(municipality=municipality), (Role.COORDINATOR,))


def registrars(municipality: Municipality) -> list[User]:
    return people(Membership.objects.filter(municipality=municipality), (Role.REGISTRAR,))


def approvers(municipality: Municipality) -> list[User]:
    return people(Membership.objects.filter(municipality=municipality), (Role.APPROVER,))


def answering_for(units: Iterable[Unit], *roles: Role) -> dict[int, list[User]]:
    """Those who hold `roles` (reporter or manager) for each unit: in itself, else in the nearest that it belongs to or
    has gone into, for rights reach downward. A unit that will take over has none yet.

    Two statements, whatever the number of units.
    """
    wanted = list(units)
    if not wanted:
        return {}
    municipalities = {unit.municipality_id for unit in wanted}
    rows = valid(Membership.objects.filter(municipality__in=municipalities, unit__isnull=False), roles or ANSWERING)
    own: dict[int, list[User]] = defaultdict(list)
    for row in rows:
        if row.user not in own[row.unit_id]:
            own[row.unit_id].append(row.user)
    all_units = Unit.objects.filter(municipality__in=municipalities).only("pk", "parent_id", "successor_id", "status")
    above = {
        unit.pk: (unit.successor_id if unit.status == Unit.Status.ENDED else None, unit.parent_id) for unit in all_units
    }
    return {unit.pk: nearest(unit.pk, above, own) for unit in wanted}


def unmanned(units: Iterable[Unit]) -> list[Unit]:
    """Those of the units that nobody can report for. Two statements."""
    asked = list(units)
    people = answering_for(asked)
    return [unit for unit in asked if not people[unit.pk]]


def nearest(start: int, above: dict[int, tuple[int | None, int | None]], own: dict[int, list[User]]) -> list[User]:
    """The people of the first unit on the way up that has any."""
    waiting, seen = [start], set[int]()
    while waiting:
        unit = waiting.pop(0)
        if unit in own:
            return own[unit]
        seen.add(unit)
        waiting += [one for one in above.get(unit, ()) if one is not None and one not in seen]
    return []


def valid(rows: MembershipQuerySet, roles: Iterable[Role]) -> MembershipQuerySet:
    """The memberships of active accounts that hold today."""
    held: MembershipQuerySet = rows.valid_on(localdate()).with_role(*roles).filter(user__is_active=True)
    return held.select_related("user").order_by("user__name", "pk")


def people(rows: MembershipQuerySet, roles: Iterable[Role]) -> list[User]:
    return list({row.user_id: row.user for row in valid(rows, roles)}.values())
