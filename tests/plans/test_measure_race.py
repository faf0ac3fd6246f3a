"""Two at once on one plan: whoever is slower is told or waits, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.roles import Role
from foundation.records import StaleVersion, locked
from plans.inputs import ActivityInput
from plans.models import Measure
from plans.services.edition import freeze_edition
from plans.services.measure import move_measure, update_measure
from plans.services.plan import withdraw_plan
from tests.plans.factories import FocusAreaFactory, MeasureFactory
from tests.responsibilities.factories import member

RACES = 50


def save(measure: Measure, version: int, text: str, start: Barrier, by) -> str:
    start.wait()
    try:
        update_measure(measure=measure, version=version, text=text, activities=[ActivityInput(text=text)], by=by)
    except StaleVersion:
        return "told"
    finally:
        connection.close()
    return text


@pytest.mark.postgresql(reason="two transactions at once, with row locks")
@pytest.mark.django_db(transaction=True)
def test_two_editors_save_one_measure_fifty_times_and_no_text_is_lost():
    anna = member(Role.COORDINATOR)
    measure = MeasureFactory(plan__municipality=anna.municipality)
    with ThreadPoolExecutor(2) as editors:
        for race in range(RACES):
            version, start = Measure.objects.values_list("version", flat=True).get(pk=measure.pk), Barrier(2)
            mine = Measure.objects.select_related("plan__municipality").get(pk=measure.pk)
            ends = [editors.submit(save, mine, version, f"{race} {who}", start, anna) for who in ("a", "b")]
            outcome = sorted(end.result() for end in ends)
            stands = Measure.objects.get(pk=measure.pk)
            assert outcome[1] == "told"
            assert (stands.text, stands.version) == (outcome[0], version + 1)
            assert [one.text for one in stands.activities.current()] == [outcome[0]]


def on_own_connection(work: Callable[..., Any], *, start: Barrier | None = None, **given: Any) -> Any:
    try:
        if start is not None:
            start.wait()
        return work(**given)
    finally:
        connection.close()


@pytest.mark.postgresql(reason="two transactions at once, with row locks")
@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_move_at_once_wait_for_each_other_and_never_stop_each_other():
    anna = member(Role.COORDINATOR)
    measure = MeasureFactory(plan__municipality=anna.municipality)
    areas = FocusAreaFactory.create_batch(2, plan=measure.plan)
    with ThreadPoolExecutor(2) as editors:
        for race in range(RACES):
            start, area = Barrier(2), areas[race % 2]
            save_it, move_it = (Measure.objects.select_related("plan").get(pk=measure.pk) for _ in range(2))
            given = {"measure": save_it, "version": None, "text": f"{race}", "focus_area": area, "by": anna}
            ends = [
                editors.submit(on_own_connection, update_measure, start=start, **given),
                editors.submit(on_own_connection, move_measure, start=start, measure=move_it, direction="up", by=anna),
            ]
            for end in ends:
                end.result()
            stands = Measure.objects.get(pk=measure.pk)
            assert (stands.text, stands.focus_area) == (f"{race}", area)


@pytest.mark.postgresql(reason="two transactions at once, with row locks")
@pytest.mark.django_db(transaction=True)
def test_a_save_waits_for_whoever_freezes_the_plan_and_no_edition_holds_half_of_it():
    anna = member(Role.COORDINATOR)
    measure = MeasureFactory(plan__municipality=anna.municipality, text="Före")
    given = {"measure": measure, "version": 1, "text": "Efter", "activities": [ActivityInput(text="Efter")]}
    with ThreadPoolExecutor(1) as editor:
        with transaction.atomic():
            locked(measure.plan)
            end = editor.submit(on_own_connection, update_measure, **given, by=anna)
            with pytest.raises(TimeoutError):
                end.result(timeout=0.5)
            edition = freeze_edition(plan=measure.plan, by=anna)
        assert end.result().text == "Efter"
    ((frozen,),) = (area["measures"] for area in edition.values["focus_areas"])
    assert (frozen["text"], frozen["activities"]) == ("Före", [])


@pytest.mark.postgresql(reason="two transactions at once, with row locks")
@pytest.mark.django_db(transaction=True)
def test_a_save_in_a_plan_that_is_being_removed_is_refused():
    anna = member(Role.COORDINATOR)
    measure = MeasureFactory(plan__municipality=anna.municipality, text="Före")
    with ThreadPoolExecutor(1) as editor:
        with transaction.atomic():
            withdraw_plan(plan=measure.plan, by=anna)
            end = editor.submit(on_own_connection, update_measure, measure=measure, version=1, text="Efter", by=anna)
            with pytest.raises(TimeoutError):
                end.result(timeout=0.5)
        with pytest.raises(ValidationError):
            end.result()
    measure.refresh_from_db()
    assert (measure.text, measure.version) == ("Före", 1)
