"""The clipboard of Word, in Chromium: the table's web page is kept beside the text, and comes through to the plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PASTE = """(area) => {
  const data = new DataTransfer();
  data.setData("text/plain", "Område Åtgärd");
  const head = "<table><tr><td>Område<td>Åtgärd";
  data.setData("text/html", head + "<tr><td rowspan=2>Skola<td><p>Gör a<p>och b<tr><td>Gör c</table>");
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_table_of_word_is_pasted_with_its_cells(page_as: Callable[..., Page]) -> None:
    page = page_as("samordnare")
    page.goto("/planer/ny/")
    page.get_by_label("Titel").fill("Plan från Word")
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url("**/planer/*/")
    page.goto(page.url.split("/", 3)[3].join(["/", "las-in/"]))
    page.locator("[name=source]").evaluate(PASTE)
    page.get_by_role("button", name="Granska").click()
    assert page.locator(".total-bar p").inner_text() == "2 åtgärder, 0 aktiviteter, inga frågor kvar"
    page.get_by_role("button", name="Läs in 2 åtgärder").click()
    page.wait_for_url("**/tabell/")
    assert "2 åtgärder lästes in." in page.locator("main").inner_text()
    assert "och b" in page.locator("main").inner_text()
