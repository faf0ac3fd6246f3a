"""How much the database is asked: the same for one row as for three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.forms.follow_up import INDICATOR
from plans.frozen import measures_by_uid
from plans.models import Edition, FollowUpRound, MeasureReport, Plan, UnitReport
from plans.services.follow_up import (
    close_round,
    open_round,
    write_measure_report,
)
from tests.plans.factories import EditionFactory, IndicatorFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.plans.follow_up import World, answer, as_user, follow_up_world, url
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return follow_up_world()


def plan_of(size: int) -> tuple[User, User, FollowUpRound]:
    """A round with `size` measures, each reported by the same `size` units."""
    plan: Plan = PlanFactory()
    units = [UnitFactory(municipality=plan.municipality) for _ in range(size)]
    for _ in range(size):
        measure = MeasureFactory(plan=plan)
        IndicatorFactory(measure=measure)
        for unit in units:
            ResponsibilityFactory(measure=measure, unit=unit, part="responsible")
    anna = member(Role.COORDINATOR, plan.municipality)
    rut = member(Role.REPORTER, unit=units[0])
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    due = localdate() + timedelta(days=30)
    round_ = open_round(edition=edition, title="U", due_on=due, parts=["responsible"], by=anna)
    for row in MeasureReport.objects.filter(unit=units[0]):
        write_measure_report(report=row, fulfilment="fully", is_ready=True, by=rut)
    return anna, rut, round_


def statements(user: User, address: str) -> int:
    client = as_user(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


ROUTES = [
    ("anna", "round_list", 15),
    ("anna", "round_detail", 12),
    ("anna", "round_open", 15),
    ("anna", "unit_report_detail", 15),
    ("rut", "round_list", 12),
    ("rut", "unit_report_detail", 12),
    ("rut", "unit_report_submit", 12),
    ("rut", "measure_report_update", 15),
    ("anna", "measure_report_review", 15),
    ("anna", "edition_detail", 12),
    ("anna", "edition_list", 15),
    ("anna", "edition_freeze", 20),
]


@pytest.mark.parametrize(("who", "route", "most"), ROUTES)
def test_a_page_asks_as_much_for_one_row_as_for_three(who: str, route: str, most: int) -> None:
    counts = []
    for size in (1, 3):
        anna, rut, round_ = plan_of(size)
        report = UnitReport.objects.filter(round=round_, unit__in=rut.access.units_as(Role.REPORTER)).get()
        row = report.measure_reports.all()[0]
        pks = {
            "round_list": None,
            "round_detail": round_.pk,
            "round_open": round_.edition_id,
            "edition_detail": round_.edition_id,
            "edition_list": round_.edition.plan_id,
            "edition_freeze": round_.edition.plan_id,
            "measure_report_update": row.pk,
            "measure_report_review": row.pk,
        }
        if route == "round_open":
            close_round(follow_up_round=round_, by=anna)
        counts.append(statements({"anna": anna, "rut": rut}[who], url(route, pks.get(route, report.pk))))

    assert counts[0] == counts[1]
    assert counts[1] <= most


@pytest.mark.parametrize("button", ["draft", "ready"])
@pytest.mark.parametrize("reporter_may_submit", [True, False])
def test_saving_an_answer_takes_at_most_twelve_statements_and_two_for_each_changed_indicator(
    world: World, button: str, reporter_may_submit: bool
) -> None:
    world.open(reporter_may_submit=reporter_may_submit)
    trained, talked = world.rows(world.schools)
    indicator = measures_by_uid(world.edition.values)[str(trained.measure_uid)].values["indicators"][0]
    field = INDICATOR + indicator["uid"].replace("-", "")

    assert saving(world.rut, talked, answer(talked, **{button: "1"})) <= 12
    world.ready(world.schools)  # nothing is told by the save that is counted: a notice has statements of its own
    trained.refresh_from_db()
    assert saving(world.rut, trained, answer(trained, draft="1", **{field: "12"})) <= 12 + 2


def saving(user: User, row: MeasureReport, data: dict[str, object]) -> int:
    """Statements of a save that succeeds; what only opens and closes transactions is not counted."""
    client = as_user(user)
    client.get(row.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        assert client.post(row.get_absolute_url(), data).status_code == 302
    said = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len(said)
