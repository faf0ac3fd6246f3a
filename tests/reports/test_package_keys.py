"""A package is another paper when it says something else, and not when something is noted that it does not say."""

from __future__ import annotations

import pytest

from accounts.models import User
from plans.models import Matter, ReferralRecipient, ReferralRound
from plans.services.referral import note_mailed
from reports.kinds import Kind
from reports.services import new_job
from tests.plans.legal_factories import (
    DocumentFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
    ViewpointFactory,
)

pytestmark = pytest.mark.django_db


def key_of_referral(recipient: ReferralRecipient) -> str:
    referral = ReferralRound.objects.get(pk=recipient.round_id)
    by = User.objects.system()
    return new_job(kind=Kind.REFERRAL_PACKAGE, part="whole", referral_round=referral, by=by).content_key


def key_of_matter(matter: Matter) -> str:
    again = Matter.objects.get(pk=matter.pk)
    return new_job(kind=Kind.DECISION_PACKAGE, part="whole", matter=again, by=User.objects.system()).content_key


def test_a_letter_that_went_out_and_its_answer_make_no_other_referral_package():
    recipient = RecipientFactory(sent_on=None, sent_how="mail", sent_to="ett@exempelby.example")
    before = key_of_referral(recipient)

    recipient = note_mailed(recipient=recipient, by=User.objects.system())
    assert key_of_referral(recipient) == before

    StatementFactory(recipient=recipient, state="registered", stance="endorses")
    ReferralRound.objects.update(summary="De flesta tillstyrker.", state="closed")
    assert key_of_referral(recipient) == before


def test_another_question_and_another_recipient_make_another_referral_package():
    recipient = RecipientFactory()
    keys = [key_of_referral(recipient)]

    RecipientFactory(round=recipient.round)
    keys.append(key_of_referral(recipient))
    ReferralRound.objects.update(question="Vad saknas?")
    keys.append(key_of_referral(recipient))
    letter = DocumentFactory(matter=recipient.round.matter, kind="referral_letter")
    ReferralRound.objects.update(letter=letter)
    keys.append(key_of_referral(recipient))

    assert len(set(keys)) == 4


def test_a_viewpoint_that_is_cut_makes_no_other_papers_for_decision_but_a_statement_does():
    matter = MatterFactory()
    recipient = RecipientFactory(round=ReferralFactory(matter=matter, edition__plan=matter.plan))
    empty = key_of_matter(matter)
    statement = StatementFactory(recipient=recipient, state="registered", stance="endorses")
    answered = key_of_matter(matter)

    ViewpointFactory(statement=statement)
    ReferralRound.objects.update(summary="De flesta tillstyrker.")

    assert empty != answered == key_of_matter(matter)
