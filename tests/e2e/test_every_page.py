"""Every page, seen by whoever has most on it: axe finds nothing, nothing scrolls sideways, all is Swedish."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.architecture.matrix.check import name_of, routes
from tests.architecture.matrix.rows import MATRIX
from tests.e2e.looks import WIDTHS, defects
from tests.e2e.pages import COORDINATOR, NO_PAGE, SIGHTS, Sight
from tests.e2e.scene import Scene
from tests.live import ChromiumPages, LiveSite

pytestmark = pytest.mark.browser
Seat = Callable[[str | None], Page]


@pytest.fixture(scope="module")
def pages(browser: Browser, live_site: LiveSite, live_web: str) -> Iterator[ChromiumPages]:
    pages = ChromiumPages(browser, live_web, live_site.logins)
    yield pages
    pages.close()


@pytest.fixture(scope="module")
def seats(pages: ChromiumPages) -> Seat:
    """One page for each person, used again by the next test."""
    taken: dict[str | None, Page] = {}

    def seat(who: str | None) -> Page:
        if who not in taken:
            taken[who] = pages(who)
        taken[who].set_viewport_size({"width": 1200, "height": WIDTHS[1200]})
        return taken[who]

    return seat


def test_every_address_is_seen_or_says_why_it_is_no_page() -> None:
    asked = {name_of(route) for route, row in MATRIX.items() if row.has_get}
    buttons = {name_of(route) for route in MATRIX} - asked
    seen = {sight.route for sight in SIGHTS}
    assert sorted(set(routes()) - seen - set(NO_PAGE) - buttons) == []
    assert sorted((seen | set(NO_PAGE)) - set(routes())) == []
    assert sorted(seen & (set(NO_PAGE) | buttons)) == []
    assert all(NO_PAGE.values())


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_a_page_is_within_reach_of_all(sight: Sight, scene: Scene, seats: Seat, pages: ChromiumPages) -> None:
    page = seats(sight.who)
    response = page.goto(reverse(sight.route, kwargs=sight.place(scene)) + sight.query.format(**scene))
    assert response is not None
    assert response.status == sight.status
    assert "/logga-in/" not in page.url or sight.route == "account_login"
    assert_good(page, pages)


def assert_good(page: Page, pages: ChromiumPages) -> None:
    found = [*defects(page), *pages.faults]
    pages.faults.clear()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        (None, "/finns-inte/", 404),
        (COORDINATOR, "/finns-inte/", 404),
        (COORDINATOR, "/planer/999999/", 404),
        ("rapportor@granneby.example", "/planer/ny/", 403),
        (COORDINATOR, "/planer/?q=%00", 200),
    ],
)
def test_a_page_of_refusal_leads_back(
    who: str | None, address: str, status: int, seats: Seat, pages: ChromiumPages
) -> None:
    page = seats(who)
    response = page.goto(address)
    assert response is not None
    if who is None and "/logga-in/" in page.url:
        pytest.fail("a stranger is sent to the login for an address that does not exist")
    assert response.status == status
    assert page.locator("main a[href], header a[href]").count() > 0
    assert_good(page, pages)
