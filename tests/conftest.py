"""Fixtures that every test may use. Nothing here is a stand-in: processes, database, Redis and browser are real.

In the test process (fast, rolled back after each test):
    db, client, rf, settings, django_assert_num_queries …   from pytest-django, on PostgreSQL
    @pytest.mark.postgresql(reason="…")                     what SQLite cannot promise; skipped with VBE_TEST_SQLITE=1

In processes of their own (one set a core, started by bin/serve on a database that seed_demo has filled):
    live_site     the database and folder they share.
                  `live_site.orm(function, *args)` calls function on that database, outside Playwright's thread, and
                  returns what it returns (return plain values, not lazy querysets). What it writes is kept.
                  `live_site.manage("produce_report", "plan", "1", …)` runs a management command and returns its output.
                  `live_site.start("worker")` starts one more process; stop it with `.stop()` or `.kill()`.
    live_web      address of the web process, "http://127.0.0.1:PORT"
    live_worker   the Celery worker on its own Redis: `.kill()` is kill -9, `.restart()` starts it again
    live_beat     the clock that makes the worker sweep
    redis_server  that Redis: `.stop()`, `.start()`, `.freeze()`, `.thaw()`, `.url`

In Chromium (mark the test or module `browser`):
    page_as       page_as("rapportor") → a page logged in as rapportor@exempelby.example (an e-mail address works too);
                  page_as(None) → a stranger. Options go to the browser context:
                  page_as("chef", java_script_enabled=False, viewport={"width": 320, "height": 800}).
                  `page.goto("/planer/")` takes the address after the host.
                  The login happens once a role. The test fails if a page raised a script error or broke the CSP.
    browser       the browser itself, when page_as is not enough
    While Chromium runs, Django's ORM refuses to work in the same thread: it is ended with each module, so a module has
    tests with a browser or tests with `db`, not both. `live_site.orm` works in either.

Mark a test `alone` when it measures time: bin/test runs those last, with nothing beside them. Mark it `no_cover` when
it passes by every line and looks at few: what only such a test has run is not counted as tested, and uncounted it takes
half the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.live import ChromiumPages, LiveProcess, LiveSite, RedisServer, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIVE = {"live_site", "redis_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, so that neither core is left with them at the end; skip what SQLite cannot do."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.no_cover)  # what it looks at runs in processes of their own
        if settings.DEMO and item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.skip(reason="PostgreSQL alone promises this"))
    items.sort(key=lambda item: not LIVE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_site(
    redis_server: RedisServer,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[LiveSite]:
    site = LiveSite(redis_server, logs=tmp_path_factory.mktemp("live"), blocker=django_db_blocker)
    try:
        site.create()
        yield site
    finally:
        site.destroy()


@pytest.fixture(scope="session")
def live_web(live_site: LiveSite) -> str:
    return live_site.serve_web()


@pytest.fixture(scope="session")
def live_worker(live_site: LiveSite) -> LiveProcess:
    return live_site.start("worker", ready="ready.")


@pytest.fixture(scope="session")
def live_beat(live_site: LiveSite) -> LiveProcess:
    return live_site.start("beat", ready="beat: Starting")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def _pages(browser: Browser, live_site: LiveSite, live_web: str) -> ChromiumPages:
    return ChromiumPages(browser, live_web, live_site.logins)


@pytest.fixture
def page_as(_pages: ChromiumPages, request: pytest.FixtureRequest) -> Iterator[ChromiumPages]:
    yield _pages
    pictures = Path(settings.BASE_DIR) / "test-results"
    failed = getattr(request.node, "failed", False)
    _pages.close(picture=pictures / f"{request.node.name}.png" if failed else None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report
