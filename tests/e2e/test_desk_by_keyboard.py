"""The whole desk by the keyboard alone: from the login to a printed draft, without one click."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from plans.models import ApprovalRequest, Comment, Plan
from plans.selectors.sharing import readers_by_grant
from plans.services.grant import share_plan
from plans.services.measure.writing import create_measure
from plans.services.plan import create_plan
from plans.services.section import create_section
from tests.e2e.keyboard import Keyboard
from tests.live import PASSWORD, LiveProcess, LiveSite

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
TITLE = "Plan för tangenter"
PLAN = r"/planer/\d+/(#.*)?$"


def seed() -> int:
    """A plan of its own, with sections, two areas' measures and nobody else in it."""
    by = User.objects.get(email="samordnare@exempelby.example")
    plan = create_plan(municipality=by.memberships.earliest("pk").municipality, title=TITLE, by=by)
    for heading in ("Bakgrund", "Syfte", "Mål", "Organisation", "Uppföljning"):
        create_section(plan=plan, heading=heading, body=f"<p>Text om {heading.lower()}.</p>", by=by)
    for number in range(1, 4):
        create_measure(plan=plan, text=f"Åtgärd nummer {number}", by=by)
    share_plan(plan=plan, email="revisor@exempelby.example", permission="view_plan", is_confirmed=True, by=by)
    return plan.pk


BECAME = {
    "headings": ["Bakgrund", "Mål", "Syfte", "Organisation", "Uppföljning", "Klistrat", "Mer klistrat"],
    "text": '<p>Text om organisation. Det är <strong>viktigt</strong><span class="footnote">Enligt lag</span></p>\n'
    '<ul><li><p>ett</p></li><li><p><a href="https://exempel.se">länk</a></p></li></ul>',
    "times": ["", "", "våren 2027", "våren 2027"],
    "resolved": [True],
    "asked": 1,
    "writes": ["revisor@exempelby.example", "tangent@annan.example"],
}


def as_it_became(pk: int) -> dict[str, object]:
    """What the keys left behind."""
    plan = Plan.objects.get(pk=pk)
    sections = plan.sections.current()
    return {
        "headings": [one.heading for one in sections.order_by("position")],
        "text": sections.get(heading="Organisation").body,
        "times": sorted(plan.measures.current().values_list("time_wording", flat=True)),
        "resolved": [one.resolved_at is not None for one in Comment.objects.filter(plan=plan)],
        "asked": ApprovalRequest.objects.filter(plan=plan).count(),
        "writes": sorted(reader.person.email for reader in readers_by_grant(plan)),
    }


def test_the_whole_desk_is_used_by_the_keyboard_alone(
    page_as: PageAs, live_site: LiveSite, live_worker: LiveProcess
) -> None:
    plan = live_site.orm(seed)
    keys = Keyboard(page_as(None))
    for step in STEPS:
        step(keys)
    assert live_site.orm(as_it_became, plan) == BECAME


def log_in(keys: Keyboard) -> None:
    keys.page.goto("/logga-in/")
    if not keys.stands_at(keys.page.get_by_label("E-postadress")):
        keys.tab_to("textbox", "E-postadress")
    keys.type("samordnare@exempelby.example")
    keys.tab_to("textbox", "Lösenord")
    keys.type(PASSWORD)
    keys.leave("Enter", to=r":\d+/(?!logga-in/)")


def open_the_plan(keys: Keyboard) -> None:
    keys.go("Planer", to=r"/planer/$")
    keys.skip_to_content()
    keys.go(TITLE, within=60, to=PLAN)


def edit_a_section(keys: Keyboard) -> None:
    """By the contents to the heading; the next stop is its "Redigera"."""
    to_section(keys, "Organisation")
    keys.tab_to("link", re.compile("^Redigera ?: Organisation"), within=1)
    keys.leave("Enter", to="/andra/")
    text = keys.page.locator("#id_body[role=textbox]")
    text.wait_for()
    keys.tab_to_one(text, "the text")
    keys.press("Control+End")
    keys.type(" Det är ")
    keys.press("Control+b")
    keys.type("viktigt")
    keys.press("Control+b", "Control+Alt+f")
    keys.page.get_by_role("textbox", name="Fotnotens text").wait_for()
    keys.type("Enligt lag")
    keys.press("Enter")
    keys.page.locator("dialog[open]").wait_for(state="detached")
    keys.press("Enter", "Control+Shift+8")
    keys.type("ett")
    keys.press("Enter", "Control+k")
    expect(keys.page.get_by_role("textbox", name="Adress")).to_be_focused()
    keys.type("https://exempel.se")
    keys.press("Tab")
    keys.type("länk")
    keys.press("Enter")
    keys.page.locator("dialog[open]").wait_for(state="detached")
    keys.leave("Control+s", to=PLAN)  # Tab in a list moves its line in
    expect(keys.page.locator(".section li", has_text="ett")).to_be_visible()


