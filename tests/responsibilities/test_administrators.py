"""A municipality always keeps somebody who administers it, and the keeper finds one where nobody does."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.core import mail  # noqa: TID251 – reads or refuses what was sent
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.services import choose_password
from notifications.models import Notice
from notifications.services import deliver_mail
from notifications.templatetags.letters import set_password_address
from responsibilities.models import Membership
from responsibilities.selectors.people import unmanned_municipalities
from responsibilities.services.memberships import update_role, withdraw_role
from responsibilities.services.people import (
    appoint_administrator,
    deactivate_person,
    open_municipality,
)
from tests.accounts.factories import KeeperFactory, UserFactory
from tests.responsibilities.factories import MembershipFactory, fresh, member
from tests.responsibilities.pages import page

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


def test_a_municipality_opens_with_an_administrator_who_is_invited():
    keeper = KeeperFactory()

    timra = open_municipality(
        name="Timrå", code="2262", county="", administrator_name="Eva", administrator_email="eva@timra.se", by=keeper
    )

    eva = User.objects.get(email="eva@timra.se")
    assert eva.has_perm("accounts.change_municipality", timra)
    assert Notice.objects.get().recipient == eva
    assert not keeper.has_perm("accounts.view_municipality", timra)


def test_a_municipality_does_not_open_with_somebody_elses_address():
    UserFactory(email="eva@timra.se")

    with pytest.raises(ValidationError) as error:
        open_municipality(
            name="Timrå",
            code="2262",
            county="",
            administrator_name="E",
            administrator_email="eva@timra.se",
            by=KeeperFactory(),
        )

    assert refused(error) == {"administrator_email"}
    assert not Municipality.objects.filter(name="Timrå").exists()


@pytest.mark.parametrize("how", ["withdraw", "end", "postpone", "close"])
def test_the_last_administrator_stays(admin, home, how: str):
    held = admin.memberships.get()
    change = {
        "withdraw": lambda: withdraw_role(membership=held, version=1, by=admin),
        "end": lambda: update_role(
            membership=held, version=1, valid_from=None, valid_until=today() + 9 * DAY, by=admin
        ),
        "postpone": lambda: update_role(
            membership=held, version=1, valid_from=today() + DAY, valid_until=None, by=admin
        ),
        "close": lambda: deactivate_person(user=admin, by=UserFactory()),
    }[how]

    with pytest.raises(ValidationError) as error:
        change()
    assert home.name in error.value.messages[0]

    MembershipFactory(user=UserFactory(municipality=home), role=Role.ADMINISTRATOR)
    change()


def test_an_administrator_who_cannot_log_in_or_whose_role_ends_does_not_count(admin, home):
    MembershipFactory(user=UserFactory(municipality=home, is_active=False), role=Role.ADMINISTRATOR)
    MembershipFactory(user=UserFactory(municipality=home), role=Role.ADMINISTRATOR, valid_until=today() - DAY)

    with pytest.raises(ValidationError):
        withdraw_role(membership=admin.memberships.get(), version=1, by=admin)


def test_of_two_administrators_not_both_get_a_last_day(admin, home):
    other = MembershipFactory(user=UserFactory(municipality=home), role=Role.ADMINISTRATOR)
    update_role(membership=admin.memberships.get(), version=1, valid_from=None, valid_until=today() + 9 * DAY, by=admin)

    with pytest.raises(ValidationError):
        update_role(membership=other, version=1, valid_from=None, valid_until=today() + 20 * DAY, by=admin)
    with pytest.raises(ValidationError):
        withdraw_role(membership=other, version=1, by=admin)
    with pytest.raises(ValidationError):
        deactivate_person(user=other.user, by=admin)
    lasting = update_role(membership=admin.memberships.get(), version=2, valid_from=None, valid_until=None, by=admin)
    assert lasting.valid_until is None
    assert withdraw_role(membership=other, version=1, by=admin).is_withdrawn


def test_an_administrator_to_come_does_not_count_yet(admin, home):
    MembershipFactory(user=UserFactory(municipality=home), role=Role.ADMINISTRATOR, valid_from=today() + DAY)

    with pytest.raises(ValidationError):
        withdraw_role(membership=admin.memberships.get(), version=1, by=admin)


@pytest.fixture
def opened():
    """A municipality whose first administrator's address was mistyped."""
    return open_municipality(
        name="Timrå",
        code="2262",
        county="",
        administrator_name="Eva",
        administrator_email="eva@tmira.se",
        by=KeeperFactory(),
    )


def appoint(home: Municipality, email: str, name: str = "Eva Ek") -> User:
    return appoint_administrator(municipality=home, name=name, email=email, by=KeeperFactory())


