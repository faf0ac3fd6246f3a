"""Doors that are closed by default, and sessions that end."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
MORNING = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Hej {request.user}")


@login_not_required
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Öppet")


urlpatterns = [path("sida/", page), path("oppen/", open_page), path("logga-in/", open_page, name="account_login")]


@pytest.fixture
def anna(client: Client) -> Client:
    with time_machine.travel(MORNING, tick=False):
        client.force_login(UserFactory())
        assert client.get("/sida/").status_code == 200
    return client


def at(**later: float) -> time_machine.travel:
    return time_machine.travel(MORNING + dt.timedelta(**later), tick=False)


def test_a_page_is_closed_unless_it_says_that_it_is_open(client: Client) -> None:
    answer = client.get("/sida/")
    assert answer.status_code == 302
    assert answer["Location"] == "/logga-in/?next=/sida/"
    assert client.get("/oppen/").status_code == 200


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/planer/3/andra/?fran=tabell", "/planer/3/andra/?fran=tabell"),
        ("https://evil.example/planer/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_what_was_sent_without_a_session_leads_back_to_its_page(client: Client, came_from: str, leads_to: str) -> None:
    answer = client.post("/sida/", headers={"Referer": came_from})
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [leads_to]
    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "Du loggades ut efter en stund. Det du skickade sist är inte sparat än."
    ]


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}])
def test_a_script_without_a_session_gets_401_instead_of_a_login_page(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/sida/", headers=headers).status_code == 401


def test_29_minutes_away_is_not_too_long(anna: Client) -> None:
    with at(minutes=29):
        assert anna.get("/sida/").status_code == 200


def test_31_minutes_away_ends_the_session(anna: Client) -> None:
    with at(minutes=31):
        assert anna.get("/sida/").status_code == 302
    with at(minutes=32):
        assert anna.get("/sida/").status_code == 302


def test_a_script_that_saves_after_the_session_has_ended_gets_401(anna: Client) -> None:
    with at(minutes=31):
        assert anna.post("/sida/", headers={"HX-Request": "true"}).status_code == 401


def test_each_click_begins_the_30_minutes_anew(anna: Client) -> None:
    for minutes in (25, 50, 75):
        with at(minutes=minutes):
            assert anna.get("/sida/").status_code == 200


def test_12_hours_end_the_session_however_busy_one_is(anna: Client) -> None:
    for quarter in range(1, 48):
        with at(minutes=quarter * 15):
            assert anna.get("/sida/").status_code == 200
    with at(hours=12, seconds=1):
        assert anna.get("/sida/").status_code == 302


def test_a_click_within_the_minute_writes_nothing(anna: Client) -> None:
    with at(seconds=59), CaptureQueriesContext(connection) as asked:
        anna.get("/sida/")
    assert [query["sql"] for query in asked if query["sql"].startswith(("UPDATE", "INSERT"))] == []


@pytest.mark.parametrize("address", ["/sida/", "/oppen/", "/finns-inte/"])
def test_no_page_is_kept_by_a_browser(anna: Client, address: str) -> None:
    anna.raise_request_exception = False
    assert anna.get(address)["Cache-Control"] == "no-store"


def test_nothing_runs_on_a_page_that_is_not_ours(anna: Client) -> None:
    policy = anna.get("/sida/")["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["font-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy
