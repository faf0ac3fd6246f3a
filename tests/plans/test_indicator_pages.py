"""Indicators where they are reported and read: refused at the field, told in words, drawn over rounds."""

from __future__ import annotations

import pytest

from plans.frozen import measures_by_uid
from plans.models import IndicatorValue
from plans.selectors.indicators import indicator_series
from plans.services.follow_up import close_round, submit_unit_report, write_measure_report
from plans.values import plan_values
from tests.plans.factories import EditionFactory, IndicatorFactory, PlanFactory
from tests.plans.follow_up import World, answer, as_user, follow_up_world, page, url
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """The world, where the first measure has a share with a target and is asked about by kind."""
    world = follow_up_world()
    measure = world.edition.plan.measures.get(text="Utbilda")
    world.indicator = IndicatorFactory(measure=measure, text="Andel", kind="percentage", target="80")
    other = PlanFactory(municipality=world.anna.municipality)
    world.edition = EditionFactory(plan=other, values=plan_values(measure.plan), state="adopted")
    world.measure = measure
    return world


def round_with(world: World, title: str, value: str) -> None:
    round_ = world.open(title=title)
    report = round_.unit_reports.get(unit=world.schools)
    for row in report.measure_reports.all():
        values = {str(world.indicator.uid): value} if row.measure_uid == world.measure.uid else {}
        write_measure_report(report=row, fulfilment="fully", indicator_values=values, is_ready=True, by=world.rut)
    submit_unit_report(unit_report=report, by=world.rut)
    close_round(follow_up_round=round_, by=world.anna)


def test_what_is_no_number_is_refused_at_its_field_and_kept(world):
    world.open()
    row = world.rows(world.schools)[0]
    field = f"indicator_{world.indicator.uid.hex}"
    answered = as_user(world.rut).post(row.get_absolute_url(), answer(row, draft="1", **{field: "ca 80"}))
    assert answered.status_code == 422
    assert "till exempel 80" in answered.context["form"].errors[field][0]
    assert 'value="ca 80"' in answered.content.decode()
    assert not IndicatorValue.objects.exists()


def test_more_than_all_is_kept_and_doubted(world):
    world.open()
    row = world.rows(world.schools)[0]
    sent = answer(row, draft="1", **{f"indicator_{world.indicator.uid.hex}": "120 %"})
    done = as_user(world.rut).post(row.get_absolute_url(), sent, follow=True)
    assert "Andel: mer än 100 procent. Stämmer det?" in [str(one) for one in done.context["messages"]]
    assert IndicatorValue.objects.exclude(value="").get().value == "120 %"


def test_values_of_every_round_are_told_and_drawn_with_the_target(world):
    round_with(world, "Uppföljning 2025", "71")
    round_with(world, "Uppföljning 2026", "82,5")
    body = page(as_user(world.anna), url("measure_detail", world.measure.pk))
    assert ("Målet är inte nått" in body, "Målet är nått" in body) == (True, True)
    assert ('role="img"' in body, body.count('class="chart-point"')) == (True, 2)


def test_only_what_one_may_see_and_what_was_submitted_is_told(world):
    round_with(world, "Uppföljning 2025", "71")
    row = (
        world.open(title="Nästa")
        .unit_reports.get(unit=world.schools)
        .measure_reports.get(measure_uid=world.measure.uid)
    )
    write_measure_report(report=row, fulfilment="fully", indicator_values={str(world.indicator.uid): "5"}, by=world.rut)
    indicators = measures_by_uid(world.edition.tree)[str(world.measure.uid)].values["indicators"]

    def values(user) -> list[str]:
        found = indicator_series(user, str(world.measure.uid), indicators)
        return [one.raw for series in found for one in series.rows]

    stranger = member("reporter", unit=UnitFactory(municipality=world.anna.municipality))
    assert (values(world.anna), values(world.rut), values(stranger)) == (["71"], ["71"], [])


def test_the_series_take_one_statement(world, django_assert_num_queries):
    for number in range(3):
        round_with(world, f"Uppföljning {number}", "71")
    indicators = measures_by_uid(world.edition.tree)[str(world.measure.uid)].values["indicators"]
    assert world.anna.access.held
    with django_assert_num_queries(1):
        (series,) = indicator_series(world.anna, str(world.measure.uid), indicators)
        assert len(series.chart.points) == 3
