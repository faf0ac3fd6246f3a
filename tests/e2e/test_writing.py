"""Writing without fear: what is typed is kept while one writes, and found again whatever happened, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from plans.models import Plan, Section, TextDraft
from plans.services.section import create_section
from tests.e2e.hands import SOURCE, write, written
from tests.e2e.looks import defects
from tests.e2e.scene import Scene
from tests.live import ChromiumPages, LiveSite

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
KEPT = "bara du ser det"


@pytest.fixture
def section(live_site: LiveSite, scene: Scene) -> int:
    """A section of its own for each test, and nothing unsaved."""

    def make() -> int:
        TextDraft.objects.all().delete()
        plan = Plan.objects.get(pk=scene["plan"])
        by = plan.history.earliest().history_user
        return create_section(plan=plan, heading="Att skriva i", body="<p>Ett</p>", by=by).pk

    return live_site.orm(make)


def body_of(live_site: LiveSite, section: int) -> str:
    return live_site.orm(lambda: Section.objects.get(pk=section).body)


def opened(page: Page, section: int) -> Page:
    page.goto(reverse("plans:section_update", args=[section]))
    return page


def save(page: Page) -> None:
    page.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/planer/**")


def go_on(page: Page) -> None:
    page.get_by_role("link", name="Fortsätt med den").first.click()
    page.wait_for_url("**utkast=*")


def test_what_was_typed_is_kept_and_offered_when_one_comes_back(page_as: PageAs, section: int, live_site: LiveSite):
    page = opened(page_as("samordnare"), section)
    write(page, "<p>Två</p>")
    expect(page.locator("[data-draft-status]")).to_contain_text(KEPT)
    page.goto("/planer/")
    opened(page, section)
    go_on(page)
    assert written(page) == "<p>Två</p>"
    assert body_of(live_site, section) == "<p>Ett</p>"
    save(page)
    assert body_of(live_site, section) == "<p>Två</p>"
    opened(page, section)
    expect(page.get_by_text("Du har osparad text")).to_have_count(0)


def test_what_was_typed_in_the_last_moment_goes_with_whoever_leaves(page_as: PageAs, section: int):
    page = opened(page_as("samordnare"), section)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "<p>I sista stund</p>")
    page.goto("/planer/")
    page.wait_for_timeout(1500)  # what is sent as one leaves is answered by nobody
    opened(page, section)
    go_on(page)
    assert written(page) == "<p>I sista stund</p>"


def test_two_tabs_keep_both_texts(page_as: PageAs, section: int):
    one = opened(page_as("samordnare"), section)
    other = opened(one.context.new_page(), section)
    write(one, "<p>Ena fliken</p>")
    expect(one.locator("[data-draft-status]")).to_contain_text(KEPT)
    write(other, "<p>Andra fliken</p>")
    expect(other.locator("[data-draft-status]")).to_contain_text("i en annan flik")
    back = opened(one.context.new_page(), section)
    expect(back.get_by_text("Du har osparad text")).to_have_count(2)


def test_the_back_button_after_saving_shows_what_stands_now(page_as: PageAs, section: int):
    page = opened(page_as("samordnare"), section)
    write(page, "<p>Sparat</p>")
    save(page)
    page.go_back()
    expect(page.locator(SOURCE)).to_have_value("<p>Sparat</p>")
    expect(page.get_by_text("Du har osparad text")).to_have_count(0)


@pytest.mark.parametrize("has_script", [True, False])
def test_that_it_is_saved_is_in_view_where_the_page_opens(page_as: PageAs, section: int, has_script: bool):
    page = page_as("samordnare", java_script_enabled=has_script)
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 600})
        save(opened(page, section))
        expect(page.locator(f"#avsnitt-{section}")).to_be_in_viewport()
        expect(page.get_by_text("Sparat.", exact=True)).to_be_in_viewport()


def test_that_it_is_saved_is_read_aloud_and_goes_when_one_reads_on(page_as: PageAs, section: int):
    page = opened(page_as("samordnare"), section)
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          const watch = new MutationObserver((all) => {
            document.documentElement.dataset.heard = all.map((one) => one.target.innerText).join();
          });
          const box = document.querySelector(".messages");
          if (box) watch.observe(box, { childList: true });
        })"""
    )
    save(page)
    expect(page.locator("html")).to_have_attribute("data-heard", re.compile("Sparat"))
    page.wait_for_timeout(600)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".messages")).to_have_class("messages messages-read")


