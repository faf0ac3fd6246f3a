"""How a test writes in the text of a section: in its source, whether the editor stands before it or not."""

from __future__ import annotations

from playwright.sync_api import Page

SOURCE = "textarea[name=body]"
WRITE = """(field, text) => {
  field.value = text;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}"""


def write(page: Page, text: str) -> None:
    page.locator(SOURCE).evaluate(WRITE, text)


def written(page: Page) -> str:
    return page.locator(SOURCE).input_value()
