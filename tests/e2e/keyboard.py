"""Somebody who has a keyboard and nothing else: every stop of the focus is seen, and near enough to be reached."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Locator, Page, expect

from tests.live import wait_for

WITHIN = 25
SETTLED = "() => new Promise((seen) => setTimeout(() => requestAnimationFrame(seen), 20))"
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return "";
  const name = at.outerHTML.slice(0, 160);
  const box = at.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return `has no size: ${name}`;
  const seen = [0.5, 0.1, 0.9].some((x) => [0.5, 0.15, 0.85].some((y) => {
    const over = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return over && (at.contains(over) || over.contains(at) || over.closest("label")?.control === at);
  }));
  if (!seen) return `is covered or out of sight: ${name}`;
  const ringed = [at, at.closest("label"), at.parentElement].filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  return ringed ? "" : `shows no focus: ${name}`;
}"""
"""What is wrong with where the focus stands, or nothing."""


class Keyboard:
    """The keys of one page. Nothing here points, clicks or fills in."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """One key after another, each seen by the page before the next."""
        for key in keys:
            self.page.keyboard.press(key)
            with suppress(Error):  # the key led to another page
                self.page.evaluate(SETTLED)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def stands_at(self, target: Locator) -> bool:
        return target.and_(self.page.locator(":focus")).count() == 1

    def tab_to(self, role: Any, name: str | re.Pattern[str], *, within: int = WITHIN, key: str = "Tab") -> Locator:
        """Press Tab until the focus stands at the control of that role and name; fail after `within` presses."""
        exact = isinstance(name, str)
        target = self.page.get_by_role(role, name=name, exact=exact)
        return self.tab_to_one(target, f"{role} {name!r}", within=within, key=key)

    def tab_to_one(self, target: Locator, called: str, *, within: int = WITHIN, key: str = "Tab") -> Locator:
        passed = []
        for _press in range(within):
            self.page.keyboard.press(key)
            fault = self.page.evaluate(STOP)
            assert not fault, f"on the way to {called} on {self.page.url} the focus {fault}"
            if self.stands_at(target):
                return target
            passed.append(
                self.page.evaluate(
                    "(document.activeElement.textContent || document.activeElement.id).trim().slice(0, 30)"
                )
            )
        raise AssertionError(f"{called} was not reached by {within} presses of {key} on {self.page.url}: {passed}")

    def go(self, name: str | re.Pattern[str], *, role: Any = "link", within: int = WITHIN, to: str) -> None:
        """Tab to a link or a button, press Enter, and be at an address like `to`."""
        self.tab_to(role, name, within=within)
        self.leave("Enter", to=to)

    def leave(self, key: str, *, to: str) -> None:
        """Press a key that leads to another page, maybe at the same address, and wait until it stands there."""
        self.page.evaluate("() => { window.isLeft = true; }")
        self.page.keyboard.press(key)
        wait_for(self.has_arrived, saying=f"{key} led nowhere from {self.page.url}")
        self.page.wait_for_url(re.compile(to))
        self.page.evaluate(SETTLED)

    def has_arrived(self) -> bool:
        with suppress(Error):  # between two pages
            return bool(self.page.evaluate("() => !window.isLeft && document.readyState === 'complete'"))
        return False

    def open_menu(self, name: str | re.Pattern[str], *, within: int = WITHIN) -> None:
        menu = self.page.locator("summary").filter(
            has_text=name if isinstance(name, re.Pattern) else re.compile(f"^\\s*{re.escape(name)}\\s*$")
        )
        self.tab_to_one(menu, f"the menu {name!r}", within=within)
        self.page.keyboard.press("Enter")
        expect(menu.and_(self.page.locator(":focus")).locator("..")).to_have_attribute("open", "")

    def skip_to_content(self) -> None:
        """Past the frame; a page that was answered with a redirect from its content begins there by itself."""
        if not self.page.url.endswith("#content"):
            self.skip_to("Hoppa till innehållet")

    def skip_to(self, name: str) -> None:
        """The short ways are the first stops of a page that has just been opened."""
        self.tab_to("link", name, within=3)
        self.press("Enter")
