"""One-time links for external parties: what is sent, what is kept, when they end."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail  # noqa: TID251 – reads what was sent
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from plans.models import AnswerLink, AnswerLinkUse, ReferralRecipient
from plans.services.referral import close_referral_round, revoke_answer_link, send_answer_link
from tests.plans.legal_factories import AnswerLinkFactory, RecipientFactory, StatementFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
TO = "forening@exempelby.example"


@pytest.fixture
def club() -> ReferralRecipient:
    board = RecipientFactory()
    unit = UnitFactory(municipality=board.municipality, kind="external", name="Föreningen", mailbox=TO)
    made: ReferralRecipient = RecipientFactory(round=board.round, unit=unit)
    return made


@pytest.fixture
def anna(club: ReferralRecipient) -> User:
    return member(Role.COORDINATOR, club.municipality)


def send(club: ReferralRecipient, anna: User, *, days: int = 30, to: str = TO) -> str:
    return send_answer_link(recipient=club, to=to, expires_at=timezone.now() + timedelta(days=days), by=anna)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(fresh(user))
    return client


def test_only_the_hash_of_the_token_is_kept_and_the_letter_holds_the_address(
    club: ReferralRecipient, anna: User, settings: Any
) -> None:
    settings.SITE_URL = "https://vbe.example"
    token = send(club, anna)
    link = AnswerLink.objects.get()
    assert (len(token) >= 43, link.token_hash) == (True, hashlib.sha256(token.encode()).hexdigest())
    (letter,) = mail.outbox
    assert letter.to == [TO]
    assert f"https://vbe.example/svar/{token}/" in letter.body
    assert token not in str(link.__dict__)


def test_who_gets_a_link_has_been_sent_nothing_until_it_is_sent(club: ReferralRecipient, anna: User) -> None:
    ReferralRecipient.objects.filter(pk=club.pk).update(sent_how="link", sent_on=None)
    address, sending = club.round.get_absolute_url(), reverse("plans:link_send", args=[club.pk])
    before = as_user(anna).get(address).content.decode()
    assert ("Länken är inte skickad" in before, sending in before) == (True, True)

    send(club, anna)

    club.refresh_from_db()
    assert club.sent_on == timezone.localdate()
    after = as_user(anna).get(address).content.decode()
    assert ("Länken är inte skickad" in after, sending in after) == (False, False)


def test_a_new_link_ends_those_that_were_not_used(club: ReferralRecipient, anna: User) -> None:
    used = AnswerLinkFactory(recipient=club, used_at=timezone.now())
    first, second = send(club, anna), send(club, anna)
    assert first != second
    usable = AnswerLink.objects.usable().get()
    assert usable.token_hash == hashlib.sha256(second.encode()).hexdigest()
    used.refresh_from_db()
    assert used.revoked_at is None


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_link_holds_for_at_most_90_days(club: ReferralRecipient, anna: User, days: int) -> None:
    with pytest.raises(ValidationError, match="90 dagar"):
        send(club, anna, days=days)
    assert (AnswerLink.objects.count(), mail.outbox) == (0, [])


def test_only_an_external_party_that_has_not_answered_gets_one(club: ReferralRecipient, anna: User) -> None:
    board = club.round.recipients.exclude(pk=club.pk).get()
    with pytest.raises(ValidationError, match="externa parter"):
        send(board, anna)
    StatementFactory(recipient=club, state="registered", stance="endorses")
    with pytest.raises(ValidationError, match="har svarat"):
        send(club, anna)


def test_a_closed_referral_sends_no_link(club: ReferralRecipient, anna: User) -> None:
    close_referral_round(referral_round=club.round, by=anna)
    with pytest.raises(ValidationError, match="stängd"):
        send(club, anna)


def test_a_link_is_taken_back_unless_it_was_used(club: ReferralRecipient, anna: User) -> None:
    link = revoke_answer_link(link=AnswerLinkFactory(recipient=club), by=anna)
    assert (bool(link.revoked_at), AnswerLink.objects.usable().exists()) == (True, False)
    with pytest.raises(ValidationError, match="redan använts"):
        revoke_answer_link(link=AnswerLinkFactory(recipient=club, used_at=timezone.now()), by=anna)


@pytest.mark.parametrize("backend", ["RefusingBackend", "DeadBackend"])
def test_a_letter_that_does_not_go_leaves_no_link_and_keeps_what_was_typed(
    club: ReferralRecipient, anna: User, settings: Any, backend: str
) -> None:
    settings.EMAIL_BACKEND = f"tests.plans.mail_servers.{backend}"
    AnswerLinkFactory(recipient=club)
    data = {"to": "annan@exempelby.example", "days": "9", "submission_key": uuid.uuid4()}
    answer = as_user(anna).post(reverse("plans:link_send", args=[club.pk]), data)
    assert (answer.status_code, AnswerLink.objects.usable().count()) == (422, 1)
    assert "annan@exempelby.example" in answer.content.decode()


def test_the_form_proposes_two_weeks_beyond_the_last_day_and_sends_once(club: ReferralRecipient, anna: User) -> None:
    client, address = as_user(anna), reverse("plans:link_send", args=[club.pk])
    page = client.get(address).content.decode()
    assert (TO in page, re.search(r'name="days"[^>]*value="44"', page) is not None) == (True, True)
    data = {"to": TO, "days": "44", "submission_key": uuid.uuid4()}
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 422]
    assert (AnswerLink.objects.count(), len(mail.outbox)) == (1, 1)


def test_the_longest_time_that_the_form_allows_is_taken(club: ReferralRecipient, anna: User) -> None:
    address = reverse("plans:link_send", args=[club.pk])
    for days, status in ((90, 302), (91, 422), (0, 422)):
        data = {"to": TO, "days": days, "submission_key": uuid.uuid4()}
        assert as_user(anna).post(address, data).status_code == status


def test_who_leads_the_referral_sees_each_link_and_what_was_done_with_it(club: ReferralRecipient, anna: User) -> None:
    link = AnswerLinkFactory(recipient=club)
    AnswerLinkUse.objects.create(municipality=club.municipality, link=link, what="opened")
    auditor = member(Role.AUDITOR, club.municipality)
    page = as_user(anna).get(club.get_absolute_url()).content.decode()
    assert ("öppnat 20" in page, TO in page) == (True, True)
    assert "öppnat 20" not in as_user(auditor).get(club.get_absolute_url()).content.decode()
    assert as_user(anna).post(reverse("plans:link_revoke", args=[link.pk])).status_code == 302
    assert as_user(auditor).post(reverse("plans:link_revoke", args=[link.pk])).status_code == 404
    assert "återtagen" in as_user(anna).get(club.get_absolute_url()).content.decode()
