"""The doorbell: heard when somebody is there, never waited for, never an error."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import redis
from celery import Celery

from foundation import bell
from tests.live import RedisServer

pytestmark = pytest.mark.postgresql(reason="the demo rings through a folder, not through Redis")


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A broker without a worker: what is rung here stays to be looked at."""
    server = RedisServer(tmp_path_factory.mktemp("bell"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def app(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    """The house's own Celery settings, with a broker of ours in place of theirs."""
    app = Celery("bell")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = redis_server.url
    monkeypatch.setattr(bell, "current_app", app)
    yield app
    app.close()


def seconds_to_ring() -> float:
    began = time.monotonic()
    bell.ring("reports.tasks.produce_report", 7)
    return time.monotonic() - began


def test_a_ring_is_heard(app: Celery, redis_server: RedisServer):
    bell.ring("reports.tasks.produce_report", 7)

    with redis.Redis.from_url(redis_server.url) as line:
        message = json.loads(line.lpop("celery"))
    assert message["headers"]["task"] == "reports.tasks.produce_report"
    assert message["headers"]["argsrepr"] == "(7,)"
    assert message["headers"]["expires"]


def test_a_bell_that_hangs_is_left_within_two_seconds(app: Celery, redis_server: RedisServer):
    bell.ring("reports.tasks.produce_report", 7)  # the line stands open, as in a process that has served pages
    redis_server.freeze()
    try:
        assert seconds_to_ring() < 2
        assert seconds_to_ring() < 2
    finally:
        redis_server.thaw()


def test_a_bell_that_is_gone_is_no_error(app: Celery, redis_server: RedisServer):
    redis_server.stop()
    try:
        assert seconds_to_ring() < 2
    finally:
        redis_server.start()