def move_a_section(keys: Keyboard) -> None:
    to_section(keys, "Mål")
    keys.open_menu(re.compile("Mer: Mål"), within=2)
    keys.go(re.compile("^Upp ?: Mål"), role="button", within=3, to=PLAN)
    expect(keys.page.locator(".contents li a").nth(1)).to_contain_text("Mål")


def remove_a_section_and_undo(keys: Keyboard) -> None:
    to_section(keys, "Uppföljning")
    keys.open_menu(re.compile("Mer: Uppföljning"), within=2)
    keys.go(re.compile("^Ta bort ?: Uppföljning"), within=7, to="/ta-bort/")
    keys.skip_to_content()
    keys.go("Ta bort", role="button", to=PLAN)
    expect(keys.page.locator(".section", has_text="Uppföljning")).to_have_count(0)
    keys.go("Ångra", role="button", to=PLAN)
    expect(keys.page.locator(".section", has_text="Uppföljning")).to_have_count(1)


def comment_and_resolve(keys: Keyboard) -> None:
    to_section(keys, "Syfte")
    keys.open_menu(re.compile("Mer: Syfte"), within=2)
    keys.go(re.compile("^Kommentera ?: Syfte"), within=1, to="/kommentarer/ny/")
    keys.skip_to_content()
    keys.tab_to("textbox", "Kommentar")
    keys.type("Är det så, @jonas")
    expect(keys.page.get_by_role("option", name="Jonas Wik")).to_be_visible()
    keys.press("Enter")
    keys.go("Skriv kommentaren", role="button", to=PLAN)
    expect(keys.page.locator(".threads")).to_have_count(1)
    keys.open_menu(re.compile("^1 kommentar: Syfte"), within=3)
    keys.tab_to("button", re.compile("^Markera som löst"), within=2)
    keys.press("Enter")
    expect(keys.page.locator(".threads")).to_have_count(0)


def restore_from_history(keys: Keyboard) -> None:
    to_section(keys, "Bakgrund")
    keys.go(re.compile("^Redigera ?: Bakgrund"), within=1, to="/andra/")
    keys.tab_to("textbox", "Rubrik")
    keys.press("Control+a")
    keys.type("Förändrad")
    keys.leave("Enter", to=PLAN)
    to_section(keys, "Förändrad")
    keys.open_menu(re.compile("Mer: Förändrad"), within=2)
    keys.go(re.compile("^Historik ?: Förändrad"), within=5, to="/historik/")
    keys.skip_to_content()
    keys.go(re.compile("^Se eller återställ"), to=r"/historik/\d+/")
    keys.skip_to_content()
    box = keys.tab_to("checkbox", "Rubrik")
    if not box.is_checked():
        keys.press("Space")
    keys.go("Återställ", role="button", to="/")
    expect(keys.page.get_by_text("Bakgrund").first).to_be_visible()


def search_and_open(keys: Keyboard) -> None:
    keys.page.goto(keys.page.url.split("#")[0])
    keys.tab_to("searchbox", "Sök", within=8)
    keys.type("organisation")
    keys.leave("Enter", to="/sok/")
    keys.skip_to_content()
    keys.go(re.compile("Organisation"), within=40, to=r"/planer/\d+/#")
    expect(keys.page.locator("h1")).to_be_visible()


def read_in_a_document(keys: Keyboard) -> None:
    more(keys, "Läs in ett dokument", to="/las-in-dokument/")
    keys.tab_to("textbox", re.compile("^… eller klistra in hela texten"))
    keys.page.keyboard.insert_text("1. Klistrat\n\nText ur urklipp.\n\n2. Mer klistrat\n\nAndra texten.")
    keys.go("Läs dokumentet", role="button", to="/inlasta-dokument/")
    keys.page.get_by_role("heading", name="Granska dokumentet").wait_for()
    keys.skip_to_content()
    keys.go(re.compile("^Läs in 2 avsnitt"), role="button", within=60, to=PLAN)
    expect(keys.page.locator(".section", has_text="Text ur urklipp")).to_be_visible()


