"""An edition's way: proposal, referral, adopted, repealed; a way that is not open is refused, and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import Edition, Plan
from plans.services.edition import (
    adopt_edition,
    correct_decision,
    freeze_edition,
    note_registry_number,
    register_decided_edition,
    repeal_edition,
)
from plans.services.edition_states import propose_edition, refer_edition
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.plans.legal_factories import DecisionFactory, MatterFactory
from tests.responsibilities.factories import UnitFactory, member

State = Edition.State
Act = Callable[[Edition, Unit, User], Edition]


def refer(edition: Edition, board: Unit, by: User) -> Edition:
    return refer_edition(edition=edition, by=by)


def propose(edition: Edition, board: Unit, by: User) -> Edition:
    return propose_edition(edition=edition, body=board, by=by)


def adopt(edition: Edition, board: Unit, by: User) -> Edition:
    return adopt_edition(edition=edition, body=board, decided_on=localdate(), by=by)


def repeal(edition: Edition, board: Unit, by: User) -> Edition:
    return repeal_edition(edition=edition, repealed_on=localdate(), reason="Ny styrmodell", by=by)


def correct(edition: Edition, board: Unit, by: User) -> Edition:
    return correct_decision(edition=edition, decided_on=date(2026, 1, 5), paragraph="§ 9", by=by)


def register(edition: Edition, board: Unit, by: User) -> Edition:
    return note_registry_number(edition=edition, registry_number="KS 2026:9", by=by)


OPEN_WAYS: dict[tuple[str, Act], str] = {
    (State.PROPOSAL, refer): State.REFERRAL,
    (State.REFERRAL, refer): State.REFERRAL,
    (State.REFERRAL, propose): State.PROPOSAL,
    (State.REFERRAL, adopt): State.ADOPTED,
    (State.PROPOSAL, adopt): State.ADOPTED,
    (State.ADOPTED, repeal): State.REPEALED,
    (State.ADOPTED, correct): State.ADOPTED,
    (State.REPEALED, correct): State.REPEALED,
    (State.ADOPTED, register): State.ADOPTED,
    (State.REPEALED, register): State.REPEALED,
}
ACTS: tuple[Act, ...] = (refer, propose, adopt, repeal, correct, register)
WAYS = list(product(State.values, ACTS))


@pytest.fixture
def plan(db: None) -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan)
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def board(plan: Plan) -> Unit:
    unit: Unit = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")
    return unit


def test_the_open_ways_are_those_that_the_model_names() -> None:
    moves = {(was, now) for (was, _), now in OPEN_WAYS.items() if was != now}
    assert moves == {(was, now) for was, ways in Edition.TRANSITIONS.items() for now in ways}


@pytest.mark.parametrize(("state", "act"), WAYS, ids=lambda one: getattr(one, "__name__", one))
def test_every_act_in_every_state_is_done_or_refused(plan: Plan, anna: User, board: Unit, state: str, act: Act) -> None:
    day = {"decided_on": date(2026, 1, 2)} if state in Edition.decided_states else {}
    ended = {"repealed_on": date(2026, 2, 1), "repeal_reason": "Ny styrmodell"} if state == State.REPEALED else {}
    edition = EditionFactory(plan=plan, state=state, **day, **ended)
    before = (edition.values, edition.sha256)
    if (state, act) in OPEN_WAYS:
        act(edition, board, anna)
    else:
        with pytest.raises(ValidationError) as refused:
            act(edition, board, anna)
        assert refused.value.messages[0]
    edition.refresh_from_db()
    assert edition.state == OPEN_WAYS.get((state, act), state)
    assert (edition.values, edition.sha256) == before
    assert edition.version == (1 if (state, act) not in OPEN_WAYS or (state, act) == (State.REFERRAL, refer) else 2)


@pytest.mark.parametrize("act", [refer, propose, adopt], ids=lambda one: one.__name__)
def test_nothing_goes_on_with_a_plan_that_was_taken_away(plan: Plan, anna: User, board: Unit, act: Act) -> None:
    edition = EditionFactory(plan=plan, state=State.PROPOSAL if act is refer else State.REFERRAL)
    Plan.objects.filter(pk=plan.pk).update(withdrawn_at=edition.frozen_at)
    with pytest.raises(ValidationError):
        act(edition, board, anna)


def test_what_was_on_referral_is_proposed_with_the_same_hash_and_the_body_is_told(
    plan: Plan, anna: User, board: Unit
) -> None:
    eva = member(Role.SECRETARY, unit=board)
    edition = freeze_edition(plan=plan, by=anna)
    refer_edition(edition=edition, by=anna)
    proposed = propose_edition(edition=edition, body=board, by=anna)

    assert (proposed.state, proposed.body, proposed.sha256) == (State.PROPOSAL, board, edition.sha256)
    assert proposed.history.count() == 3
    assert [one.kind for one in Notice.objects.filter(recipient=eva)] == ["edition_proposed"]


@pytest.mark.parametrize("is_foreign", [True, False])
def test_a_proposal_lies_before_one_of_the_municipality_s_own_bodies(plan: Plan, anna: User, is_foreign: bool) -> None:
    edition = EditionFactory(plan=plan, state=State.REFERRAL)
    with pytest.raises(ValidationError) as refused:
        propose_edition(edition=edition, body=UnitFactory(kind=Unit.Kind.BOARD) if is_foreign else None, by=anna)
    assert list(refused.value.error_dict) == ["body"]


@pytest.mark.parametrize(
    ("known", "missing"), [({}, ["body", "decided_on"]), ({"decided_on": date(2026, 4, 12)}, ["body"])]
)
def test_an_adoption_without_a_decision_is_refused(
    plan: Plan, anna: User, known: dict[str, date], missing: list[str]
) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    with pytest.raises(ValidationError) as refused:
        adopt_edition(edition=edition, **known, by=anna)
    assert sorted(refused.value.error_dict) == missing


def test_who_is_no_body_adopts_by_a_decision_that_is_noted(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    DecisionFactory(matter=MatterFactory(plan=plan), body=None, outcome="adopt", edition=edition)

    assert adopt_edition(edition=edition, decided_on=date(2026, 4, 12), by=anna).is_in_force


def test_a_referral_version_is_laid_before_a_body_by_the_page(plan: Plan, anna: User, board: Unit) -> None:
    edition = refer_edition(edition=freeze_edition(plan=plan, by=anna), by=anna)
    client, address = as_user(anna), url("edition_propose", edition.pk)
    assert address in page(client, edition.get_absolute_url())
    assert address in page(client, url("edition_list", plan.pk))
    page(client, address)
    assert client.post(address, {"version": 2, "body": ""}).status_code == 422
    assert client.post(address, {"version": 1, "body": board.pk}).status_code == 409
    assert client.post(address, {"version": 2, "body": board.pk}).status_code == 302
    assert client.post(address, {"version": 2, "body": board.pk}).status_code == 302

    edition.refresh_from_db()
    assert (edition.state, edition.body) == (State.PROPOSAL, board)
    assert address not in page(client, edition.get_absolute_url())


def test_a_referral_version_says_so_wherever_it_stands(plan: Plan, anna: User) -> None:
    edition = EditionFactory(plan=plan, state=State.REFERRAL)
    client = as_user(anna)

    for address in (edition.get_absolute_url(), url("edition_list", plan.pk)):
        assert "Remissversion" in page(client, address)
    assert "§" not in page(client, edition.get_absolute_url()).split('class="columns"')[0].split("<h1")[1]


ROUTES = ("edition_propose", "edition_adopt", "edition_repeal", "edition_update", "edition_publish")
BYSTANDERS = (Role.MEMBER, Role.EMPLOYEE, Role.AUDITOR, Role.APPROVER, Role.REPORTER, Role.POLICE)


@pytest.mark.parametrize("state", State.values)
def test_who_only_reads_moves_no_edition_whatever_its_state(plan: Plan, board: Unit, state: str) -> None:
    edition = EditionFactory(plan=plan, state=state, body=board)
    sent = {"version": 1, "body": board.pk, "decided_on": "2026-04-12", "repealed_on": "2026-04-13", "reason": "x"}
    for role in BYSTANDERS:
        client = as_user(member(role, unit=board) if role == Role.MEMBER else member(role, plan.municipality))
        for route in ROUTES:
            assert client.post(url(route, edition.pk), sent).status_code in (403, 404), (role, route)
    edition.refresh_from_db()
    assert (edition.state, edition.version, edition.published_at) == (state, 1, None)


EDITS = [
    "UPDATE plans_edition SET values = '{}' WHERE id = %s",
    "UPDATE plans_edition SET sha256 = 'x' WHERE id = %s",
    "UPDATE plans_edition SET number = 9 WHERE id = %s",
    "DELETE FROM plans_edition WHERE id = %s",
]


@pytest.mark.postgresql(reason="SQLite has no such triggers: there the services never write what was frozen")
@pytest.mark.parametrize("statement", EDITS)
@pytest.mark.parametrize("state", State.values)
def test_what_was_frozen_is_not_edited_by_sql(plan: Plan, state: str, statement: str) -> None:
    edition = EditionFactory(plan=plan, state=state)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [edition.pk])
    assert Edition.objects.filter(pk=edition.pk, values=edition.values, sha256=edition.sha256).exists()


@pytest.mark.postgresql(reason="SQLite has no such triggers: there the services never write what was frozen")
def test_what_was_frozen_is_not_edited_in_the_shell(plan: Plan) -> None:
    edition = EditionFactory(plan=plan)
    edition.values = {**edition.values, "title": "Annat"}
    with pytest.raises(DatabaseError), transaction.atomic():
        edition.save()


def test_a_decision_that_is_registered_ends_as_one_that_was_adopted(plan: Plan, anna: User) -> None:
    edition = register_decided_edition(plan=plan, by=anna)

    assert (edition.state, edition.version, edition.history.count()) == (State.ADOPTED, 2, 2)
