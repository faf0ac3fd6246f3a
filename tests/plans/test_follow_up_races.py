"""What happens at once happens once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.models import Notice
from plans.models import Edition, FollowUpRound, UnitReport
from tests.plans.factories import EditionFactory
from tests.plans.follow_up import World, follow_up_world
from tests.responsibilities.factories import UnitFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql(reason="ten connections at once; SQLite has one writer and queues them"),
]
TEN = 10


@pytest.fixture
def world() -> World:
    return follow_up_world()


def at_once(user: User, send: Callable[[Client], Any]) -> list[int]:
    """The statuses of ten requests that start together, each on a connection of its own."""
    clients = [Client() for _ in range(TEN)]
    for client in clients:
        client.force_login(user)
    start = Barrier(TEN)

    def run(client: Client) -> int:
        try:
            start.wait(20)
            return int(send(client).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(TEN) as pool:
        return list(pool.map(run, clients))


def test_ten_identical_submissions_make_one_report(world: World) -> None:
    world.open()
    world.ready(world.schools)
    report = world.report(world.schools)
    address = reverse("plans:unit_report_submit", args=[report.pk])
    statuses = at_once(world.rut, lambda client: client.post(address, {"version": report.version, "summary": "Klart"}))

    assert statuses == [302] * TEN
    report.refresh_from_db()
    assert (report.state, report.version) == ("submitted", 2)
    assert UnitReport.history.filter(id=report.pk, state="submitted").count() == 1
    assert Notice.objects.filter(kind="unit_report_submitted").count() == 1


def test_ten_identical_openings_make_one_round(world: World) -> None:
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    data = {
        "title": "Uppföljning",
        "due_on": "2999-01-01",
        "parts": ["responsible"],
        "previewed": "responsible",
        "submission_key": str(uuid.uuid4()),
        f"who-{uid}": [str(world.schools.pk)],
    }
    address = reverse("plans:round_open", args=[world.edition.pk])
    statuses = at_once(world.anna, lambda client: client.post(address, data))

    assert set(statuses) == {302}
    assert FollowUpRound.objects.count() == 1


def test_ten_who_freeze_get_ten_numbers(world: World) -> None:
    address = reverse("plans:edition_freeze", args=[world.edition.plan_id])
    statuses = at_once(world.anna, lambda client: client.post(address, {"submission_key": str(uuid.uuid4())}))

    assert set(statuses) == {302}
    assert sorted(Edition.objects.values_list("number", flat=True)) == list(range(1, TEN + 2))


def test_of_ten_editions_adopted_at_once_one_is_in_force(world: World) -> None:
    proposals = [EditionFactory(plan=world.edition.plan) for _ in range(TEN)]
    board = UnitFactory(municipality=world.edition.municipality, kind="board")
    sent = {"version": 1, "body": board.pk, "decided_on": "2026-04-12"}
    waiting = iter(proposals)

    def send(client: Client) -> Any:
        edition = next(waiting)
        return client.post(reverse("plans:edition_adopt", args=[edition.pk]), sent)

    assert set(at_once(world.anna, send)) == {302}
    assert Edition.objects.in_force().count() == 1
    assert Edition.objects.filter(state="repealed").count() == TEN


def test_of_ten_different_answers_one_is_kept_and_nine_are_told(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    texts = iter(f"Text {number}" for number in range(TEN))

    def send(client: Client) -> Any:
        data = {"version": 1, "fulfilment": "fully", "result": next(texts), "draft": "1"}
        return client.post(row.get_absolute_url(), data)

    assert sorted(at_once(world.rut, send)) == [302] + [409] * 9
    assert row.history.count() == 2
