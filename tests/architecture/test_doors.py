"""The doors attacked: login, letters, sessions, grants, and forms that are sent again."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail  # noqa: TID251 – reads or refuses what was sent
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from accounts.services import set_active
from notifications.selectors import messages_of
from notifications.services import tell
from plans.models import Edition, Plan, PlanGrant
from plans.services.grant import end_sharing, share_plan
from tests.accounts.factories import PASSWORD, UserFactory
from tests.notifications.test_services import BrokenBackend
from tests.plans.factories import EditionFactory, PlanFactory
from tests.responsibilities.factories import fresh, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "to", ["https://granneby.example/", "//granneby.example/", "/\\granneby.example", "javascript:1"]
)
def test_no_address_leads_out_of_the_house(to: str) -> None:
    person = member(Role.COORDINATOR)
    answer = Client().post(f"/logga-in/?next={to}", {"login": person.email, "password": PASSWORD, "next": to})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    client = Client(headers={"referer": "https://granneby.example/"})
    client.force_login(person)
    held = person.access.held[0].pk
    assert client.post(reverse("accounts:membership_switch"), {"membership": held, "next": to})["Location"] == "/"
    plan = PlanFactory(municipality=person.municipality)
    answer = client.post(f"{reverse('plans:focus_area_create', args=[plan.pk])}?fran={to}", {"name": "x"})
    assert "granneby" not in answer.content.decode()


@pytest.mark.parametrize("host", ["granneby.example", "127.0.0.1@granneby.example", "127.0.0.1:80,granneby.example"])
def test_a_forged_host_is_refused_and_stands_in_no_letter(host: str) -> None:
    person = UserFactory()
    answer = Client().post("/konto/glomt-losenord/", {"email": person.email}, headers={"host": host})
    assert (answer.status_code, mail.outbox) == (400, [])
    Client().post("/konto/glomt-losenord/", {"email": person.email}, headers={"x-forwarded-host": host})
    assert "granneby" not in mail.outbox[0].body


def test_the_reset_page_says_the_same_to_a_stranger_and_with_a_dead_mail_server(settings: Any, caplog: Any) -> None:
    known = UserFactory()
    settings.EMAIL_BACKEND = f"{BrokenBackend.__module__}.{BrokenBackend.__qualname__}"
    answers = []
    for email in (known.email, "ingen@exempelby.example"):
        client = Client()
        answer = client.post("/konto/glomt-losenord/", {"email": email}, follow=True)
        answers.append((answer.redirect_chain, answer.status_code, answer.content))
    assert answers[0] == answers[1]
    assert answers[0][1] == 200
    assert "mail server" in caplog.text
    assert known.email not in caplog.text


def test_guessing_passwords_is_stopped_also_from_forged_addresses() -> None:
    cache.clear()
    person = UserFactory()
    for number in range(6):
        Client().post(
            "/logga-in/", {"login": person.email, "password": "fel"}, headers={"x-forwarded-for": f"10.0.0.{number}"}
        )
    client = Client()
    client.post("/logga-in/", {"login": person.email, "password": PASSWORD})
    assert client.get("/konto/").status_code == 302
    cache.clear()


def test_a_session_is_a_new_one_after_login() -> None:
    person = member(Role.COORDINATOR)
    client = Client()
    client.get("/logga-in/")
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    client.post("/logga-in/", {"login": person.email, "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key


@pytest.mark.parametrize("cookie", [r'"\000\000\000\000\000\000\000\000"', "x" * 5000, r'"\377\376åäö-åäö"', ";;=;"])
def test_no_forged_cookie_breaks_a_page(cookie: str) -> None:
    client = Client(raise_request_exception=False)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"):
        answer = client.get("/logga-in/", headers={"cookie": f"{name}={cookie}"})
        assert answer.status_code < 500, name
        assert client.get("/", headers={"cookie": f"{name}={cookie}"}).status_code < 500, name


def test_a_closed_account_has_nothing_left() -> None:
    guest = UserFactory()
    plan = PlanFactory()
    share_plan(plan=plan, email=guest.email, permission="change_plan", is_confirmed=True, by=User.objects.system())
    client = Client()
    client.post("/logga-in/", {"login": guest.email, "password": PASSWORD})
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert list(Plan.objects.visible_to(fresh(guest))) == [plan]

    set_active(user=guest, is_active=False, by=User.objects.system())

    assert client.get(plan.get_absolute_url()).status_code == 302
    assert list(Plan.objects.visible_to(fresh(guest))) == []
    assert not fresh(guest).has_perm("plans.view_plan", plan)


def test_a_form_sent_again_after_its_result_is_gone_is_told_so() -> None:
    anna, guest = member(Role.COORDINATOR), UserFactory()
    plan = PlanFactory(municipality=anna.municipality)
    client = Client()
    client.force_login(anna)
    data = {"submission_key": str(uuid.uuid4()), "email": guest.email, "permission": "view_plan"}
    data |= {"is_confirmed": "on", "asked_for": guest.email}
    share = reverse("plans:plan_share", args=[plan.pk])
    assert client.post(share, data).status_code == 302
    end_sharing(plan=plan, person_id=guest.pk, by=anna)
    assert client.post(share, data).status_code == 422
    assert not PlanGrant.objects.filter(content_object=plan).exists()


def test_the_key_of_one_form_brings_nothing_into_another() -> None:
    anna = member(Role.COORDINATOR)
    client = Client()
    client.force_login(anna)
    key = str(uuid.uuid4())
    made = client.post(reverse("plans:plan_create"), {"submission_key": key, "title": "Plan"})
    plan = Plan.objects.get(municipality=anna.municipality)
    assert made["Location"] == plan.get_absolute_url()
    answer = client.post(reverse("plans:edition_freeze", args=[plan.pk]), {"submission_key": key})
    assert answer["Location"] == Edition.objects.get(plan=plan).get_absolute_url()


def test_sharing_leaves_a_history_of_who_gave_and_who_took() -> None:
    anna, guest = member(Role.COORDINATOR), UserFactory()
    plan = PlanFactory(municipality=anna.municipality)
    share_plan(plan=plan, email=guest.email, permission="view_plan", is_confirmed=True, by=anna)
    end_sharing(plan=plan, person_id=guest.pk, by=anna)
    told = PlanGrant.history.filter(content_object=plan, user=guest).order_by("history_id")
    assert [(one.history_type, one.history_user) for one in told] == [("+", anna), ("-", anna)]
    assert all(one.history_change_reason for one in told)


def test_another_plan_s_sharing_cannot_be_ended_through_ones_own() -> None:
    anna, guest = member(Role.COORDINATOR), UserFactory()
    own, foreign = PlanFactory(municipality=anna.municipality), PlanFactory()
    share_plan(plan=foreign, email=guest.email, permission="view_plan", is_confirmed=True, by=User.objects.system())
    client = Client()
    client.force_login(anna)
    client.post(reverse("plans:plan_unshare", args=[own.pk, guest.pk]))
    assert PlanGrant.objects.filter(content_object=foreign, user=guest).exists()
    assert client.post(reverse("plans:plan_unshare", args=[foreign.pk, guest.pk])).status_code == 404


def test_no_more_is_written_than_the_form_asks_for() -> None:
    anna = member(Role.ADMINISTRATOR)
    bo = UserFactory(municipality=anna.municipality)
    client = Client()
    client.force_login(anna)
    extra = {"is_superuser": "on", "is_active": "", "municipality": "1", "password": "x", "pk": anna.pk, "id": anna.pk}
    sent = {"version": 1, "name": "Ny", "email": bo.email, **extra}
    client.post(reverse("responsibilities:user_update", args=[bo.pk]), sent)
    kept = User.objects.get(pk=bo.pk)
    assert (kept.name, kept.is_superuser, kept.is_active) == ("Ny", False, True)
    assert (kept.municipality, kept.password) == (bo.municipality, bo.password)


def test_a_table_is_read_in_only_in_the_name_of_who_may_change_the_plan(tmp_path: Path) -> None:
    plan = PlanFactory()
    table = tmp_path / "plan.csv"
    table.write_text("Åtgärd;Ansvarig\nUtbilda;RTH\n")
    stranger = member(Role.COORDINATOR)
    with pytest.raises(CommandError, match=stranger.email):
        call_command("import_measures", str(table), "--plan", str(plan.pk), "--by", stranger.email)
    assert not plan.measures.exists()


def test_a_list_of_notices_reads_no_frozen_document() -> None:
    anna = member(Role.COORDINATOR)
    edition = EditionFactory(plan__municipality=anna.municipality)
    tell(recipients=[anna], kind="edition_adopted", about=edition, municipality=edition.municipality)
    [message] = messages_of(anna.notices.select_related("municipality"), recipient=anna)
    assert "values" in message.target.get_deferred_fields()
    assert edition.title in message.html


FORGED = [
    {"user-agent": "x" * 5000},
    {"x-forwarded-for": "no address, ,, ::1%eth0"},
    {"accept-language": "x" * 5000 + ",;q=q"},
    {"hx-request": "true", "hx-current-url": "http://[::1", "hx-target": "\x00"},
    {"referer": "http://[::1"},
    {"x-http-method-override": "DELETE", "x-forwarded-host": "granneby.example", "x-forwarded-proto": "gopher"},
]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: next(iter(headers)))
@pytest.mark.parametrize("proxies", [0, 1])
def test_no_forged_header_breaks_the_login(settings: Any, headers: dict[str, str], proxies: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    cache.clear()
    person = member(Role.COORDINATOR)
    client = Client(raise_request_exception=False)
    sent = {"login": person.email, "password": PASSWORD}
    assert client.post("/logga-in/", sent, headers=headers).status_code < 500
    assert client.get("/planer/", headers=headers).status_code < 500
    assert client.post("/konto/glomt-losenord/", {"email": person.email}, headers=headers).status_code < 500


BODIES = [
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=\xe5", b"--x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00"\r\n\r\n'),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"title=%ff%fe"),
    ("application/x-www-form-urlencoded", b"title=%00%ed%a0%80&" + b"a=1&" * 5001),
    ("application/x-www-form-urlencoded", b"title=" + b"a" * (10 * 1024 * 1024 + 1)),
    ("application/json", b'{"title": [[[[]]]]}'),
    ("", b"\x80\x04\x95"),
]


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_no_body_that_is_no_form_breaks_a_page(kind: str, body: bytes) -> None:
    anna = member(Role.COORDINATOR)
    client = Client(raise_request_exception=False)
    client.force_login(anna)
    for route in ("plans:plan_create", "accounts:account_update"):
        assert client.post(reverse(route), body, content_type=kind).status_code < 500
