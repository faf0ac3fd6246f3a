"""Units, functions and memberships for tests.

    municipality = MunicipalityFactory()
    unit = UnitFactory(municipality=municipality, name="Socialtjänsten")
    anna = member(Role.COORDINATOR, municipality)         a person with a role in the whole municipality
    bo = member(Role.REPORTER, unit=unit)                 … in a unit, and so in its municipality
    MembershipFactory(user=anna, role=Role.MANAGER, unit=unit)
    client.force_login(anna)

`user.access` is read once for each user object: give a role before the object is asked, or `fresh(user)` it.
"""

from __future__ import annotations

from typing import Any

import factory

from accounts.models import Municipality, User
from accounts.roles import UNIT_ROLES, Role
from responsibilities.models import Function, Membership, Unit
from tests.accounts.factories import MunicipalityFactory, RecordedFactory, UserFactory


class UnitFactory(RecordedFactory):
    class Meta:
        model = Unit

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Enhet {n}")
    kind = Unit.Kind.ADMINISTRATION


class FunctionFactory(RecordedFactory):
    class Meta:
        model = Function

    unit = factory.SubFactory(UnitFactory)
    municipality = factory.LazyAttribute(
        lambda function: function.unit.municipality if function.unit else MunicipalityFactory()
    )
    title = factory.Sequence(lambda n: f"Funktion {n}")


class MembershipFactory(RecordedFactory):
    """A role; `unit` decides the municipality, else the person's own does."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.EMPLOYEE
    unit = None
    municipality = factory.LazyAttribute(
        lambda membership: membership.unit.municipality if membership.unit else membership.user.municipality
    )


def member(role: Role, municipality: Municipality | None = None, *, unit: Unit | None = None, **user: Any) -> User:
    """A person with an account and one role. A role that is held in a unit gets one when none is named."""
    municipality = municipality or (unit.municipality if unit else MunicipalityFactory())
    if unit is None and role in UNIT_ROLES:
        unit = UnitFactory(municipality=municipality)
    person: User = UserFactory(municipality=municipality, **user)
    MembershipFactory(user=person, role=role, unit=unit, municipality=municipality)
    return person


def fresh(user: User) -> User:
    """The same person as the next request would meet it."""
    return User.objects.get(pk=user.pk)
