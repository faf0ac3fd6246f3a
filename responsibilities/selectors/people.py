"""Who has an account, and who has which role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from accounts.roles import UNIT_ROLES, Role
from foundation.search_text import folded
from notifications.models import Notice
from responsibilities.models import Membership, MembershipQuerySet, Unit

SOON = 30  # days
INVITATION = "invitation"
AGAIN_AFTER = timedelta(hours=1)
PEOPLE_CHOICES = {"": _("Open accounts"), "ny": _("Have not logged in"), "stangda": _("Closed accounts")}
ORDER = {role.value: place for place, role in enumerate(Role)}


def administrators(municipality: Municipality) -> MembershipQuerySet:
    """Who can administer the municipality today: a valid role and an open account."""
    return Membership.objects.valid_on(timezone.localdate()).filter(
        municipality=municipality, role=Role.ADMINISTRATOR, user__is_active=True, user__is_system=False
    )


def lasting_administrators(municipality: Municipality) -> MembershipQuerySet:
    """Who administers the municipality today, and until further notice."""
    return administrators(municipality).filter(valid_until=None)


def invited_administrator(municipality: Municipality) -> User | None:
    """The administrator who was invited and has not logged in; the account is the municipality's own."""
    invited = administrators(municipality).filter(
        user__last_login=None, user__municipality=municipality, user__is_superuser=False
    )
    held = invited.select_related("user").order_by("pk").first()
    return held.user if held else None


def invitations_sent(people: Iterable[User]) -> dict[int, datetime]:
    """When each of the people was last sent an invitation that still holds, by key. One statement."""
    sent = Notice.objects.unread().filter(kind=INVITATION, recipient__in=[one.pk for one in people])
    return dict(sent.order_by().values_list("recipient").annotate(at=Max("created_at")))


def may_be_invited_again(person: User) -> bool:
    """Whether a new letter may go to somebody who has not logged in: not within `AGAIN_AFTER` of the one before."""
    sent = invitations_sent([person]).get(person.pk)
    return person.last_login is None and (sent is None or timezone.now() - sent >= AGAIN_AFTER)


def unmanned_municipalities() -> QuerySet[Municipality]:
    """Municipalities that nobody administers today who has ever logged in."""
    working = Membership.objects.valid_on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, user__is_active=True, user__is_system=False, user__last_login__isnull=False
    )
    unmanned: QuerySet[Municipality] = Municipality.objects.exclude(pk__in=working.values("municipality"))
    return unmanned


class Standing:
    """Where a membership is in time."""

    COMING, CURRENT, PAST = "planned", "active", "ended"


@dataclass(frozen=True)
class HeldRole:
    """A membership as a list shows it."""

    membership: Membership
    standing: str

    @property
    def role_label(self) -> Any:
        return Role(self.membership.role).label

    @property
    def is_in_use(self) -> bool:
        """Whether it counts today or later, for somebody who can log in."""
        return self.standing != Standing.PAST and self.membership.user.is_active


def held_roles(memberships: Iterable[Membership], *, today: date | None = None) -> list[HeldRole]:
    """Memberships with their standing today."""
    day = today or timezone.localdate()
    return [HeldRole(membership=one, standing=standing(one, day)) for one in memberships]


def standing(membership: Membership, day: date) -> str:
    if membership.valid_from and membership.valid_from > day:
        return Standing.COMING
    if membership.valid_until and membership.valid_until < day:
        return Standing.PAST
    return Standing.CURRENT


def units_without(roles: Iterable[Role], municipality: Municipality, *, today: date | None = None) -> list[Unit]:
    """Administrations in work in which nobody holds any of `roles` today."""
    held = Membership.objects.valid_on(today or timezone.localdate()).filter(
        role__in=list(roles), municipality=municipality, user__is_active=True
    )
    units = Unit.objects.administrations().filter(municipality=municipality)
    return list(units.exclude(pk__in=held.values("unit")).in_order())


def needs_unit(role: str) -> bool:
    """Whether the role is held in a unit."""
    return role in UNIT_ROLES


