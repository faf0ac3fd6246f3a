"""What a page becomes when something happens on it: refused, overtaken, unfolded, broken. All as good as the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from tests.e2e.hands import write
from tests.e2e.looks import WIDTHS, defects
from tests.e2e.scene import Scene
from tests.live import ChromiumPages, LiveSite

pytestmark = pytest.mark.browser
TABLE = (
    "Område\tAktivitet\tTid\tAnsvarig\tKonstigt\nUtbildning\tUtbilda\tvåren 2027\tOkänd enhet\tx\nTeckenförklaring\n"
)
BROKEN = ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"]


@pytest.fixture
def pages(browser: Browser, live_site: LiveSite, live_web: str) -> Iterator[ChromiumPages]:
    pages = ChromiumPages(browser, live_web, live_site.logins)
    yield pages
    pages.close()


def as_written(page: Page, route: str, pk: int | str | None = None) -> None:
    page.set_viewport_size({"width": 1200, "height": WIDTHS[1200]})
    page.goto(reverse(route, args=[pk] if pk else []))


def save(page: Page, name: str = "Spara") -> None:
    page.locator(".save-bar").get_by_role("button", name=name).first.click()


def in_view(page: Page) -> list[str]:
    """The defects of what is not covered: an opened menu, and the bar that follows, lie over what is under them."""
    return [what for what in defects(page) if "obscured" not in what]


def test_a_refused_form(pages: ChromiumPages) -> None:
    page = pages("samordnare")
    as_written(page, "plans:plan_create")
    save(page, "Skapa planen")
    assert page.locator(".error-summary").is_visible()
    assert defects(page) == []


def test_a_refused_measure_with_rows(pages: ChromiumPages, scene: Scene) -> None:
    page = pages("samordnare")
    as_written(page, "plans:measure_create", scene["plan"])
    page.locator("#id_activities-0-text").fill("Ring 19121212-1212")
    page.locator("#id_activities-0-time_wording").fill("våren 2027")
    save(page)
    assert page.locator(".field-error").first.is_visible()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert in_view(page) == []


def test_a_save_that_another_has_overtaken(pages: ChromiumPages, scene: Scene) -> None:
    first, second = pages("samordnare"), pages("samordnare")
    for page, words in ((second, "Den andras ord"), (first, "Mina ord")):
        as_written(page, "plans:section_update", scene["section"])
        write(page, words)
    # Both have the form open; the second saves, and the first meets it.
    as_written(second, "plans:section_update", scene["section"])
    write(second, "Den andras ord")
    save(second)
    second.wait_for_url("**/planer/**")
    save(first)
    assert first.get_by_text("Den andras ord").first.is_visible()
    assert defects(first) == []


def test_the_preview_of_a_table(pages: ChromiumPages, scene: Scene) -> None:
    page = pages("samordnare")
    as_written(page, "exchange:measure_import", scene["plan"])
    page.locator("textarea").first.fill(TABLE)
    page.get_by_role("button", name="Granska").click()
    page.get_by_text("Okänd enhet").first.wait_for()
    assert defects(page) == []


@pytest.mark.parametrize(("route", "menu"), [("start", ".user-menu"), ("plans:plan_detail", ".menu")])
def test_an_opened_menu(pages: ChromiumPages, scene: Scene, route: str, menu: str) -> None:
    page = pages("samordnare")
    as_written(page, route, scene["plan"] if route != "start" else None)
    page.locator(f"{menu} > summary").first.click()
    assert in_view(page) == []


def test_the_opened_navigation_of_a_telephone(pages: ChromiumPages) -> None:
    page = pages("samordnare")
    page.set_viewport_size({"width": 320, "height": WIDTHS[320]})
    page.goto("/planer/")
    page.get_by_role("button", name="Meny").click()
    assert [what for what in defects(page) if what.startswith("320")] == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_page_of_trouble(name: str, pages: ChromiumPages, live_site: LiveSite) -> None:
    """Drawn apart and answered in the place of a page: nobody can be asked to break the house for it."""
    body: Callable[..., str] = render_to_string
    html = live_site.orm(body, f"errors/{name}.html")
    page = pages(None)
    styled = page.context.request.get("/logga-in/").text()

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html)

    assert "css" in styled
    page.route("**/felsida/", answer)
    page.set_viewport_size({"width": 1200, "height": WIDTHS[1200]})
    page.goto("/felsida/")
    assert page.locator("a[href='/']").count() >= 1
    assert defects(page) == []
