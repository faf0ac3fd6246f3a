"""The pages of matters: the list, the line of stops with its papers, and what is asked of whom."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Matter, Plan, Statement
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.legal_factories import (
    DecisionFactory,
    DispatchFactory,
    DocumentFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
    StepFactory,
)
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(title="Plan mot extremism", registry_number="KS 2016.119")


@pytest.fixture
def board(plan: Plan) -> Unit:
    return UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")


@pytest.fixture
def committee(plan: Plan) -> Unit:
    return UnitFactory(municipality=plan.municipality, kind=Unit.Kind.COMMITTEE, name="Arbetsutskottet")


@pytest.fixture
def matter(plan: Plan, board: Unit, committee: Unit) -> Matter:
    matter: Matter = MatterFactory(plan=plan, body=board, title="Handlingsplanen", registry_number="2016.119")
    StepFactory(matter=matter, kind="referral", body=None, wording="nämnderna")
    StepFactory(matter=matter, kind="preparation", body=committee)
    StepFactory(matter=matter, kind="decision", body=board)
    return matter


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(user: User, address: str, status: int = 200) -> str:
    response = as_user(user).get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def test_the_matter_is_a_line_of_steps_in_symbol_and_word(matter: Matter, anna: User) -> None:
    said = body(anna, matter.get_absolute_url())

    places = [said.index(f"<h3>{name}</h3>") for name in ("Remiss", "Yttranden", "Arbetsutskottet", "Kommunstyrelsen")]
    assert places == sorted(places)
    assert said.count('data-state="now"') == 1
    assert "Planen ska ut på remiss" in said


def test_who_is_asked_for_a_statement_is_told_so_with_the_last_day(matter: Matter) -> None:
    referral = ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter)
    social = UnitFactory(municipality=matter.municipality, kind="board", name="Socialnämnden")
    RecipientFactory(round=referral, unit=social)
    StepFactory(matter=matter, kind="preparation", body=social)
    sture = member(Role.SECRETARY, matter.municipality, unit=social)

    said = body(sture, matter.get_absolute_url())

    assert "Socialnämnden ombeds yttra sig" in said
    assert "30 dagar kvar" in said


def test_a_decided_and_dispatched_matter_is_done_to_its_end(matter: Matter, board: Unit, anna: User) -> None:
    referral = ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter)
    recipient = RecipientFactory(round=referral)
    StatementFactory(recipient=recipient, state=Statement.State.REGISTERED, stance="endorses")
    committee = matter.steps.get(kind="preparation").body
    DecisionFactory(matter=matter, body=committee, outcome="leave_open", paragraph="§ 40")
    made = DecisionFactory(matter=matter, body=board, outcome="adopt", paragraph="§ 55")
    DispatchFactory(decision=made, sent_on=localdate())

    said = body(anna, matter.get_absolute_url())

    assert said.count('data-state="done"') == 5
    assert 'data-state="now"' not in said
    assert "1 av 1 har svarat" in said


def test_the_button_leads_to_what_is_to_be_done_now(matter: Matter, board: Unit, anna: User) -> None:
    edition = EditionFactory(plan=matter.plan, state="proposal")
    address = matter.get_absolute_url()
    assert reverse("plans:referral_open", args=[edition.pk]) in body(anna, address)

    referral = ReferralFactory(edition=edition, matter=matter)
    recipient = RecipientFactory(round=referral)
    assert "Yttranden inväntas" in body(anna, address)
    StatementFactory(recipient=recipient, state=Statement.State.REGISTERED, stance="endorses")
    step = matter.steps.get(kind="preparation")
    assert f"{reverse('plans:decision_create', args=[matter.pk])}?steg={step.pk}" in body(anna, address)
    DecisionFactory(matter=matter, body=step.body, outcome="endorse")
    made = DecisionFactory(matter=matter, body=board, outcome="adopt")
    DispatchFactory(decision=made)

    sture = member(Role.SECRETARY, matter.municipality, unit=board)
    for person in (anna, sture):
        said = body(person, address)
        assert "Beslutet ska expedieras" in said
        assert reverse("plans:dispatch_note", args=[made.pk]) in said


def test_a_matter_that_came_back_is_still_before_the_body(matter: Matter, board: Unit, anna: User) -> None:
    ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter)
    DecisionFactory(matter=matter, body=board, outcome="remit_back")

    assert 'data-state="done"' in (said := body(anna, matter.get_absolute_url()))
    assert said.count('data-state="coming"') == 2


def test_documents_lie_beside_their_steps_and_the_secretary_of_the_committee_reads_them(matter: Matter) -> None:
    ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter)
    DocumentFactory(matter=matter, kind="official_letter", title="Tjänsteskrivelsen")
    committee = matter.steps.get(kind="preparation").body
    aina = member(Role.MEMBER, matter.municipality, unit=committee)

    assert body(aina, matter.get_absolute_url()).count("Tjänsteskrivelsen") == 2


def test_a_reporter_and_another_municipality_see_no_matter(matter: Matter) -> None:
    unit = UnitFactory(municipality=matter.municipality)
    for stranger in (member(Role.REPORTER, matter.municipality, unit=unit), member(Role.COORDINATOR)):
        assert "Handlingsplanen" not in body(stranger, reverse("plans:matter_list"))
        body(stranger, matter.get_absolute_url(), status=404)


def test_the_list_is_searched_by_words_and_number_and_narrowed_to_what_is_closed(matter: Matter, anna: User) -> None:
    MatterFactory(plan=matter.plan, title="Det andra ärendet", closed_on=localdate(), opened_on=localdate())
    address = reverse("plans:matter_list")

    assert "Det andra ärendet" not in body(anna, address)
    assert "Handlingsplanen" in body(anna, f"{address}?q=2016.119")
    assert "Det andra ärendet" in (closed := body(anna, f"{address}?visa=avslutade"))
    assert "2016.119" not in closed


@pytest.mark.parametrize("route", ["list", "detail"])
def test_the_pages_take_the_same_number_of_statements_whatever_they_hold(
    matter: Matter, anna: User, route: str
) -> None:
    address = reverse("plans:matter_list") if route == "list" else matter.get_absolute_url()

    def fill() -> None:
        for one in (matter, MatterFactory(plan=matter.plan)):
            unit = UnitFactory(municipality=matter.municipality)
            StepFactory(matter=one, body=unit)
            referral = ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=one)
            StatementFactory(recipient=RecipientFactory(round=referral), state="registered", stance="endorses")
            RecipientFactory(round=referral)
            made = DecisionFactory(matter=one, body=unit, outcome="adopt")
            DispatchFactory(decision=made)
            DocumentFactory(matter=one)

    counts = []
    for _times in (1, 3):
        fill()
        if counts:
            fill()
        client = as_user(anna)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_a_matter_is_opened_for_a_plan_once_however_often_the_form_is_sent(plan: Plan, board: Unit, anna: User) -> None:
    client, address = as_user(anna), reverse("plans:matter_create", args=[plan.pk])
    assert "KS 2016.119" in client.get(address).content.decode()

    data = {"submission_key": str(uuid.uuid4()), "title": "Plan mot extremism", "body": board.pk, "opened_on": ""}
    for _times in range(2):
        assert client.post(address, data).status_code == 302

    matter = Matter.objects.get()
    assert (matter.plan, matter.body, matter.opened_on) == (plan, board, localdate())


def test_a_matter_opened_before_its_plan_gets_it_later_and_keeps_it(plan: Plan, anna: User) -> None:
    client, other = as_user(anna), PlanFactory(municipality=plan.municipality)
    foreign = PlanFactory()
    data = {"submission_key": str(uuid.uuid4()), "title": "Plan mot extremism"}
    assert client.post(reverse("plans:matter_create"), data).status_code == 302
    matter = Matter.objects.get(title="Plan mot extremism")
    assert matter.plan is None

    address = reverse("plans:matter_update", args=[matter.pk])
    said = {"version": 1, "title": matter.title, "opened_on": matter.opened_on}
    assert client.post(address, {**said, "plan": foreign.pk}).status_code == 422
    assert client.post(address, {**said, "plan": plan.pk}).status_code == 302
    assert client.post(address, {**said, "version": 2, "plan": other.pk}).status_code == 302
    matter.refresh_from_db()
    assert matter.plan == plan


def test_two_who_write_about_the_matter_are_told(matter: Matter, anna: User) -> None:
    client, address = as_user(anna), reverse("plans:matter_update", args=[matter.pk])
    data = {"version": 1, "title": "Nytt namn", "body": matter.body_id, "opened_on": matter.opened_on}
    assert client.post(address, data).status_code == 302

    answer = client.post(address, {**data, "title": "Annat namn"})

    assert answer.status_code == 409
    assert "Nytt namn" in answer.content.decode()


def test_a_matter_is_closed_and_opened_again(matter: Matter, anna: User) -> None:
    client = as_user(anna)
    tomorrow = localdate() + timedelta(days=1)
    address = reverse("plans:matter_close", args=[matter.pk])

    assert client.post(address, {"version": 1, "closed_on": tomorrow}).status_code == 422
    assert client.post(address, {"version": 1, "closed_on": localdate()}).status_code == 302
    matter.refresh_from_db()
    assert matter.closed_on == localdate()
    assert 'data-state="now"' not in body(anna, matter.get_absolute_url())
    client.post(reverse("plans:matter_reopen", args=[matter.pk]))
    matter.refresh_from_db()
    assert matter.closed_on is None
