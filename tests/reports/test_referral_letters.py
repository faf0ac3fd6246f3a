"""Letters of a referral go out with the version as PDF, once, when its paper is finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail  # noqa: TID251 – reads what was sent
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from files.services import write
from plans.models import Edition, ReferralRecipient, ReferralRound
from plans.services.referral import close_referral_round, open_referral_round, send_again
from reports import mailing, services
from reports.mailing import send_referral_letters
from reports.models import ReportJob
from reports.tasks import send_referral_letters as clock
from tests.plans.factories import EditionFactory, PlanFactory
from tests.reports.factories import finished
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
SERVERS = "tests.plans.mail_servers"


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ring", lambda *said: None)


@pytest.fixture
def anna() -> User:
    return member(Role.COORDINATOR)


@pytest.fixture
def referral(anna: User) -> ReferralRound:
    plan = PlanFactory(municipality=anna.municipality, title="Handlingsplan")
    edition = EditionFactory(plan=plan, state=Edition.State.PROPOSAL, title="Handlingsplan")
    boards = [
        UnitFactory(municipality=anna.municipality, kind="board", name=name, mailbox=f"{name}@exempelby.example")
        for name in ("ett", "tva")
    ]
    without = UnitFactory(municipality=anna.municipality, kind="board", name="tre")
    return open_referral_round(
        edition=edition,
        question="Duger det?",
        units=[*boards, without],
        answer_by=localdate() + timedelta(days=30),
        is_confirmed=True,
        by=anna,
    )


def make_paper(referral: ReferralRound) -> ReportJob:
    send_referral_letters()
    return finished(ReportJob.objects.get(referral_round=referral))


def test_the_paper_is_ordered_first_and_the_letters_wait_for_it(referral: ReferralRound, anna: User) -> None:
    assert [send_referral_letters(), send_referral_letters()] == [0, 0]
    job = ReportJob.objects.get()
    assert (job.kind, job.referral_round, job.requested_by, mail.outbox) == ("referral_package", referral, anna, [])


def test_each_mailbox_gets_one_letter_with_the_version(referral: ReferralRound) -> None:
    make_paper(referral)
    assert [send_referral_letters(), send_referral_letters()] == [2, 0]
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ett@exempelby.example", "tva@exempelby.example"]
    letter = mail.outbox[0]
    ((name, content, kind),) = letter.attachments
    assert (letter.subject, name.endswith(".pdf"), content[:5], kind) == (
        "Remiss: Handlingsplan",
        True,
        b"%PDF-",
        "application/pdf",
    )
    assert "Duger det?" in letter.body
    assert "Remissinstanser" in letter.body
    sent = ReferralRecipient.objects.filter(sent_how="mail")
    assert [(one.sent_on, bool(one.mailed_at)) for one in sent] == [(localdate(), True)] * 2


def test_the_clock_sends_what_waits(referral: ReferralRound) -> None:
    make_paper(referral)
    clock()
    assert len(mail.outbox) == 2


def test_a_mailbox_that_refuses_is_noted_and_another_can_be_tried(
    referral: ReferralRound, anna: User, settings: Any
) -> None:
    make_paper(referral)
    settings.EMAIL_BACKEND = f"{SERVERS}.RefusingBackend"
    assert send_referral_letters() == 0
    assert ReferralRecipient.objects.exclude(refused_at=None).count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_referral_letters() == 0
    one = referral.recipients.earliest("pk")
    send_again(recipient=one, sent_how="mail", sent_to="ny@exempelby.example", by=anna)
    assert (send_referral_letters(), mail.outbox[0].to) == (1, ["ny@exempelby.example"])


@pytest.mark.parametrize("backend", ["BusyBackend", "DeadBackend"])
def test_a_server_that_does_not_take_letters_now_is_tried_again(
    referral: ReferralRound, settings: Any, backend: str, caplog: Any
) -> None:
    make_paper(referral)
    settings.EMAIL_BACKEND = f"{SERVERS}.{backend}"
    assert send_referral_letters() == 0
    assert "mail server" in caplog.text
    assert "exempelby.example" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_referral_letters() == 2


def test_a_paper_that_could_not_be_made_is_left_for_an_hour(referral: ReferralRound) -> None:
    send_referral_letters()
    job = ReportJob.objects.get()
    job.state, job.error, job.finished_at = ReportJob.State.FAILED, "För stor", timezone.now()
    job.save()
    assert (send_referral_letters(), ReportJob.objects.count()) == (0, 1)
    ReportJob.objects.update(finished_at=timezone.now() - timedelta(hours=2))
    assert (send_referral_letters(), ReportJob.objects.count()) == (0, 2)


def test_a_closed_referral_sends_nothing_more(referral: ReferralRound, anna: User) -> None:
    make_paper(referral)
    close_referral_round(referral_round=referral, by=anna)
    assert send_referral_letters() == 0


def test_a_letter_that_another_worker_has_sent_is_not_sent_again(
    referral: ReferralRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_paper(referral)
    seen = mailing.letters_due()
    monkeypatch.setattr(mailing, "letters_due", lambda: list(seen))
    assert [send_referral_letters(), send_referral_letters()] == [2, 0]
    assert len(mail.outbox) == 2


def test_a_paper_whose_bytes_are_spoiled_is_made_anew_and_keeps_no_other_s_letters_waiting(
    referral: ReferralRound, anna: User
) -> None:
    unit = UnitFactory(municipality=anna.municipality, kind="board", name="fyra", mailbox="fyra@exempelby.example")
    edition = EditionFactory(plan=PlanFactory(municipality=anna.municipality), title="En annan plan")
    open_referral_round(
        edition=edition,
        question="Och detta?",
        units=[unit],
        answer_by=localdate() + timedelta(days=30),
        is_confirmed=True,
        by=anna,
    )
    send_referral_letters()
    spoiled, other = ReportJob.objects.get(referral_round=referral), ReportJob.objects.exclude(referral_round=referral)
    content = b"%PDF-1.7 spoiled in a test"
    finished(spoiled, content)
    finished(other.get(), b"%PDF-1.7 another in a test")
    assert spoiled.file is not None
    write(spoiled.file.path, b"other bytes")

    assert send_referral_letters() == 1
    assert mail.outbox[0].to == ["fyra@exempelby.example"]
    finished(ReportJob.objects.get(referral_round=referral, state="waiting"), content)
    assert send_referral_letters() == 2


def test_a_paper_whose_bytes_are_lost_while_it_is_read_keeps_no_other_s_letters_waiting(
    referral: ReferralRound, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    paper = make_paper(referral)
    monkeypatch.setattr(mailing, "paper_of", lambda _referral: paper)
    assert paper.file is not None
    write(paper.file.path, b"other bytes")

    assert send_referral_letters() == 0
    assert "cannot be had (BrokenFileError)" in caplog.text
