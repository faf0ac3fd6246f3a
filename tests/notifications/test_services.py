"""One notice a step, one letter a person; never lost, never doubled."""

from __future__ import annotations

import smtplib  # noqa: TID251 – reads or refuses what was sent
import threading
from typing import Any

import pytest
from django.core import mail  # noqa: TID251 – reads or refuses what was sent
from django.core.mail.backends.locmem import EmailBackend  # noqa: TID251 – reads or refuses what was sent
from django.db import connection

from accounts.models import User
from notifications.models import Notice
from notifications.selectors import messages_of
from notifications.services import deliver_mail, mark_all_read, mark_read, tell, write_letter
from notifications.tasks import deliver_mail as task
from responsibilities.services.people import send_invitation
from tests.accounts.factories import UserFactory
from tests.notifications.factories import reader, told
from tests.responsibilities.factories import UnitFactory, fresh

pytestmark = pytest.mark.django_db


class BrokenBackend(EmailBackend):
    """A mail server that is not there."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


class PickyBackend(EmailBackend):
    """A mail server that refuses one address, with the code in `code`."""

    code = 550

    def send_messages(self, messages: Any) -> int:
        refused = {to: (self.code, b"no") for message in messages for to in message.to if to.startswith("fel")}
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)
        return super().send_messages(messages)


class BusyBackend(PickyBackend):
    code = 451


class FullBackend(EmailBackend):
    """A mail server that refuses the letter itself when it has read it."""

    def send_messages(self, messages: Any) -> int:
        if any(to.startswith("fel") for message in messages for to in message.to):
            raise smtplib.SMTPDataError(452, b"fel@kommun.se: mailbox full")
        return super().send_messages(messages)


class PolicyBackend(EmailBackend):
    """A mail server that will never take the letter itself."""

    refusal: smtplib.SMTPException = smtplib.SMTPDataError(550, b"5.7.1 policy")

    def send_messages(self, messages: Any) -> int:
        if any(to.startswith("fel") for message in messages for to in message.to):
            raise self.refusal
        return super().send_messages(messages)


class PlainBackend(PolicyBackend):
    refusal = smtplib.SMTPNotSupportedError("SMTPUTF8")


class UnknownSenderBackend(EmailBackend):
    """A mail server that takes nothing from this installation."""

    asked = 0

    def send_messages(self, messages: Any) -> int:
        type(self).asked += 1
        raise smtplib.SMTPSenderRefused(550, b"5.7.1 not yours", "noreply@localhost")


class NoLoginBackend(EmailBackend):
    """A mail server that knows no login, though the installation has a password for it."""

    asked = 0

    def open(self) -> bool:
        type(self).asked += 1
        raise smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server.")


class SilentBackend(EmailBackend):
    """A mail server that hangs up."""

    asked = 0

    def send_messages(self, messages: Any) -> int:
        type(self).asked += 1
        raise smtplib.SMTPServerDisconnected


@pytest.fixture
def broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"


def test_a_person_is_told_once_of_a_step_and_again_of_the_next():
    anna, unit = reader(), UnitFactory()
    for step in ("14", "14", "7"):
        tell(recipients=[anna, anna], kind="due", about=unit, municipality=unit.municipality, step=step)

    assert sorted(Notice.objects.values_list("step", flat=True)) == ["14", "7"]


def test_closed_accounts_are_not_told():
    unit = UnitFactory()

    assert tell(recipients=[UserFactory(is_active=False)], kind="x", about=unit, municipality=unit.municipality) == 0


def test_only_ones_own_notices_are_marked_as_read():
    anna, bo = reader(), reader()
    annas, bos = told(anna), told(bo)

    assert mark_read(recipient=anna, notices=[annas, bos]) == 1
    assert mark_all_read(recipient=bo) == 1
    assert mark_all_read(recipient=bo) == 0


def test_all_notices_of_a_person_come_in_one_letter():
    anna = reader(name="Anna Ek", email="anna@kommun.se")
    first, second = (
        UnitFactory(municipality=anna.municipality, name="Åtgärd & <b>"),
        UnitFactory(municipality=anna.municipality),
    )
    told(anna, first)
    told(anna, second)

    assert deliver_mail() == 1

    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["anna@kommun.se"], "2 notiser i VBE-portalen")
    assert letter.body.startswith("Hej Anna Ek,")
    assert "Åtgärd & <b>" in letter.body
    assert first.get_absolute_url() in letter.body
    task()
    assert len(mail.outbox) == 1


def test_what_has_been_read_is_not_mailed():
    anna = reader()
    mark_read(recipient=anna, notices=[told(anna)])

    assert deliver_mail() == 0
    assert mail.outbox == []


def test_nothing_is_mailed_that_the_person_may_no_longer_see():
    anna = reader()
    told(anna, UnitFactory(name="Grannens hemlighet"))
    told(anna, UnitFactory(municipality=anna.municipality, name="Egen enhet"))
    told(reader(), UnitFactory())

    assert deliver_mail() == 1

    assert "Egen enhet" in mail.outbox[0].body
    assert "Grannens" not in mail.outbox[0].body
    assert not Notice.objects.not_mailed().exists()


def test_closed_accounts_get_no_letter():
    anna = reader()
    told(anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert deliver_mail() == 0


def test_a_letter_that_could_not_be_sent_is_sent_when_the_server_is_back(broken, settings):
    anna, bo = reader(), reader()
    told(anna)
    told(bo)

    assert deliver_mail() == 0
    assert Notice.objects.not_mailed().count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert deliver_mail() == 2
    assert deliver_mail() == 0
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("backend", ["PickyBackend", "PolicyBackend", "PlainBackend"])
def test_what_is_refused_for_good_is_not_tried_again_and_keeps_nobody_else_waiting(settings, backend: str):
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    wrong, right = reader(email="fel@kommun.se"), reader(email="ratt@kommun.se")
    told(wrong)
    told(right)

    assert deliver_mail() == 1

    assert [letter.to for letter in mail.outbox] == [["ratt@kommun.se"]]
    assert Notice.objects.unread().filter(recipient=wrong).exists()
    assert not Notice.objects.not_mailed().exists()


@pytest.mark.parametrize("backend", ["BusyBackend", "FullBackend"])
def test_an_address_that_is_refused_for_now_waits_and_keeps_nobody_else_waiting(settings, caplog, backend: str):
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    full, others = reader(email="fel@kommun.se"), [reader() for _ in range(5)]
    for person in (full, *others):
        told(person)

    assert deliver_mail() == 5

    assert Notice.objects.not_mailed().get().recipient == full
    assert f"user {full.pk}" in caplog.text
    assert "fel@kommun.se" not in caplog.text


def test_a_round_stops_by_its_own_clock_and_the_next_goes_on():
    for _ in range(3):
        told(reader())

    assert deliver_mail(seconds=0) == 0
    assert deliver_mail() == 3


@pytest.mark.parametrize("backend", [SilentBackend, UnknownSenderBackend, NoLoginBackend])
def test_a_server_that_would_refuse_everybody_is_not_asked_for_the_next(settings, monkeypatch, backend: Any):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"
    monkeypatch.setattr(backend, "asked", 0)
    for _ in range(3):
        told(reader())

    assert (deliver_mail(), backend.asked) == (0, 1)
    assert Notice.objects.not_mailed().count() == 3


@pytest.mark.postgresql(reason="rows are locked")
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter():
    anna = reader()
    told(anna)
    start, sent = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        sent.append(write_letter(recipient=fresh(anna)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(sent) == [False, True]
    assert len(mail.outbox) == 1


def test_an_invitation_leads_to_a_password_and_in(client):
    eva = reader(email="eva@kommun.se", password=None)
    send_invitation(user=eva, by=reader())

    deliver_mail()

    letter = mail.outbox[0]
    assert letter.subject == "Ditt konto i VBE-portalen"
    link = next(word for word in letter.body.split() if "/konto/nytt-losenord/" in word)
    form = client.get(
        link.partition("//")[2].partition("/")[1] + link.partition("//")[2].partition("/")[2], follow=True
    )
    client.post(form.request["PATH_INFO"], {"password1": "en-helt-ny-fras", "password2": "en-helt-ny-fras"})
    client.post("/logga-in/", {"login": "eva@kommun.se", "password": "en-helt-ny-fras"})
    assert client.get("/konto/").status_code == 200
    assert client.get("/konto/").wsgi_request.user == eva


def test_a_kind_of_row_that_is_no_more_is_left_out():
    anna = reader()
    notice = told(anna)
    notice.target_model = "plans.gone"

    assert messages_of([notice], recipient=anna) == []


@pytest.mark.parametrize("number", [1, 3])
def test_messages_take_one_statement_for_each_kind_of_target(number: int, django_assert_num_queries):
    anna = reader()
    notices = [told(anna) for _ in range(number)]
    assert anna.access.held

    with django_assert_num_queries(1):
        assert len([message.html for message in messages_of(notices, recipient=anna)]) == number
