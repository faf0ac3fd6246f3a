"""The reporter's whole job, from the login to the submitted report: with the keyboard alone, and without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.services import create_user
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.models import Responsibility, UnitReport
from plans.services.edition import register_decided_edition
from plans.services.follow_up.round import open_round
from plans.services.measure import create_measure
from plans.services.plan import create_plan
from responsibilities.models import Unit
from responsibilities.services.memberships import give_role
from responsibilities.services.units import create_unit
from tests.live import PASSWORD, ChromiumPages, LiveSite

pytestmark = pytest.mark.browser

MOST_STEPS = 60
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = (one.closest("label") || one).getBoundingClientRect();
  const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
  const ring = (it) => it.outlineStyle !== "none" && parseFloat(it.outlineWidth) >= 2;
  return {
    name: (label || one.innerText || one.value || "").replace(/\\s+/g, " ").trim(),
    field: one.name || "", type: one.type || one.tagName.toLowerCase(),
    ring: ring(style) || style.boxShadow !== "none" || ring(getComputedStyle(one.closest("label") || one)),
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


def build(name: str) -> str:
    """A unit of its own with two measures to report, and a reporter; return the reporter's address."""
    municipality = Municipality.objects.get(name="Exempelby kommun")
    coordinator = User.objects.get(email="samordnare@exempelby.example")
    unit: Unit = create_unit(municipality=municipality, name=name, kind=Unit.Kind.ADMINISTRATION, by=coordinator)
    email = f"{name.lower()}@exempelby.example"
    person = create_user(municipality=municipality, email=email, name=name, password=PASSWORD, by=User.objects.system())
    give_role(user=person, municipality=municipality, role=Role.REPORTER, unit=unit, by=User.objects.system())
    plan = create_plan(municipality=municipality, title=f"{name}s plan", by=coordinator)
    for text in ("Ordna kvällar", "Samla frågor"):
        create_measure(
            plan=plan,
            text=text,
            activities=[ActivityInput(text="Bjuda in", time_wording="löpande")],
            indicators=[IndicatorInput(text="Hållet", kind="boolean"), IndicatorInput(text="Antal träffar")],
            responsibilities=[ResponsibilityInput(wording=name, part=Responsibility.Part.RESPONSIBLE)],
            by=coordinator,
        )
    edition = register_decided_edition(plan=plan, by=coordinator)
    due = localdate() + timedelta(days=9)
    parts = [Responsibility.Part.RESPONSIBLE]
    open_round(edition=edition, title=f"Uppföljning av {name}", due_on=due, parts=parts, by=coordinator)
    return email


def outcome(name: str) -> list[tuple[str, str, str, list[str]]]:
    """What the database keeps of the unit's report."""
    report = UnitReport.objects.get(unit__name=name)
    answers = report.measure_reports.order_by("position")
    return [
        (
            str(report.state),
            str(one.fulfilment),
            f"{one.result}|{one.comment}",
            sorted(one.indicator_values.values_list("value", flat=True)),
        )
        for one in answers
    ]


