"""What waits for its value is found wherever it stands in a plan."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from plans.checks.texts import Draft, placeholders
from plans.models import Plan
from plans.values import plan_values
from tests.plans.factories import (
    ActivityFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


def waiting(plan: Plan) -> list[str]:
    """Uids of the measures that wait for a value, and the names of other places."""
    found = placeholders(Draft(plan_values(Plan.objects.get(pk=plan.pk))))
    return [one.place.uid if one.place.kind == "measure" else one.place.name for one in found]


@pytest.mark.parametrize("field", ["text", "condition", "result", "comment", "time_wording"])
def test_a_placeholder_in_a_measure_is_told_with_the_measure(field):
    measure = MeasureFactory(**{field: "Klart 2016-xx-xx"})
    MeasureFactory(plan=measure.plan, text="Klart 2016-12-31")
    assert waiting(measure.plan) == [str(measure.uid)]


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (ActivityFactory, {"text": "Möte den xx-xx"}),
        (ActivityFactory, {"time_wording": "senast 2016-XX-XX"}),
        (IndicatorFactory, {"text": "Antal: ......"}),
        (IndicatorFactory, {"target": "xx"}),
        (ResponsibilityFactory, {"wording": "XXX"}),
        (ResponsibilityFactory, {"scope_note": "del xx"}),
    ],
)
def test_a_placeholder_in_a_row_of_a_measure_is_told_once_with_the_measure(factory, fields):
    measure = MeasureFactory(text="Utbilda xx")
    factory(measure=measure, **fields)
    quiet = MeasureFactory(plan=measure.plan)
    factory(measure=quiet, **fields)
    assert waiting(measure.plan) == [str(measure.uid), str(quiet.uid)]


def test_placeholders_on_the_cover_in_areas_and_in_sections_are_told_by_their_names():
    header = [
        {"label": "Beslutad av", "state": "value", "value": "Kommunstyrelsen"},
        {"label": "Giltighet", "state": "value", "value": "till och med 2019-xx-xx"},
        {"label": "Beslutsdatum", "state": "value", "value": "2016-xx-xx"},
        {"label": "Dokumenttyp", "state": "missing", "value": ""},
    ]
    plan = PlanFactory(title="Handlingsplan 20xx", registry_number="KS/2016:xx", header=header)
    top = SectionFactory(plan=plan, heading="Inledning")
    SectionFactory(plan=plan, parent=top, heading="Syfte", body="Antagen 2016-xx-xx")
    assert waiting(plan) == ["Diarienummer", "Giltighet", "1.1 Syfte"]


def test_an_area_whose_name_waits_is_told_by_its_name():
    area = FocusAreaFactory(name="Område XXX")
    assert waiting(area.plan) == ["Område XXX"]


def test_a_plan_without_placeholders_says_nothing_of_them():
    measure = MeasureFactory(text="Exakt 30 personer, se § 3")
    assert waiting(measure.plan) == []


def test_the_page_that_freezes_leads_to_the_measure_that_waits(client):
    anna = member(Role.COORDINATOR)
    client.force_login(anna)
    measure = MeasureFactory(plan__municipality=anna.municipality, text="Klart 2016-xx-xx")
    address = reverse("plans:edition_freeze", args=[measure.plan_id])
    page = client.get(address).content.decode()
    assert "Något återstår att fylla i (1)" in page
    assert page.count(reverse("plans:measure_update", args=[measure.pk])) >= 2
    assert reverse("plans:plan_check", args=[measure.plan_id]) in page
    assert client.post(address, {"submission_key": str(uuid.uuid4())}).status_code == 302
