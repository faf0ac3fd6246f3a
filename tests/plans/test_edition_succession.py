"""How editions follow each other when a day is corrected, a repeal is moved, or an edition never begins."""

from __future__ import annotations

import time
from datetime import date
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import Edition, Plan
from plans.services.edition import (
    adopt_edition,
    correct_decision,
    freeze_edition,
    note_registry_number,
    register_decided_edition,
    repeal_edition,
)
from plans.services.plan import withdraw_plan
from responsibilities.models import Unit
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
DECEMBER, FEBRUARY = "2026-12-12 12:00", "2027-02-02 12:00"
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan)
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def adopted(plan: Plan, by: User, **decision: Any) -> Edition:
    return register_decided_edition(plan=plan, by=by, **decision)


def fresh(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def repealed(edition: Edition, on: date, by: User, reason: str = "Överklagat") -> Edition:
    return repeal_edition(edition=edition, repealed_on=on, reason=reason, by=by)


def corrected(edition: Edition, by: User, **known: Any) -> Edition:
    return correct_decision(edition=edition, by=by, **{"decided_on": edition.decided_on, **known})


def days(plan: Plan) -> list[tuple[int, str, date | None]]:
    return list(plan.editions.order_by("number").values_list("number", "state", "repealed_on"))


def in_force_at(plan: Plan, at: str) -> list[int]:
    with time_machine.travel(at):
        return [one.number for one in plan.editions.in_force()]


@time_machine.travel(DECEMBER)
def test_what_was_to_be_replaced_stays_in_force_when_the_new_edition_is_repealed_before_it_began(
    plan: Plan, anna: User
) -> None:
    old = adopted(plan, anna, decided_on=date(2023, 3, 1))
    new = adopted(plan, anna, decided_on=date(2026, 12, 10), valid_from=NEW_YEAR)
    repealed(new, date(2026, 12, 12), anna)

    assert days(plan) == [(1, "adopted", None), (2, "repealed", date(2026, 12, 12))]
    assert (in_force_at(plan, DECEMBER), in_force_at(plan, FEBRUARY)) == ([1], [1])
    assert old.history.first().history_change_reason == "Ersätts inte längre"
    assert repealed(fresh(old), date(2027, 6, 1), anna).repealed_on == date(2027, 6, 1)


@time_machine.travel(DECEMBER)
def test_an_edition_that_never_begins_replaces_nothing_that_is_adopted_later(plan: Plan, anna: User) -> None:
    new = adopted(plan, anna, decided_on=date(2026, 12, 10), valid_from=NEW_YEAR)
    repealed(new, date(2026, 12, 12), anna)
    other = adopted(plan, anna, decided_on=date(2026, 12, 12))

    assert (other.state, other.repealed_on) == ("adopted", None)
    assert in_force_at(plan, FEBRUARY) == [2]


@time_machine.travel(DECEMBER)
def test_of_two_coming_editions_the_one_that_stays_takes_over(plan: Plan, anna: User) -> None:
    for decision in ({"decided_on": date(2023, 3, 1)}, {"valid_from": NEW_YEAR}, {"valid_from": NEW_YEAR}):
        last = adopted(plan, anna, **decision)
    assert days(plan) == [(1, "repealed", NEW_YEAR), (2, "repealed", NEW_YEAR), (3, "adopted", None)]
    repealed(last, date(2026, 12, 12), anna)

    assert days(plan)[:2] == [(1, "repealed", NEW_YEAR), (2, "adopted", None)]
    assert in_force_at(plan, FEBRUARY) == [2]


@time_machine.travel(DECEMBER)
def test_an_end_that_was_decided_for_itself_stays_when_the_new_edition_never_begins(plan: Plan, anna: User) -> None:
    old = repealed(adopted(plan, anna, decided_on=date(2023, 3, 1)), NEW_YEAR, anna)
    new = adopted(plan, anna, valid_from=NEW_YEAR)
    repealed(new, date(2026, 12, 12), anna)

    assert fresh(old).repealed_on == NEW_YEAR
    assert in_force_at(plan, FEBRUARY) == []


@time_machine.travel(DECEMBER)
def test_a_planned_repeal_is_moved_both_ways_but_not_past_the_next_edition(plan: Plan, anna: User) -> None:
    edition = repealed(adopted(plan, anna, decided_on=date(2023, 3, 1)), NEW_YEAR, anna)
    for day in (date(2027, 2, 1), date(2026, 12, 31)):
        edition = repealed(edition, day, anna)
        assert edition.repealed_on == day
    adopted(plan, anna, valid_from=NEW_YEAR)
    with pytest.raises(ValidationError) as refused:
        repealed(fresh(edition), date(2027, 2, 1), anna)
    assert list(refused.value.error_dict) == ["repealed_on"]


@time_machine.travel(DECEMBER)
def test_the_repeal_page_opens_with_what_was_noted(plan: Plan, anna: User) -> None:
    edition = repealed(adopted(plan, anna, decided_on=date(2024, 5, 2)), date(2027, 6, 1), anna, reason="Slut")
    shown = page(as_user(anna), url("edition_repeal", edition.pk))

    assert 'value="2027-06-01"' in shown
    assert 'value="Slut"' in shown
    assert "Versionen upphävs från och med 1 juni 2027" in shown
    assert "Upphävd från och med" in page(as_user(anna), edition.get_absolute_url())


@time_machine.travel(DECEMBER)
def test_who_is_told_of_a_repeal_is_told_from_when_and_again_when_it_is_moved(plan: Plan, anna: User) -> None:
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    eva = member(Role.SECRETARY, unit=board)
    edition = repealed(adopted(plan, anna, body=board, decided_on=date(2024, 5, 2)), date(2027, 6, 1), anna)
    told = Notice.objects.filter(kind="edition_repealed", recipient=eva)

    assert "version 1, upphävs från och med 1 juni 2027" in page(as_user(eva), "/inkorg/")
    edition = repealed(edition, date(2027, 7, 1), anna)
    assert told.count() == 2
    repealed(edition, date(2027, 7, 1), anna, reason="Rättstavat")
    assert told.count() == 2
    with time_machine.travel("2027-07-01 12:00"):
        assert "version 1, är upphävd" in page(as_user(eva), "/inkorg/")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECRETARY])
