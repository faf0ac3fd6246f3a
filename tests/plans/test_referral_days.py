"""The last day of each one that is asked: the referral's own, or the later one that it was given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import ReferralRecipient, ReferralRound
from plans.selectors.referral import referral_overview
from plans.services.referral import add_recipients, extend_recipient, send_again, update_referral_round
from tests.plans.legal_factories import RecipientFactory, ReferralFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return localdate() + timedelta(days=number)


@pytest.fixture
def referral() -> ReferralRound:
    made: ReferralRound = ReferralFactory(answer_by=day(10))
    return made


@pytest.fixture
def extended(referral: ReferralRound) -> ReferralRecipient:
    made: ReferralRecipient = RecipientFactory(round=referral, extended_to=day(20), extension_reason="Nämnden")
    return made


@pytest.fixture
def anna(referral: ReferralRound) -> User:
    return member(Role.COORDINATOR, referral.municipality)


def told(person: User) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", "step"))


def test_who_was_given_more_time_is_never_late_before_the_others(
    referral: ReferralRound, extended: ReferralRecipient, anna: User
) -> None:
    sven = member(Role.SECRETARY, unit=extended.unit)
    update_referral_round(referral_round=referral, answer_by=day(40), by=anna)
    (line,) = referral_overview(referral, fresh(anna), today=day(30)).lines
    assert (line.recipient.last_day, line.standing, line.days_left) == (day(40), "sent", 10)
    assert told(sven) == [("referral_moved", str(day(40)))]
    client = Client()
    client.force_login(fresh(sven))
    assert "Nämnden" not in client.get(extended.get_absolute_url()).content.decode()


def test_whose_own_day_stays_is_told_of_no_other(
    referral: ReferralRound, extended: ReferralRecipient, anna: User
) -> None:
    other = RecipientFactory(round=referral)
    sven, eva = (member(Role.SECRETARY, unit=one.unit) for one in (extended, other))
    update_referral_round(referral_round=referral, answer_by=day(15), by=anna)
    assert (told(sven), told(eva)) == ([], [("referral_moved", str(day(15)))])


def test_more_time_taken_back_when_all_have_it_moves_nothing(
    referral: ReferralRound, extended: ReferralRecipient, anna: User
) -> None:
    sven = member(Role.SECRETARY, unit=extended.unit)
    ReferralRound.objects.filter(pk=referral.pk).update(answer_by=day(40))
    taken = extend_recipient(recipient=extended, extended_to=None, by=anna)
    assert (taken.extended_to, taken.last_day, told(sven)) == (None, day(40), [])


def test_a_letter_is_missed_an_hour_after_it_was_put_in_the_queue(referral: ReferralRound, anna: User) -> None:
    ReferralRound.objects.filter(pk=referral.pk).update(opened_at=timezone.now() - timedelta(days=2))
    referral.refresh_from_db()
    unit = UnitFactory(municipality=referral.municipality, kind="board", mailbox="sn@exempelby.example")
    (added,) = add_recipients(referral_round=referral, units=[unit], by=anna)

    def standing() -> str:
        return referral_overview(referral, fresh(anna)).lines[0].standing

    seen = [standing()]
    ReferralRecipient.objects.update(queued_at=timezone.now() - timedelta(minutes=61))
    seen.append(standing())
    added.refresh_from_db()
    send_again(recipient=added, sent_how="mail", sent_to="ny@exempelby.example", by=anna)
    seen.append(standing())
    assert seen == ["being_sent", "not_sent", "being_sent"]
    other = send_again(recipient=added, sent_how="register", by=anna)
    assert (other.queued_at, standing()) == (None, "sent")


def test_a_letter_of_which_it_is_not_known_since_when_it_waits_has_waited_since_the_referral_went_out(
    referral: ReferralRound, anna: User
) -> None:
    RecipientFactory(round=referral, sent_how="mail")
    ReferralRound.objects.filter(pk=referral.pk).update(opened_at=timezone.now() - timedelta(hours=2))
    referral.refresh_from_db()
    assert referral_overview(referral, fresh(anna)).lines[0].standing == "not_sent"
