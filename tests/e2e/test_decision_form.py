"""The form of a decision in a browser: one more point is given where one writes, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.e2e.scene import Scene

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


def test_one_more_point_keeps_what_was_typed_and_the_extract_that_was_chosen(page_as: PageAs, scene: Scene) -> None:
    page = page_as("samordnare")
    page.goto(reverse("plans:decision_create", args=[scene["decided_matter"]]))
    extract = {"name": "utdrag.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.locator("#id_file").set_input_files(files=[extract])
    page.get_by_text("Mer: beslutspunkter och ändring").click()
    page.locator("#id_point_2_text").fill("Uppdra åt nämnderna att följa upp planen")

    page.get_by_role("button", name="En punkt till").click()

    expect(page.locator("#id_point_3_text")).to_be_visible()
    expect(page.locator("#id_point_2_text")).to_have_value("Uppdra åt nämnderna att följa upp planen")
    assert page.locator("#id_file").evaluate("field => field.files.length") == 1
