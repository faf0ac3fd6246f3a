"""The summary of the statements: made from stances and viewpoints, changed by hand, made anew when asked."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from plans.models import ReferralRound
from plans.selectors.viewpoint import summary_of
from plans.services.viewpoint import save_summary
from tests.plans.legal_factories import (
    DecisionFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
    ViewpointFactory,
)
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral() -> ReferralRound:
    made: ReferralRound = ReferralFactory()
    return made


@pytest.fixture
def anna(referral) -> User:
    return member(Role.COORDINATOR, referral.municipality)


def answer(referral: ReferralRound, name: str, stance: str, **more):
    recipient = RecipientFactory(round=referral, unit__name=name)
    return StatementFactory(recipient=recipient, state="registered", stance=stance, **more)


def test_the_summary_says_who_answered_what_and_how_it_was_handled(referral):
    decision = DecisionFactory(matter=referral.matter, decided_on=date(2017, 1, 31), paragraph="§ 15")
    social = answer(referral, "Socialnämnden", "endorses_with_views", decision=decision)
    answer(referral, "Kulturnämnden", "no_objection")
    RecipientFactory(round=referral, unit__name="Miljönämnden")
    network = {"text": "Arbetet bör ske i nätverket", "place_name": "2 Organisation"}
    ViewpointFactory(statement=social, **network, handling="already", reason="Förslaget bygger på nätverket.")
    ViewpointFactory(statement=social, text="Mer pengar behövs.")
    assert summary_of(referral) == (
        "Förslaget har varit på remiss. 2 av 3 har svarat.\n\n"
        "Socialnämnden (§ 15, 31 januari 2017) tillstyrker förslaget med synpunkter.\n"
        "- 2 Organisation: Arbetet bör ske i nätverket. Synpunkten är redan tillgodosedd. "
        "Förslaget bygger på nätverket.\n\n"
        "Kulturnämnden har ingen erinran mot förslaget.\n\n"
        "Har inte svarat: Miljönämnden.\n\n"
        "Synpunkter som inte är hanterade än:\n- Socialnämnden: Mer pengar behövs."
    )


def test_a_draft_is_in_no_summary(referral):
    StatementFactory(recipient=RecipientFactory(round=referral, unit__name="Nämnden"), text="HEMLIGT", stance="rejects")
    assert summary_of(referral) == "Förslaget har varit på remiss. 0 av 1 har svarat.\n\nHar inte svarat: Nämnden."


def test_the_summary_asks_as_much_of_the_database_for_three_as_for_one(referral):
    counted = []
    for more in (1, 2):
        for number in range(more):
            one = answer(referral, f"Nämnd {more}{number}", "partly")
            ViewpointFactory.create_batch(2, statement=one)
        with CaptureQueriesContext(connection) as asked:
            summary_of(referral)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 4


def test_referral_summary_begins_with_what_is_made_and_keeps_what_is_saved(referral, anna):
    answer(referral, "Socialnämnden", "endorses")
    client = Client()
    client.force_login(anna)
    page = reverse("plans:referral_summary", args=[referral.pk])
    assert "Socialnämnden tillstyrker förslaget." in client.get(page).content.decode()
    assert client.post(page, {"version": 1, "summary": "Egna ord."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Gjord på nytt skulle den säga" in shown
    generated = client.get(page).context["generated"]
    assert client.post(page, {"version": 1, "summary": generated}).status_code == 409
    assert client.post(page, {"version": 2, "summary": generated}).status_code == 302
    referral.refresh_from_db()
    assert referral.summary == summary_of(referral)
    assert [one.summary for one in referral.history.all()][:2] == [referral.summary, "Egna ord."]
    assert "Gjord på nytt skulle den säga" not in client.get(page).content.decode()


def test_a_summary_has_an_end(referral, anna):
    client = Client()
    client.force_login(anna)
    page = reverse("plans:referral_summary", args=[referral.pk])
    assert client.post(page, {"version": 1, "summary": "x" * 100_001}).status_code == 422
    assert save_summary(referral_round=referral, version=1, summary=" Ord ", by=anna).summary == "Ord"
