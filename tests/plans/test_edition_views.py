"""The pages of editions: list, freezing, reading, adopting."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import Edition, Plan
from plans.services.approval import ask_approval
from plans.services.edition import adopt_edition, freeze_edition, register_decided_edition
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory(registry_number="KS 2026:9")
    MeasureFactory(plan=plan, text="KAN-ÅTGÄRD")
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def board(plan: Plan) -> Unit:
    board: Unit = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")
    return board


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, pk: int) -> str:
    return reverse(f"plans:{route}", args=[pk])


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def test_freezing_by_the_page_makes_one_edition_however_often_it_is_sent(plan: Plan, anna: User, board: Unit) -> None:
    client = as_user(anna)
    assert "KAN-ÅTGÄRD" in body(client, url("edition_freeze", plan.pk))
    data = {"submission_key": str(uuid.uuid4()), "note": "till KS", "body": board.pk}
    first, second = (client.post(url("edition_freeze", plan.pk), data) for _ in range(2))

    edition = Edition.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == edition.get_absolute_url()
    assert (edition.note, edition.body) == ("till KS", board)


def test_freezing_the_same_again_says_so_and_is_not_blocked(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    client = as_user(anna)

    assert edition.get_absolute_url() in body(client, url("edition_freeze", plan.pk))
    assert client.post(url("edition_freeze", plan.pk), {"submission_key": str(uuid.uuid4())}).status_code == 302


def test_adopting_by_the_page_keeps_the_decision(plan: Plan, anna: User, board: Unit) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    client = as_user(anna)
    assert "KS 2026:9" in body(client, url("edition_adopt", edition.pk))
    data = {
        "version": 1,
        "body": board.pk,
        "decided_on": "2026-04-12",
        "paragraph": "§ 55",
        "registry_number": "2016.119",
    }
    assert [client.post(url("edition_adopt", edition.pk), data).status_code for _ in range(2)] == [302, 302]

    page = body(client, edition.get_absolute_url())
    for said in ("Kommunstyrelsen", "§ 55", "2016.119", "12 april 2026", "KAN-ÅTGÄRD"):
        assert said in page
    assert edition.history.count() == 2


def test_two_who_note_different_decisions_see_both(plan: Plan, anna: User, board: Unit) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    adopt_edition(edition=edition, body=board, decided_on=localdate(), paragraph="§ 40", by=anna)
    response = as_user(anna).post(
        url("edition_adopt", edition.pk),
        {"version": 1, "body": board.pk, "paragraph": "§ 55", "decided_on": "2026-04-12"},
    )

    assert response.status_code == 409
    assert "§ 40" in response.content.decode()


def test_the_same_decision_on_an_edition_that_was_replaced_meanwhile_is_a_conflict(
    plan: Plan, anna: User, board: Unit
) -> None:
    edition = register_decided_edition(plan=plan, by=anna)
    register_decided_edition(plan=plan, by=anna)

    sent = {"version": 1, "body": board.pk, "decided_on": "2026-04-12"}
    assert as_user(anna).post(url("edition_adopt", edition.pk), sent).status_code == 409


def test_the_page_warns_before_it_replaces(plan: Plan, anna: User) -> None:
    register_decided_edition(plan=plan, by=anna)
    second = freeze_edition(plan=plan, by=anna)

    assert 'data-color="warning"' in body(as_user(anna), url("edition_adopt", second.pk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"decided_on": "2026-02-30"},
        {"decided_on": "9999-01-01"},
        {"decided_on": "i våras"},
        {"valid_from": "x"},
        {"paragraph": "x" * 21},
        {"paragraph": "\x00"},
        {"registry_number": "x" * 51},
        {"body": "0"},
        {"body": "x"},
        {"version": "x"},
        {"version": "-1"},
    ],
)
def test_bad_input_is_answered_at_its_place(plan: Plan, anna: User, board: Unit, wrong: dict[str, Any]) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    sent = {"version": 1, "body": board.pk, "decided_on": "2026-04-12", **wrong}
    response = as_user(anna).post(url("edition_adopt", edition.pk), sent)

    assert response.status_code == 422
    edition.refresh_from_db()
    assert edition.state == "proposal"


def test_another_municipality_s_body_is_refused(plan: Plan, anna: User) -> None:
    foreign = UnitFactory(kind=Unit.Kind.BOARD)
    edition = freeze_edition(plan=plan, by=anna)
    assert (
        as_user(anna)
        .post(url("edition_adopt", edition.pk), {"version": 1, "body": foreign.pk, "decided_on": "2026-04-12"})
        .status_code
        == 422
    )
    data = {"submission_key": str(uuid.uuid4()), "body": foreign.pk}
    assert as_user(anna).post(url("edition_freeze", plan.pk), data).status_code == 422


def test_a_registry_number_may_look_like_anything(plan: Plan, anna: User, board: Unit) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    data = {"version": 1, "body": board.pk, "registry_number": "850709-9805", "decided_on": "2026-04-12"}
    assert as_user(anna).post(url("edition_adopt", edition.pk), data).status_code == 302


def test_a_draft_is_registered_as_decided_by_the_page(plan: Plan, anna: User, board: Unit) -> None:
    client = as_user(anna)
    body(client, url("edition_register", plan.pk))
    data = {"submission_key": str(uuid.uuid4()), "body": board.pk}
    assert client.post(url("edition_register", plan.pk), data).status_code == 302

    assert Edition.objects.get().is_in_force
    assert 'data-color="warning"' in body(client, url("edition_register", plan.pk))


def test_the_list_shows_every_version_and_whether_the_draft_deviates(plan: Plan, anna: User) -> None:
    client, address = as_user(anna), url("edition_list", plan.pk)
    assert url("edition_freeze", plan.pk) in body(client, address)
    register_decided_edition(plan=plan, by=anna)
    waiting = freeze_edition(plan=plan, by=anna)
    page = body(client, address)
    assert 'data-color="info"><p>' not in page.replace("\n", "").replace("  ", "")
    assert url("edition_adopt", waiting.pk) in page
    MeasureFactory(plan=plan)

    assert "Utkastet avviker" in body(client, address)


def test_a_secretary_reads_and_adopts_what_lies_before_the_body_and_never_the_draft(
    plan: Plan, anna: User, board: Unit
) -> None:
    eva = as_user(member(Role.SECRETARY, unit=board))
    hers = freeze_edition(plan=plan, body=board, by=anna)
    other = freeze_edition(plan=plan, by=anna)
    page = body(eva, hers.get_absolute_url())

    assert url("edition_adopt", hers.pk) in page
    assert url("edition_list", plan.pk) not in page
    body(eva, url("edition_table", hers.pk))
    body(eva, url("edition_adopt", hers.pk))
    for address in (other.get_absolute_url(), url("edition_list", plan.pk), url("edition_freeze", plan.pk)):
        body(eva, address, 404)
    assert (
        eva.post(
            url("edition_adopt", hers.pk), {"version": 1, "body": board.pk, "decided_on": "2026-04-12"}
        ).status_code
        == 302
    )


def test_a_member_reads_and_does_not_adopt(plan: Plan, anna: User, board: Unit) -> None:
    hers = freeze_edition(plan=plan, body=board, by=anna)
    client = as_user(member(Role.MEMBER, unit=board))

    assert url("edition_adopt", hers.pk) not in body(client, hers.get_absolute_url())
    body(client, url("edition_adopt", hers.pk), 403)


def test_an_employee_reads_what_is_in_force_and_nothing_that_is_proposed(plan: Plan, anna: User, board: Unit) -> None:
    client = as_user(member(Role.EMPLOYEE, plan.municipality))
    proposal = freeze_edition(plan=plan, by=anna)
    body(client, proposal.get_absolute_url(), 404)
    adopt_edition(edition=proposal, body=board, decided_on=localdate(), by=anna)

    assert "KAN-ÅTGÄRD" in body(client, proposal.get_absolute_url())


def test_an_adopted_edition_offers_its_follow_up(plan: Plan, anna: User) -> None:
    edition = EditionFactory(plan=plan, state="adopted")

    assert url("round_open", edition.pk) in body(as_user(anna), edition.get_absolute_url())
    assert url("round_open", edition.pk) in body(as_user(anna), url("edition_list", plan.pk))


def test_the_plan_says_when_its_draft_deviates_from_what_is_in_force(plan: Plan, anna: User) -> None:
    client = as_user(anna)
    said = "Utkastet avviker från version 1"
    register_decided_edition(plan=plan, by=anna)
    assert said not in body(client, plan.get_absolute_url())
    MeasureFactory(plan=plan)

    assert said in body(client, plan.get_absolute_url())


def test_an_empty_form_puts_nothing_in_force(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    response = as_user(anna).post(url("edition_adopt", edition.pk), {"version": 1})
    assert response.status_code == 422
    assert {"body", "decided_on"} == set(response.context["form"].errors)
    edition.refresh_from_db()
    assert edition.state == Edition.State.PROPOSAL


def test_the_registrar_is_told_of_what_has_been_decided(plan: Plan, anna: User, board: Unit) -> None:
    gun = member(Role.REGISTRAR, anna.municipality)
    edition = freeze_edition(plan=plan, by=anna)
    assert not Notice.objects.filter(recipient=gun).exists()
    adopt_edition(edition=edition, body=board, decided_on=localdate(), by=anna)
    assert [one.kind for one in Notice.objects.filter(recipient=gun)] == ["edition_adopted"]


@pytest.mark.parametrize("route", ["edition_list", "edition_freeze", "edition_register"])
def test_a_page_of_editions_reads_the_draft_once_at_most(plan: Plan, anna: User, board: Unit, route: str) -> None:
    """Also when an approver is asked about it, and an edition is in force that it may have grown away from."""
    edition = freeze_edition(plan=plan, body=board, by=anna)
    adopt_edition(edition=edition, body=board, decided_on=localdate(), by=anna)
    ask_approval(plan=plan, approver=member(Role.APPROVER, plan.municipality), by=anna)
    with CaptureQueriesContext(connection) as asked:
        body(as_user(anna), url(route, plan.pk))
    trees = [one for one in asked if 'FROM "plans_relateddocument"' in one["sql"]]
    assert len(trees) == (0 if route == "edition_register" else 1)
