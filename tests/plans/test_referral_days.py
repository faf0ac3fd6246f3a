"""The last day of each one that is asked: the referral's own, or the later one that it was given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import ReferralRecipient, ReferralRound
from plans.selectors.referral import referral_overview
from plans.services.referral import extend_recipient, update_referral_round
from tests.plans.legal_factories import RecipientFactory, ReferralFactory
from tests.responsibilities.factories import fresh, member

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
