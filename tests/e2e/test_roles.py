"""Each account of the demo comes in by the form, meets its own start page, and goes out again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests.live import PASSWORD, ChromiumPages
from vbe_portal.demo.accounts import DEMO_ACCOUNTS, DemoAccount

pytestmark = pytest.mark.browser

OUTSIDE = ["Översikt"]
READERS = ["Översikt", "Planer", "Ansvar"]
FOLLOWERS = ["Översikt", "Planer", "Ärenden", "Uppföljning", "Ansvar"]
ANSWERING = ["Översikt", "Planer", "Remisser", "Uppföljning", "Ansvar"]
WORDS = {
    Role.COORDINATOR: FOLLOWERS,
    Role.APPROVER: FOLLOWERS,
    Role.REPORTER: ANSWERING,
    Role.MANAGER: ANSWERING,
    Role.SECRETARY: FOLLOWERS,
    Role.MEMBER: FOLLOWERS,
    Role.AUDITOR: FOLLOWERS,
    Role.REGISTRAR: ["Översikt", "Planer", "Ärenden", "Ansvar"],
    Role.EMPLOYEE: READERS,
    Role.POLICE: OUTSIDE,
    Role.COUNTY: OUTSIDE,
    Role.ADMINISTRATOR: ["Översikt", "Ansvar", "Administration"],
}


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.email)
def test_an_account_comes_in_to_its_own_words_and_goes_out(page_as: ChromiumPages, account: DemoAccount) -> None:
    page = page_as(None)
    page_as.log_in(page, account.email)
    page.goto("/")
    expect(page.locator("h1")).to_have_count(1)
    assert page.locator("#navigation a").all_inner_texts() == WORDS[account.role]
    assert account.name in page.locator(".user-menu summary").inner_text()
    domain = "Exempelby kommun" if account.email.endswith("@exempelby.example") else "Granneby kommun"
    expect(page.locator(".brand-name")).to_have_text(domain)
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/logga-in/**")
    page.goto("/")
    assert "/logga-in/" in page.url


def test_what_waits_is_said_to_whom_it_waits_for(page_as: ChromiumPages) -> None:
    for who, waits in (("rapportor", True), ("samordnare", True), ("polis", False), ("medarbetare", False)):
        page = page_as(who)
        page.goto("/")
        assert (page.locator(".todo-item").count() > 0) is waits, who


@pytest.mark.parametrize(
    ("email", "password"),
    [("rapportor@exempelby.example", "fel-losenord-helt"), ("finns.inte@exempelby.example", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    page_as: ChromiumPages, email: str, password: str
) -> None:
    page = page_as(None)
    page.goto("/logga-in/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    expect(page.locator("main")).to_contain_text("lösenord")
    said = page.locator(".error-summary, [role=alert], .field-error").first.inner_text()
    assert "stämmer inte" in said or "fel" in said.lower() or "inte korrekt" in said.lower(), said
