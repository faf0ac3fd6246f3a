"""The one tree of values: complete, stable, and the same bytes whenever it is written down."""

from __future__ import annotations

import json
import unicodedata

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.models import Plan
from plans.services.focus_area import create_focus_area
from plans.services.measure import create_measure, withdraw_measure
from plans.services.plan import create_plan
from plans.services.section import create_section
from plans.values import canonical_json, content_hash, measures_of, plan_values
from responsibilities.models import Unit
from tests.accounts.factories import MunicipalityFactory
from tests.responsibilities.factories import FunctionFactory, UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return member(Role.COORDINATOR, MunicipalityFactory(name="Exempelby kommun"))


@pytest.fixture
def plan(anna: User) -> Plan:
    return create_plan(municipality=anna.municipality, title="Plan", document_type="Handlingsplan", by=anna)


def test_a_plan_with_nothing_in_it_is_whole(plan: Plan) -> None:
    values = plan_values(plan)
    assert (values["schema"], values["kind"], values["classification"]) == (2, "plan", "open")
    assert (values["sections"], values["focus_areas"]) == ([], [])
    assert values["responsible_unit"] is None
    assert values["municipality"]["name"] == "Exempelby kommun"
    assert values["column_labels"]["responsible"] == "Ansvarig"


def test_a_measure_carries_everything_that_is_written_about_it(plan: Plan, anna: User) -> None:
    unit = UnitFactory(municipality=anna.municipality, name="Socialtjänst")
    function = FunctionFactory(municipality=anna.municipality, title="Utvecklingsstrateg", unit=unit)
    section = create_section(plan=plan, heading="Mål", by=anna)
    create_measure(
        plan=plan,
        focus_area=create_focus_area(plan=plan, name="Utbildning", by=anna),
        section=section,
        text="Utbilda",
        condition="vid behov",
        levels=["Generell"],
        time_wording="löpande",
        result="Påbörjat",
        comment="Se årsrapporten",
        activities=[ActivityInput(text="Ta fram en plan", time_wording="våren 2017")],
        indicators=[IndicatorInput(text="Antal", kind="count", target="3")],
        responsibilities=[
            ResponsibilityInput(wording="Socialtjänst", unit=unit),
            ResponsibilityInput(wording="Strategen", part="actor", function=function, scope_note="innehåll"),
            ResponsibilityInput(wording="respektive förvaltning", is_each_administration=True),
            ResponsibilityInput(wording="Någon vi inte känner", part="in_consultation"),
        ],
        by=anna,
    )
    (area,) = plan_values(plan)["focus_areas"]
    (measure,) = area["measures"]
    assert area["name"] == "Utbildning"
    assert (measure["text"], measure["condition"], measure["levels"]) == ("Utbilda", "vid behov", ["Generell"])
    assert measure["time"] == {"wording": "löpande", "start": None, "end": None, "recurrence": "continuous"}
    assert (measure["result"], measure["comment"], measure["section_number"]) == ("Påbörjat", "Se årsrapporten", "1")
    assert measure["activities"][0]["time"] == {
        "wording": "våren 2017",
        "start": "2017-03-01",
        "end": "2017-05-31",
        "recurrence": "",
    }
    assert [measure["indicators"][0][key] for key in ("text", "kind", "target")] == ["Antal", "count", "3"]
    assert [(one["subject_kind"], one["subject"], one["wording"]) for one in measure["responsibilities"]] == [
        ("unit", "Socialtjänst", "Socialtjänst"),
        ("function", "Utvecklingsstrateg", "Strategen"),
        ("each_administration", None, "respektive förvaltning"),
        (None, None, "Någon vi inte känner"),
    ]


def test_measures_are_numbered_through_the_areas_and_those_without_one_stand_last(plan: Plan, anna: User) -> None:
    second = create_focus_area(plan=plan, name="B", by=anna)
    loose = create_measure(plan=plan, text="Utan område", by=anna)
    create_measure(plan=plan, focus_area=second, text="I området", by=anna)
    numbers = {measure["text"]: measure["number"] for measure in measures_of(plan_values(plan)).values()}
    assert numbers == {"I området": 1, "Utan område": 2}
    assert plan_values(plan)["focus_areas"][-1]["uid"] == ""
    withdraw_measure(measure=loose, by=anna)
    assert [area["name"] for area in plan_values(plan)["focus_areas"]] == ["B"]


def test_the_whole_plan_is_read_in_the_same_statements_for_one_and_three_measures(
    plan: Plan, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 2):
        for _ in range(rows):
            unit = UnitFactory(municipality=anna.municipality, kind=Unit.Kind.OFFICE)
            create_measure(
                plan=plan,
                text="Text",
                activities=[ActivityInput(text="Steg")],
                indicators=[IndicatorInput(text="Tal")],
                responsibilities=[ResponsibilityInput(wording=unit.name, unit=unit)],
                by=anna,
            )
        found = Plan.objects.select_related("municipality", "responsible_unit").get(pk=plan.pk)
        with django_assert_num_queries(1):
            plan_values(found)


def test_the_hash_does_not_depend_on_order_of_keys_or_on_how_letters_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Åtgärd")
    assert content_hash({"a": 1, "b": decomposed}) == content_hash({"b": "Åtgärd", "a": 1})
    assert canonical_json({"b": "Å", "a": [None, True]}) == '{"a":[null,true],"b":"Å"}'


def test_a_float_is_refused_because_it_is_not_written_the_same_everywhere() -> None:
    with pytest.raises(ValueError, match="no floats"):
        canonical_json({"share": 0.1})


def test_what_is_frozen_is_plain_json(plan: Plan) -> None:
    values = plan_values(plan)
    assert json.loads(canonical_json(values)) == values
