"""The inbox: what is unread first, only what one may see, one's own only."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage, get_connection  # noqa: TID251 – reads or refuses what was sent
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.roles import Role
from notifications.models import Notice
from notifications.services import tell
from tests.notifications.factories import reader, told
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
INBOX = "/inkorg/"


@pytest.fixture
def anna(client: Client):
    person = reader(name="Anna")
    client.force_login(person)
    return person


def test_notice_list_shows_unread_first_each_under_its_day(client: Client, anna):
    old, new, seen = told(anna), told(anna), told(anna)
    Notice.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=2))
    Notice.objects.filter(pk=seen.pk).update(read_at=timezone.now())

    page = client.get(INBOX)

    assert [[one.notice for one in day.messages] for day in page.context["unread"]] == [[new], [old]]
    assert [one.notice for day in page.context["read"] for one in day.messages] == [seen]


def test_notice_list_leaves_out_honestly_what_one_may_not_see(client: Client, anna):
    told(anna, UnitFactory(name="Grannens hemlighet"))
    told(anna, UnitFactory(municipality=anna.municipality, name="Egen enhet"))

    shown = client.get(INBOX).content.decode()

    assert "Egen enhet" in shown
    assert "Grannens hemlighet" not in shown
    assert "1 notis visas inte" in shown


def test_notice_list_is_ones_own(client: Client, anna):
    other = member(Role.EMPLOYEE, anna.municipality)
    told(other, UnitFactory(municipality=anna.municipality, name="Annans ärende"))

    page = client.get(INBOX).content.decode()

    assert "Annans ärende" not in page
    assert "Inget här än" in page


@pytest.mark.parametrize("number", [1, 3])
def test_notice_list_takes_as_many_statements_for_three_as_for_one(
    client: Client, anna, number: int, django_assert_num_queries
):
    for _ in range(number):
        told(anna)
    read = told(anna)
    Notice.objects.filter(pk=read.pk).update(read_at=timezone.now())
    client.get(INBOX)

    with django_assert_num_queries(10):
        client.get(INBOX)


def test_notice_list_has_pages_of_what_was_read(client: Client, anna):
    unit = UnitFactory(municipality=anna.municipality)
    for step in range(31):
        told(anna, unit, step=str(step))
    Notice.objects.update(read_at=timezone.now())

    first, second = client.get(INBOX), client.get(INBOX, {"sida": "2"})

    assert [sum(len(day.messages) for day in page.context["read"]) for page in (first, second)] == [30, 1]


def test_notice_open_marks_as_read_and_leads_to_the_target(client: Client, anna):
    unit = UnitFactory(municipality=anna.municipality)
    notice = told(anna, unit)

    answer = client.get(notice.get_absolute_url())

    assert answer.url == unit.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_notice_open_says_when_the_target_is_gone(client: Client, anna):
    notice = told(anna, UnitFactory())

    page = client.get(notice.get_absolute_url(), follow=True)

    assert page.redirect_chain == [(INBOX, 302)]
    assert "finns inte kvar" in page.content.decode()
    assert not Notice.objects.unread().exists()


def test_notice_open_is_closed_to_others(client: Client, anna):
    notice = told(member(Role.EMPLOYEE, anna.municipality))

    assert client.get(notice.get_absolute_url()).status_code == 404
    assert Notice.objects.unread().exists()


def test_notices_read_marks_ones_own(client: Client, anna):
    told(anna)
    told(reader())

    page = client.post(reverse("notifications:notices_read"), follow=True)

    assert "1 notis markerades som läst" in page.content.decode()
    assert Notice.objects.unread().count() == 1


def test_an_invitation_leads_to_ones_own_account(client: Client, anna):
    tell(recipients=[anna], kind="invitation", about=anna, municipality=anna.municipality)
    notice = Notice.objects.get()

    assert f"Du har ett konto i {anna.municipality}" in client.get(INBOX).content.decode()
    assert client.get(notice.get_absolute_url()).url == "/konto/"


def test_every_kind_has_words_for_inbox_and_letter():
    folder = Path(settings.BASE_DIR) / "templates" / "notices"
    kinds = {path.stem for path in folder.iterdir()}

    assert {path.name for path in folder.iterdir()} == {f"{kind}.{form}" for kind in kinds for form in ("html", "txt")}


@pytest.fixture
def demo(settings, tmp_path: Path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path

    def send(to: str, text: str = "Hej på dig, åäö") -> None:
        backend = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=tmp_path)
        EmailMessage(f"Ämne till {to}", text, to=[to], connection=backend).send()

    return send


def test_mailbox_shows_the_letters_to_oneself_with_working_links(client: Client, anna, demo):
    demo(anna.email, "Välj lösenord: http://127.0.0.1/konto/\n\n<b>åäö</b>")
    demo("annan@kommun.se")

    page = client.get("/brevlada/").content.decode()

    assert f"Ämne till {anna.email}" in page
    assert date_format(localtime(), "j F Y H:") in page
    assert re.search(r'<a href="http://127\.0\.0\.1/konto/"[^>]*>', page)
    assert "&lt;b&gt;åäö" in page
    assert "annan@kommun.se" not in page


def test_mailbox_shows_the_administrator_the_letters_of_the_municipality(client: Client, demo):
    admin = member(Role.ADMINISTRATOR)
    person, stranger = reader(municipality=admin.municipality), reader()
    for one in (person, stranger):
        demo(one.email)
    client.force_login(admin)

    assert [letter.to for letter in client.get("/brevlada/").context["letters"]] == [person.email]


def test_mailbox_without_letters_says_so(client: Client, anna, demo):
    assert "Inga brev än" in client.get("/brevlada/").content.decode()


def test_mailbox_is_of_the_demo_only(client: Client, anna, settings):
    settings.DEMO = False

    assert client.get("/brevlada/").status_code == 404
