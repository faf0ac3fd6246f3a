"""Every action in every state is done whole or refused whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from plans.models import Fulfilment, MeasureReport, UnitReport
from plans.services.follow_up import (
    accept_measure_report,
    accept_unit_report,
    close_round,
    return_measure_report,
    submit_unit_report,
    write_measure_report,
)
from tests.plans.follow_up import World, follow_up_world

pytestmark = pytest.mark.django_db
Row, Whole = MeasureReport.State, UnitReport.State


@pytest.fixture
def world() -> World:
    return follow_up_world()


ACTIONS: dict[str, tuple[Callable[[World, MeasureReport], Any], set[tuple[str, str]]]] = {
    "write": (
        lambda world, row: write_measure_report(report=row, fulfilment="fully", by=world.rut),
        {(whole, row) for whole in UnitReport.WRITABLE for row in (Row.DRAFT, Row.READY, Row.RETURNED)},
    ),
    "mark ready": (
        lambda world, row: write_measure_report(report=row, fulfilment="fully", is_ready=True, by=world.rut),
        {(whole, row) for whole in UnitReport.WRITABLE for row in (Row.DRAFT, Row.READY, Row.RETURNED)},
    ),
    "submit": (
        lambda world, row: submit_unit_report(unit_report=row.unit_report, by=world.rut),
        {(whole, row) for whole in UnitReport.WRITABLE for row in (Row.READY, Row.SUBMITTED, Row.ACCEPTED)},
    ),
    "accept": (
        lambda world, row: accept_measure_report(report=row, by=world.anna),
        {(Whole.SUBMITTED, Row.SUBMITTED)},
    ),
    "return": (
        lambda world, row: return_measure_report(report=row, note="Mer", by=world.anna),
        {(whole, row) for whole in (*UnitReport.ANSWERED, Whole.RETURNED) for row in MeasureReport.ANSWERED},
    ),
    "accept all": (
        lambda world, row: accept_unit_report(unit_report=row.unit_report, by=world.anna),
        {(Whole.SUBMITTED, row) for row in Row},
    ),
}


def put(world: World, whole: str, row: str) -> MeasureReport:
    """A report of one measure that stands as asked, whether or not that could come about."""
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    world.open(assignments={uid: [world.schools.pk]})
    UnitReport.objects.update(state=whole, submitted_at=timezone.now(), submitted_by=world.rut)
    MeasureReport.objects.update(state=row, fulfilment=Fulfilment.FULLY, written_by=world.rut)
    return MeasureReport.objects.get()


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("whole", Whole.values)
@pytest.mark.parametrize("row", Row.values)
def test_every_action_in_every_state_is_done_or_refused_whole(world: World, action: str, whole: str, row: str) -> None:
    act, allowed = ACTIONS[action]
    report = put(world, whole, row)
    if (whole, row) in allowed:
        act(world, report)
        return
    with pytest.raises(ValidationError) as refused:
        act(world, report)
    assert refused.value.messages[0]
    report.refresh_from_db()
    assert (report.state, UnitReport.objects.get().state) == (row, whole)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_closed_round_is_left_as_it_is(world: World, action: str) -> None:
    act, allowed = ACTIONS[action]
    whole, row = sorted(allowed)[0]
    report = put(world, whole, row)
    close_round(follow_up_round=report.unit_report.round, version=1, by=world.anna)
    report = MeasureReport.objects.get()
    with pytest.raises(ValidationError):
        act(world, report)
    with pytest.raises(ValidationError):
        close_round(follow_up_round=report.unit_report.round, by=world.anna)
