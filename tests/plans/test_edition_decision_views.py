"""The pages about what is known of a decision: by whom it may be named, completed, repealed."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from accounts.roles import Role
from plans.models import Edition, Plan
from plans.services.edition import freeze_edition, register_decided_edition
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, PlanFactory, PlanGrantFactory
from tests.plans.follow_up import as_user, page, url
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def board(plan: Plan) -> Unit:
    board: Unit = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Skolnämnden")
    return board


def test_a_secretary_is_offered_its_own_body_alone_and_the_coordinator_every_one(
    plan: Plan, anna: User, board: Unit
) -> None:
    UnitFactory(municipality=plan.municipality, kind=Unit.Kind.COUNCIL, name="Kommunfullmäktige")
    edition = freeze_edition(plan=plan, body=board, by=anna)
    address = url("edition_adopt", edition.pk)
    seen = page(as_user(member(Role.SECRETARY, unit=board)), address)

    assert "Skolnämnden</option>" in seen
    assert "Kommunfullmäktige" not in seen
    assert "Kommunfullmäktige</option>" in page(as_user(anna), address)


def test_a_secretary_who_sends_another_body_is_refused_at_the_field(plan: Plan, anna: User, board: Unit) -> None:
    council = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.COUNCIL)
    edition = freeze_edition(plan=plan, body=board, by=anna)
    client = as_user(member(Role.SECRETARY, unit=board))
    for body in (council.pk, ""):
        response = client.post(
            url("edition_adopt", edition.pk), {"version": 1, "body": body, "decided_on": "2026-04-12"}
        )
        assert (response.status_code, "body" in response.context["form"].errors) == (422, True)
    edition.refresh_from_db()
    assert edition.state == "proposal"


def test_a_secretary_repeals_in_the_name_of_its_own_body_alone(plan: Plan, anna: User, board: Unit) -> None:
    council = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.COUNCIL)
    edition = register_decided_edition(plan=plan, body=board, by=anna)
    client, address = as_user(member(Role.SECRETARY, unit=board)), url("edition_repeal", edition.pk)
    data = {"version": 2, "repealed_on": "2026-01-01", "reason": "Ny styrmodell"}
    for body in (council.pk, ""):
        response = client.post(address, {**data, "body": body})
        assert response.status_code == 422
        assert response.context["form"].errors["body"] == ["Välj ett organ där du är sekreterare."]

    assert client.post(address, {**data, "body": board.pk}).status_code == 302


def test_a_body_that_has_ended_since_is_still_the_one_that_decided(plan: Plan, anna: User, board: Unit) -> None:
    edition = freeze_edition(plan=plan, body=board, by=anna)
    Unit.objects.filter(pk=board.pk).update(status=Unit.Status.ENDED)
    client, address = as_user(anna), url("edition_adopt", edition.pk)

    assert f'<option value="{board.pk}" selected>' in page(client, address)
    assert client.post(address, {"version": 1, "body": board.pk, "decided_on": "2026-04-12"}).status_code == 302
    edition.refresh_from_db()
    assert edition.body == board


def test_the_registrar_is_led_from_the_start_page_to_the_registry_number(plan: Plan, anna: User) -> None:
    edition = register_decided_edition(plan=plan, paragraph="§ 9", by=anna)
    client, address = as_user(member(Role.REGISTRAR, plan.municipality)), url("edition_update", edition.pk)
    assert address in page(client, "/")
    assert address in page(client, edition.get_absolute_url())
    assert 'name="paragraph"' not in page(client, address)
    data = {"version": 2, "registry_number": "KS 2026:9", "paragraph": "§ 1", "decided_on": "2020-01-01"}
    assert client.post(address, data).status_code == 302

    edition.refresh_from_db()
    assert (edition.registry_number, edition.paragraph, edition.decided_on) == ("KS 2026:9", "§ 9", None)
    assert address not in page(client, "/")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECRETARY])
def test_whoever_notes_decisions_corrects_the_day_and_the_paragraph(
    plan: Plan, anna: User, board: Unit, role: Role
) -> None:
    edition = register_decided_edition(plan=plan, body=board, by=anna)
    client = as_user(member(role, unit=board) if role == Role.SECRETARY else anna)
    data = {"version": 2, "registry_number": "", "paragraph": "§ 9", "decided_on": "2020-01-01"}
    assert client.post(url("edition_update", edition.pk), {**data, "decided_on": "2999-01-01"}).status_code == 422
    assert client.post(url("edition_update", edition.pk), data).status_code == 302
    assert client.post(url("edition_update", edition.pk), {**data, "paragraph": "§ 10"}).status_code == 409

    edition.refresh_from_db()
    assert (edition.paragraph, edition.decided_on) == ("§ 9", date(2020, 1, 1))


def test_a_plan_in_force_is_repealed_by_the_page_that_its_removal_leads_to(plan: Plan, anna: User, board: Unit) -> None:
    edition = register_decided_edition(plan=plan, body=board, by=anna)
    client, address = as_user(anna), url("edition_repeal", edition.pk)
    assert address in page(client, url("plan_withdraw", plan.pk))
    assert address in page(client, edition.get_absolute_url())
    page(client, address)
    data = {"version": 2, "repealed_on": "2026-01-01", "body": board.pk, "paragraph": "§ 7", "reason": "Ny styrmodell"}
    assert client.post(address, {**data, "reason": ""}).status_code == 422
    assert client.post(address, {**data, "repealed_on": ""}).status_code == 422
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]

    shown = page(client, edition.get_absolute_url())
    for said in ("Upphävd", "1 januari 2026", "§ 7", "Ny styrmodell"):
        assert said in shown
    assert address not in shown
    assert client.post(url("plan_withdraw", plan.pk)).status_code == 302
    plan.refresh_from_db()
    assert plan.is_withdrawn


def test_a_removed_plan_s_proposal_offers_no_decision(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    client = as_user(anna)
    client.post(url("plan_withdraw", plan.pk))

    assert url("edition_adopt", edition.pk) not in page(client, edition.get_absolute_url())
    assert client.post(url("edition_adopt", edition.pk), {"version": 1, "decided_on": "2026-04-12"}).status_code == 422
    assert Edition.objects.get().state == "proposal"


def test_a_co_author_writes_in_the_plan_and_does_not_remove_it(plan: Plan) -> None:
    writer = member(Role.EMPLOYEE, plan.municipality)
    for codename in ("view_plan", "change_plan"):
        PlanGrantFactory(content_object=plan, user=writer, codename=codename)
    client, address = as_user(writer), url("plan_withdraw", plan.pk)

    assert address not in page(client, plan.get_absolute_url())
    page(client, url("plan_update", plan.pk))
    page(client, address, 403)
    assert client.post(address).status_code == 403
    assert client.post(url("plan_restore", plan.pk)).status_code == 403
    plan.refresh_from_db()
    assert not plan.is_withdrawn


def test_the_list_of_plans_says_from_when_the_first_edition_is_in_force(plan: Plan, anna: User) -> None:
    EditionFactory(plan=plan, state="adopted", valid_from=date(2999, 1, 1))

    assert "gäller från 1 januari 2999" in page(as_user(anna), url("plan_list"))
