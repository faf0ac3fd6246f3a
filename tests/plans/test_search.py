"""What a person finds: parts of words, å ä ö in every form, and only what that person may see."""

from __future__ import annotations

import unicodedata

import pytest

from accounts.models import Municipality
from accounts.roles import Role
from foundation.history import record
from plans.models import Edition, Plan
from plans.selectors.search import MOST, found_in_plans
from plans.services.plan import withdraw_plan
from plans.services.withdrawal import withdraw
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    PlanGrantFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Municipality:
    return MunicipalityFactory()


@pytest.fixture
def plan(home: Municipality) -> Plan:
    return PlanFactory(municipality=home, title="Översvämningsplan")


@pytest.mark.parametrize(
    "words",
    ["översvämning", "ÖVERSVÄMNING", "svämn", "plan över", unicodedata.normalize("NFD", "översvämning")],
)
def test_a_plan_is_found_by_parts_of_words_in_any_order_and_form(home: Municipality, plan: Plan, words: str) -> None:
    PlanFactory(municipality=home, title="Oversvamning")
    assert found_in_plans(member(Role.COORDINATOR, home), words).plans == [plan]


def test_a_section_is_found_by_its_heading_and_its_text(home: Municipality, plan: Plan) -> None:
    section = SectionFactory(plan=plan, heading="Nuläge", body="Ån rinner genom Östra ängen.")
    found = found_in_plans(member(Role.COORDINATOR, home), "nuläg östra")
    assert (found.sections, found.total) == ([section], 1)


def test_a_measure_is_found_by_all_that_stands_in_it(home: Municipality, plan: Plan) -> None:
    area = FocusAreaFactory(plan=plan, name="Föräldrastöd")
    measure = MeasureFactory(plan=plan, focus_area=area, text="Utbilda personal")
    ActivityFactory(measure=measure, text="Ta fram ett häfte")
    IndicatorFactory(measure=measure, text="Antal läsare")
    ResponsibilityFactory(measure=measure, wording="Räddningstjänsten")
    anna = member(Role.COORDINATOR, home)

    for words in ("utbild", "föräldra", "häfte", "läsare", "räddning", "räddning häft utbilda"):
        assert found_in_plans(anna, words).measures == [measure], words
    assert found_in_plans(anna, "utbilda räksmörgås").measures == []


@pytest.mark.parametrize("make", [ActivityFactory, IndicatorFactory])
def test_a_row_that_was_taken_away_finds_nothing(home: Municipality, plan: Plan, make: type) -> None:
    anna = member(Role.COORDINATOR, home)
    row = make(measure=MeasureFactory(plan=plan), text="Gränsöverskridande")
    assert found_in_plans(anna, "gränsöver").total == 1

    withdraw(row, by=anna)

    assert found_in_plans(anna, "gränsöver").total == 0


def test_nothing_of_a_plan_that_was_removed_is_found(home: Municipality, plan: Plan) -> None:
    anna = member(Role.COORDINATOR, home)
    SectionFactory(plan=plan, heading="Översikt")
    MeasureFactory(plan=plan, text="Överföra")
    assert found_in_plans(anna, "över").total == 3

    withdraw_plan(plan=plan, by=anna)

    assert found_in_plans(anna, "över").total == 0


def test_a_reader_without_drafts_finds_the_editions_in_force(home: Municipality, plan: Plan) -> None:
    MeasureFactory(plan=plan, text="Översvämmade källare")
    proposal = EditionFactory(plan=plan)
    clerk = member(Role.EMPLOYEE, home)
    assert found_in_plans(clerk, "översväm").total == 0

    proposal.state = Edition.State.ADOPTED
    record(proposal, by=clerk)

    found = found_in_plans(clerk, "plan översväm")
    assert (found.editions, found.total) == ([proposal], 1)


def test_the_neighbour_finds_nothing(plan: Plan) -> None:
    MeasureFactory(plan=plan, text="Översyn")
    assert found_in_plans(member(Role.COORDINATOR, MunicipalityFactory()), "över").total == 0


def test_an_invited_reader_finds_the_draft(plan: Plan) -> None:
    guest = member(Role.POLICE, MunicipalityFactory())
    PlanGrantFactory(content_object=plan, user=guest)
    assert found_in_plans(fresh(guest), "översväm").plans == [plan]


def test_at_most_fifty_of_a_kind_are_shown(home: Municipality) -> None:
    for number in range(MOST + 1):
        PlanFactory(municipality=home, title=f"Ågärd {number}")
    assert len(found_in_plans(member(Role.COORDINATOR, home), "åg").plans) == MOST
