"""Commenting with the keyboard alone: marked words, a name completed after an @, an answer. What is written is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]

MARK = """() => {
  const body = document.querySelector(".section-body");
  const words = document.createTreeWalker(body, NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(words, 0, words, 17);
  return words.data.slice(0, 17);
}"""
"""Marks the first words of the text, whatever they are by now, and says which."""


def open_draft(page: Page) -> None:
    page.goto("/planer/")
    page.get_by_role("link", name=re.compile("Riktlinjer för uthyrning")).first.click()
    page.wait_for_url(re.compile(r"/planer/\d+/$"))


def test_words_are_marked_and_somebody_is_named_by_the_keyboard_alone(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_draft(page)
    words = page.evaluate(MARK)
    link = page.get_by_role("link", name="Kommentera orden")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Gäller orden")).to_have_value(words)
    field = page.get_by_label("Kommentar", exact=True)
    field.focus()
    page.keyboard.type("Vad säger @lars")
    expect(page.get_by_role("option", name="Lars Dahl")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_have_value("Vad säger @Lars Dahl ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/planer/\d+/#s-"))
    assert page.locator("mark.quoted").all_inner_texts()[0] == words


SEEN_WHOLE = """(options) => options.every((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const corners = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]];
  return corners.every(([x, y]) => document.elementFromPoint(x, y) === one);
})"""


@pytest.mark.parametrize("size", [(1200, 560), (320, 640)], ids=["wide", "narrow"])
def test_the_list_of_names_is_seen_whole_moved_in_and_said_aloud(page_as: PageAs, size: tuple[int, int]) -> None:
    page = page_as("samordnare", viewport={"width": size[0], "height": size[1]})
    open_draft(page)
    page.goto(f"{page.url}kommentarer/ny/")
    field = page.get_by_label("Kommentar", exact=True)
    field.focus()
    page.keyboard.type("@")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    assert options.evaluate_all(SEEN_WHOLE)
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    expect(page.get_by_role("status").filter(has_text="namn. Pilarna flyttar")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("@")
    expect(field).to_be_focused()


def test_with_the_caret_moved_away_from_the_name_enter_is_a_new_line(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_draft(page)
    page.goto(f"{page.url}kommentarer/ny/")
    field = page.get_by_label("Kommentar", exact=True)
    field.focus()
    page.keyboard.type("a @")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(field).to_have_value("a \n@")


def test_escape_takes_the_names_and_the_link_away(page_as: PageAs) -> None:
    page = page_as("samordnare")
    open_draft(page)
    page.evaluate(MARK)
    expect(page.get_by_role("link", name="Kommentera orden")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Kommentera orden")).to_have_count(0)


def test_without_script_the_form_asks_for_the_words(page_as: PageAs) -> None:
    page = page_as("samordnare", java_script_enabled=False)
    open_draft(page)
    page.locator(".section-head .tools summary").filter(has_text="Syfte").first.click()
    page.get_by_role("link", name=re.compile("^Kommentera ?: Syfte")).first.click()
    expect(page.get_by_label("Gäller orden")).to_have_value("")
