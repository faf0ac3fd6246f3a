"""Many measures at once: changed together, and nobody else's change lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from plans.models import Measure
from plans.services.measure import bulk, update_measure
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
)
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def versions(*measures):
    return {one.pk: one.version for one in measures}


def texts(plan):
    return [one.text for one in plan.measures.current().in_order()]


def parties(measure):
    return [(one.part, one.wording) for one in measure.responsibilities.current()]


def test_set_time_understands_the_words_and_writes_only_what_becomes_different(anna, plan):
    other, same = MeasureFactory(plan=plan), MeasureFactory(plan=plan, time_wording="2027")
    done = bulk.set_time(plan=plan, versions=versions(other, same), time_wording="2027", by=anna)
    other.refresh_from_db()
    assert (done.written, done.left) == ([other], [])
    assert (other.time_wording, other.time_start.year, other.version) == ("2027", 2027, 2)
    assert "2027" in other.search_text
    latest = other.history.latest()
    assert (latest.history_user, latest.history_change_reason) == (anna, "Ändrat för flera åtgärder")
    assert same.history.count() == 1


def test_what_somebody_else_changed_or_removed_since_is_left_as_it_is(anna, plan):
    mine, theirs, gone = (MeasureFactory(plan=plan, text=text) for text in "abc")
    seen = versions(mine, theirs, gone)
    update_measure(measure=theirs, version=1, text="deras", by=anna)
    bulk.withdraw_measures(plan=plan, versions=versions(gone), by=anna)
    done = bulk.set_time(plan=plan, versions=seen, time_wording="2028", by=anna)
    theirs.refresh_from_db()
    assert ({one.pk for one in done.written}, {one.pk for one in done.left}) == ({mine.pk}, {theirs.pk, gone.pk})
    assert (theirs.text, theirs.time_wording) == ("deras", "")


def test_measures_of_another_plan_are_not_touched(anna, plan):
    stranger = MeasureFactory(plan=PlanFactory(municipality=plan.municipality))
    done = bulk.set_time(plan=plan, versions=versions(stranger), time_wording="2028", by=anna)
    assert (done.written, done.left, stranger.history.count()) == ([], [], 1)


def test_move_to_area_puts_them_last_in_their_order(anna, plan):
    area = FocusAreaFactory(plan=plan)
    MeasureFactory(plan=plan, focus_area=area, text="först", position=0)
    one, two = MeasureFactory(plan=plan, text="ett", position=0), MeasureFactory(plan=plan, text="två", position=1)
    bulk.move_to_area(plan=plan, versions=versions(two, one), focus_area=area, by=anna)
    assert [each.text for each in area.measures.in_order()] == ["först", "ett", "två"]
    bulk.move_to_area(plan=plan, versions={one.pk: 2}, focus_area=None, by=anna)
    one.refresh_from_db()
    assert (one.focus_area, one.version) == (None, 3)


def test_an_area_of_another_plan_is_refused(anna, plan):
    with pytest.raises(ValidationError) as error:
        bulk.move_to_area(
            plan=plan, versions=versions(MeasureFactory(plan=plan)), focus_area=FocusAreaFactory(), by=anna
        )
    assert "focus_area" in error.value.message_dict


def test_levels_are_added_and_taken_away(anna, plan):
    measure = MeasureFactory(plan=plan, levels=["Generell", "Specifik"])
    bulk.change_levels(plan=plan, versions=versions(measure), add=["Individuell"], remove=["Generell"], by=anna)
    measure.refresh_from_db()
    assert measure.levels == ["Specifik", "Individuell"]


@pytest.mark.parametrize(
    ("how", "wording", "expected"),
    [
        ("add", "Skolan", [("responsible", "Polisen"), ("actor", "Kyrkan"), ("responsible", "Skolan")]),
        ("add", "Polisen", [("responsible", "Polisen"), ("actor", "Kyrkan")]),
        ("replace", "Skolan", [("responsible", "Skolan"), ("actor", "Kyrkan")]),
        ("remove", "Skolan", [("responsible", "Polisen"), ("actor", "Kyrkan")]),
        ("remove", "Polisen", [("actor", "Kyrkan")]),
        ("remove", "", [("actor", "Kyrkan")]),
    ],
)
def test_somebody_is_given_a_part_or_it_is_taken_away(anna, plan, how, wording, expected):
    school = UnitFactory(municipality=plan.municipality, name="Skolan")
    measure = MeasureFactory(plan=plan)
    ResponsibilityFactory(measure=measure, wording="Polisen", part="responsible")
    ResponsibilityFactory(measure=measure, wording="Kyrkan", part="actor")
    before = parties(measure)
    bulk.change_responsible(
        plan=plan, versions=versions(measure), how=how, part="responsible", wording=wording, by=anna
    )
    measure.refresh_from_db()
    assert parties(measure) == expected
    assert measure.version == (1 if expected == before else 2)
    assert {one.unit for one in measure.responsibilities.current().filter(wording="Skolan")} <= {school}


@pytest.mark.parametrize("given", [{"how": "nej"}, {"how": "add"}, {"how": "add", "part": "nej", "wording": "A"}])
def test_a_part_that_makes_no_sense_is_refused(anna, plan, given):
    measure = MeasureFactory(plan=plan)
    with pytest.raises(ValidationError):
        bulk.change_responsible(plan=plan, versions=versions(measure), **{"part": "responsible", **given}, by=anna)


def test_a_copy_has_all_that_the_measure_has_and_a_name_of_its_own(anna, plan):
    measure = MeasureFactory(plan=plan, text="Utbilda", levels=["Generell"], time_wording="2027", version=7)
    ActivityFactory(measure=measure, text="Steg", time_wording="våren 2027")
    IndicatorFactory(measure=measure, text="Antal", kind="count", target="40")
    ResponsibilityFactory(measure=measure, wording="Skolan")
    (copy,) = bulk.duplicate_measures(plan=plan, versions=versions(measure), by=anna).written
    assert (copy.text, copy.levels, copy.time_start, copy.version) == (
        "Utbilda (kopia)",
        ["Generell"],
        measure.time_start,
        1,
    )
    assert copy.uid != measure.uid
    assert [one.time_wording for one in copy.activities.current()] == ["våren 2027"]
    assert [(one.kind, one.target) for one in copy.indicators.current()] == [("count", "40")]
    assert parties(copy) == parties(measure)
    assert texts(plan) == ["Utbilda", "Utbilda (kopia)"]
    assert Measure.objects.get(pk=measure.pk).version == 7
    assert copy.activities.get().search_text == "steg våren 2027"


def test_what_was_removed_together_comes_back_together_for_thirty_days(anna, plan):
    some = [MeasureFactory(plan=plan, text=text) for text in "abc"]
    pks = [one.pk for one in some[:2]]
    gone = bulk.withdraw_measures(plan=plan, versions=versions(*some[:2]), by=anna).versions
    assert texts(plan) == ["c"]
    bulk.restore_measures(plan=plan, versions=gone, by=anna)
    assert texts(plan) == ["a", "b", "c"]
    gone = {pk: version + 1 for pk, version in gone.items()}  # they came back as a new version
    Measure.objects.filter(pk__in=pks).update(withdrawn_at=timezone.now() - timedelta(days=31), withdrawn_by=anna)
    with pytest.raises(ValidationError):
        bulk.restore_measures(plan=plan, versions=gone, by=anna)


def test_what_came_back_and_was_removed_again_is_not_brought_back_by_the_first_undo(anna, plan):
    mine, theirs = MeasureFactory(plan=plan, text="min"), MeasureFactory(plan=plan, text="deras")
    gone = bulk.withdraw_measures(plan=plan, versions=versions(mine, theirs), by=anna).versions
    bulk.restore_measures(plan=plan, versions={theirs.pk: gone[theirs.pk]}, by=anna)
    bulk.withdraw_measures(plan=plan, versions={theirs.pk: gone[theirs.pk] + 1}, by=anna)
    done = bulk.restore_measures(plan=plan, versions=gone, by=anna)
    assert (texts(plan), [one.pk for one in done.left]) == (["min"], [theirs.pk])


ASKED = [
    (bulk.set_time, {"time_wording": "2027"}),
    (bulk.change_levels, {"add": ["Ny"]}),
    (bulk.move_to_area, {}),
    (bulk.change_responsible, {"how": "add", "part": "responsible", "wording": "A"}),
]


@pytest.mark.parametrize(("service", "given"), ASKED)
def test_what_has_been_decided_is_changed_with_a_reason(anna, plan, service, given):
    measure = MeasureFactory(plan=plan, focus_area=FocusAreaFactory(plan=plan))
    EditionFactory(plan=plan, state="adopted")
    with pytest.raises(ValidationError) as refused:
        service(plan=plan, versions=versions(measure), **given, by=anna)
    assert "reason" in refused.value.message_dict
    service(plan=plan, versions=versions(measure), **given, reason="Efter uppföljning", by=anna)
    assert measure.history.latest("history_id").history_change_reason == "Efter uppföljning"


def test_all_that_one_act_writes_has_one_moment(anna, plan):
    some = [MeasureFactory(plan=plan), MeasureFactory(plan=plan)]
    done = bulk.change_responsible(
        plan=plan, versions=versions(*some), how="add", part="responsible", wording="A", by=anna
    )
    rows = [row for one in done.written for row in (one, *one.responsibilities.all())]
    assert len({row.history.latest("history_id").history_date for row in rows}) == 1


def test_more_than_can_be_changed_at_once_is_refused_and_nothing_is_dropped(anna, plan):
    with pytest.raises(ValidationError, match="501 åtgärder"):
        bulk.set_time(plan=plan, versions=dict.fromkeys(range(1, 502), 1), time_wording="2027", by=anna)


def test_a_rehearsal_writes_nothing(anna, plan):
    measure = MeasureFactory(plan=plan)
    after = bulk.rehearsed(bulk.set_time, plan=plan, versions=versions(measure), time_wording="2027", by=anna)
    measure.refresh_from_db()
    assert (after[measure.pk].time_wording, measure.time_wording, measure.history.count()) == ("2027", "", 1)


@pytest.mark.parametrize(
    ("service", "given", "most"),
    [
        (bulk.set_time, {"time_wording": "2027"}, 8),
        (bulk.change_levels, {"add": ["Ny"]}, 8),
        (bulk.move_to_area, {}, 8),
        (bulk.change_responsible, {"how": "replace", "part": "responsible", "wording": "A"}, 16),
        (bulk.duplicate_measures, {}, 16),
        (bulk.withdraw_measures, {}, 8),
    ],
)
def test_a_change_takes_as_many_statements_for_one_measure_as_for_five(anna, plan, service, given, most):
    counts = []
    for size in (1, 5):
        area = FocusAreaFactory(plan=plan)
        some = [MeasureFactory(plan=plan, focus_area=area) for _ in range(size)]
        for one in some:
            ActivityFactory(measure=one)
            IndicatorFactory(measure=one)
            ResponsibilityFactory(measure=one)
        with CaptureQueriesContext(connection) as asked:
            assert len(service(plan=plan, versions=versions(*some), by=anna, **given).written) == size
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1]
    assert counts[0] <= most
