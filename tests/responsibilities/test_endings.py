"""Units end, are taken over and go on: each on its day, and with what it was before until then."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from responsibilities.models import Unit
from responsibilities.selectors.tree import offered_units
from responsibilities.services import endings, units
from responsibilities.tasks import turn_units
from tests.accounts.factories import MunicipalityFactory, UserFactory
from tests.responsibilities.factories import UnitFactory, fresh, member
from tests.responsibilities.pages import page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def home(admin):
    return admin.municipality


@pytest.fixture
def by():
    return UserFactory()


def test_units_begin_and_end_on_their_days(home, by):
    ending = UnitFactory(municipality=home, name="Slutar")
    endings.end_unit(unit=ending, version=1, valid_until=TODAY() + DAY, by=by)
    UnitFactory(municipality=home, name="Börjar", status=Unit.Status.PLANNED, valid_from=TODAY() + DAY)
    turn_units()
    assert [one.unit.name for one in offered_units(home.pk)] == ["Börjar", "Slutar"]

    assert endings.turn_units(today=TODAY() + 2 * DAY, by=by) == 2

    assert dict(Unit.objects.values_list("name", "status")) == {"Slutar": "ended", "Börjar": "active"}


def test_the_last_day_counts(home, by):
    unit, old, new = (UnitFactory(municipality=home) for _ in range(3))

    ending = endings.end_unit(unit=unit, version=1, valid_until=TODAY(), by=by)
    merging = endings.merge_unit(unit=old, version=1, successor=new, valid_until=TODAY(), by=by)
    assert (ending.status, merging.status) == ("active", "active")
    turn_units()
    assert len(offered_units(home.pk)) == 3

    endings.turn_units(today=TODAY() + DAY, by=by)
    assert [one.unit for one in offered_units(home.pk)] == [new]


def test_a_unit_whose_last_day_has_passed_has_ended(home, by):
    unit = UnitFactory(municipality=home)

    assert endings.end_unit(unit=unit, version=1, valid_until=TODAY() - DAY, by=by).status == "ended"


def test_a_coming_successor_has_nothing_before_its_day_and_everything_after(home, by):
    old, new = UnitFactory(municipality=home), UnitFactory(municipality=home)
    child = UnitFactory(municipality=home, parent=old)
    chief = member(Role.MANAGER, unit=new)

    endings.merge_unit(unit=old, version=1, successor=new, valid_until=TODAY() + 90 * DAY, by=by)
    child.refresh_from_db()
    assert child.parent == old
    assert fresh(chief).access.held[0].unit_ids == {new.pk}

    endings.turn_units(today=TODAY() + 91 * DAY, by=by)
    child.refresh_from_db()
    assert child.parent == new
    assert fresh(chief).access.held[0].unit_ids == {old.pk, new.pk, child.pk}


def test_who_was_itself_taken_over_hands_on(home, by):
    first, second, last = (UnitFactory(municipality=home) for _ in range(3))
    child = UnitFactory(municipality=home, parent=first)
    endings.merge_unit(unit=first, version=1, successor=second, valid_until=TODAY(), by=by)
    endings.merge_unit(unit=second, version=1, successor=last, valid_until=TODAY() - DAY, by=by)

    endings.turn_units(today=TODAY() + DAY, by=by)

    child.refresh_from_db()
    assert child.parent == last


def test_a_tree_that_changed_before_the_day_bites_not_its_own_tail(home, by):
    old, new = UnitFactory(municipality=home), UnitFactory(municipality=home)
    endings.merge_unit(unit=old, version=1, successor=new, valid_until=TODAY(), by=by)
    between = UnitFactory(municipality=home, parent=old)
    units.update_unit(unit=new, version=1, name=new.name, parent=between, by=by)

    endings.turn_units(today=TODAY() + DAY, by=by)

    between.refresh_from_db()
    assert between.parent is None


def test_one_unit_that_cannot_turn_keeps_no_other_waiting(home, by, caplog):
    stuck, other = UnitFactory(municipality=home, name="Fast"), UnitFactory(municipality=home)
    for unit in (stuck, other):
        endings.end_unit(unit=unit, version=1, valid_until=TODAY(), by=by)
    highest = connection.ops.integer_field_range("PositiveIntegerField")[1]
    Unit.objects.filter(pk=stuck.pk).update(version=highest)  # one more than the database can hold

    assert endings.turn_units(today=TODAY() + DAY, by=by) == 1

    assert dict(Unit.objects.values_list("pk", "status")) == {stuck.pk: "active", other.pk: "ended"}
    assert f"Unit {stuck.pk} " in caplog.text
    assert "Fast" not in caplog.text
    Unit.objects.filter(pk=stuck.pk).update(version=2)
    assert endings.turn_units(today=TODAY() + DAY, by=by) == 1
    assert endings.turn_units(today=TODAY() + DAY, by=by) == 0


def test_a_planned_end_is_taken_back_on_the_page_of_the_unit(browser: Client, home, by):
    old, new = UnitFactory(municipality=home), UnitFactory(municipality=home)
    endings.merge_unit(unit=old, version=1, successor=new, valid_until=TODAY() + DAY, by=by)
    shown = browser.get(old.get_absolute_url()).content.decode()
    assert page("unit_keep", old.pk) in shown
    assert "Tas över av" in shown
    assert "efter" in browser.get(new.get_absolute_url()).content.decode()

    browser.post(page("unit_keep", old.pk))

    old.refresh_from_db()
    assert (old.status, old.valid_until, old.successor, old.end_wording) == ("active", None, None, "")
    assert page("unit_keep", old.pk) not in browser.get(old.get_absolute_url()).content.decode()
    said = browser.post(page("unit_keep", old.pk), follow=True).content.decode()
    assert "inget planerat slut" in said


def test_emptying_a_planned_end_does_not_end_the_unit_at_once(browser: Client, home, by):
    unit = UnitFactory(municipality=home)
    endings.end_unit(unit=unit, version=1, valid_until=TODAY() + DAY, by=by)

    answer = browser.post(page("unit_end", unit.pk), {"version": 2, "valid_until": ""})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["valid_until"])
    assert Unit.objects.get().status == "active"


def test_an_ended_unit_goes_on_only_by_its_status(home, by):
    unit = endings.end_unit(unit=UnitFactory(municipality=home), version=1, valid_until=None, by=by)

    with pytest.raises(ValidationError):
        endings.keep_unit(unit=unit, by=by)


def test_a_unit_that_ends_before_it_is_taken_over_hands_over_then(home, by):
    old, new = UnitFactory(municipality=home), UnitFactory(municipality=home)
    child = UnitFactory(municipality=home, parent=old)
    endings.merge_unit(unit=old, version=1, successor=new, valid_until=TODAY() + 9 * DAY, by=by)

    endings.end_unit(unit=old, version=2, valid_until=TODAY() - DAY, by=by)

    child.refresh_from_db()
    assert child.parent == new


def test_an_ended_unit_takes_nothing_over_and_nothing_under_it(home, by):
    ended = UnitFactory(municipality=home, status="ended")

    with pytest.raises(ValidationError):
        endings.merge_unit(unit=UnitFactory(municipality=home), version=1, successor=ended, valid_until=TODAY(), by=by)
    with pytest.raises(ValidationError):
        units.create_unit(municipality=MunicipalityFactory(), name="Kontor", parent=ended, by=by)
    with pytest.raises(ValidationError):
        units.create_unit(municipality=home, name="Kontor", parent=ended, by=by)
