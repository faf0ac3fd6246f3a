"""About a plan: officers and signers, what its levels mean, and the list of abbreviations."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from plans.models import Plan
from plans.values import plan_values
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(prevention_levels=["Generell", "Specifik"], header=[])


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def client(anna: User) -> Client:
    browser = Client()
    browser.force_login(anna)
    return browser


def address(plan: Plan) -> str:
    return reverse("plans:plan_update", args=[plan.pk])


def filled(client: Client, plan: Plan, **changed: object) -> dict[str, object]:
    """What a browser would send of the form as it stands, with some of it changed."""
    form = client.get(address(plan)).context["form"]
    standing = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    standing["prevention_levels"] = "\n".join(plan.prevention_levels)
    return {**standing, **changed}


def official(number: int, role: str, name: str, title: str = "") -> dict[str, object]:
    return {f"official_{number}_{key}": said for key, said in (("role", role), ("name", name), ("title", title))}


def notes(client: Client, plan: Plan, level: str) -> list[str]:
    rows = {row["name"]: row["fields"] for row in client.get(address(plan)).context["form"].level_rows}
    return [field.html_name for field in rows[level]]


def test_officers_and_signers_are_named_in_rows_and_an_emptied_row_is_gone(client: Client, plan: Plan) -> None:
    rows = {"officials_total": 2, **official(0, "signer", "Bo Ask", "kommundirektör"), **official(1, "officer", "Eva")}
    assert client.post(address(plan), filled(client, plan, **rows)).status_code == 302
    plan.refresh_from_db()
    assert plan.officials == [
        {"role": "signer", "name": "Bo Ask", "title": "kommundirektör"},
        {"role": "officer", "name": "Eva", "title": ""},
    ]

    client.post(address(plan), filled(client, plan, **official(0, "signer", "", "")))

    plan.refresh_from_db()
    assert [one["name"] for one in plan.officials] == ["Eva"]


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(client: Client, plan: Plan) -> None:
    sent = filled(client, plan, add="officials", title="", **official(0, "officer", "Eva"))

    page = client.post(address(plan), sent)

    assert page.status_code == 200
    assert 'value="Eva"' in page.text
    assert 'name="official_1_name"' in page.text
    assert "field-error" not in page.text
    plan.refresh_from_db()
    assert (plan.officials, plan.title != "") == ([], True)


def test_a_title_without_a_name_is_told_at_its_row(client: Client, plan: Plan) -> None:
    page = client.post(address(plan), filled(client, plan, **official(0, "officer", "", "kommundirektör")))

    assert page.status_code == 422
    assert page.context["form"].errors["official_0_name"] == ["Skriv namnet, eller töm raden."]


@pytest.mark.parametrize("total", ["", "x", "-1", "999999999", "5"])
def test_a_number_of_rows_that_makes_no_sense_breaks_nothing(client: Client, plan: Plan, total: str) -> None:
    sent = filled(client, plan, officials_total=total, **official(0, "mayor", "Eva"))

    assert client.post(address(plan), sent).status_code in (302, 422)


def test_an_identity_number_among_the_names_is_refused(client: Client, plan: Plan) -> None:
    page = client.post(address(plan), filled(client, plan, **official(0, "officer", "Eva 19121212-1212")))

    assert page.status_code == 422
    plan.refresh_from_db()
    assert plan.officials == []


def test_what_a_level_means_is_kept_under_its_name_also_when_it_gets_another(client: Client, plan: Plan) -> None:
    described, *_rest = notes(client, plan, "Specifik")
    client.post(address(plan), filled(client, plan, **{described: "Där risken är större."}))
    plan.refresh_from_db()
    assert plan.level_notes == {"Specifik": {"description": "Där risken är större.", "actors": "", "examples": ""}}

    client.post(address(plan), filled(client, plan, prevention_levels="Generell\nRiktad"))

    plan.refresh_from_db()
    assert plan.level_notes["Riktad"]["description"] == "Där risken är större."


def test_two_who_save_at_once_are_shown_both_names(client: Client, plan: Plan) -> None:
    mine = filled(client, plan, **official(0, "officer", "Mitt namn"))
    client.post(address(plan), filled(client, plan, **official(0, "officer", "Den andras namn")))

    page = client.post(address(plan), mine)

    assert page.status_code == 409
    assert "Den andras namn" in page.text
    assert 'value="Mitt namn"' in page.text


def test_the_list_of_abbreviations_holds_those_that_the_plan_uses(client: Client, plan: Plan) -> None:
    UnitFactory(municipality=plan.municipality, name="Rådet för trygghet", abbreviation="RTH")
    UnitFactory(municipality=plan.municipality, name="Oanvänd nämnd", abbreviation="ON")
    MeasureFactory(plan=plan, text="RTH följer upp")
    assert "RTH (Rådet för trygghet)" in client.get(address(plan)).text

    client.post(address(plan), filled(client, plan, lists_abbreviations="on"))

    plan.refresh_from_db()
    assert plan_values(plan)["abbreviations"] == [["RTH", "Rådet för trygghet"]]
    assert "Rådet för trygghet" in client.get(reverse("plans:plan_detail", args=[plan.pk])).text
