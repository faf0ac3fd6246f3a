"""A round asks, units answer, the coordinator receives: what may happen when, and what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from foundation.records import StaleVersion
from notifications.models import Notice
from plans.models import Edition, MeasureReport, UnitReport
from plans.services.follow_up import (
    accept_measure_report,
    accept_unit_report,
    close_round,
    return_measure_report,
    submit_unit_report,
    write_measure_report,
)
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.follow_up import World, follow_up_world
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
Row, Whole = MeasureReport.State, UnitReport.State


@pytest.fixture
def world() -> World:
    return follow_up_world()


def told(kind: str) -> list[int]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


# Opening


def test_each_unit_gets_its_measures_and_is_told(world: World) -> None:
    round_ = world.open()

    assert [len(world.rows(unit)) for unit in (world.schools, world.social)] == [2, 1]
    assert round_.parts == ["responsible"]
    assert world.rows(world.social)[0].parts == ["responsible"]
    assert told("round_opened") == sorted([world.rut.pk, world.mona.pk])
    assert {row.history.count() for row in world.rows(world.schools)} == {1}


def test_the_coordinator_has_the_last_say_about_who_is_asked(world: World) -> None:
    uid = world.edition.values["focus_areas"][0]["measures"][1]["uid"]
    world.open(assignments={uid: [world.social.pk, None]})

    assert {(str(row.measure_uid), row.unit) for row in MeasureReport.objects.all()} == {
        (uid, world.social),
        (uid, None),
    }


def test_nobody_is_told_twice_when_a_unit_stands_under_another(world: World) -> None:
    world.schools.parent = world.social
    Unit.objects.filter(pk=world.schools.pk).update(parent=world.social)
    boss = member(Role.MANAGER, unit=world.social)
    Unit.objects.filter(pk=world.schools.pk).update(successor=None)
    world.open()

    assert boss.pk in told("round_opened")


def test_a_unit_without_people_tells_those_of_the_unit_above(world: World) -> None:
    office = UnitFactory(municipality=world.schools.municipality, parent=world.schools, kind=Unit.Kind.OFFICE)
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    world.open(assignments={uid: [office.pk]})

    assert told("round_opened") == sorted([world.rut.pk, world.mona.pk])
    assert UnitReport.objects.visible_to(world.rut).get().unit == office


@pytest.mark.parametrize("state", [Edition.State.PROPOSAL, Edition.State.REPEALED])
def test_only_an_edition_in_force_is_followed_up(world: World, state: str) -> None:
    world.edition = EditionFactory(plan=PlanFactory(municipality=world.anna.municipality), state=state)
    with pytest.raises(ValidationError):
        world.open()


def test_an_edition_is_followed_up_once_at_a_time(world: World) -> None:
    round_ = world.open()
    with pytest.raises(ValidationError):
        world.open()
    close_round(follow_up_round=round_, by=world.anna)
    assert world.open(title="En till").pk != round_.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on": date(2020, 1, 1)}, "due_on"),
        ({"parts": []}, "parts"),
        ({"parts": ["in_consultation"]}, "parts"),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_field(world: World, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        world.open(**wrong)
    assert list(refused.value.error_dict) == [field]


def test_foreign_ended_and_external_units_and_foreign_measures_are_refused(world: World) -> None:
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    home = world.anna.municipality
    units = [
        UnitFactory(),
        UnitFactory(municipality=home, status="ended"),
        UnitFactory(municipality=home, kind="external"),
    ]
    for wrong in [{uid: [unit.pk]} for unit in units] + [{"okand": [world.schools.pk]}, {uid: []}, {}]:
        with pytest.raises(ValidationError):
            world.open(assignments=wrong)
    assert not UnitReport.objects.exists()


def test_the_body_that_follows_up_is_one_of_the_municipality(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        world.open(body=UnitFactory(kind=Unit.Kind.BOARD))
    assert list(refused.value.error_dict) == ["body"]


# Writing


def test_a_draft_may_be_half_and_keeps_who_wrote(world: World) -> None:
    world.open()
    row = write_measure_report(report=world.rows(world.schools)[0], version=1, fulfilment="partly", by=world.rut)

    row.refresh_from_db()
    assert (row.state, row.fulfilment, row.written_by, row.version) == (Row.DRAFT, "partly", world.rut, 2)


@pytest.mark.parametrize("fulfilment", ["not_assessed", "not_met", "partly"])
def test_what_is_not_fulfilled_is_motivated_before_it_is_ready(world: World, fulfilment: str) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    with pytest.raises(ValidationError) as refused:
        write_measure_report(report=row, fulfilment=fulfilment, comment="  ", is_ready=True, by=world.rut)
    assert list(refused.value.error_dict) == ["comment"]
    assert write_measure_report(
        report=row, fulfilment=fulfilment, comment="Ont om tid", is_ready=True, by=world.rut
    ).is_ready


@pytest.mark.parametrize("fulfilment", ["fully", "not_applicable"])
def test_the_other_answers_need_no_motivation(world: World, fulfilment: str) -> None:
    world.open()
    row = write_measure_report(report=world.rows(world.social)[0], fulfilment=fulfilment, is_ready=True, by=world.anna)

    assert (row.state, row.written_by) == (Row.READY, world.anna)


def test_indicator_values_are_kept_as_written_and_only_changes_are_history(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    uid = world.edition.values["focus_areas"][0]["measures"][0]["indicators"][0]["uid"]
    for value in ("34", "34", "ca 40", ""):
        write_measure_report(report=row, fulfilment="fully", indicator_values={uid: value}, by=world.rut)

    kept = row.indicator_values.get()
    assert kept.value == ""
    assert [one.value for one in kept.history.all()] == ["", "ca 40", "34"]


def test_two_who_write_at_once_are_told(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    write_measure_report(report=row, version=1, fulfilment="fully", by=world.rut)
    with pytest.raises(StaleVersion):
        write_measure_report(report=row, version=1, fulfilment="partly", by=world.mona)


# Submitting


def test_a_report_is_submitted_as_one_with_both_names_kept(world: World) -> None:
    world.open()
    world.ready(world.schools, by=world.rut)
    report = submit_unit_report(unit_report=world.report(world.schools), version=1, summary="Gott år", by=world.mona)

    assert (report.state, report.submitted_by, report.summary) == (Whole.SUBMITTED, world.mona, "Gott år")
    assert {(row.state, row.written_by) for row in world.rows(world.schools)} == {(Row.SUBMITTED, world.rut)}
    assert told("unit_report_submitted") == [world.anna.pk]


def test_a_report_with_something_unready_stays(world: World) -> None:
    world.open()
    write_measure_report(report=world.rows(world.schools)[0], fulfilment="fully", is_ready=True, by=world.rut)
    with pytest.raises(ValidationError):
        submit_unit_report(unit_report=world.report(world.schools), by=world.rut)
    assert {row.state for row in world.rows(world.schools)} == {Row.READY, Row.DRAFT}


def test_a_round_may_leave_the_submission_to_the_manager_who_is_told(world: World) -> None:
    world.open(reporter_may_submit=False)
    world.ready(world.schools)
    assert told("unit_report_ready") == [world.mona.pk]
    with pytest.raises(ValidationError):
        submit_unit_report(unit_report=world.report(world.schools), by=fresh(world.rut))
    assert submit_unit_report(unit_report=world.report(world.schools), by=fresh(world.mona)).submitted_by == world.mona


def test_what_is_submitted_is_not_written_and_not_submitted_again(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    with pytest.raises(ValidationError):
        write_measure_report(report=world.rows(world.schools)[0], fulfilment="partly", by=world.rut)
    with pytest.raises(ValidationError):
        submit_unit_report(unit_report=world.report(world.schools), by=world.rut)


# Reviewing


def test_the_last_accepted_answer_accepts_the_report(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    first, second = world.rows(world.schools)
    accept_measure_report(report=first, version=first.version, by=world.anna)
    assert world.report(world.schools).state == Whole.SUBMITTED
    accept_measure_report(report=second, by=world.anna)

    assert world.report(world.schools).state == Whole.ACCEPTED
    assert told("unit_report_accepted") == [world.rut.pk]


def test_all_is_accepted_at_once(world: World) -> None:
    world.open()
    accept_unit_report(unit_report=world.submitted(world.schools), by=world.anna)

    assert {row.state for row in world.rows(world.schools)} == {Row.ACCEPTED}
    assert {row.reviewed_by for row in world.rows(world.schools)} == {world.anna}


def test_a_returned_answer_is_written_anew_and_comes_again(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    first, second = world.rows(world.schools)
    return_measure_report(report=first, note="Hur många?", by=world.anna)
    assert (world.report(world.schools).state, world.rows(world.schools)[1].state) == (Whole.RETURNED, Row.SUBMITTED)
    assert told("unit_report_returned") == sorted([world.rut.pk, world.mona.pk])

    with pytest.raises(ValidationError):
        write_measure_report(report=second, fulfilment="partly", by=world.rut)
    write_measure_report(report=first, fulfilment="fully", result="34", is_ready=True, by=world.rut)
    submit_unit_report(unit_report=world.report(world.schools), by=world.rut)
    accept_unit_report(unit_report=world.report(world.schools), by=world.anna)

    assert world.report(world.schools).state == Whole.ACCEPTED
    assert [one.state for one in first.history.all()][:5] == ["accepted", "submitted", "ready", "returned", "submitted"]


def test_several_returned_answers_are_told_as_one(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    for row in world.rows(world.schools):
        return_measure_report(report=row, note="Mer", by=world.anna)

    assert told("unit_report_returned") == sorted([world.rut.pk, world.mona.pk])


def test_a_return_needs_a_note(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    with pytest.raises(ValidationError) as refused:
        return_measure_report(report=world.rows(world.schools)[0], note=" ", by=world.anna)
    assert list(refused.value.error_dict) == ["note"]


def test_an_accepted_report_can_be_returned(world: World) -> None:
    world.open()
    accept_unit_report(unit_report=world.submitted(world.schools), by=world.anna)
    return_measure_report(report=world.rows(world.schools)[0], note="Ny uppgift", by=world.anna)

    assert world.report(world.schools).state == Whole.RETURNED
