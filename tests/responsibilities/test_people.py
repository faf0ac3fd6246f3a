"""Accounts and roles: somebody can always administer a municipality, and nobody reaches into another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from responsibilities.models import Membership
from responsibilities.selectors.people import people_found, to_look_at, who_has_what
from responsibilities.services.memberships import give_role, update_role, withdraw_role
from responsibilities.services.people import (
    deactivate_person,
    invite_person,
    reactivate_person,
    send_invitation,
    update_person,
)
from tests.accounts.factories import KeeperFactory, MunicipalityFactory, UserFactory
from tests.responsibilities.factories import MembershipFactory, UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def admin():
    return member(Role.ADMINISTRATOR, name="Admin")


@pytest.fixture
def home(admin):
    return admin.municipality


def refused(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(error.value.error_dict) if hasattr(error.value, "error_dict") else {"form"}


def test_an_invited_person_has_an_account_a_role_and_a_letter(admin, home):
    unit = UnitFactory(municipality=home)

    bo = invite_person(municipality=home, email="bo@kommun.se", name="Bo", role=Role.REPORTER, unit=unit, by=admin)

    held = Membership.objects.get(user=bo)
    assert (held.role, held.unit, held.municipality) == (Role.REPORTER, unit, home)
    assert held.history.get().history_user == admin
    send_invitation(user=bo, by=admin)
    assert {notice.kind for notice in Notice.objects.filter(recipient=bo)} == {"invitation"}


def test_an_invitation_with_a_role_that_cannot_be_leaves_no_account(admin, home):
    with pytest.raises(ValidationError) as error:
        invite_person(municipality=home, email="bo@kommun.se", name="Bo", role=Role.REPORTER, by=admin)

    assert refused(error) == {"unit"}
    assert not User.objects.filter(email="bo@kommun.se").exists()


def test_a_closed_account_is_not_invited(admin, home):
    with pytest.raises(ValidationError):
        send_invitation(user=UserFactory(municipality=home, is_active=False), by=admin)


def test_roles_are_held_where_they_belong(admin, home):
    person = UserFactory(municipality=home)
    own, other = UnitFactory(municipality=home), UnitFactory()
    wrong = [(Role.REPORTER, None), (Role.COORDINATOR, own), (Role.REPORTER, other)]

    for role, unit in wrong:
        with pytest.raises(ValidationError) as error:
            give_role(user=person, municipality=home, role=role, unit=unit, by=admin)
        assert refused(error) == {"unit"}


def test_a_role_is_held_once(admin, home):
    person = UserFactory(municipality=home)
    held = give_role(user=person, municipality=home, role=Role.AUDITOR, by=admin)

    with pytest.raises(ValidationError) as error:
        give_role(user=person, municipality=home, role=Role.AUDITOR, by=admin)
    assert refused(error) == {"role"}

    withdraw_role(membership=held, version=1, by=admin)
    assert give_role(user=person, municipality=home, role=Role.AUDITOR, by=admin)


def test_a_role_counts_from_its_first_to_its_last_day(admin, home):
    person = UserFactory(municipality=home)
    held = give_role(
        user=person, municipality=home, role=Role.AUDITOR, valid_from=today(), valid_until=today(), by=admin
    )
    assert fresh(person).access.has_role(Role.AUDITOR)

    update_role(membership=held, version=1, valid_from=today() + DAY, valid_until=None, by=admin)
    assert not fresh(person).access.has_role(Role.AUDITOR)

    with pytest.raises(ValidationError) as error:
        update_role(membership=held, version=2, valid_from=today(), valid_until=today() - DAY, by=admin)
    assert refused(error) == {"valid_until"}


def test_a_role_that_was_taken_away_is_not_changed(admin, home):
    held = withdraw_role(membership=MembershipFactory(user=UserFactory(municipality=home)), version=1, by=admin)

    with pytest.raises(ValidationError):
        update_role(membership=held, version=2, valid_from=None, valid_until=None, by=admin)


def test_nobody_closes_their_own_account_or_that_of_the_keeper(admin, home):
    for person in (admin, KeeperFactory(municipality=home)):
        with pytest.raises(ValidationError):
            deactivate_person(user=person, by=admin)


def test_an_account_is_closed_and_opened(admin, home):
    person = member(Role.COORDINATOR, home)

    closed = deactivate_person(user=person, by=admin)
    assert not closed.has_perm("plans.add_plan", home)
    opened = reactivate_person(user=closed, by=admin)

    assert fresh(opened).has_perm("plans.add_plan", home)


def test_an_address_that_opens_another_municipality_is_not_changed_from_here(admin, home):
    person = UserFactory(municipality=home)
    elsewhere = MembershipFactory(user=person, municipality=MunicipalityFactory(), role=Role.POLICE)

    with pytest.raises(ValidationError) as error:
        update_person(user=person, version=1, email="admin@kommun.se", name="Ny", by=admin)
    assert refused(error) == {"email"}
    assert update_person(user=person, version=1, email=person.email, name="Ny", by=admin).name == "Ny"

    withdraw_role(membership=elsewhere, version=1, by=admin)
    assert update_person(user=person, version=2, email="ny@kommun.se", name="Ny", by=admin).email == "ny@kommun.se"


def test_the_keepers_address_is_not_changed_by_an_administrator(admin, home):
    with pytest.raises(ValidationError):
        update_person(user=KeeperFactory(municipality=home), version=1, email="min@kommun.se", name="X", by=admin)


def test_people_are_found_by_parts_of_name_and_address(admin, home):
    asa = UserFactory(municipality=home, name="Åsa Öberg", email="asa@kommun.se")
    UserFactory(name="Åsa Öberg")

    assert people_found(home, user=admin, words="ÅSA öb") == [asa]
    assert people_found(home, user=admin, words="@kommun") == [asa]
    assert people_found(home, user=admin, words="ingen") == []


def test_people_stand_in_the_chosen_order_and_choice(admin, home):
    bo = UserFactory(municipality=home, name="Bo", email="a@kommun.se", last_login=timezone.now())
    gone = UserFactory(municipality=home, name="Cid", is_active=False)

    assert people_found(home, user=admin) == [admin, bo]
    assert people_found(home, user=admin, order="-namn") == [bo, admin]
    assert people_found(home, user=admin, order="epost") == [bo, admin]
    assert people_found(home, user=admin, order="-senast") == [bo, admin]
    assert people_found(home, user=admin, choice="ny") == [admin]
    assert people_found(home, user=admin, choice="stangda") == [gone]
    assert people_found(home, user=admin, order="'; --", choice="%") == [admin, bo]


def test_who_has_what_stands_in_the_order_of_the_matrix(admin, home):
    coordinator = member(Role.COORDINATOR, home)
    MembershipFactory(user=coordinator, role=Role.AUDITOR, valid_until=today() - DAY)
    member(Role.COORDINATOR)

    now = who_has_what(home, user=admin)
    ever = who_has_what(home, user=admin, with_past=True)

    assert [(group.role, [one.membership.user for one in group.held]) for group in now] == [
        (Role.COORDINATOR, [coordinator]),
        (Role.ADMINISTRATOR, [admin]),
    ]
    assert [group.role for group in ever] == [Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR]


def test_what_an_administrator_should_look_at(admin, home):
    User.objects.filter(pk=admin.pk).update(last_login=timezone.now())
    assert to_look_at(home).is_quiet
    lone, told = UnitFactory(municipality=home), UnitFactory(municipality=home)
    reporter = member(Role.REPORTER, unit=told)
    ending = MembershipFactory(user=admin, role=Role.AUDITOR, valid_until=today() + DAY)

    seen = to_look_at(home)

    assert seen.units_without_reporter == [lone]
    assert seen.never_logged_in == [reporter]
    assert [one.membership for one in seen.ending_roles] == [ending]
    assert (seen.people, seen.units, seen.is_quiet) == (2, 2, False)