def test_a_mistyped_address_is_mended_and_what_was_chosen_through_its_letter_is_void(opened):
    mistyped = User.objects.get(email="eva@tmira.se")
    choose_password(user=mistyped, password="en-helt-ny-fras")

    eva = appoint(opened, "Eva@timra.se")

    assert (eva.pk, eva.email, eva.name) == (mistyped.pk, "eva@timra.se", "Eva Ek")
    assert not fresh(eva).has_usable_password()
    assert fresh(eva).has_perm("accounts.change_municipality", opened)
    assert Notice.objects.filter(recipient=eva, kind="invitation").exists()
    assert list(unmanned_municipalities()) == [opened]


def test_the_same_address_is_invited_again(opened):
    Notice.objects.all().delete()

    assert appoint(opened, "eva@tmira.se").email == "eva@tmira.se"
    assert Notice.objects.filter(recipient__email="eva@tmira.se").count() == 1


def test_a_person_of_a_municipality_that_nobody_administers_any_more_is_appointed(opened):
    User.objects.filter(email="eva@tmira.se").update(is_active=False)
    bo = member(Role.COORDINATOR, opened, email="bo@timra.se")
    MembershipFactory(user=bo, role=Role.ADMINISTRATOR, valid_until=today() - DAY)

    assert appoint(opened, "bo@timra.se") == bo
    assert fresh(bo).has_perm("accounts.change_municipality", opened)
    assert appoint(opened, "ny@timra.se").email == "ny@timra.se"


def test_whoever_was_invited_by_mistake_is_out_when_another_of_the_municipality_is_appointed(opened, client: Client):
    stranger = User.objects.get(email="eva@tmira.se")
    choose_password(user=stranger, password="en-helt-ny-fras")
    link = set_password_address(fresh(stranger)).partition("://")[2].partition("/")[2]
    bo = member(Role.EMPLOYEE, opened, email="bo@timra.se")

    assert appoint(opened, "bo@timra.se", name="Bo") == bo

    assert fresh(bo).has_perm("accounts.change_municipality", opened)
    assert not fresh(stranger).has_perm("accounts.change_municipality", opened)
    assert not fresh(stranger).has_usable_password()
    assert client.get(f"/{link}", follow=True).context["token_fail"]
    deliver_mail()
    assert [letter.to for letter in mail.outbox] == [["bo@timra.se"]]


def test_somebody_new_is_invited_when_the_first_account_was_closed(opened):
    User.objects.filter(email="eva@tmira.se").update(is_active=False)

    ny = appoint(opened, "ny@timra.se")

    assert fresh(ny).has_perm("accounts.change_municipality", opened)


def test_the_keeper_appoints_nobody_where_somebody_administers(admin, home):
    User.objects.filter(pk=admin.pk).update(last_login=timezone.now())

    with pytest.raises(ValidationError):
        appoint(home, "ny@kommun.se")


def test_an_address_of_another_municipality_is_not_appointed(opened):
    stranger = UserFactory()

    with pytest.raises(ValidationError) as error:
        appoint(opened, stranger.email)

    assert refused(error) == {"email"}


@pytest.mark.postgresql(reason="two connections at once")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("homes", [1, 2])
def test_one_address_that_two_administrators_invite_at_once_is_refused_to_one(homes: int, caplog):
    admins = [member(Role.ADMINISTRATOR), member(Role.ADMINISTRATOR)][:homes]
    start, done = threading.Barrier(2), []

    def invite(by: User, key: str) -> None:
        browser = Client(raise_request_exception=False)
        browser.force_login(by)
        data = {"name": "Bo", "email": "bo@kommun.se", "role": Role.AUDITOR, "submission_key": key}
        start.wait(20)
        done.append(browser.post(page("user_create", by.municipality_id), data).status_code)
        connection.close()

    runs = [threading.Thread(target=invite, args=(admins[number % homes], str(uuid.uuid4()))) for number in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert sorted(done) == [302, 422]
    assert User.objects.filter(email="bo@kommun.se").count() == 1
    assert "bo@kommun.se" not in caplog.text


@pytest.mark.postgresql(reason="two connections at once")
@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_once_one_stays():
    home = member(Role.ADMINISTRATOR).municipality
    MembershipFactory(user=UserFactory(municipality=home), role=Role.ADMINISTRATOR)
    by, start, done = UserFactory(), threading.Barrier(2), []

    def leave(held: Membership) -> None:
        start.wait(20)
        try:
            withdraw_role(membership=held, version=1, by=by)
            done.append("left")
        except ValidationError:
            done.append("stayed")
        connection.close()

    runs = [threading.Thread(target=leave, args=(held,)) for held in Membership.objects.all()]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert sorted(done) == ["left", "stayed"]