@dataclass(frozen=True)
class ToLookAt:
    """What an administrator should see to in a municipality."""

    municipality: Municipality
    never_logged_in: list[User]
    ending_roles: list[HeldRole]
    units_without_reporter: list[Unit]
    people: int
    units: int

    @property
    def is_quiet(self) -> bool:
        return not (self.never_logged_in or self.ending_roles or self.units_without_reporter)


def to_look_at(municipality: Municipality, *, today: date | None = None) -> ToLookAt:
    """Invitations without answer, roles that end within 30 days, administrations where nobody can report."""
    day = today or timezone.localdate()
    people = list(User.objects.people().filter(municipality=municipality, is_active=True))
    ending = Membership.objects.valid_on(day).filter(
        municipality=municipality, user__is_active=True, valid_until__lte=day + timedelta(days=SOON)
    )
    return ToLookAt(
        municipality=municipality,
        never_logged_in=[person for person in people if person.last_login is None],
        ending_roles=held_roles(ending.select_related("user", "unit").order_by("valid_until", "pk"), today=day),
        units_without_reporter=units_without([Role.REPORTER, Role.MANAGER], municipality, today=day),
        people=len(people),
        units=Unit.objects.selectable().filter(municipality=municipality).count(),
    )


def people_found(
    municipality: Municipality, *, user: User, words: str = "", choice: str = "", order: str = ""
) -> list[User]:
    """The municipality's accounts that are chosen and searched for, each with its roles in `held`. Two statements."""
    rows = User.objects.visible_to(user, "accounts.change_user").people().filter(municipality=municipality)
    rows = rows.filter(is_active=choice != "stangda")
    if choice == "ny":
        rows = rows.filter(last_login=None)
    held = Membership.objects.filter(municipality=municipality, withdrawn_at=None).select_related("unit")
    wanted = folded(words).split()
    found = [
        person
        for person in rows.prefetch_related(Prefetch("memberships", queryset=held, to_attr="held"))
        if all(word in folded(f"{person.name} {person.email}") for word in wanted)
    ]
    return in_chosen_order(found, order)


def in_chosen_order(people: list[User], order: str) -> list[User]:
    """By name, or as the table's heading says: by address, or who logged in latest; a minus turns it round."""
    keys: dict[str, Any] = {
        "namn": lambda person: (folded(person.name), person.pk),
        "epost": lambda person: person.email,
        "senast": lambda person: person.last_login.timestamp() if person.last_login else 0.0,
    }
    return sorted(people, key=keys.get(order.lstrip("-"), keys["namn"]), reverse=order.startswith("-"))


def people_to_choose(municipality: Municipality, *, user: User) -> QuerySet[User]:
    """Open accounts of the municipality, for a form."""
    people = User.objects.visible_to(user, "accounts.change_user").people()
    chosen: QuerySet[User] = people.filter(municipality=municipality, is_active=True)
    return chosen


def roles_of(person: User, *, user: User) -> list[HeldRole]:
    """The roles of a person that `user` may see, also past and coming ones."""
    rows = Membership.objects.visible_to(user).filter(user=person, withdrawn_at=None)
    return held_roles(rows.select_related("unit", "municipality").order_by("valid_from", "pk"))


def roles_in(unit: Unit) -> list[HeldRole]:
    """Who holds a role in the unit itself today or later."""
    rows = Membership.objects.filter(unit=unit, withdrawn_at=None, user__is_active=True).select_related("user")
    return [one for one in held_roles(rows.order_by("role", "user__name")) if one.standing != Standing.PAST]


@dataclass(frozen=True)
class RoleGroup:
    """Everybody with one role."""

    role: str
    held: list[HeldRole]

    @property
    def label(self) -> Any:
        return Role(self.role).label


def who_has_what(municipality: Municipality, *, user: User, with_past: bool = False) -> list[RoleGroup]:
    """The roles in the order of the matrix, each with those who hold it. One statement."""
    rows = Membership.objects.visible_to(user).filter(municipality=municipality, withdrawn_at=None)
    listed = sorted(
        rows.select_related("user", "unit"),
        key=lambda row: (ORDER[row.role], folded(row.unit.name if row.unit else ""), folded(row.user.name), row.pk),
    )
    held = [one for one in held_roles(listed) if with_past or one.is_in_use]
    return [
        RoleGroup(role=role, held=list(those)) for role, those in groupby(held, key=lambda one: one.membership.role)
    ]
