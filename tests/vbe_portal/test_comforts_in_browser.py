"""The small comforts of static/js, and that nothing needs them. Posts are caught on their way: nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.live import wait_for

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
PHONE = {"width": 320, "height": 700}


def open_plan(page: Page) -> None:
    page.goto("/planer/")
    page.get_by_role("link", name=re.compile("Handlingsplan mot")).first.click()
    page.wait_for_url(re.compile(r"/planer/\d+/$"))


def catch_posts(page: Page) -> list[dict[str, list[str]]]:
    """What forms would have sent."""
    sent: list[dict[str, list[str]]] = []

    def catch(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        return route.fulfill(status=204)

    page.route("**/*", catch)
    return sent


def next_sent(page: Page, sent: list[dict[str, list[str]]]) -> dict[str, list[str]]:
    wait_for(lambda: page.wait_for_timeout(50) or sent, saying="nothing is sent")
    return sent.pop(0)


def test_the_first_stop_of_the_keyboard_is_past_the_menus(page_as: PageAs) -> None:
    page = page_as("samordnare")
    page.goto("/planer/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_navigation_unfolds_without_script(page_as: PageAs) -> None:
    page = page_as("samordnare", java_script_enabled=False, viewport=PHONE)
    page.goto("/")
    expect(page.get_by_role("link", name="Planer", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Meny").click()
    page.get_by_role("link", name="Planer", exact=True).click()
    page.wait_for_url("**/planer/")


def test_the_users_menu_closes_with_escape_and_beside(page_as: PageAs) -> None:
    page = page_as("samordnare")
    page.goto("/")
    menu = page.locator(".user-menu")
    menu.locator("summary").click()
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()


def test_an_error_is_read_first_and_leads_to_its_field(page_as: PageAs) -> None:
    page = page_as("samordnare")
    page.goto("/planer/ny/")
    page.locator(".save-bar button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_title")).to_be_focused()


def test_words_not_saved_are_warned_about(page_as: PageAs) -> None:
    page = page_as("samordnare")
    page.goto("/planer/ny/")
    page.locator("#id_title").press_sequentially("En plan")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/planer/")
    assert asked == ["beforeunload"]


def measures_of_an_area(page: Page) -> Locator:
    return page.locator("[data-sortable]").filter(has=page.locator(".measure + .measure")).first.locator("> .measure")


def test_a_measure_is_moved_by_keyboard(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_plan(page)
    sent = catch_posts(page)
    measures_of_an_area(page).nth(1).locator(".sort-handle").focus()
    page.keyboard.press("Alt+ArrowUp")
    moved = next_sent(page, sent)
    assert moved["position"] == ["0"]
    assert "direction" not in moved


def test_a_measure_is_moved_by_dragging(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_plan(page)
    sent = catch_posts(page)
    first, last = measures_of_an_area(page).first, measures_of_an_area(page).nth(1)
    last.locator(".sort-handle").focus()  # now both are in sight
    first.hover()
    first.locator(".sort-handle").hover()
    page.mouse.down()
    box = last.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 5, steps=4)
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 5, steps=6)
    page.mouse.up()
    assert next_sent(page, sent)["position"] == ["1"]


def test_a_row_moves_up_in_its_form_and_control_s_saves(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_plan(page)
    page.goto(page.locator("a[href*='/atgarder/'][href*='/andra/']").first.get_attribute("href") or "")
    rows = page.locator("#activities textarea")
    first, second = (rows.nth(number).input_value() for number in (0, 1))
    page.locator("#activities").get_by_role("button", name="Flytta upp raden").first.click()
    expect(rows.nth(0)).to_have_value(second)
    expect(rows.nth(0)).to_be_focused()
    expect(rows.nth(1)).to_have_value(first)
    sent = catch_posts(page)
    page.locator("#id_responsibilities-0-scope_note").press("Control+s")
    saved = next_sent(page, sent)
    assert saved["activities-0-text"] == [second]
    assert not {"add", "up"} & set(saved)


def test_one_press_is_one_order(page_as: PageAs) -> None:
    page = page_as("samordnare")
    page.goto("/planer/ny/")
    sent = catch_posts(page)
    page.locator("#id_title").fill("En plan")
    button = page.locator(".save-bar button[type=submit]").first
    button.click()
    button.click()
    next_sent(page, sent)
    page.wait_for_timeout(200)
    assert sent == []


def test_the_contents_follow_the_reader(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_plan(page)
    page.locator(".contents a").nth(3).click()
    expect(page.locator(".contents a[aria-current]")).to_have_count(1)


@pytest.mark.parametrize("address", ["/", "/planer/", "/uppfoljning/", "/inkorg/", "/ansvar/", "/finns-inte/"])
def test_nothing_is_wider_than_a_telephone(page_as: PageAs, address: str) -> None:
    page = page_as("samordnare", viewport=PHONE)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
