"""Two editors on one measure: whoever is slower is told, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.inputs import ActivityInput
from plans.models import Measure
from plans.services.measure import update_measure
from tests.plans.factories import MeasureFactory
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
