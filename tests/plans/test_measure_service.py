"""A measure is one aggregate: written, moved, removed and brought back with all its rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.services.measure import create_measure, move_measure, restore_measure, update_measure, withdraw_measure
from plans.services.measure.times import TIME_FIELDS
from tests.plans.factories import (
    ActivityFactory,
    FocusAreaFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import FunctionFactory, UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


@pytest.fixture
def rth(plan):
    return UnitFactory(
        municipality=plan.municipality, name="Rådet för trygghet och hälsa", abbreviation="RTH", kind="advisory"
    )


def standing(measure) -> list[ActivityInput]:
    return [
        ActivityInput(pk=one.pk, text=one.text, **{name: getattr(one, name) for name in TIME_FIELDS})
        for one in measure.activities.current()
    ]


def test_create_measure_writes_all_its_rows_in_order_with_history(anna, plan, rth):
    made = create_measure(
        plan=plan,
        focus_area=FocusAreaFactory(plan=plan, name="Utbildning"),
        text="Utbilda personal i första linjen",
        levels=["Generell"],
        activities=[ActivityInput(text="Utbildningsplan", time_wording="våren 2017"), ActivityInput(text="Utbilda")],
        indicators=[IndicatorInput(text="Genomförd utbildning", kind="boolean", target="ja")],
        responsibilities=[ResponsibilityInput(wording="RTH")],
        by=anna,
    )
    first, second = made.activities.current()
    assert (first.text, first.time_wording, first.position) == ("Utbildningsplan", "våren 2017", 0)
    assert (first.time_start, first.time_end) == (date(2017, 3, 1), date(2017, 5, 31))
    assert (second.text, second.position) == ("Utbilda", 1)
    assert [one.target for one in made.indicators.current()] == ["ja"]
    assert [one.unit for one in made.responsibilities.current()] == [rth]
    assert {row.history.get().history_user for row in (made, first, second)} == {anna}


@pytest.mark.parametrize(
    ("wording", "start", "end", "recurrence"),
    [
        ("våren 2017", date(2017, 3, 1), date(2017, 5, 31), ""),
        ("senast hösten 2017", None, date(2017, 11, 30), ""),
        ("löpande", None, None, "continuous"),
        ("årligen", None, None, "yearly"),
        ("utsedd 2016", date(2016, 1, 1), date(2016, 12, 31), ""),
        ("2018", date(2018, 1, 1), date(2018, 12, 31), ""),
        ("när medel finns", None, None, ""),
    ],
)
def test_a_time_keeps_its_wording_beside_what_it_means(anna, plan, wording, start, end, recurrence):
    made = create_measure(plan=plan, text="Åtgärd", time_wording=wording, by=anna)
    assert (made.time_wording, made.time_start, made.time_end) == (wording, start, end)
    assert made.time_recurrence == recurrence


def test_a_registry_number_in_the_place_of_a_time_is_kept_without_dates(anna, plan):
    made = create_measure(plan=plan, text="Åtgärd", time_wording="2016-2225", by=anna)
    assert (made.time_wording, made.time_start, made.time_end) == ("2016-2225", None, None)


def test_a_time_that_a_person_corrected_is_not_interpreted_again(anna, plan):
    made = create_measure(
        plan=plan,
        activities=[
            ActivityInput(
                text="Utbilda", time_wording="våren 2017", time_start=date(2017, 1, 15), time_is_corrected=True
            )
        ],
        by=anna,
    )
    activity = made.activities.get()
    assert (activity.time_wording, activity.time_start, activity.time_end) == ("våren 2017", date(2017, 1, 15), None)


def test_a_time_that_ends_before_it_starts_is_refused(anna, plan):
    with pytest.raises(ValidationError) as error:
        create_measure(
            plan=plan,
            text="Åtgärd",
            time_start=date(2027, 5, 1),
            time_end=date(2027, 4, 1),
            time_is_corrected=True,
            by=anna,
        )
    assert "time_end" in error.value.message_dict


def test_a_measure_needs_a_text_an_area_or_an_activity(anna, plan):
    with pytest.raises(ValidationError) as error:
        create_measure(plan=plan, by=anna)
    assert "text" in error.value.message_dict


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        ("Rådet för trygghet och hälsa", "unit"),
        ("RTH", "unit"),
        ("Rådet för trygghet och hälsa (RTH)", "unit"),
        ("Utvecklingsstrateg", "function"),
        ("Respektive förvaltning", "each"),
        ("Utvecklingsstrateg i samverkan med övriga kommuner", "words"),
        ("Någon annan", "words"),
    ],
)
def test_a_responsibility_keeps_its_wording_and_finds_whom_it_names(anna, plan, rth, wording, kind):
    function = FunctionFactory(unit=UnitFactory(municipality=plan.municipality), title="Utvecklingsstrateg")
    made = create_measure(plan=plan, text="Å", responsibilities=[ResponsibilityInput(wording=wording)], by=anna)
    one = made.responsibilities.get()
    expected = {
        "unit": (rth, None, False),
        "function": (None, function, False),
        "each": (None, None, True),
        "words": (None, None, False),
    }[kind]
    assert (one.unit, one.function, one.is_each_administration) == expected
    assert one.wording == wording


def test_a_subject_of_another_municipality_is_refused(anna, plan):
    stranger = ResponsibilityInput(wording="Grannen", unit=UnitFactory())
    with pytest.raises(ValidationError) as error:
        create_measure(plan=plan, text="Åtgärd", responsibilities=[stranger], by=anna)
    assert "responsibilities" in error.value.message_dict


def test_an_area_and_a_section_of_another_plan_are_refused(anna, plan):
    with pytest.raises(ValidationError) as error:
        create_measure(plan=plan, focus_area=FocusAreaFactory(), text="Åtgärd", by=anna)
    assert "focus_area" in error.value.message_dict
    with pytest.raises(ValidationError) as error:
        create_measure(plan=plan, section=SectionFactory(), text="Åtgärd", by=anna)
    assert "section" in error.value.message_dict


@pytest.mark.parametrize("place", ["focus_area", "section"])
def test_a_measure_stays_where_it_stands_though_the_place_was_removed(anna, plan, place):
    factory = {"focus_area": FocusAreaFactory, "section": SectionFactory}[place]
    stands, other = (factory(plan=plan, withdrawn_at=timezone.now(), withdrawn_by=anna) for _ in range(2))
    measure = MeasureFactory(plan=plan, **{place: stands})
    changed = update_measure(measure=measure, version=1, text="Ny", **{place: stands}, by=anna)
    assert getattr(changed, place) == stands
    with pytest.raises(ValidationError) as error:
        update_measure(measure=measure, version=2, text="Ny", **{place: other}, by=anna)
    assert place in error.value.message_dict


def test_update_measure_writes_only_the_rows_that_changed(anna, plan):
    measure = MeasureFactory(plan=plan)
    kept, changed = ActivityFactory(measure=measure), ActivityFactory(measure=measure)
    given = standing(measure)
    given[1] = ActivityInput(pk=changed.pk, text="Ny text")
    update_measure(measure=measure, version=1, text=measure.text, activities=given, by=anna)
    assert (kept.history.count(), changed.history.count()) == (1, 2)
    changed.refresh_from_db()
    assert changed.text == "Ny text"


def test_update_measure_that_changes_nothing_writes_nothing(anna, plan):
    measure = MeasureFactory(plan=plan)
    ActivityFactory(measure=measure, time_wording="våren 2027")
    update_measure(measure=measure, version=1, text=measure.text, activities=standing(measure), by=anna)
    measure.refresh_from_db()
    assert (measure.version, measure.history.count()) == (1, 1)


def test_update_measure_withdraws_a_row_that_is_left_out_and_keeps_it(anna, plan):
    measure = MeasureFactory(plan=plan)
    activity = ActivityFactory(measure=measure)
    changed = update_measure(measure=measure, version=1, text=measure.text, activities=[], by=anna)
    activity.refresh_from_db()
    assert (activity.is_withdrawn, activity.withdrawn_by) == (True, anna)
    assert (changed.version, list(changed.activities.current())) == (2, [])


def test_update_measure_reorders_rows_by_the_order_they_are_given_in(anna, plan):
    measure = MeasureFactory(plan=plan)
    ActivityFactory(measure=measure, text="först")
    ActivityFactory(measure=measure, text="sedan")
    update_measure(measure=measure, version=1, text="Å", activities=standing(measure)[::-1], by=anna)
    assert [one.text for one in measure.activities.current()] == ["sedan", "först"]


def test_update_measure_refuses_a_row_of_another_measure(anna, plan):
    stranger = ActivityFactory(measure=MeasureFactory(plan=plan), text="annans")
    measure = MeasureFactory(plan=plan)
    given = [ActivityInput(pk=stranger.pk, text="min")]
    with pytest.raises(ValidationError):
        update_measure(measure=measure, version=1, text="Å", activities=given, by=anna)
    stranger.refresh_from_db()
    assert stranger.text == "annans"


def test_update_measure_keeps_a_subject_whose_wording_stands(anna, plan, rth):
    measure = MeasureFactory(plan=plan)
    one = ResponsibilityFactory(measure=measure, unit=rth, wording="Trygghetsrådet")
    given = [ResponsibilityInput(pk=one.pk, wording="Trygghetsrådet", scope_note="publicering")]
    update_measure(measure=measure, version=1, text="Å", responsibilities=given, by=anna)
    one.refresh_from_db()
    assert (one.unit, one.scope_note) == (rth, "publicering")


def test_update_measure_from_an_older_version_is_stale_whatever_part_was_saved_before(anna, plan):
    measure = MeasureFactory(plan=plan)
    given = [ActivityInput(text="Den andras")]
    update_measure(measure=measure, version=1, text=measure.text, activities=given, by=anna)
    with pytest.raises(StaleVersion):
        update_measure(measure=measure, version=1, text="Min", by=anna)
    assert [one.text for one in measure.activities.current()] == ["Den andras"]


def test_move_measure_up_and_down_and_stays_at_the_ends(anna, plan):
    first, second, third = (MeasureFactory(plan=plan, text=text) for text in "abc")
    move_measure(measure=third, direction="up", by=anna)
    assert [one.text for one in plan.measures.in_order()] == ["a", "c", "b"]
    move_measure(measure=first, direction="up", by=anna)
    assert [one.text for one in plan.measures.in_order()] == ["a", "c", "b"]
    assert (first.history.count(), second.history.count()) == (1, 2)


def test_move_measure_to_a_place_and_to_another_area(anna, plan):
    area = FocusAreaFactory(plan=plan)
    first, *_others = (MeasureFactory(plan=plan, text=text) for text in "abc")
    move_measure(measure=first, position=2, by=anna)
    assert [one.text for one in plan.measures.in_order()] == ["b", "c", "a"]
    moved = move_measure(measure=first, focus_area=area, to_area=True, by=anna)
    assert (moved.focus_area, moved.position) == (area, 0)


def test_move_measure_to_another_area_makes_a_form_that_was_open_stale(anna, plan):
    measure, area = MeasureFactory(plan=plan), FocusAreaFactory(plan=plan)
    move_measure(measure=measure, focus_area=area, to_area=True, by=anna)
    with pytest.raises(StaleVersion):
        update_measure(measure=measure, version=1, text="Min", by=anna)
    measure.refresh_from_db()
    assert (measure.focus_area, measure.version) == (area, 2)


def test_move_measure_within_its_area_leaves_the_form_that_was_open_as_it_is(anna, plan):
    measure, _other = MeasureFactory(plan=plan), MeasureFactory(plan=plan)
    move_measure(measure=measure, direction="down", by=anna)
    move_measure(measure=measure, to_area=True, by=anna)
    assert update_measure(measure=measure, version=1, text="Min", by=anna).version == 2


@pytest.mark.parametrize("direction", ["", "sideways"])
def test_move_measure_nowhere_is_refused(anna, plan, direction):
    with pytest.raises(ValidationError):
        move_measure(measure=MeasureFactory(plan=plan), direction=direction, by=anna)


def test_move_measure_to_an_area_of_another_plan_is_refused(anna, plan):
    with pytest.raises(ValidationError):
        move_measure(measure=MeasureFactory(plan=plan), focus_area=FocusAreaFactory(), to_area=True, by=anna)


def test_withdraw_measure_and_restore_measure(anna, plan):
    measure = MeasureFactory(plan=plan)
    withdraw_measure(measure=measure, by=anna)
    assert list(plan.measures.current()) == []
    restore_measure(measure=measure, by=anna)
    assert list(plan.measures.current()) == [measure]
    assert {one.history_user for one in measure.history.exclude(history_type="+")} == {anna}


def test_update_measure_that_was_removed_is_refused(anna, plan):
    measure = MeasureFactory(plan=plan)
    removed = withdraw_measure(measure=measure, by=anna)
    with pytest.raises(ValidationError):
        update_measure(measure=measure, version=removed.version, text="Å", by=anna)


def test_restore_measure_after_more_than_30_days_is_refused(anna, plan):
    measure = MeasureFactory(plan=plan, withdrawn_at=timezone.now() - timedelta(days=31), withdrawn_by=anna)
    with pytest.raises(ValidationError):
        restore_measure(measure=measure, by=anna)


@pytest.mark.parametrize("text", ["\x00", "Å" * 20_001])
def test_a_text_that_cannot_be_kept_is_refused_at_its_field(anna, plan, text):
    with pytest.raises(ValidationError) as error:
        create_measure(plan=plan, text="x" + text, by=anna)
    assert "text" in error.value.message_dict