@time_machine.travel(DECEMBER)
def test_a_mistyped_first_day_is_corrected_with_the_ends_beside_it(plan: Plan, anna: User, role: Role) -> None:
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    adopted(plan, anna, decided_on=date(2023, 3, 1))
    new = adopted(plan, anna, body=board, decided_on=date(2026, 12, 10), valid_from=date(2072, 1, 1))
    eva = member(Role.SECRETARY, unit=board)
    client = as_user(eva if role == Role.SECRETARY else anna)
    assert 'value="2072-01-01"' in page(client, url("edition_update", new.pk))
    data = {"version": new.version, "decided_on": "2026-12-10", "valid_from": "2027-01-01"}
    assert client.post(url("edition_update", new.pk), data).status_code == 302

    assert days(plan) == [(1, "repealed", NEW_YEAR), (2, "adopted", None)]
    assert in_force_at(plan, FEBRUARY) == [2]
    assert Notice.objects.filter(kind="edition_adopted", recipient=eva).exists() == (role == Role.COORDINATOR)


def test_a_first_day_that_moves_past_a_neighbour_changes_their_order(plan: Plan, anna: User) -> None:
    for year in (2017, 2020, 2024):
        register_decided_edition(plan=plan, decided_on=date(year, 1, 1), by=anna)
    middle = plan.editions.get(number=2)
    middle = corrected(middle, anna, decided_on=date(2025, 1, 1))
    assert days(plan) == [
        (1, "repealed", date(2024, 1, 1)),
        (2, "adopted", None),
        (3, "repealed", date(2025, 1, 1)),
    ]
    corrected(middle, anna, decided_on=date(2016, 1, 1))
    assert days(plan) == [
        (1, "repealed", date(2024, 1, 1)),
        (2, "repealed", date(2017, 1, 1)),
        (3, "adopted", None),
    ]


def test_a_first_day_that_becomes_known_ends_the_edition_before_it_on_that_day(plan: Plan, anna: User) -> None:
    adopted(plan, anna, decided_on=date(2023, 3, 1))
    corrected(adopted(plan, anna), anna, decided_on=date(2024, 5, 2))

    assert days(plan) == [(1, "repealed", date(2024, 5, 2)), (2, "adopted", None)]


def test_what_is_corrected_without_another_first_day_ends_nothing(plan: Plan, anna: User) -> None:
    first = adopted(plan, anna, decided_on=date(2023, 3, 1))
    adopted(plan, anna)
    before = days(plan)
    corrected(first, anna, paragraph="§ 9")

    assert days(plan) == before


@time_machine.travel(DECEMBER)
def test_a_first_day_that_cannot_be_is_refused_at_its_field(plan: Plan, anna: User) -> None:
    edition = repealed(adopted(plan, anna, decided_on=date(2023, 3, 1)), date(2026, 1, 1), anna)
    with pytest.raises(ValidationError) as refused:
        corrected(edition, anna, valid_from=date(2026, 2, 1))
    assert list(refused.value.error_dict) == ["valid_from"]
    withdraw_plan(plan=plan, by=anna)
    with pytest.raises(ValidationError):
        corrected(edition, anna, valid_from=date(2023, 4, 1))
    assert fresh(edition).valid_from is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql(reason="two connections at once; SQLite has one writer and queues them")
def test_who_adopts_while_another_notes_a_registry_number_keeps_both() -> None:
    plan: Plan = PlanFactory()
    anna = member(Role.COORDINATOR, plan.municipality)
    board = UnitFactory(municipality=plan.municipality, kind="board")
    old, new = adopted(plan, anna, decided_on=date(2023, 3, 1)), freeze_edition(plan=plan, body=board, by=anna)
    thread = Thread(target=adopt_and_leave, args=(new, anna))
    with transaction.atomic():
        note_registry_number(edition=old, registry_number="KS 1", by=anna)
        thread.start()
        wait_for_a_lock()
    thread.join(20)

    old = fresh(old)
    assert (old.registry_number, old.repealed_on, old.version) == ("KS 1", date(2024, 3, 1), 4)


def adopt_and_leave(edition: Edition, by: User) -> None:
    try:
        adopt_edition(edition=edition, body=edition.body, decided_on=date(2024, 3, 1), by=by)
    finally:
        connection.close()


def wait_for_a_lock() -> None:
    """Until another connection waits for what this one holds."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits")
