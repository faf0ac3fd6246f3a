"""No unit in use stands below one that has ended, whatever ends first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from responsibilities.models import Unit
from responsibilities.services import endings, units
from tests.accounts.factories import UserFactory
from tests.responsibilities.factories import UnitFactory
from tests.responsibilities.pages import page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def by():
    return UserFactory()


def ends(unit: Unit, by, *, on: dt.date | None) -> Unit:
    return endings.end_unit(unit=unit, version=Unit.objects.get(pk=unit.pk).version, valid_until=on, by=by)


def goes_into(unit: Unit, successor: Unit, by, *, on: dt.date) -> Unit:
    version = Unit.objects.get(pk=unit.pk).version
    return endings.merge_unit(unit=unit, version=version, successor=successor, valid_until=on, by=by)


def parent_of(unit: Unit) -> Unit | None:
    return Unit.objects.select_related("parent").get(pk=unit.pk).parent


def test_an_end_to_come_waits_for_the_units_below_it(browser: Client, home):
    unit = UnitFactory(municipality=home)
    child = UnitFactory(municipality=home, parent=unit)
    data = {"version": 1, "valid_until": str(TODAY() + 9 * DAY)}

    refused = browser.post(page("unit_end", unit.pk), data)
    assert refused.status_code == 422
    assert "Flytta eller avsluta dem först" in refused.content.decode()

    browser.post(page("unit_end", child.pk), data)
    assert browser.post(page("unit_end", unit.pk), data).status_code == 302


@pytest.mark.parametrize(("childs_last_day", "may_end"), [(-1, True), (0, False), (9, False)])
def test_a_unit_that_has_ended_already_has_nothing_below_it_that_goes_on(home, by, childs_last_day: int, may_end: bool):
    unit = UnitFactory(municipality=home)
    UnitFactory(municipality=home, parent=unit, valid_until=TODAY() + childs_last_day * DAY)

    if may_end:
        assert ends(unit, by, on=None).status == "ended"
    else:
        with pytest.raises(ValidationError):
            ends(unit, by, on=None)


def test_what_came_below_an_ending_unit_moves_one_step_up_on_the_day(browser: Client, home, by):
    board = UnitFactory(municipality=home)
    unit = UnitFactory(municipality=home, parent=board)
    goes_too = UnitFactory(municipality=home, parent=unit, valid_until=TODAY())
    ends(unit, by, on=TODAY())
    late = units.create_unit(municipality=home, name="Sen", parent=unit, by=by)
    assert "flyttas då ett steg upp" in browser.get(unit.get_absolute_url()).content.decode()

    assert endings.turn_units(today=TODAY() + DAY, by=by) == 2

    assert (parent_of(late), parent_of(goes_too)) == (board, unit)
    assert late.history.first().history_change_reason == "Enheten ovanför har upphört"


def test_a_whole_branch_ends_on_one_day_and_what_is_left_goes_to_who_is_left(home, by):
    top = UnitFactory(municipality=home)
    middle = UnitFactory(municipality=home, parent=top)
    for unit in (middle, top):
        ends(unit, by, on=TODAY())
    late = units.create_unit(municipality=home, name="Sen", parent=middle, by=by)

    endings.turn_units(today=TODAY() + DAY, by=by)

    assert parent_of(late) is None
    assert parent_of(middle) == top


def test_a_unit_that_is_about_to_take_over_does_not_end_before(browser: Client, home, by):
    first, old, new = (UnitFactory(municipality=home) for _ in range(3))
    goes_into(old, new, by, on=TODAY() + 9 * DAY)
    goes_into(first, old, by, on=TODAY() + 5 * DAY)

    for day in ("", str(TODAY() - DAY), str(TODAY() + 9 * DAY)):
        refused = browser.post(page("unit_end", new.pk), {"version": 1, "valid_until": day})
        assert refused.status_code == 422
        assert "ska ta över efter" in refused.content.decode()

    assert ends(new, by, on=TODAY() + 10 * DAY).valid_until


def test_a_unit_is_not_taken_over_by_one_that_is_gone_by_then(home, by):
    old, new, last = (UnitFactory(municipality=home) for _ in range(3))
    ends(new, by, on=TODAY() + 9 * DAY)

    with pytest.raises(ValidationError) as error:
        goes_into(old, new, by, on=TODAY() + 9 * DAY)
    assert set(error.value.error_dict) == {"successor"}

    assert goes_into(old, new, by, on=TODAY() + 8 * DAY).successor == new
    goes_into(new, last, by, on=TODAY() + 9 * DAY)
    assert goes_into(old, new, by, on=TODAY() + 20 * DAY).successor == new


def test_where_the_heir_has_ended_its_own_heirs_above_it_take_the_units(home, by):
    board = UnitFactory(municipality=home)
    gone = UnitFactory(municipality=home, parent=board, status="ended")
    new = UnitFactory(municipality=home, parent=gone)
    old = UnitFactory(municipality=home)
    child = UnitFactory(municipality=home, parent=old)
    goes_into(old, new, by, on=TODAY())
    Unit.objects.filter(pk=new.pk).update(status="ended")  # as it may have been noted before that was refused

    endings.turn_units(today=TODAY() + DAY, by=by)

    assert parent_of(child) == board


def test_a_unit_that_ended_works_again_only_below_one_in_use(browser: Client, home, by):
    board = UnitFactory(municipality=home)
    unit = UnitFactory(municipality=home, parent=board)
    for one in (unit, board):
        ends(one, by, on=None)
    data = {"version": 2, "name": "Igen", "kind": unit.kind, "parent": board.pk, "status": "active"}

    answer = browser.post(page("unit_update", unit.pk), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])

    assert browser.post(page("unit_update", unit.pk), {**data, "parent": ""}).status_code == 302
    assert (Unit.objects.get(pk=unit.pk).status, parent_of(unit)) == ("active", None)


def test_a_removed_unit_comes_back_below_one_in_use(home, by):
    board = UnitFactory(municipality=home)
    office = UnitFactory(municipality=home, parent=board)
    unit = units.withdraw_unit(unit=UnitFactory(municipality=home, parent=office), version=1, by=by)
    ends(office, by, on=None)

    units.restore_unit(unit=unit, by=by)

    assert parent_of(unit) == board
