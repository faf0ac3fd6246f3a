"""The door: 404 for what one cannot see, 403 for what one may not do."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.roles import Role
from audit.access import get_for_user
from responsibilities.models import Unit
from tests.accounts.factories import KeeperFactory, MunicipalityFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


def test_who_may_gets_the_record():
    unit = UnitFactory()
    person = member(Role.ADMINISTRATOR, unit.municipality)

    assert get_for_user(person, Unit.objects.all(), "responsibilities.change_unit", pk=unit.pk) == unit


def test_who_sees_but_may_not_is_refused():
    unit = UnitFactory()
    person = member(Role.EMPLOYEE, unit.municipality)

    with pytest.raises(PermissionDenied):
        get_for_user(person, Unit.objects.all(), "responsibilities.change_unit", pk=unit.pk)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_a_stranger_does_not_learn_that_the_record_exists(role: Role):
    unit = UnitFactory()

    with pytest.raises(Http404):
        get_for_user(member(role, MunicipalityFactory()), Unit.objects.all(), "responsibilities.view_unit", pk=unit.pk)


def test_the_keeper_of_the_installation_sees_no_content():
    unit = UnitFactory()

    with pytest.raises(Http404):
        get_for_user(KeeperFactory(), Unit.objects.all(), "responsibilities.view_unit", pk=unit.pk)


def test_a_closed_account_sees_nothing():
    unit = UnitFactory()
    person = member(Role.ADMINISTRATOR, unit.municipality)
    person.is_active = False
    person.save()

    with pytest.raises(Http404):
        get_for_user(fresh(person), Unit.objects.all(), "responsibilities.view_unit", pk=unit.pk)


def test_the_door_takes_no_records_that_it_cannot_guard():
    with pytest.raises(AttributeError):
        get_for_user(KeeperFactory(), [], "responsibilities.view_unit", pk=1)
