"""One's own account, and the way in."""

from __future__ import annotations

import pytest
from django.core import mail  # noqa: TID251 – reads or refuses what was sent
from django.test import Client
from django.urls import reverse

from accounts.http import ACTIVE_MEMBERSHIP
from accounts.models import User
from accounts.roles import Role
from accounts.services import set_active
from tests.accounts.factories import PASSWORD, UserFactory
from tests.responsibilities.factories import MembershipFactory, member

pytestmark = pytest.mark.django_db
MOBILE = "Mozilla/5.0 (iPhone) AppleWebKit Safari/600"
DESK = "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0"


def log_in(email: str, password: str = PASSWORD, agent: str = DESK) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/logga-in/", {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def test_account_shows_roles_and_logins_this_browser_first():
    person = member(Role.COORDINATOR, name="Anna Ek")
    log_in(person.email, agent=MOBILE)
    here = log_in(person.email)

    page = here.get("/konto/")

    assert [one.device for one in page.context["sessions"]] == ["Firefox på Windows", "Safari på iPhone"]
    assert [one.is_current for one in page.context["sessions"]] == [True, False]
    assert "Anna Ek" in page.content.decode()


@pytest.mark.parametrize("logins", [1, 3])
def test_account_takes_as_many_statements_for_three_logins_as_for_one(logins: int, django_assert_num_queries):
    person = member(Role.COORDINATOR)
    here = [log_in(person.email) for _ in range(logins)][-1]

    with django_assert_num_queries(11):
        here.get("/konto/")


def test_sessions_end_logs_out_everywhere_but_here():
    person, other = UserFactory(), UserFactory()
    there, here, stranger = log_in(person.email), log_in(person.email), log_in(other.email)

    here.post(reverse("accounts:sessions_end"))

    assert (is_in(here), is_in(there), is_in(stranger)) == (True, False, True)


def test_a_new_password_ends_the_other_logins_and_is_in_the_history_without_its_text():
    person = UserFactory()
    there, here = log_in(person.email), log_in(person.email)
    new = "en-helt-ny-fras"

    here.post("/konto/losenord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(here), is_in(there)) == (True, False)
    assert is_in(log_in(person.email, new))
    assert not is_in(log_in(person.email))
    assert person.history.first().history_user == person
    assert not hasattr(person.history.first(), "password")


def test_account_update_saves_the_name_and_nothing_else(client: Client):
    person = UserFactory(name="Gammal", email="a@b.example")
    client.force_login(person)

    client.post(
        reverse("accounts:account_update"), {"version": 1, "name": "Ny", "email": "x@y.example", "is_superuser": "on"}
    )

    person.refresh_from_db()
    assert (person.name, person.email, person.is_superuser) == ("Ny", "a@b.example", False)


@pytest.mark.parametrize("name", ["", "N\x00UL", "x" * 151, "Bo 19850709-9805"])
def test_a_bad_name_is_refused_at_the_field_and_kept(client: Client, name: str):
    client.force_login(UserFactory(name="Oförändrad"))

    page = client.post(reverse("accounts:account_update"), {"version": 1, "name": name})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["name"]
    assert page.context["form"]["name"].value() == name
    assert User.objects.filter(name="Oförändrad").exists()


def test_membership_switch_changes_what_one_works_as(client: Client):
    person = member(Role.COORDINATOR)
    second = MembershipFactory(user=person, role=Role.ADMINISTRATOR)
    client.force_login(person)

    answer = client.post(reverse("accounts:membership_switch"), {"membership": second.pk})

    assert answer.url == "/"
    assert client.session[ACTIVE_MEMBERSHIP] == second.pk


@pytest.mark.parametrize("chosen", ["", "abc", "0", "of another person"])
def test_membership_switch_refuses_roles_that_are_not_ones_own(client: Client, chosen: str):
    client.force_login(member(Role.COORDINATOR))
    theirs = MembershipFactory().pk if chosen.startswith("of") else chosen

    client.post(reverse("accounts:membership_switch"), {"membership": theirs})

    assert ACTIVE_MEMBERSHIP not in client.session


def test_membership_switch_does_not_lead_to_another_house(client: Client):
    client.force_login(member(Role.COORDINATOR))

    assert client.post(reverse("accounts:membership_switch"), {"next": "https://ond.example/"}).url == "/"


def test_login_is_slowed_down_for_an_account_that_is_guessed_at():
    person = UserFactory()
    for _ in range(5):
        log_in(person.email, "fel")

    page = Client().post("/logga-in/", {"login": person.email, "password": PASSWORD})

    assert page.status_code == 200
    assert page.context["form"].errors


def test_login_is_slowed_down_for_an_address_that_guesses():
    for number in range(10):
        log_in(f"gissning{number}@kommun.se", "fel")

    page = Client().post("/logga-in/", {"login": UserFactory().email, "password": PASSWORD})

    assert page.status_code == 429 or page.context["form"].errors


def test_nobody_signs_up(client: Client):
    assert client.get("/konto/ny/").status_code == 404
    assert client.post("/konto/ny/", {"email": "a@b.se"}).status_code == 404


def test_a_forgotten_password_is_chosen_anew_through_a_letter(client: Client):
    person = UserFactory(email="anna@kommun.se")

    client.post("/konto/glomt-losenord/", {"email": "anna@kommun.se"})

    link = next(line for line in mail.outbox[0].body.split() if "/konto/nytt-losenord/" in line)
    form = client.get(link.partition("testserver")[2], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "en-helt-ny-fras", "password2": "en-helt-ny-fras"})
    assert is_in(log_in(person.email, "en-helt-ny-fras"))


def test_a_letter_does_not_open_an_account_that_was_closed(client: Client):
    person = UserFactory(email="anna@kommun.se")
    client.post("/konto/glomt-losenord/", {"email": "anna@kommun.se"})
    link = next(line for line in mail.outbox[0].body.split() if "/konto/nytt-losenord/" in line)
    form = client.get(link.partition("testserver")[2], follow=True)
    set_active(user=person, is_active=False, by=UserFactory())

    new = {"password1": "en-helt-ny-fras", "password2": "en-helt-ny-fras"}
    answer = client.post(form.request["PATH_INFO"], new)

    assert answer.status_code == 403
    assert "Kontot är stängt" in answer.content.decode()
    person.refresh_from_db()
    assert (person.is_active, person.check_password(PASSWORD)) == (False, True)


def test_a_stranger_gets_no_letter(client: Client):
    answer = client.post("/konto/glomt-losenord/", {"email": "ingen@kommun.se"})

    assert answer.url == "/konto/glomt-losenord/skickat/"
    assert mail.outbox == []
