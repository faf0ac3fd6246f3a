"""The pages of administration and the register: who gets in, what is refused where, and at what price."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.accounts.factories import KeeperFactory, UserFactory
from tests.responsibilities.factories import FunctionFactory, MembershipFactory, UnitFactory, member
from tests.responsibilities.pages import page

pytestmark = pytest.mark.django_db


def test_administration_leads_to_the_municipality_that_one_administers(browser: Client, home):
    assert browser.get(page("administration")).url == page("municipality_detail", home.pk)


@pytest.mark.parametrize(
    "route",
    [
        "municipality_detail",
        "municipality_update",
        "lists_update",
        "unit_tree",
        "unit_create",
        "function_create",
        "user_list",
        "user_create",
        "membership_list",
        "membership_create",
    ],
)
def test_the_pages_of_a_municipality_open_for_its_administrator_only(browser: Client, home, route: str):
    member(Role.COORDINATOR, home)
    neighbour, employee = Client(), Client()
    neighbour.force_login(member(Role.ADMINISTRATOR))
    employee.force_login(member(Role.EMPLOYEE, home))
    keeper = Client()
    keeper.force_login(KeeperFactory())

    answers = [one.get(page(route, home.pk)).status_code for one in (browser, employee, neighbour, keeper)]

    assert answers == [200, 403, 404, 404]


@pytest.mark.parametrize("route", ["unit_update", "unit_end", "unit_merge", "unit_withdraw", "unit_detail"])
def test_the_pages_of_a_unit_open_inside_its_municipality(browser: Client, home, route: str):
    own, other = UnitFactory(municipality=home), UnitFactory()

    assert browser.get(page(route, own.pk)).status_code == 200
    assert browser.get(page(route, other.pk)).status_code == 404


@pytest.mark.parametrize("route", ["user_detail", "user_update", "user_deactivate"])
def test_the_pages_of_an_account_open_for_its_own_administrator(browser: Client, home, route: str):
    own, other = UserFactory(municipality=home), UserFactory()

    assert browser.get(page(route, own.pk)).status_code == 200
    assert browser.get(page(route, other.pk)).status_code == 404
    assert browser.get(page(route, User.objects.system().pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.REPORTER, Role.COORDINATOR])
def test_the_register_is_open_to_everybody_inside(client: Client, home, role: Role):
    reader = member(role, home)
    unit = UnitFactory(municipality=home, name="Trygghetsrådet", mailbox="trygg@kommun.se")
    FunctionFactory(unit=unit, title="Säkerhetschef", holder_name="Bo Ek")
    UnitFactory(name="Grannens enhet")
    client.force_login(reader)

    listed = client.get(page("unit_list")).content.decode()
    assert "Trygghetsrådet" in listed
    assert "Grannens enhet" not in listed
    assert "Bo Ek" in client.get(page("unit_detail", unit.pk)).content.decode()
    assert "Trygghetsrådet" in client.get(page("unit_list", q="säkerhets")).content.decode()


@pytest.mark.parametrize("role", [Role.POLICE, Role.COUNTY])
def test_the_register_is_closed_to_those_outside(client: Client, home, role: Role):
    unit = UnitFactory(municipality=home, name="Trygghetsrådet")
    client.force_login(member(role, home))

    assert "Trygghetsrådet" not in client.get(page("unit_list")).content.decode()
    assert client.get(page("unit_detail", unit.pk)).status_code == 404


def test_roles_in_a_unit_are_shown_to_the_administrator_only(browser: Client, client: Client, home):
    chief = member(Role.MANAGER, home, name="Cecilia Chef")
    unit = chief.memberships.get().unit
    reader = Client()
    reader.force_login(member(Role.EMPLOYEE, home))

    assert "Cecilia Chef" in browser.get(page("unit_detail", unit.pk)).content.decode()
    assert "Cecilia Chef" not in reader.get(page("unit_detail", unit.pk)).content.decode()


def test_a_removed_unit_is_seen_only_by_those_who_can_bring_it_back(browser: Client, home):
    unit = UnitFactory(municipality=home)
    browser.post(page("unit_withdraw", unit.pk), {"version": 1})
    reader = Client()
    reader.force_login(member(Role.EMPLOYEE, home))

    assert browser.get(page("unit_detail", unit.pk)).status_code == 200
    assert reader.get(page("unit_detail", unit.pk)).status_code == 404


@pytest.mark.parametrize("words", ["\x00", "%", "'; DROP TABLE", "🏛️", "x" * 5000, "<b>"])
def test_searches_bear_anything(browser: Client, home, words: str):
    UnitFactory(municipality=home)

    for address in (page("unit_list"), page("unit_tree", home.pk), page("user_list", home.pk)):
        assert browser.get(address, {"q": words, "sida": words, "visa": words, "ordna": words}).status_code == 200


COUNTED = [
    "unit_list",
    "unit_tree",
    "user_list",
    "membership_list",
    "unit_detail",
    "user_detail",
    "municipality_detail",
]


@pytest.mark.parametrize("route", COUNTED)
def test_a_page_takes_as_many_statements_for_three_rows_as_for_one(
    browser: Client, home, route: str, django_assert_max_num_queries
):
    top = UnitFactory(municipality=home)

    def fill() -> None:
        child = UnitFactory(municipality=home, parent=top)
        FunctionFactory(unit=top)
        person = member(Role.REPORTER, unit=top)
        MembershipFactory(user=person, role=Role.MANAGER, unit=child)

    fill()
    person = User.objects.filter(memberships__unit=top).first()
    args = {"unit_list": [], "unit_detail": [top.pk], "user_detail": [person.pk]}.get(route, [home.pk])
    browser.get(page(route, *args))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(16) as seen:
            assert browser.get(page(route, *args)).status_code == 200
        counts.append(len(seen))
        fill()
        fill()
    assert counts[0] == counts[1]


@pytest.mark.parametrize("route", ["function_update", "function_withdraw", "membership_update", "membership_withdraw"])
def test_the_pages_of_functions_and_roles_open_inside_their_municipality(browser: Client, home, route: str):
    model = FunctionFactory if route.startswith("function") else MembershipFactory
    unit, other = UnitFactory(municipality=home), UnitFactory()
    facts = {} if model is FunctionFactory else {"role": Role.REPORTER}

    assert browser.get(page(route, model(unit=unit, **facts).pk)).status_code == 200
    assert browser.get(page(route, model(unit=other, **facts).pk)).status_code == 404
