"""The plan read as a document in a browser: the tools beside each heading, and the contents that follow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scene import Scene

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
COVERED = """() => [...document.querySelectorAll(":is(.section-head, .measure-head):has(> .tools)")].filter((head) => {
  const words = document.createRange();
  words.selectNodeContents(head.firstElementChild);
  const tools = head.querySelector(".tools > a").getBoundingClientRect();
  return [...words.getClientRects()].some((box) => box.right > tools.left + 1 && box.left < tools.right - 1
    && box.bottom > tools.top + 1 && box.top < tools.bottom - 1 && box.width > 1);
}).map((head) => head.innerText)"""
"""The headings whose words lie under their tools."""


def opened(page: Page, scene: Scene, anchor: str = "") -> Page:
    page.goto(f"/planer/{scene['plan']}/{anchor}")
    return page


@pytest.mark.parametrize("width", [1200, 1150, 700, 320])
def test_each_heading_has_its_way_to_edit_in_sight_and_uncovered(page_as: PageAs, scene: Scene, width: int) -> None:
    page = opened(page_as("samordnare", viewport={"width": width, "height": 800}), scene)
    expect(page.locator(".document-with-threads")).to_be_visible()
    heads = page.locator(".section-head:not(.area), .measure-head")
    ways = heads.locator(".tools > a").filter(has_text=re.compile("^Redigera"))
    assert ways.count() == heads.count() > 5
    assert all(float(way.evaluate("one => getComputedStyle(one.parentElement).opacity")) == 1 for way in ways.all())
    assert page.evaluate(COVERED) == []
    page.emulate_media(media="print")
    expect(ways.first).to_be_hidden()


def test_the_menu_of_a_section_fits_and_closes_with_escape(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare", viewport={"width": 320, "height": 800}), scene)
    more = page.locator(".section-head .tools summary").first
    more.focus()
    page.keyboard.press("Enter")
    remove = page.locator(".section-head .tools").first.get_by_role("link", name=re.compile("^Ta bort"))
    expect(remove).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(remove).to_be_hidden()
    expect(more).to_be_focused()


def test_the_contents_mark_what_is_being_read(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare", viewport={"width": 1200, "height": 500}), scene)
    marked = page.locator(".contents a[aria-current]")
    expect(marked).to_have_count(0)
    hrefs = [link.get_attribute("href") or "" for link in page.locator(".contents a").all()][:-4]
    for href in [*hrefs, *reversed(hrefs)]:
        page.evaluate(
            "id => window.scrollTo(0, document.getElementById(id).getBoundingClientRect().top + scrollY - 100)",
            href[1:],
        )
        expect(marked).to_have_attribute("href", href)
        expect(marked).to_have_count(1)


def test_a_line_of_the_contents_leads_to_the_heading_and_the_next_tab_to_its_tools(page_as: PageAs, scene: Scene):
    page = opened(page_as("samordnare"), scene)
    for stop in ("Hoppa till innehållet", "Hoppa till innehållsförteckningen"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=stop, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    link = page.locator(".contents a").first
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    section = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
    expect(section.locator(":is(h2, h3)").first).to_be_focused()
    for tool in (section.locator(".tools > a").first, section.locator(".tools summary").first):
        page.keyboard.press("Tab")
        expect(tool).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate(
        "document.activeElement.closest('.section-head .menu') !== null && document.activeElement.tagName !== 'SUMMARY'"
    )


def test_the_text_is_reached_past_the_contents(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare"), scene)
    for _stop in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till planens text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#plantext")).to_be_focused()


def test_nothing_is_said_about_dragging_without_a_script(page_as: PageAs, scene: Scene) -> None:
    page = opened(page_as("samordnare", java_script_enabled=False), scene)
    expect(page.locator(".contents-hint")).to_be_hidden()
    expect(page.locator(".sort-handle").first).to_be_hidden()
    expect(opened(page_as("samordnare"), scene).locator(".contents-hint")).to_be_visible()


@pytest.mark.parametrize("width", [1200, 760, 320])
def test_the_table_of_measures_cuts_no_word_of_its_head_and_never_scrolls(
    page_as: PageAs, scene: Scene, width: int
) -> None:
    page = page_as("samordnare", viewport={"width": width, "height": 800})
    page.goto(f"/planer/{scene['plan']}/tabell/")
    box = page.locator(".table-box")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    for head in page.locator(".measure-table thead th").all() if width > 740 else []:
        words = head.evaluate(
            "one => [...one.querySelectorAll('.visually-hidden')].length ? [] : one.innerText.split(/\\s+/)"
        )
        high, line = head.evaluate(
            "one => { const all = document.createRange(); all.selectNodeContents(one);"
            " return [all.getBoundingClientRect().height, parseFloat(getComputedStyle(one).lineHeight)]; }"
        )
        assert high <= max(1, len(words)) * line * 1.3, words
