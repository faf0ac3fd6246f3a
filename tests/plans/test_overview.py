"""What waits for each role, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.history import record
from plans.models import Edition, UnitReport
from plans.selectors.overview import Waiting, coming, in_force, latest_figures, waiting_for
from plans.services.follow_up import accept_unit_report, close_round, return_measure_report
from plans.services.plan import withdraw_plan
from plans.services.publication import publish_edition
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory
from tests.plans.follow_up import World, follow_up_world
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return follow_up_world()


def waits(user: User) -> list[tuple[str, str]]:
    return [(one.kind, str(one.target)) for one in waiting_for(fresh(user), today=localdate())]


def test_a_reporter_has_the_unit_s_report_to_write_with_how_much_is_ready(world: World) -> None:
    world.open(due_on=localdate() + timedelta(days=5))
    (item,) = waiting_for(world.rut, today=localdate())
    assert (item.kind, item.count, item.total, item.days) == ("report_to_write", 0, 2, 5)

    world.ready(world.schools)

    (item,) = waiting_for(world.rut, today=localdate())
    assert (item.count, item.total) == (2, 2)


def test_nothing_waits_for_the_unit_once_it_has_submitted(world: World) -> None:
    world.open()
    assert waits(world.mona) == [("report_to_write", "Utbildningsförvaltningen")]
    world.submitted(world.schools)
    assert waits(world.rut) == waits(world.mona) == []


def test_what_came_back_waits_for_the_unit_and_what_came_in_for_the_coordinator(world: World) -> None:
    round_ = world.open()
    report = world.submitted(world.schools)
    assert ("reports_to_review", str(round_)) in waits(world.anna)

    return_measure_report(report=world.rows(world.schools)[0], version=None, note="Hur många?", by=world.anna)

    assert UnitReport.objects.get(pk=report.pk).state == UnitReport.State.RETURNED
    assert waits(world.rut) == [("report_returned", "Utbildningsförvaltningen")]
    assert "reports_to_review" not in [kind for kind, _ in waits(world.anna)]


def test_an_accepted_report_waits_for_nobody(world: World) -> None:
    world.open()
    accept_unit_report(unit_report=world.submitted(world.schools), version=None, by=world.anna)
    assert waits(world.rut) == waits(world.anna) == []


def test_who_is_silent_is_named_a_week_before_and_late_comes_first(world: World) -> None:
    world.open(due_on=localdate() + timedelta(days=7))
    world.submitted(world.schools)
    assert waits(world.anna) == [
        ("reports_to_review", "Uppföljning 2026"),
        ("unit_is_silent", "Socialförvaltningen"),
    ]

    late = waiting_for(fresh(world.anna), today=localdate() + timedelta(days=9))

    assert [one.kind for one in late] == ["unit_is_silent", "reports_to_review"]
    assert (late[0].is_late, late[0].days_late) == (True, 2)


def test_nobody_is_silent_when_there_is_more_than_a_week(world: World) -> None:
    world.open(due_on=localdate() + timedelta(days=8))
    assert waits(world.anna) == []


def test_a_closed_round_waits_for_nobody(world: World) -> None:
    close_round(follow_up_round=world.open(due_on=localdate()), by=world.anna)
    assert waits(world.anna) == waits(world.rut) == []


def test_a_proposal_waits_for_the_secretary_and_members_of_its_own_body() -> None:
    home = MunicipalityFactory()
    board, other = (UnitFactory(municipality=home, kind="committee") for _ in range(2))
    edition = EditionFactory(plan=PlanFactory(municipality=home), body=board)
    for role in (Role.SECRETARY, Role.MEMBER):
        assert waits(member(role, unit=board)) == [("edition_to_decide", str(edition))]
        assert waits(member(role, unit=other)) == []


def test_the_coordinator_is_told_when_the_public_reads_an_earlier_version() -> None:
    plan = PlanFactory()
    anna = member(Role.COORDINATOR, plan.municipality)
    earlier = EditionFactory(plan=plan, state=Edition.State.REPEALED, registry_number="KS 1")
    newer = EditionFactory(plan=plan, number=2, state=Edition.State.ADOPTED, registry_number="KS 2")
    assert waits(anna) == []

    publish_edition(edition=earlier, by=anna)
    assert waits(anna) == [("edition_to_publish", str(newer))]

    publish_edition(edition=newer, by=anna)
    assert waits(anna) == []


def test_the_registrar_is_shown_what_lacks_a_registry_number() -> None:
    plan = PlanFactory()
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    registrar = member(Role.REGISTRAR, plan.municipality)
    assert waits(registrar) == [("edition_to_register", str(edition))]

    edition.registry_number = "KS 2026/12"
    record(edition, by=registrar)

    assert waits(registrar) == []


def test_a_draft_waits_for_its_writer_until_it_is_frozen_or_removed() -> None:
    plan = PlanFactory()
    MeasureFactory(plan=plan)
    anna = member(Role.COORDINATOR, plan.municipality)
    (item,) = waiting_for(anna, today=localdate())
    assert (item.kind, item.target, item.count, item.days) == ("draft_without_edition", plan, 1, None)

    other = PlanFactory(municipality=plan.municipality)
    EditionFactory(plan=plan)
    withdraw_plan(plan=other, by=anna)

    assert waits(anna) == []


@pytest.mark.parametrize("role", [Role.POLICE, Role.COUNTY, Role.AUDITOR, Role.ADMINISTRATOR, Role.EMPLOYEE])
def test_nothing_waits_for_who_only_reads(world: World, role: Role) -> None:
    world.open()
    assert waits(member(role, world.edition.municipality)) == []


def test_the_neighbour_sees_nothing_of_it(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    stranger = member(Role.COORDINATOR, MunicipalityFactory())
    assert waits(stranger) == []
    assert coming(stranger, today=localdate()) == []
    assert list(in_force(stranger)) == []
    assert latest_figures(stranger) is None


def test_the_figures_are_those_of_the_open_round_and_name_the_silent(world: World) -> None:
    first = world.open(title="Förra årets")
    close_round(follow_up_round=first, by=world.anna)
    figures = latest_figures(fresh(world.anna))
    assert figures is not None
    assert figures.follow_up_round == first

    second = world.open(title="Årets")
    for row in world.edition.rounds.get(pk=second.pk).unit_reports.get(unit=world.schools).measure_reports.all():
        row.fulfilment, row.state = "fully", "submitted"
        record(row, by=world.rut)
    figures = latest_figures(fresh(world.anna))

    assert figures is not None
    assert figures.follow_up_round == second
    assert figures.silent == ["Socialförvaltningen", "Utbildningsförvaltningen"]
    assert figures.total == 2
    assert {value: count for value, _label, count in figures.counts if count} == {"partly": 1, "fully": 1}


def test_what_is_coming_is_due_within_ninety_days(world: World) -> None:
    round_ = world.open(due_on=localdate() + timedelta(days=91))
    assert coming(world.anna, today=localdate()) == []
    assert coming(world.anna, today=localdate() + timedelta(days=1)) == [
        Waiting(kind="round_due", target=round_, days=90, on=round_.due_on)
    ]
