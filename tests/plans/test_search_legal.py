"""Search finds matters, their documents and decisions, referrals and statements: for those who may read them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality, User
from accounts.roles import Role
from plans.models import Plan
from plans.selectors.search import Found, Kind, Question, found_for
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.legal_factories import (
    DecisionFactory,
    DocumentFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
)
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Municipality:
    made: Municipality = MunicipalityFactory()
    return made


@pytest.fixture
def plan(home: Municipality) -> Plan:
    made: Plan = PlanFactory(municipality=home, title="Handlingsplan")
    return made


def find(user: User, words: str, **more: Any) -> Found:
    return found_for(fresh(user), Question(words, **more))


def found_kinds(user: User, words: str) -> list[tuple[str, int]]:
    return [(str(kind.value), count) for kind, count in find(user, words).kinds]


def a_life(plan: Plan) -> dict[str, Any]:
    """One of each, all saying "Ärlig"."""
    matter = MatterFactory(plan=plan, title="Ärligt ärende", registry_number="KS 2026:14")
    headed = [{"heading": "Bakgrund", "text": "En ärlig beskrivning"}]
    edition = EditionFactory(plan=plan, state="referral")
    referral = ReferralFactory(edition=edition, matter=matter, question="Vad säger ni ärligt?")
    board = UnitFactory(municipality=plan.municipality, kind="board", name=f"Socialnämnden {plan.pk}")
    recipient = RecipientFactory(round=referral, unit=board)
    return {
        "matter": matter,
        "document": DocumentFactory(matter=matter, title="Missiv", sections=headed),
        "decision": DecisionFactory(matter=matter, heading="Plan", wording="Ärligt sagt antas planen", paragraph="§ 9"),
        "referral": referral,
        "statement": StatementFactory(
            recipient=recipient, state="registered", stance="endorses", text="Vi tillstyrker ärligt"
        ),
    }


def test_each_is_found_under_its_kind_by_its_name_with_a_link_to_its_page(home: Municipality, plan: Plan) -> None:
    life = a_life(plan)
    found = find(member(Role.COORDINATOR, home), "ärlig")
    shown = {str(group.kind.value): group.hits[0] for group in found.groups}
    assert {kind: hit.url for kind, hit in shown.items()} == {
        "arenden": life["matter"].get_absolute_url(),
        "handlingar": life["document"].get_absolute_url(),
        "remisser": life["referral"].get_absolute_url(),
        "yttranden": life["statement"].get_absolute_url(),
        "beslut": life["decision"].get_absolute_url(),
    }
    names = {kind: "".join(piece[0] for piece in hit.name) for kind, hit in shown.items()}
    assert names["remisser"] == "Handlingsplan"
    assert names["yttranden"] == f"Socialnämnden {plan.pk}"
    assert names["beslut"].startswith("Plan § 9")
    assert "Bakgrund · En ärlig beskrivning" in "".join(piece[0] for piece in shown["handlingar"].text)


def test_a_registry_number_leads_to_its_matter_alone(home: Municipality, plan: Plan) -> None:
    a_life(plan)
    assert found_kinds(member(Role.REGISTRAR, home), '"KS 2026:14"') == [("arenden", 1)]


def test_a_draft_of_a_statement_is_found_by_those_who_are_asked_and_by_nobody_else(
    home: Municipality, plan: Plan
) -> None:
    asked, other = (UnitFactory(municipality=home, kind="board") for _ in range(2))
    edition = EditionFactory(plan=plan, state="referral")
    referral = ReferralFactory(edition=edition, matter=MatterFactory(plan=plan))
    recipient = RecipientFactory(round=referral, unit=asked)
    StatementFactory(recipient=recipient, text="Hemligt utkast")
    assert found_kinds(member(Role.SECRETARY, home, unit=asked), "hemligt") == [("yttranden", 1)]
    assert found_kinds(member(Role.SECRETARY, home, unit=other), "hemligt") == []
    for role in (Role.COORDINATOR, Role.REGISTRAR, Role.AUDITOR):
        assert found_kinds(member(role, home), "hemligt") == [], role


def test_nothing_of_another_municipality_or_of_what_is_removed_is_found(home: Municipality, plan: Plan) -> None:
    life = a_life(plan)
    assert found_kinds(member(Role.COORDINATOR, MunicipalityFactory()), "ärlig") == []
    assert found_kinds(member(Role.EMPLOYEE, home), "ärlig") == []
    for name in ("document", "decision"):
        life[name].withdrawn_at = "2026-01-01T00:00Z"
        life[name].save()
    assert [kind for kind, _count in found_kinds(member(Role.COORDINATOR, home), "ärlig")] == [
        "arenden",
        "remisser",
        "yttranden",
    ]


def test_a_matter_without_a_plan_is_found_and_belongs_to_no_plan(home: Municipality) -> None:
    body = UnitFactory(municipality=home, kind="board")
    MatterFactory(plan=None, municipality=home, body=body, title="Lägesbild")
    found = find(member(Role.COORDINATOR, home), "lägesbild")
    assert [(group.kind, group.count) for group in found.groups] == [(Kind.MATTERS, 1)]
    assert found.plans == []


def test_a_search_asks_five_statements_for_one_and_for_three_of_each(home: Municipality, plan: Plan) -> None:
    anna = fresh(member(Role.COORDINATOR, home))
    assert anna.access.held
    counts = []
    for lives in (1, 2):
        for _number in range(lives):
            a_life(PlanFactory(municipality=home))
        with CaptureQueriesContext(connection) as asked:
            assert found_for(anna, Question("ärlig")).total
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_search_shows_the_new_kinds_on_its_page(client: Client, home: Municipality, plan: Plan) -> None:
    a_life(plan)
    client.force_login(member(Role.COORDINATOR, home))
    page = client.get("/sok/", {"q": "ärlig"}).content.decode()
    for label in ("Ärenden", "Handlingar i ärenden", "Remisser", "Yttranden", "Beslut"):
        assert label in page
