"""What a long plan costs: two hundred measures and sixty pages of prose compared, and frozen."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from foundation.rich_text import from_plain
from plans.inputs import ActivityInput, IndicatorInput, MeasureInput, ResponsibilityInput
from plans.models import Measure, Plan, Section
from plans.selectors.compare import comparison
from plans.services.edition import freeze_edition
from plans.services.table_import import import_measures
from tests.plans.factories import PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = [pytest.mark.django_db, pytest.mark.alone, pytest.mark.no_cover]
PAGES, MEASURES = 60, 200
SENTENCE = "Nämnden ansvarar för att personalen i första linjen har fått utbildning före årets slut. "
PAGE = "\n\n".join(SENTENCE * 6 for _ in range(5))


@pytest.fixture
def anna() -> User:
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna: User) -> Plan:
    plan: Plan = PlanFactory(municipality=anna.memberships.get().municipality)
    for number in range(PAGES):
        SectionFactory(plan=plan, heading=f"Avsnitt {number}", body=from_plain(PAGE), position=number)
    import_measures(plan=plan, rows=[row(number) for number in range(MEASURES)], by=anna)
    return plan


def row(number: int) -> MeasureInput:
    return MeasureInput(
        focus_area=f"Område {number % 8}",
        text=f"Åtgärd {number}. {SENTENCE}",
        activities=[ActivityInput(text=f"Steg {step} av {number}", time_wording="våren 2027") for step in range(2)],
        indicators=[IndicatorInput(text="Andel utbildade")],
        responsibilities=[ResponsibilityInput(wording="Socialnämnden"), ResponsibilityInput(wording="Skolnämnden")],
    )


def changed_everywhere(plan: Plan) -> None:
    """Every section and every measure gets another word."""
    for section in Section.objects.filter(plan=plan):
        section.body = section.body.replace("före årets slut", "innan året är slut", 3)
        section.save()
    for measure in Measure.objects.filter(plan=plan):
        measure.text = measure.text.replace("personalen", "all personal")
        measure.save()


def test_a_long_plan_is_frozen_in_half_a_second_and_thirty_statements(plan: Plan, anna: User) -> None:
    freeze_edition(plan=plan, by=anna)
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        freeze_edition(plan=plan, by=anna)
    took = time.process_time() - began

    assert len(asked) <= 30
    assert took <= 0.5, took


def test_two_long_versions_are_compared_within_a_second(plan: Plan, anna: User) -> None:
    old = freeze_edition(plan=plan, by=anna)
    changed_everywhere(plan)
    new = freeze_edition(plan=plan, by=anna)
    began = time.process_time()
    found = comparison(old.tree, new.tree, "1", "2")
    took = time.process_time() - began

    assert [(line.about, line.changed) for line in found.counts] == [("sections", PAGES), ("measures", MEASURES)]
    assert took <= 1.0, took