def invite_an_author(keys: Keyboard) -> None:
    more(keys, "Dela utkastet", to="/dela/")
    keys.tab_to("textbox", "E-postadress")
    keys.type("tangent@annan.example")
    keys.tab_to("radio", re.compile("^Läsa"))
    keys.press("ArrowDown")
    expect(keys.page.get_by_role("radio", name=re.compile("skriva i utkastet"))).to_be_checked()
    keys.tab_to("button", "Dela utkastet")
    keys.press("Enter")
    keys.page.get_by_role("textbox", name=re.compile("^Namn på den som bjuds in")).wait_for()
    keys.skip_to_content()
    if not keys.stands_at(keys.page.get_by_role("textbox", name=re.compile("^Namn på den som bjuds in"))):
        keys.tab_to("textbox", re.compile("^Namn på den som bjuds in"))
    keys.type("Tanja Tangent")
    keys.tab_to("checkbox", re.compile("^Jag vet att"))
    keys.press("Space")
    keys.tab_to("button", re.compile("^Dela utkastet"))
    keys.press("Enter")
    keys.page.get_by_text("tangent@annan.example").wait_for()


def change_many_measures(keys: Keyboard) -> None:
    """A measure is duplicated; then two get the same time."""
    to_plan(keys)
    keys.go("Tabell", to="/tabell/")
    choose(keys, 1)
    keys.go("Duplicera", role="button", within=8, to="/atgarder/flera/")
    keys.skip_to_content()
    keys.go(re.compile("^Duplicera"), role="button", to="/tabell/")
    choose(keys, 1, 2)
    keys.go("Ändra tid", role="button", within=3, to="/atgarder/flera/")
    keys.skip_to_content()
    keys.tab_to("textbox", "När?")
    keys.type("våren 2027")
    keys.go("Visa vad som ändras", role="button", within=8, to="/atgarder/flera/")
    expect(keys.page.get_by_role("columnheader", name="Efter ändringen")).to_be_visible()
    keys.skip_to_content()
    keys.go(re.compile(r"\(2\)$"), role="button", within=12, to="/tabell/")


def choose(keys: Keyboard, *numbers: int) -> None:
    """Tick the measures of the table, and go on to what can be done with them."""
    keys.skip_to_content()
    for number in numbers:
        box = keys.tab_to("checkbox", f"Välj åtgärd {number}", within=40)
        keys.press("Space")
        expect(box).to_be_checked()
    keys.tab_to("link", "De valda", within=3)
    keys.press("Enter")
    expect(keys.page.get_by_role("group", name="Med de valda")).to_be_focused()


def lay_before_an_approver(keys: Keyboard) -> None:
    more(keys, "Lägg fram för godkännande", to="/godkannande/ny/")
    keys.tab_to("combobox", "Godkännare")
    keys.press("ArrowDown")
    keys.go("Lägg fram", role="button", to="/godkannande")


def print_the_draft(keys: Keyboard) -> None:
    more(keys, "Skriv ut utkastet (PDF)", to="/utskrifter/bestall/")
    keys.go("Skapa PDF", role="button", within=20, to=r"/utskrifter/\d+/")
    keys.page.get_by_role("link", name=re.compile("^(Ladda ner|Hämta)")).first.wait_for()


def to_section(keys: Keyboard, heading: str) -> None:
    """By the contents: from the first stops of the page, or from the menu of the section where one stands."""
    if "#" in keys.page.url:
        keys.open_menu(re.compile("^Mer: "), within=2)
        keys.tab_to("link", "Till innehållet", within=10)
        keys.press("Enter")
        expect(keys.page.locator("#innehall")).to_be_focused()
    else:
        keys.skip_to("Hoppa till innehållsförteckningen")
    keys.tab_to("link", re.compile(f"{heading}$"), within=8)
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", name=re.compile(heading))).to_be_focused()


def to_plan(keys: Keyboard) -> None:
    """To the plan by the way up, wherever one stands."""
    keys.page.goto("/planer/")
    keys.skip_to_content()
    keys.go(TITLE, within=60, to=PLAN)
    keys.skip_to_content()


def more(keys: Keyboard, name: str, *, to: str) -> None:
    to_plan(keys)
    keys.open_menu("Mer", within=4)
    keys.go(name, within=14, to=to)
    keys.skip_to_content()


STEPS = (
    log_in,
    open_the_plan,
    edit_a_section,
    move_a_section,
    remove_a_section_and_undo,
    comment_and_resolve,
    restore_from_history,
    search_and_open,
    read_in_a_document,
    invite_an_author,
    change_many_measures,
    lay_before_an_approver,
    print_the_draft,
)
