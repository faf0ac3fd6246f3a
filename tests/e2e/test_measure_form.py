"""The form of a measure in a browser: nothing is saved before one says so, and words of one's own are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scene import Scene

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


def opened(page: Page, scene: Scene) -> Page:
    page.goto(f"/planer/{scene['plan']}/atgarder/ny/")
    return page


def test_enter_in_a_line_goes_on_and_control_s_saves(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare"), scene)
    page.get_by_label("Åtgärd", exact=True).fill("Skriven utan att lämna sidan")
    part = page.locator("#id_responsibilities-0-wording")
    part.focus()
    page.keyboard.type("Skolan")
    page.keyboard.press("Enter")
    expect(page.locator("#id_responsibilities-0-scope_note")).to_be_focused()
    expect(part).to_have_value("Skolan")
    assert page.url.endswith("/ny/")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/planer/*/#atgard-*")
    expect(page.get_by_text("Skriven utan att lämna sidan").first).to_be_visible()


def test_without_a_script_enter_saves(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare", java_script_enabled=False), scene)
    page.get_by_label("Åtgärd", exact=True).fill("Skriven utan skript")
    page.locator("#id_responsibilities-0-scope_note").press("Enter")
    page.wait_for_url("**/planer/*/#atgard-*")


def test_words_of_ones_own_are_told_as_they_are_typed(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare"), scene)
    field, told = page.locator("#id_responsibilities-0-wording"), page.locator("[data-told]").first
    known = page.locator("#subjects option").first.get_attribute("value") or ""
    for words, said in ((known, ""), (f"{known}x", "egna ord – ingen enhet i listan"), (known.upper(), ""), ("", "")):
        field.fill(words)
        field.press("Tab")
        expect(told).to_have_text(said)
