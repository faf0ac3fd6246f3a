"""Who is reminded when, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import MeasureReport, UnitReport
from plans.services.follow_up import (
    close_round,
    remind_units,
)
from plans.services.follow_up.round import reminder_step
from plans.tasks import remind_units as remind_units_task
from tests.plans.follow_up import World, follow_up_world
from tests.responsibilities.factories import MembershipFactory, UnitFactory, member

pytestmark = pytest.mark.django_db
Row, Whole = MeasureReport.State, UnitReport.State


@pytest.fixture
def world() -> World:
    return follow_up_world()


def told(kind: str) -> list[int]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (30, None),
        (15, None),
        (14, "14"),
        (8, "14"),
        (7, "7"),
        (2, "7"),
        (1, "1"),
        (0, "1"),
        (-1, "late-1"),
        (-6, "late-1"),
        (-7, "late-7"),
        (-90, "late-7"),
    ],
)
def test_the_step_follows_from_the_days_that_are_left(days: int, step: str | None) -> None:
    assert reminder_step(days) == step


def test_each_step_is_told_once_to_those_who_have_not_submitted(world: World) -> None:
    bo = member(Role.REPORTER, unit=world.social)
    due = world.open().due_on
    world.submitted(world.schools)
    for day in (due - timedelta(days=14), due - timedelta(days=10), due - timedelta(days=7)):
        remind_units(today=day)
        remind_units(today=day)

    assert list(Notice.objects.filter(kind="unit_report_due").values_list("recipient", "step")) == [
        (bo.pk, f"7 {due}"),
        (bo.pk, f"14 {due}"),
    ]
    remind_units(today=due + timedelta(days=1))
    assert told("unit_report_late") == [bo.pk]


def test_a_closed_round_and_a_round_opened_today_remind_nobody(world: World) -> None:
    round_ = world.open(due_on=localdate() + timedelta(days=3))
    assert remind_units(today=localdate()) == 0
    close_round(follow_up_round=round_, by=world.anna)
    assert remind_units(today=localdate() + timedelta(days=2)) == 0


def test_the_clock_reminds(world: World) -> None:
    round_ = world.open()
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        remind_units_task()

    assert told("unit_report_due") == sorted([world.rut.pk, world.mona.pk])
    assert round_.is_open


def test_who_left_is_not_told(world: World) -> None:
    gone = member(Role.REPORTER, unit=world.schools)
    gone.is_active = False
    User.objects.filter(pk=gone.pk).update(is_active=False)
    old = member(Role.REPORTER, unit=UnitFactory(municipality=world.schools.municipality))
    MembershipFactory(user=old, role=Role.REPORTER, unit=world.schools, valid_until=localdate() - timedelta(days=1))
    world.open()

    assert told("round_opened") == sorted([world.rut.pk, world.mona.pk])
