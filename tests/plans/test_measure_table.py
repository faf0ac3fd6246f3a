"""The table of a plan's measures: what it shows of them, filtered and sorted."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.plans.factories import ActivityFactory, FocusAreaFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client):
    anna = member(Role.COORDINATOR)
    client.force_login(anna)
    return PlanFactory(municipality=anna.municipality)


def table(client, plan, query: str = ""):
    return client.get(reverse("plans:plan_table", args=[plan.pk]) + query)


def shown(answer) -> list[str]:
    return [one["text"] for area in answer.context["values"]["focus_areas"] for one in area["measures"]]


def test_the_time_of_a_measure_stands_in_the_table_with_and_without_a_text(client, plan):
    MeasureFactory(plan=plan, text="Utbilda", time_wording="våren 2027")
    silent = MeasureFactory(plan=plan, text="", time_wording="hösten 2028")
    ActivityFactory(measure=silent, text="Ta fram en plan")
    page = table(client, plan).content.decode()
    assert 'Utbilda <span class="subtle">(våren 2027)</span>' in page
    assert '<p class="subtle">När: hösten 2028</p>' in page


@pytest.mark.parametrize("part", ["actor", "in_consultation", "consult_when_needed", "convener", "reports_back"])
def test_those_who_do_not_answer_for_a_measure_are_not_its_responsible(client, plan, part):
    answers, other = MeasureFactory(plan=plan, text="svarar"), MeasureFactory(plan=plan, text="annan")
    ResponsibilityFactory(measure=answers, wording="Skolan")
    ResponsibilityFactory(measure=other, wording="Skolan", part=part)
    ResponsibilityFactory(measure=other, wording="Polisen", part=part)
    answer = table(client, plan, "?ansvarig=Skolan")
    assert shown(answer) == ["svarar"]
    assert answer.context["table"].responsible == ["Skolan"]


def two_mixed_areas(plan) -> None:
    """Measures whose order by time goes back and forth between two areas."""
    first, second = FocusAreaFactory(plan=plan, name="Skola"), FocusAreaFactory(plan=plan, name="Fritid")
    for area, years in ((first, (2027, 2029)), (second, (2026, 2028))):
        for year in years:
            MeasureFactory(plan=plan, focus_area=area, text=f"år {year}", time_wording=str(year))
    MeasureFactory(plan=plan, focus_area=second, text="", time_wording="2030")


@pytest.mark.parametrize("order", ["nar", "ansvarig", ""])
def test_every_id_of_the_table_stands_once_however_it_is_sorted(client, plan, order):
    two_mixed_areas(plan)
    ids = re.findall(r'\sid="([^"]+)"', table(client, plan, f"?ordna={order}").content.decode())
    assert len(ids) == len(set(ids))


def test_a_table_sorted_by_time_is_one_group_whose_measures_say_their_area(client, plan):
    two_mixed_areas(plan)
    answer = table(client, plan, "?ordna=nar")
    page = answer.content.decode()
    assert shown(answer) == ["år 2026", "år 2027", "år 2028", "år 2029", ""]
    assert ("table-group" in page, "Åtgärder utan område" in page) == (False, False)
    assert (page.count(">Skola</p>"), page.count(">Fritid</p>")) == (2, 3)


def test_a_table_in_the_order_of_the_plan_has_each_area_as_a_heading(client, plan):
    two_mixed_areas(plan)
    assert table(client, plan).content.decode().count('class="table-group"') == 2
    assert table(client, plan, "?q=2026").content.decode().count('class="table-group"') == 1