class Keyboard:
    """Somebody who has no mouse: goes on from key to key, and sees at every step where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focus(self) -> dict[str, str] | None:
        found: dict[str, str] | None = self.page.evaluate(FOCUSED)
        return found

    def reach(self, *, field: str = "", name: str = "", back: bool = False) -> None:
        """Press Tab (or Shift-Tab) until the focus stands on it; every stop on the way must be visible."""
        passed = []
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = self.focus()
            if here is None:
                continue
            passed.append(here["name"] or here["field"])
            assert here["ring"], f"the focus does not show on {here}"
            assert here["seen"], f"the focus is outside the window on {here}"
            if (field and here["field"] == field) or (name and name in here["name"]):
                return
        raise AssertionError(f"{field or name} is not reached; passed {passed}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def enter(self) -> None:
        """Press Enter and wait until another page stands there."""
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, field: str, label: str) -> None:
        """Go to the radio buttons and move among them with the arrows."""
        self.reach(field=field)
        self.press("Space")
        for _ in range(6):
            here = self.focus()
            if here and label in here["name"]:
                assert self.page.evaluate("() => document.activeElement.checked")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{label} is not among the choices")


def indicator_names(page: Page) -> tuple[str, str]:
    """The names of the fields of the two indicators: yes or no, and free."""
    names = page.eval_on_selector_all("[name^=indicator_]", "(all) => all.map((one) => [one.type, one.name])")
    return next(name for kind, name in names if kind == "radio"), next(name for kind, name in names if kind == "text")


def test_with_the_keyboard_alone(page_as: ChromiumPages, live_site: LiveSite) -> None:
    name = "Tangentkontoret"
    email = live_site.orm(build, name)
    page = page_as(None)
    page.goto("/")
    keys = Keyboard(page)
    keys.reach(field="login")
    keys.type(email)
    keys.reach(field="password")
    keys.type(PASSWORD)
    keys.enter()
    page.wait_for_url(lambda url: "/logga-in/" not in url)

    keys.reach(name="Hoppa till")
    keys.press("Enter")
    keys.reach(name="Redovisa")
    keys.enter()
    expect(page.locator("h1")).to_contain_text(f"Uppföljning av {name}")
    keys.reach(name="Börja redovisa")
    keys.enter()

    expect(page.locator("h1")).to_contain_text("Ordna kvällar")
    flag, free = indicator_names(page)
    keys.choose("fulfilment", "Delvis")
    keys.reach(field="result")
    keys.type("Två kvällar hållna")
    keys.reach(field=flag)
    keys.reach(field=free)
    keys.type("2")
    keys.reach(name="Klar")
    keys.enter()  # the motivation is missing: the page says so and leads there
    expect(page.locator("[name=comment]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=result]")).to_have_value("Två kvällar hållna")
    assert page.evaluate("() => document.activeElement !== document.body"), "the focus was lost with the refusal"
    keys.reach(field="comment")
    keys.type("Två återstår")
    keys.reach(field="result", back=True)
    keys.reach(name="Klar")
    keys.enter()

    expect(page.locator("h1")).to_contain_text("Samla frågor")
    flag, free = indicator_names(page)
    keys.choose("fulfilment", "Helt")
    keys.reach(field="result")
    keys.type("Frågorna är samlade")
    keys.choose(flag, "Ja")
    keys.reach(name="Klar")
    keys.enter()

    keys.reach(field="summary")  # all is ready, so this is the page where it is submitted
    keys.type("Bra år")
    keys.reach(name="Lämna in")
    keys.enter()
    expect(page.get_by_text("Rapporten är inlämnad").or_(page.locator(".ds-alert").first).first).to_be_visible()
    assert live_site.orm(outcome, name) == [
        ("submitted", "partly", "Två kvällar hållna|Två återstår", ["2"]),
        ("submitted", "fully", "Frågorna är samlade|", ["Ja"]),
    ]


def test_without_javascript(page_as: ChromiumPages, live_site: LiveSite) -> None:
    name = "Papperskontoret"
    email = live_site.orm(build, name)
    page = page_as(None, java_script_enabled=False)
    page_as.log_in(page, email)
    page.get_by_role("link", name=f"Uppföljning av {name}").or_(
        page.locator(".todo-item").filter(has_text=f"Uppföljning av {name}")
    ).first.click()
    page.get_by_role("link", name="Börja redovisa").click()

    page.get_by_label("Ej uppfyllt").check()
    page.locator("[name=result]").fill("Inget än")
    page.locator("main button[name=ready]").click()
    expect(page.locator("[name=comment]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=result]")).to_have_value("Inget än")
    page.locator("[name=comment]").fill("Lokalen var stängd")
    page.locator("main button[name=draft]").click()
    expect(page.locator("[name=comment]")).to_have_value("Lokalen var stängd")
    page.locator("main button[name=ready]").click()

    expect(page.locator("h1")).to_contain_text("Samla frågor")
    page.get_by_label("Helt uppfyllt").check()
    page.locator("main button[name=ready]").click()
    page.get_by_role("button", name="Lämna in redovisningen").click()
    expect(page.locator("main")).to_contain_text("Lokalen var stängd")
    assert live_site.orm(outcome, name) == [
        ("submitted", "not_met", "Inget än|Lokalen var stängd", []),
        ("submitted", "fully", "|", []),
    ]
