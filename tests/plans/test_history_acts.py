"""What was changed in many measures at once is told as one act, with each of them behind it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from plans.selectors.history import Choice, changes_in_plan, changes_of_measure
from plans.services.measure import bulk, update_measure
from tests.plans.factories import FocusAreaFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


@pytest.fixture
def some(plan):
    return [MeasureFactory(plan=plan, text=f"Åtgärd {number}") for number in range(30)]


def versions(measures):
    return {one.pk: one.version for one in measures}


def entries(plan, anna, **choice):
    return [one for _day, found in changes_in_plan(plan, Choice(**choice), user=anna).days for one in found]


def newest_act(plan, anna, **choice):
    (act,) = entries(plan, anna, person=anna.pk, **choice)[0].acts
    return act


def test_many_measures_are_one_row_and_what_was_done_before_still_stands_on_the_page(anna, plan, some):
    bulk.set_time(plan=plan, versions=versions(some), time_wording="2027", by=anna)
    act = newest_act(plan, anna)
    assert (str(act.verb_word), act.words, len(act.changes), act.left) == ("Ändrat", "30 åtgärder: När", 30, 0)
    assert entries(plan, anna)[0].changes == []
    assert len([one for entry in entries(plan, anna) for one in entry.changes]) == 24  # the page holds 25 rows


def test_who_answers_in_many_measures_is_one_act_too(anna, plan, some):
    ResponsibilityFactory(measure=some[0], wording="Polisen")
    bulk.change_responsible(
        plan=plan, versions=versions(some[:12]), how="replace", part="responsible", wording="Skolan", by=anna
    )
    act = newest_act(plan, anna)
    assert (act.words, act.number, len(act.changes)) == ("12 åtgärder: Vem?", 12, 13)


@pytest.mark.parametrize(
    ("service", "said"), [(bulk.withdraw_measures, "Borttaget"), (bulk.duplicate_measures, "Tillagt")]
)
def test_what_was_removed_or_copied_together_is_one_act(anna, plan, some, service, said):
    service(plan=plan, versions=versions(some[:3]), by=anna)
    act = newest_act(plan, anna)
    assert (str(act.verb_word), act.words) == (said, "3 åtgärder")


def test_one_measure_alone_is_no_act(anna, plan, some):
    bulk.set_time(plan=plan, versions=versions(some[:1]), time_wording="2027", by=anna)
    newest = entries(plan, anna)[0]
    assert (newest.acts, [one.title for one in newest.changes]) == ([], ["Åtgärd 0"])


def test_each_measure_tells_its_own_part_of_the_act(anna, plan, some):
    bulk.set_time(plan=plan, versions=versions(some), time_wording="2027", by=anna)
    newest = changes_of_measure(some[3]).days[0][1][0]
    assert (newest.acts, [one.title for one in newest.changes]) == ([], ["Åtgärd 3"])


def test_an_act_is_found_where_only_some_of_it_is_asked_for(anna, plan, some):
    area = FocusAreaFactory(plan=plan)
    for one in some[5:8]:
        update_measure(measure=one, version=1, text=one.text, focus_area=area, by=anna)
        one.refresh_from_db()
    bulk.set_time(plan=plan, versions=versions(some), time_wording="2027", by=anna)
    assert newest_act(plan, anna, place=f"omrade-{area.pk}").words == "3 åtgärder: När"


def test_more_than_a_page_can_read_is_counted(anna, plan, some, monkeypatch):
    monkeypatch.setattr("plans.selectors.history.MOST_SHOWN", 4)
    bulk.set_time(plan=plan, versions=versions(some), time_wording="2027", by=anna)
    act = newest_act(plan, anna)
    assert (act.number, len(act.changes), act.left) == (30, 5, 25)


def test_the_page_unfolds_an_act_and_asks_as_much_for_three_measures_as_for_thirty(anna, plan, some, client):
    client.force_login(anna)
    address = f"{reverse('plans:plan_history', args=[plan.pk])}?vem={anna.pk}"
    counts = []
    for size in (3, 3, 30):
        time = {"time_wording": f"20{27 + len(counts)}"}
        for one in some:
            one.refresh_from_db()
        bulk.set_time(plan=plan, versions=versions(some[:size]), **time, by=anna)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        counts.append(len(asked))
    assert "<summary>" in page
    assert "30 åtgärder: När" in " ".join(page.split())
    assert counts[1] == counts[2]
