"""A session that ends while somebody writes: what was written is offered again, to the same person on the same page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e.hands import SOURCE, write, written
from tests.live import PASSWORD, ChromiumPages, wait_for

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
NEW_TEXT = "Lokalerna är öppna för alla som delar kommunens värden."


def open_section(page: Page) -> None:
    page.goto("/planer/")
    page.get_by_role("link", name="Riktlinjer för uthyrning").first.click()
    page.wait_for_url("**/planer/*/")
    page.locator(".sheet a[href*='/avsnitt/'][href*='/andra/']").first.click(force=True)
    page.wait_for_url("**/avsnitt/*/andra/*")


def log_in(page: Page, who: str) -> None:
    page.fill("[name=login]", f"{who}@exempelby.example")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: "/logga-in/" not in url)


def save_without_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/logga-in/**")
    expect(page.get_by_text("Det du skickade sist är inte sparat än.")).to_be_visible()


def test_what_was_written_is_saved_after_a_new_login(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_section(page)
    before = written(page)
    write(page, NEW_TEXT)
    save_without_session(page)
    log_in(page, "samordnare")
    expect(page.locator(SOURCE)).to_have_value(before)
    page.get_by_role("button", name="Spara det jag skrev").click()
    page.wait_for_url("**/planer/*/**")
    expect(page.get_by_text(NEW_TEXT)).to_be_visible()
    expect(page.get_by_role("button", name="Spara det jag skrev")).to_have_count(0)


def test_it_is_offered_to_nobody_else_at_the_same_desk(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_section(page)
    write(page, "Annas ord")
    save_without_session(page)
    log_in(page, "chef")
    wait_for(
        lambda: page.evaluate("sessionStorage.unsaved === undefined"), seconds=5, saying="the words are still kept"
    )
    expect(page.get_by_text("Annas ord")).to_have_count(0)
    expect(page.get_by_role("button", name="Spara det jag skrev")).to_have_count(0)


def test_whoever_types_is_here_though_no_page_is_asked_for(page_as: PageAs) -> None:
    page = page_as("samordnare")
    page.clock.install()
    open_section(page)
    page.clock.fast_forward("06:00")
    with page.expect_response("**/konto/kvar/") as answer:
        write(page, "x")
    assert answer.value.status == 204


def test_a_script_that_meets_a_closed_door_says_so(page_as: ChromiumPages) -> None:
    page = page_as("samordnare")
    open_section(page)
    page.goto("/planer/")
    page.get_by_role("link", name="Riktlinjer för uthyrning").first.click()
    page.get_by_role("link", name="Ny åtgärd").first.click()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Lägg till aktivitet").click()
    expect(page.get_by_text("Du har loggats ut. Det du har skrivit står kvar här.")).to_be_visible()
    assert all("Status Error Code 401" in fault for fault in page_as.faults)
    page_as.faults.clear()
