"""The start page and the search: what each role meets, in as many statements for three rows as for one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Edition, Plan
from plans.services.follow_up import open_round
from tests.accounts.factories import MunicipalityFactory, UserFactory
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
EVERYBODY = ["Översikt"]
WRITERS = ["Översikt", "Planer", "Ärenden", "Uppföljning", "Ansvar"]
ANSWERING = ["Översikt", "Planer", "Remisser", "Uppföljning", "Ansvar"]
WORDS = {
    Role.COORDINATOR: WRITERS,
    Role.APPROVER: WRITERS,
    Role.REPORTER: ANSWERING,
    Role.MANAGER: ANSWERING,
    Role.SECRETARY: WRITERS,
    Role.MEMBER: WRITERS,
    Role.AUDITOR: WRITERS,
    Role.REGISTRAR: ["Översikt", "Planer", "Ärenden", "Ansvar"],
    Role.EMPLOYEE: ["Översikt", "Planer", "Ansvar"],
    Role.ADMINISTRATOR: ["Översikt", "Ansvar", "Administration"],
    Role.POLICE: EVERYBODY,
    Role.COUNTY: EVERYBODY,
}


def opened(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def statements(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as said:
        assert client.get(address).status_code == 200
    return len(said)


def plan_in_force(municipality: object, number: int) -> Plan:
    """A plan with `number` of everything, in force and asked about in `number` units by tomorrow; a draft beside it."""
    plan: Plan = PlanFactory(municipality=municipality, title=f"Överblick {number}")
    for _ in range(number):
        SectionFactory(plan=plan, heading="Överblick")
        measure = MeasureFactory(plan=plan, focus_area=FocusAreaFactory(plan=plan), text="Överblick")
        ActivityFactory(measure=measure, text="Överblick")
        for unit in UnitFactory.create_batch(number, municipality=municipality):
            ResponsibilityFactory(measure=measure, unit=unit, part="responsible")
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    system = User.objects.system()
    open_round(edition=edition, title="U", due_on=localdate() + timedelta(days=1), parts=["responsible"], by=system)
    PlanFactory(municipality=municipality, title="Överblick, utkast")
    return plan


@pytest.mark.parametrize("role", list(Role))
def test_start_offers_the_words_that_the_role_may_use(role: Role) -> None:
    page = opened(member(role, MunicipalityFactory(name="Exempelby")), reverse("start"))
    navigation = re.search(r'<nav[^>]*aria-label="Huvudmeny".*?</nav>', page, re.S)
    assert navigation is not None
    assert re.findall(r"<a [^>]*>\s*([^<]+?)\s*</a>", navigation[0]) == WORDS[role]
    assert "Exempelby" in page


@pytest.mark.parametrize("role", list(Role))
def test_start_offers_the_search_to_whoever_may_read_a_plan(role: Role) -> None:
    page = opened(member(role), reverse("start"))
    assert (f'action="{reverse("search")}"' in page) == ("Planer" in WORDS[role])


@pytest.mark.parametrize("route", ["search", "reports:report_list"])
def test_the_word_for_plans_is_lit_where_one_searches_and_prints(route: str) -> None:
    page = opened(member(Role.COORDINATOR), reverse(route))
    assert f'href="{reverse("plans:plan_list")}" aria-current="true"' in page


def test_start_of_somebody_without_a_role_says_what_will_come() -> None:
    page = opened(UserFactory(), reverse("start"))
    assert "Inget väntar på dig just nu." in page
    assert "Mina utskrifter" not in page


def test_start_of_the_keeper_of_the_installation_leads_to_the_municipalities() -> None:
    page = opened(UserFactory(is_superuser=True), reverse("start"))
    assert reverse("responsibilities:municipality_list") in page


def test_start_of_an_administrator_says_what_to_see_to() -> None:
    home = MunicipalityFactory()
    UnitFactory(municipality=home, name="Gatukontoret", kind="administration")
    page = opened(member(Role.ADMINISTRATOR, home), reverse("start"))
    assert "Ingen kan redovisa för" in page
    assert "Gatukontoret" in page
    assert "Inget väntar på dig" not in page


def test_start_names_what_waits_and_what_is_in_force() -> None:
    home = MunicipalityFactory()
    plan_in_force(home, 2)
    page = opened(member(Role.COORDINATOR, home), reverse("start"))
    assert "Överblick 2" in page
    assert "Överblick, utkast" in page
    assert "har inte svarat" in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.AUDITOR, Role.EMPLOYEE])
def test_start_takes_as_many_statements_for_three_plans_as_for_one(role: Role) -> None:
    counts = []
    for number in (1, 3):
        home = MunicipalityFactory()
        for _ in range(number):
            plan_in_force(home, number)
        counts.append(statements(member(role, home), reverse("start")))
    assert counts[0] == counts[1]
    assert counts[1] <= 22


def test_start_of_a_reporter_takes_as_many_statements_for_three_reports_as_for_one() -> None:
    counts = []
    for number in (1, 3):
        home = MunicipalityFactory()
        reporter = member(Role.REPORTER, unit=UnitFactory(municipality=home))
        unit = fresh(reporter).memberships.get().unit
        for _ in range(number):
            plan = PlanFactory(municipality=home)
            ResponsibilityFactory(measure=MeasureFactory(plan=plan), unit=unit, part="responsible")
            edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
            open_round(edition=edition, title="U", due_on=localdate(), parts=["responsible"], by=User.objects.system())
        assert opened(reporter, reverse("start")).count("todo-what") == number
        counts.append(statements(reporter, reverse("start")))
    assert counts[0] == counts[1] <= 15


def test_search_takes_as_many_statements_for_three_of_each_as_for_one() -> None:
    counts = []
    for number in (1, 3):
        home = MunicipalityFactory()
        for _ in range(number):
            plan_in_force(home, number)
        anna = member(Role.COORDINATOR, home)
        assert opened(anna, reverse("search") + "?q=överblick").count("<li>") >= 4 * number
        counts.append(statements(anna, reverse("search") + "?q=överblick"))
    assert counts[0] == counts[1] <= 12


def test_search_without_words_says_how_and_with_unknown_words_that_nothing_was_found() -> None:
    anna = member(Role.COORDINATOR)
    assert "delar av ord" in opened(anna, reverse("search"))
    assert "Inget hittades" in opened(anna, reverse("search") + "?q=räksmörgås")


@pytest.mark.parametrize("words", ["\x00", "%00", "<script>alert(1)</script>", "a" * 5_000, "😀", "%", "_", "\\"])
def test_search_bears_any_words(words: str) -> None:
    client = Client()
    client.force_login(member(Role.COORDINATOR))
    response = client.get(reverse("search"), {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_health_answers_a_stranger_and_says_nothing() -> None:
    response = Client().get(reverse("health"))
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_form_without_its_token_is_told_in_swedish() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a@b.example", "password": "x"})
    assert response.status_code == 403
    assert 'lang="sv"' in response.content.decode()
