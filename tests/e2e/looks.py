"""What every page must be: within reach of all, in Swedish, without faults and without sideways scroll."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
WIDTHS = {1200: 900, 320: 700}
SENTENCES = """() => {
  const words = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) words.push(walk.currentNode.data);
  for (const one of document.querySelectorAll("[aria-label],[placeholder],[title],[alt]"))
    for (const name of ["aria-label", "placeholder", "title", "alt"]) words.push(one.getAttribute(name) || "");
  return [document.title, ...words].map((text) => text.replace(/\\s+/g, " ").trim());
}"""
FRAME = """() => ({
  lang: document.documentElement.lang, title: document.title.trim(), heads: document.querySelectorAll("h1").length
})"""
OVERFLOW = "() => [document.documentElement.scrollWidth, window.innerWidth]"
WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
  .slice(0, 4).map((one) => one.outerHTML.slice(0, 90))"""
axe = Axe()


@cache
def english() -> frozenset[str]:
    """The texts of the code that are called otherwise in Swedish."""
    written = polib.pofile(str(Path(settings.BASE_DIR) / "locale" / "sv" / "LC_MESSAGES" / "django.po"))
    swedish = {text for entry in written for text in (entry.msgstr, *entry.msgstr_plural.values())}
    return frozenset(
        entry.msgid for entry in written if entry.msgid not in swedish and not re.search(r"[%{<]", entry.msgid)
    )


def defects(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands, at both widths."""
    found = list(of_words(page))
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} px: {what}" for what in (*of_width(page), *of_axe(page))]
    return found


def of_words(page: Page) -> Iterator[str]:
    frame: dict[str, Any] = page.evaluate(FRAME)
    if frame["lang"] != "sv":
        yield f"its language is {frame['lang']!r}"
    if len(frame["title"]) < 4:
        yield f"its title is {frame['title']!r}"
    if frame["heads"] != 1:
        yield f"it has {frame['heads']} h1"
    for text in sorted(english() & set(page.evaluate(SENTENCES))):
        yield f"in English: {text!r}"


def of_width(page: Page) -> Iterator[str]:
    needed, given = page.evaluate(OVERFLOW)
    if needed > given:
        yield f"scrolls sideways: {needed} of {given}: {page.evaluate(WIDE)}"


def of_axe(page: Page) -> Iterator[str]:
    for one in axe.run(page, options=OPTIONS).response["violations"]:
        for node in one["nodes"][:3]:
            yield f"{one['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:200]}"
