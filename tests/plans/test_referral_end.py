"""A referral ends with the decision about its version: nobody is asked any more what to decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Edition, ReferralRecipient, ReferralRound
from plans.selectors.referral import own_waiting
from plans.services.decision import adopt_amended, note_adoption, record_decision
from plans.services.edition import freeze_edition
from plans.services.edition_states import propose_edition
from plans.services.plan import withdraw_plan
from plans.services.referral import add_recipients, close_referral_round, remind_referrals, reopen_referral_round
from plans.services.statement import register_statement
from responsibilities.models import Unit
from tests.plans.factories import PlanFactory, SectionFactory
from tests.plans.legal_factories import RecipientFactory, ReferralFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return member(Role.COORDINATOR)


@pytest.fixture
def board(anna: User) -> Unit:
    made: Unit = UnitFactory(municipality=anna.municipality, kind="board")
    return made


@pytest.fixture
def proposal(anna: User) -> Edition:
    plan = PlanFactory(municipality=anna.municipality)
    SectionFactory(plan=plan, heading="Syfte", body="<p>0</p>")
    edition = freeze_edition(plan=plan, by=anna)
    Edition.objects.filter(pk=edition.pk).update(state="referral")
    edition.refresh_from_db()
    return edition


@pytest.fixture
def recipient(proposal: Edition) -> ReferralRecipient:
    asked = ReferralFactory(edition=proposal, answer_by=localdate() + timedelta(days=3))
    ReferralRound.objects.filter(pk=asked.pk).update(opened_at=asked.opened_at - timedelta(days=9))
    made: ReferralRecipient = RecipientFactory(round=asked, sent_how="mail", sent_to="namnd@exempelby.example")
    return made


def test_with_the_decision_the_referral_is_closed_and_says_why(
    anna: User, proposal: Edition, board: Unit, recipient: ReferralRecipient
) -> None:
    sven = member(Role.SECRETARY, unit=recipient.unit)
    note_adoption(edition=proposal, body=board, decided_on=localdate(), by=anna)
    referral = ReferralRound.objects.get()
    assert (referral.state, referral.version, referral.closed_at is None) == ("closed", 2, False)
    last = referral.history.latest()
    assert (last.history_user, last.history_change_reason) == (anna, "Stängd: versionen är beslutad")
    assert (remind_referrals(today=localdate()), list(own_waiting(fresh(sven)))) == (0, [])
    assert not ReferralRecipient.objects.letters_due().exists()
    with pytest.raises(ValidationError, match="stängd"):
        add_recipients(referral_round=referral, units=[board], by=anna)
    late = register_statement(recipient=recipient, stance="endorses", text="Sent, men ja.", by=sven)
    assert late.state == "registered"


def test_that_the_proposal_lies_before_a_body_closes_nothing(
    anna: User, proposal: Edition, board: Unit, recipient: ReferralRecipient
) -> None:
    propose_edition(edition=proposal, body=board, by=anna)
    assert ReferralRound.objects.get().is_open


def test_adopted_with_a_change_the_proposals_referral_is_closed_and_no_other(
    anna: User, proposal: Edition, board: Unit, recipient: ReferralRecipient
) -> None:
    plan = proposal.plan
    other = ReferralFactory(edition=freeze_edition(plan=plan, by=anna))
    decision = record_decision(
        matter=recipient.round.matter,
        body=board,
        met_on=localdate(),
        outcome="adopt_changed",
        amendment="Stryk ordet.",
        edition=proposal,
        by=anna,
    )
    assert ReferralRound.objects.open().count() == 2
    plan.sections.update(body="<p>1</p>")
    adopt_amended(decision=decision, edition=freeze_edition(plan=plan, by=anna), by=anna)
    assert list(ReferralRound.objects.open()) == [other]


def test_the_referral_of_a_plan_that_was_taken_away_says_so_when_it_is_opened_again(
    anna: User, proposal: Edition, recipient: ReferralRecipient
) -> None:
    referral = close_referral_round(referral_round=recipient.round, by=anna)
    withdraw_plan(plan=proposal.plan, by=anna)
    with pytest.raises(ValidationError, match="Planen är borttagen"):
        reopen_referral_round(referral_round=referral, by=anna)