@pytest.mark.parametrize("key", ["Control+s", "Meta+s"])
def test_the_key_of_saving_saves_as_the_button_does(page_as: PageAs, section: int, live_site: LiveSite, key: str):
    page = opened(page_as("samordnare"), section)
    text = page.locator("#id_body[role=textbox]")
    text.wait_for()
    text.focus()
    page.keyboard.type("Nytt ")
    page.keyboard.press(key)
    page.wait_for_url(f"**#avsnitt-{section}")
    assert body_of(live_site, section) == "<p>Nytt Ett</p>"


def test_a_session_that_ends_while_one_writes_loses_nothing(page_as: ChromiumPages, section: int):
    page = opened(page_as("samordnare"), section)
    write(page, "<p>Före</p>")
    expect(page.locator("[data-draft-status]")).to_contain_text(KEPT)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    write(page, "<p>Före och efter</p>")
    expect(page.locator("[data-draft-status]")).to_contain_text("du är utloggad")
    assert written(page) == "<p>Före och efter</p>"
    page.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/logga-in/**")
    page.fill("[name=login]", "samordnare@exempelby.example")
    page.fill("[name=password]", "exempelby-demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/avsnitt/**")
    expect(page.get_by_role("button", name="Spara det jag skrev")).to_be_visible()
    expect(page.get_by_text("Du har osparad text")).to_have_count(1)
    page.get_by_role("button", name="Spara det jag skrev").click()
    page.wait_for_url("**/planer/**")
    page_as.forget("samordnare")


def test_a_question_of_a_conflict_is_within_reach_of_all(page_as: ChromiumPages, section: int, live_site: LiveSite):
    page = opened(page_as("samordnare"), section)
    other = opened(page.context.new_page(), section)
    write(other, "<p>Två</p>")
    save(other)
    write(page, "<p>Tre</p>")
    page.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("button", name="Skriv vidare i den").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert defects(page) == []
    page.get_by_role("link", name="Texten, ställe 1: välj en text").click()
    expect(page.get_by_role("radio", name="Min text")).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Skriv vidare i den").click()
    expect(page.get_by_text("Den är inte sparad än.")).to_be_visible()
    expect(page.locator("[data-draft-status]")).to_contain_text(KEPT)
    assert defects(page) == []
    assert body_of(live_site, section) == "<p>Två</p>"
    save(page)
    assert body_of(live_site, section) == "<p>Tre</p>"
    page_as.faults.clear()  # the browser tells of 409 and 422


def test_an_identity_number_is_told_and_not_kept(page_as: PageAs, section: int, live_site: LiveSite):
    page = opened(page_as("samordnare"), section)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "<p>Ring 19121212-1212</p>")
    expect(page.locator("[data-draft-status]")).to_contain_text("Utkastet kan inte sparas:")
    assert live_site.orm(lambda: TextDraft.objects.open().count()) == 0


def test_a_section_is_moved_under_another_with_the_keyboard_and_out_again(
    page_as: PageAs, section: int, live_site: LiveSite, scene: Scene
):
    page = page_as("samordnare")
    page.goto(reverse("plans:plan_detail", args=[scene["plan"]]))
    link = f"[data-section='{section}'] > a"
    page.locator(link).press("Alt+ArrowRight")
    page.wait_for_url(f"**#avsnitt-{section}")
    parent = live_site.orm(lambda: Section.objects.get(pk=section).parent_id)
    assert parent is not None
    page.locator(link).press("Alt+ArrowLeft")
    page.wait_for_load_state()
    expect(page.locator(f"[data-tree] > [data-section='{section}']")).to_have_count(1)


def test_a_section_is_dragged_under_another(page_as: PageAs, section: int, live_site: LiveSite, scene: Scene):
    page = page_as("samordnare")
    page.goto(reverse("plans:plan_detail", args=[scene["plan"]]))
    target = page.locator("[data-tree] > [data-section]").first
    page.locator(f"[data-section='{section}'] > a").drag_to(target.locator("> a"))
    page.wait_for_url(f"**#avsnitt-{section}")
    expected = int(target.get_attribute("data-section") or 0)
    assert live_site.orm(lambda: Section.objects.get(pk=section).parent_id) == expected
