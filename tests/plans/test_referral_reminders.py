"""Reminders of a referral follow from how it stands, and nobody is told twice of the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import ReferralRecipient, ReferralRound
from plans.selectors.overview import coming, waiting_for
from plans.services.referral import (
    close_referral_round,
    extend_recipient,
    note_no_answer,
    remind_recipient,
    remind_referrals,
)
from plans.tasks import remind_referrals as clock
from tests.plans.legal_factories import RecipientFactory, ReferralFactory, StatementFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral() -> ReferralRound:
    made: ReferralRound = ReferralFactory(
        answer_by=localdate() + timedelta(days=20), opened_at=timezone.now() - timedelta(days=10)
    )
    return made


@pytest.fixture
def recipient(referral: ReferralRound) -> ReferralRecipient:
    made: ReferralRecipient = RecipientFactory(round=referral)
    return made


@pytest.fixture
def sven(recipient: ReferralRecipient) -> User:
    return member(Role.SECRETARY, unit=recipient.unit)


@pytest.fixture
def anna(referral: ReferralRound) -> User:
    return member(Role.COORDINATOR, referral.municipality)


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def on(referral: ReferralRound, days: int) -> date:
    return referral.answer_by + timedelta(days=days)


def test_it_is_told_once_within_a_week_and_once_when_the_day_has_passed(
    referral: ReferralRound, sven: User, anna: User
) -> None:
    seen: list[list[str]] = []
    for days in (-8, -7, -3, 0, 1, 2, 30):
        remind_referrals(today=on(referral, days))
        seen.append(told(sven))
    due, late = ["referral_due"], ["referral_due", "referral_late"]
    assert seen == [[], due, due, due, late, late, late]
    assert told(anna) == ["referral_late"]


def test_more_time_is_reminded_of_anew(
    referral: ReferralRound, recipient: ReferralRecipient, sven: User, anna: User
) -> None:
    remind_referrals(today=on(referral, -5))
    extend_recipient(recipient=recipient, extended_to=on(referral, 20), extension_reason="Möte", by=anna)
    remind_referrals(today=on(referral, 1))
    remind_referrals(today=on(referral, 15))
    assert told(sven) == ["referral_due", "referral_moved", "referral_due"]


@pytest.mark.parametrize("how", ["answered", "silent", "closed", "withdrawn", "opened today"])
def test_nobody_is_reminded_who_need_not_answer(
    referral: ReferralRound, recipient: ReferralRecipient, sven: User, anna: User, how: str
) -> None:
    day = on(referral, -2)
    if how == "answered":
        StatementFactory(recipient=recipient, state="registered", stance="endorses")
    elif how == "silent":
        note_no_answer(recipient=recipient, by=anna)
    elif how == "closed":
        close_referral_round(referral_round=referral, by=anna)
    elif how == "withdrawn":
        type(referral.edition.plan).objects.filter(pk=referral.edition.plan_id).update(withdrawn_at=timezone.now())
    else:
        day = localdate(referral.opened_at)
        ReferralRound.objects.filter(pk=referral.pk).update(answer_by=day + timedelta(days=3))
    assert (remind_referrals(today=day), told(sven)) == (0, [])


def test_what_was_told_is_not_written_again_and_many_who_are_late_cost_no_more_than_one(
    referral: ReferralRound, recipient: ReferralRecipient, sven: User, anna: User
) -> None:
    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            remind_referrals(today=on(referral, 2))
        return [one["sql"].split()[0] for one in captured]

    statements()
    alone = statements()
    for other in RecipientFactory.create_batch(3, round=referral):
        member(Role.SECRETARY, unit=other.unit)
    statements()
    assert (statements(), alone.count("INSERT"), alone.count("UPDATE")) == (alone, 0, 0)
    assert Notice.objects.filter(recipient=anna, kind="referral_late").count() == 4
    new = member(Role.SECRETARY, unit=recipient.unit)
    remind_referrals(today=on(referral, 2))
    assert (told(new), told(sven)) == (["referral_late"], ["referral_late"])


def test_a_draft_is_reminded_as_nothing(referral: ReferralRound, recipient: ReferralRecipient, sven: User) -> None:
    StatementFactory(recipient=recipient, state="draft")
    remind_referrals(today=on(referral, -2))
    assert told(sven) == ["referral_due"]


def test_the_clock_finds_what_is_due(referral: ReferralRound, recipient: ReferralRecipient, sven: User) -> None:
    ReferralRound.objects.filter(pk=referral.pk).update(answer_by=localdate() + timedelta(days=2))
    clock()
    recipient.refresh_from_db()
    assert (told(sven), recipient.reminded_on) == (["referral_due"], localdate())


def test_the_button_reminds_once_a_day_and_says_when_nobody_is_there(
    referral: ReferralRound, recipient: ReferralRecipient, sven: User, anna: User
) -> None:
    remind_recipient(recipient=recipient, by=anna)
    assert told(sven) == ["referral_due"]
    with pytest.raises(ValidationError, match="redan fått en påminnelse"):
        remind_recipient(recipient=recipient, by=anna)
    club = RecipientFactory(round=referral, unit=UnitFactory(municipality=referral.municipality, kind="external"))
    with pytest.raises(ValidationError, match="Ingen där har ett konto"):
        remind_recipient(recipient=club, by=anna)
    StatementFactory(recipient=club, state="registered", stance="endorses")
    with pytest.raises(ValidationError, match="har svarat"):
        remind_recipient(recipient=club, by=anna)


def kinds(person: User, today: date) -> list[tuple[str, Any, int | None]]:
    return [(one.kind, one.target, one.days) for one in waiting_for(fresh(person), today=today)]


def test_what_waits_is_on_the_start_page_of_both_sides(
    referral: ReferralRound, recipient: ReferralRecipient, sven: User, anna: User
) -> None:
    assert kinds(sven, localdate()) == [("referral_to_answer", recipient, 20)]
    assert kinds(anna, localdate()) == []
    assert kinds(anna, on(referral, -9)) == [("referral_ends", referral, 9)]
    assert [(one.kind, one.on) for one in coming(fresh(anna), today=localdate())] == [
        ("referral_ends", referral.answer_by)
    ]
    StatementFactory(recipient=recipient, state="registered", stance="endorses")
    assert kinds(sven, localdate()) == []
    (waiting,) = waiting_for(fresh(anna), today=on(referral, 2))
    assert (waiting.count, waiting.total, waiting.days_late) == (1, 1, 2)
