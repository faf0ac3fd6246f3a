"""Coming in and going out, in a real browser against the real web process."""

import pytest
from playwright.sync_api import expect

from tests.live import ChromiumPages

pytestmark = pytest.mark.browser


def test_a_stranger_is_asked_to_log_in_and_lands_where_they_were_going(page_as: ChromiumPages) -> None:
    page = page_as(None)
    page.goto("/konto/")
    assert "/logga-in/" in page.url
    page.fill("[name=login]", "samordnare@exempelby.example")
    page.fill("[name=password]", "exempelby-demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/konto/")


def test_a_wrong_password_is_refused_and_the_address_is_kept(page_as: ChromiumPages) -> None:
    page = page_as(None)
    page.goto("/logga-in/")
    page.fill("[name=login]", "samordnare@exempelby.example")
    page.fill("[name=password]", "fel-losenord-helt")
    page.press("[name=password]", "Enter")
    expect(page.locator("[name=login]")).to_have_value("samordnare@exempelby.example")
    expect(page.locator("[name=password]")).to_have_value("")
    assert "/logga-in/" in page.url


@pytest.mark.parametrize("role", ["samordnare", "rapportor", "ledamot", "admin", "medarbetare"])
def test_each_role_lands_on_a_page_of_its_own_and_can_leave(page_as: ChromiumPages, role: str) -> None:
    page = page_as(role)
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    page.goto("/logga-ut/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/logga-in/**")
    page.goto("/")
    assert "/logga-in/" in page.url
    page_as.forget(role)
