"""The clock and persons on one who is asked, at once: nothing that was written is lost."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from notifications.models import Notice
from plans.models import ReferralRecipient, ReferralRound
from plans.services.referral import extend_recipient, note_mailed, remind_referrals, reminding
from tests.plans.legal_factories import RecipientFactory, ReferralFactory

pytestmark = [
    pytest.mark.postgresql(reason="two transactions at once, with row locks"),
    pytest.mark.django_db(transaction=True),
]
A_MOMENT = 1.0
LONG = 20.0


def beside(work: Any) -> Thread:
    """The work, begun on a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def late() -> ReferralRecipient:
    referral: ReferralRound = ReferralFactory(
        answer_by=localdate() - timedelta(days=2), opened_at=timezone.now() - timedelta(days=30)
    )
    made: ReferralRecipient = RecipientFactory(round=referral, sent_how="mail", sent_to="namnd@exempelby.example")
    return made


def test_what_is_written_while_the_clock_reminds_is_kept(
    late: ReferralRecipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, begun = User.objects.system(), []
    tell = reminding.tell_by_day

    def told_meanwhile(kind: str, rows: Any) -> int:
        if rows:
            begun.append(beside(lambda: note_mailed(recipient=late, by=system)))
            begun[0].join(A_MOMENT)
        return tell(kind, rows)

    monkeypatch.setattr(reminding, "tell_by_day", told_meanwhile)
    remind_referrals(today=localdate())
    begun[0].join(LONG)
    late.refresh_from_db()
    assert (late.reminded_on, late.mailed_at is not None) == (localdate(), True)
    assert late.history.latest().mailed_at == late.mailed_at


def test_where_somebody_writes_the_clock_passes_by_and_comes_back(late: ReferralRecipient) -> None:
    system, written, read = User.objects.system(), Event(), Event()

    def extend() -> None:
        with transaction.atomic():
            day = localdate() + timedelta(days=3)
            extend_recipient(recipient=late, extended_to=day, extension_reason="Nämnden", by=system)
            written.set()
            read.wait(LONG)

    other = beside(extend)
    written.wait(LONG)
    assert remind_referrals(today=localdate()) == 0
    read.set()
    other.join(LONG)
    late.refresh_from_db()
    assert (late.reminded_on, late.extension_reason) == (None, "Nämnden")
    remind_referrals(today=localdate())
    late.refresh_from_db()
    assert (late.reminded_on, Notice.objects.filter(kind="referral_late").count()) == (localdate(), 0)
