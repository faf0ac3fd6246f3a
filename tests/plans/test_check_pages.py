"""The page of the check, the count on the tab, and the button for contacts."""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import DocumentImport, Plan
from tests.accounts.factories import UserFactory
from tests.plans.check import found_of
from tests.plans.factories import (
    MeasureFactory,
    PlanFactory,
    PlanGrantFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import FunctionFactory, UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory(law_standing="beside")
    made.municipality.standard_sections = []
    made.municipality.save()
    return made


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def url(plan: Plan, route: str = "plan_check") -> str:
    return reverse(f"plans:{route}", args=[plan.pk])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def tab_count(page: str) -> str:
    found = re.search(r"/kontroll/\"[^>]*>Kontroll(?: <span[^>]*>(\d+)</span>)?</a>", page)
    assert found, "no tab"
    return found[1] or ""


def test_plan_check_of_a_plan_without_faults_says_so(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    assert "Inget att anmärka på" in shown(client, url(plan))


def test_plan_check_leads_to_each_place_and_counts_on_the_tab(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    measure = MeasureFactory(plan=plan, text="Utbilda", time_wording="2016-xx-xx")
    section = SectionFactory(plan=plan, heading="Syfte", body="<p>Se xx</p>")
    function = FunctionFactory(municipality=plan.municipality, unit=None, title="Strateg")
    ResponsibilityFactory(measure=measure, function=function, wording="Strateg")
    page = shown(client, url(plan))
    for route, row in (("measure_update", measure), ("section_update", section)):
        assert reverse(f"plans:{route}", args=[row.pk]) in page
    assert reverse("responsibilities:function_update", args=[function.pk]) in page
    for route in ("plan_check", "plan_detail", "edition_list"):
        assert tab_count(shown(client, url(plan, route))) == "4", route
    assert tab_count(shown(client, url(plan, "comment_list"))) == ""


def test_an_invited_reader_is_led_to_the_places_and_nowhere_else(client: Client, plan: Plan) -> None:
    guest = UserFactory()
    PlanGrantFactory(content_object=plan, user=guest)
    client.force_login(guest)
    section = SectionFactory(plan=plan, heading="Syfte", body="<p>Se xx, ring 0226-64 50 00</p>")
    measure = MeasureFactory(plan=plan)
    function = FunctionFactory(municipality=plan.municipality, unit=None, title="Strateg")
    ResponsibilityFactory(measure=measure, function=function, wording="Strateg")
    page = shown(client, url(plan))
    assert f"{plan.get_absolute_url()}#s-{section.uid}" in page
    assert reverse("plans:measure_detail", args=[measure.pk]) in page
    for word in ("/andra/", "/administration/", "/ansvar/", url(plan, "contacts_check")):
        assert word not in page
    assert client.post(url(plan, "contacts_check")).status_code == 403


def test_contacts_check_is_noted_with_the_day_and_who_did_it(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    SectionFactory(plan=plan, body="<p>Ring 0226-64 50 00</p>")
    answer = client.post(url(plan, "contacts_check"), follow=True)
    plan.refresh_from_db()
    assert plan.contacts_checked_on == localdate()
    assert plan.version == 2
    written = plan.history.order_by("history_id").last()
    assert (written.history_user, written.history_change_reason) == (anna, "Kontaktuppgifter kontrollerade")
    assert "Noterat: kontaktuppgifterna är kontrollerade i dag." in answer.content.decode()
    client.post(url(plan, "contacts_check"))
    assert Plan.objects.get(pk=plan.pk).version == 2
    assert client.get(url(plan, "contacts_check")).status_code == 405


def test_contacts_of_a_removed_plan_are_not_checked(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    plan.withdrawn_at = "2026-01-01T00:00Z"
    plan.save()
    page = client.post(url(plan, "contacts_check"), follow=True).content.decode()
    assert "Planen är borttagen" in page
    assert Plan.objects.get(pk=plan.pk).contacts_checked_on is None


def test_words_are_suspected_only_in_what_was_read_in(plan: Plan, anna: User) -> None:
    document = DocumentImport.objects.create(municipality=plan.municipality, plan=plan, imported_by=anna)
    SectionFactory(
        plan=plan, heading="Läst", body="<p>Mot vålds-bejakande och radikaliserings</p>", imported_in=document
    )
    SectionFactory(plan=plan, heading="Skrivet", body="<p>hbtq-personer</p>")
    assert found_of("spelling", plan) == [("1 Läst", "radikaliserings, vålds-bejakande", "")]


def grown(plan: Plan, number: int) -> None:
    """Sections, measures, units and functions with something to say about each."""
    for count in range(number):
        SectionFactory(
            plan=plan, heading=f"Del {count}", body=f"<p>Ring 0226-64 50 0{count % 10}, se xx. {'Ord ' * 90}</p>"
        )
        measure = MeasureFactory(plan=plan, time_wording="")
        unit = UnitFactory(municipality=plan.municipality, status="ended")
        ResponsibilityFactory(measure=measure, unit=unit)
        ResponsibilityFactory(measure=measure, part="actor", wording="Föreningslivet")


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("route", ["plan_check", "edition_list", "edition_freeze", "plan_law"])
def test_plan_check_asks_as_many_statements_for_one_row_as_for_three(
    client: Client, plan: Plan, anna: User, route: str
) -> None:
    client.force_login(anna)
    grown(plan, 1)
    one = statements(client, url(plan, route))
    grown(plan, 2)
    assert statements(client, url(plan, route)) == one


@pytest.mark.alone
@pytest.mark.no_cover
def test_a_large_plan_is_checked_in_at_most_twelve_statements(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    for count in range(60):
        SectionFactory(plan=plan, position=count, body=f"<p>{'Vi arbetar mot våld. ' * 200}</p>")
    unit: Any = UnitFactory(municipality=plan.municipality)
    for count in range(200):
        ResponsibilityFactory(measure=MeasureFactory(plan=plan, position=count), unit=unit)
    assert statements(client, url(plan)) <= 12
    began = perf_counter()
    client.get(url(plan))
    assert perf_counter() - began < 3
