"""The editor of a section as it is used: by keyboard, by pasting, by dropping. What it writes the server keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from PIL import Image
from playwright.sync_api import Page, expect

from foundation.rich_text import cleaned
from plans.models import Plan, Section
from tests.e2e.looks import of_axe, of_width
from tests.foundation.test_rich_text import soup
from tests.live import LiveSite

pytestmark = pytest.mark.browser

UID = "0b9fd0d1-6d5c-4b6e-9a53-2c1f6ed6a8a1"
RICH = f"""<p>Ett <strong>fett <em>och</em></strong><em> snett</em>, H<sub>2</sub>O och m<sup>2</sup>.<br>Rad</p>
<h3>Rubrik<span class="footnote">Not <strong>ett</strong>, <a href="https://x.se">länk</a><br>rad</span> igen</h3>
<h4>Mindre</h4>
<p>Se <strong><span class="reference" data-to="section:{UID}">2</span></strong>, <a href="tel:112">a <em>b</em></a></p>
<ul><li><p>ett</p><ul><li><p>under</p></li></ul></li><li><ol start="4"><li><p>fyra</p><p>mer</p></li></ol></li></ul>
<ol><li><p>ett</p><img alt="En &quot;bild&quot; &amp; &lt;text&gt;" data-image="{UID}"></li></ol>
<blockquote><p>Barn har rätt</p><ul><li><p>alltid</p></li></ul></blockquote>
<table><tbody><tr><th colspan="2"><p>Rubrik</p></th></tr><tr><td><p>a</p></td><td></td></tr></tbody></table>
<img alt="" data-image="{UID}">
<p>5 &lt; 6 &amp; 7\N{NO-BREAK SPACE}kr</p>"""
WORD = """<html xmlns:o="urn:x"><head><style>p{color:red}</style></head><body><h1><b>Rubrik</b></h1>
<p class=MsoNormal>Text <b>fet</b> och<span style='font-style:italic'> kursiv</span><a href="#_ftn1" name="_ftnref1"
style='mso-footnote-id:ftn1'><sup>[1]</sup></a>.<o:p></o:p></p><p class=MsoNormal>&nbsp;</p>
<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span
><![endif]>ett</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>under</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>två</p>
<table style='border:1px'><tr><td style='text-align:right' width=5><p align=center>cell</p></td></tr></table>
<img src="file:///c:/x.png"><img src="data:image/png;base64,AA">
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p><a href="#_ftnref1">[1]</a> Noten.</p></div></div>
</body></html>"""
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-size:11pt;font-weight:400">Vanlig </span><span
style="font-weight:700;font-style:italic">fet</span></p></b>"""
PASTE = """(body, [html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """async (body, address) => {
  const blob = await (await fetch(address)).blob();
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([blob], "karta.png", { type: "image/png" }));
  const { left, top } = body.getBoundingClientRect();
  const where = { clientX: left + 30, clientY: top + 30, bubbles: true, cancelable: true };
  body.dispatchEvent(new DragEvent("drop", { dataTransfer, ...where }));
}"""


def first_plan() -> int:
    return int(Plan.objects.order_by("pk").values_list("pk", flat=True)[0])


def stored(heading: str) -> str:
    return str(Section.objects.filter(heading=heading).values_list("body", flat=True)[0])


class Writer:
    """Somebody at a new section, in the text."""

    def __init__(self, page: Page, plan: int) -> None:
        self.page = page
        page.goto(f"/planer/{plan}/avsnitt/nytt/")
        self.text = page.locator("#id_body[role=textbox]")
        self.text.wait_for()
        self.text.focus()

    def source(self) -> str:
        return str(self.page.locator("textarea[name=body]").input_value())

    def fill(self, source: str) -> None:
        """As a draft that is brought back: written to the field, which says that it was changed."""
        field = self.page.locator("textarea[name=body]")
        field.evaluate("(field, text) => { field.value = text; field.dispatchEvent(new Event('change')); }", source)

    def paste(self, html: str, plain: str = "") -> str:
        self.text.evaluate(PASTE, [html, plain])
        return cleaned(self.source())

    def type(self, *keys: str) -> None:
        """Keys by name, words between “”; each is seen by the page before the next, as when people type."""
        for key in keys:
            if key.startswith("“"):
                self.page.keyboard.type(key.strip("“”"))
            else:
                self.page.keyboard.press(key)
                self.page.evaluate("() => new Promise((seen) => setTimeout(() => requestAnimationFrame(seen), 30))")

    def save(self, heading: str) -> None:
        self.page.locator("[name=heading]").fill(heading)
        self.page.get_by_label("Varför ändras det?").fill("Avsnittet saknades")
        self.page.get_by_role("button", name="Spara", exact=True).click()
        self.page.wait_for_url(lambda address: "/nytt/" not in address)


@pytest.fixture
def writer(page_as: Callable[..., Page], live_site: LiveSite) -> Iterator[Writer]:
    writer = Writer(page_as("samordnare"), live_site.orm(first_plan))
    yield writer
    writer.page.evaluate("document.querySelector('form[data-guard]')?.remove()")


def test_what_the_editor_writes_is_what_the_server_keeps(writer: Writer) -> None:
    assert cleaned(RICH) == RICH
    writer.fill(RICH)
    assert cleaned(writer.text.evaluate("(body) => body.editor.getHTML()")) == RICH
    writer.type("Control+Home", "“X”", "Backspace")
    assert cleaned(writer.source()) == RICH


def test_no_text_at_all_is_changed_by_the_editor(writer: Writer) -> None:
    @settings(max_examples=100, deadline=None)
    @given(soup)
    def check(source: str) -> None:
        try:
            text = cleaned(source)
        except ValidationError:
            return
        writer.fill(text)
        assert cleaned(writer.text.evaluate("(body) => body.editor.getHTML()")) == text

    check()


def test_a_section_is_written_with_the_keyboard_alone(writer: Writer, live_site: LiveSite) -> None:
    writer.type("“### Bakgrund”", "Enter", "“- ett”", "Enter", "Tab", "“under”", "Enter", "Enter", "Enter")
    writer.type("“Ord ”", "Control+b", "“fet”", "Control+b", "Control+Alt+f")
    writer.page.get_by_role("textbox", name="Fotnotens text").wait_for()
    writer.type("“Se ”", "Control+i", "“boken”", "Enter")
    writer.page.locator("dialog[open]").wait_for(state="detached")
    writer.type("Control+k", "“exempel.se”", "Tab", "“länk”", "Enter")
    writer.page.locator("dialog[open]").wait_for(state="detached")
    writer.type("“ och ”", "Control+Alt+h", "“barnets”", "ArrowDown", "Enter")
    writer.page.locator("dialog[open]").wait_for(state="detached")
    writer.type("Enter", "Control+Shift+4", "“Liten”", "Enter", "Control+Shift+B", "“Citat”", "Enter", "Enter")
    writer.type("Control+Alt+t", "Enter")
    writer.page.locator("dialog[open]").wait_for(state="detached")
    writer.type("“A”", "Tab", "“B”")
    writer.save("Tangenter")
    first, listed, words, *rest = live_site.orm(stored, "Tangenter").split("\n")
    assert first == "<h3>Bakgrund</h3>"
    assert listed == "<ul><li><p>ett</p><ul><li><p>under</p></li></ul></li></ul>"
    note, link = '<span class="footnote">Se <em>boken</em></span>', '<a href="https://exempel.se">länk</a>'
    assert words.startswith(f'<p>Ord <strong>fet</strong>{note}{link} och <span class="reference" data-to="section:')
    assert rest[:2] == ["<h4>Liten</h4>", "<blockquote><p>Citat</p></blockquote>"]
    assert rest[2].startswith("<table><tbody><tr><th><p>A</p></th><th><p>B</p></th>")


def test_the_tools_are_one_stop_and_arrow_keys_go_between_them(writer: Writer) -> None:
    def pressed() -> str:
        return str(writer.page.evaluate("document.activeElement.dataset.do"))

    writer.type("Alt+F10")
    assert pressed() == "heading3"
    writer.type("ArrowRight", "ArrowRight", "Enter")
    expect(writer.page.get_by_role("button", name="Fet")).to_have_attribute("aria-pressed", "true")
    writer.type("“fet”", "Alt+F10")
    assert pressed() == "bold"
    writer.type("End")
    assert pressed() == "help"
    writer.type("Home", "ArrowLeft")
    assert pressed() == "help"
    writer.type("Escape")
    expect(writer.text).to_be_focused()
    assert writer.source() == "<p><strong>fet</strong></p>"


def test_a_table_is_changed_by_its_own_tools(writer: Writer) -> None:
    writer.type("Control+Alt+t", "Enter")
    writer.page.locator("dialog[open]").wait_for(state="detached")
    for name in ("Rad nedanför", "Kolumn efter", "Rubrikrad", "Ta bort raden"):
        writer.page.get_by_role("button", name=name).click()
    assert writer.source().count("<td>") == 12
    writer.page.get_by_role("button", name="Ta bort tabellen").click()
    assert "<table" not in writer.source()
    expect(writer.page.get_by_role("button", name="Ta bort tabellen")).to_be_hidden()


def test_a_note_a_link_and_a_reference_are_changed_and_removed(writer: Writer) -> None:
    writer.fill('<p>a<span class="footnote">gammal</span></p>')
    writer.type("Control+End", "ArrowLeft", "Enter", "Control+a", "“ny”", "Enter")
    writer.page.locator("dialog[open]").wait_for(state="detached")
    assert writer.source() == '<p>a<span class="footnote">ny</span></p>'
    writer.type("Control+End", "ArrowLeft", "Enter")
    writer.page.get_by_role("button", name="Ta bort fotnoten").click()
    expect(writer.page.locator("textarea[name=body]")).to_have_value("<p>a</p>")


def test_a_link_elsewhere_than_people_link_is_refused_in_its_dialog(writer: Writer) -> None:
    writer.type("Control+k", "“javascript:alert(1)”", "Enter")
    expect(writer.page.get_by_text("Skriv en adress som börjar med")).to_be_visible()
    expect(writer.page.get_by_label("Adress")).to_be_focused()
    writer.type("Escape")
    expect(writer.text).to_be_focused()


def test_what_word_puts_on_the_clipboard_becomes_plain_text_of_ours(writer: Writer) -> None:
    assert writer.paste(WORD) == (
        "<h3>Rubrik</h3>\n"
        '<p>Text <strong>fet</strong> och<em> kursiv</em><span class="footnote">Noten.</span>.</p>\n'
        "<ul><li><p>ett</p><ol><li><p>under</p></li></ol></li><li><p>två</p></li></ul>\n"
        "<table><tbody><tr><td><p>cell</p></td></tr></tbody></table>"
    )
    assert writer.page.get_by_role("status").filter(has_text="Bilder klistras inte in.").inner_text()


def test_google_docs_and_plain_text_with_tabs_are_pasted_with_every_word(writer: Writer) -> None:
    assert writer.paste(GOOGLE) == "<p>Vanlig <strong><em>fet</em></strong></p>"
    writer.fill("")
    assert writer.paste("", "År\tAntal\n2025\t12") == "<p>År Antal</p>\n<p>2025 12</p>"


def test_a_picture_is_dropped_described_and_saved(writer: Writer, live_site: LiveSite, tmp_path: Path) -> None:
    writer.type("“Se kartan.”")
    writer.text.evaluate(DROP, "/static/img/mark.svg")
    page = writer.page
    page.get_by_role("button", name="Sätt in").click()
    expect(page.get_by_text("Skriv vad bilden visar")).to_be_visible()
    page.get_by_label("Vad visar bilden?").fill("Karta över kommunen")
    page.get_by_role("button", name="Sätt in").click()
    expect(page.get_by_text("Filen är inte en bild i formatet PNG eller JPEG.")).to_be_visible()
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "karta.png")
    page.get_by_label("Filen", exact=True).set_input_files(tmp_path / "karta.png")
    page.get_by_role("button", name="Sätt in").click()
    expect(writer.text.get_by_role("img", name="Karta över kommunen")).to_be_visible()
    expect(writer.text.get_by_text("Alt-text: Karta över kommunen")).to_be_visible()
    assert writer.text.locator("img.picture").evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 40
    writer.save("Kartan")
    assert '<img alt="Karta över kommunen" data-image="' in live_site.orm(stored, "Kartan")


def test_a_picture_without_alt_text_says_so_in_the_editor(writer: Writer) -> None:
    writer.fill(f'<img alt="" data-image="{UID}">')
    expect(writer.text.get_by_text("Alt-text: saknas")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://exempelby.se/plan", "https://exempelby.se/plan"),
        ("www.exempelby.se", "https://www.exempelby.se"),
        ("anna.ek@exempelby.se", "mailto:anna.ek@exempelby.se"),
        ("planen", ""),
        ("planen.Den", ""),
    ],
)
def test_chosen_words_that_are_an_address_stand_in_the_dialog_of_the_link(
    writer: Writer, words: str, address: str
) -> None:
    writer.type(f"“{words}”", "Control+a", "Control+k")
    expect(writer.page.get_by_label("Adress", exact=True)).to_have_value(address)
    writer.type("Escape")


def test_a_refused_text_stands_in_the_editor_and_its_error_leads_there(writer: Writer) -> None:
    writer.type("“Nummer 19811218-9876”")
    writer.page.locator("[name=heading]").fill("Fel")
    writer.page.get_by_role("button", name="Spara", exact=True).click()
    writer.page.get_by_role("link", name="Text: ").click()
    expect(writer.text).to_be_focused()
    expect(writer.text).to_have_text("Nummer 19811218-9876")
    expect(writer.text).to_have_attribute("aria-invalid", "true")


def test_the_editor_and_each_of_its_dialogs_are_within_reach_of_all(writer: Writer) -> None:
    writer.fill(f"<table><tr>{'<td>Utbildningsförvaltningen' * 4}</table>{RICH}")
    for width in (1200, 320):
        writer.page.set_viewport_size({"width": width, "height": 700})
        assert [*of_width(writer.page), *of_axe(writer.page)] == []
        for name in ("link", "footnote", "reference", "image", "table", "help"):
            writer.page.evaluate(f"document.querySelector('[data-do={name}]').click()")
            writer.page.locator(f"dialog[open][data-dialog={name}]").wait_for()
            assert [*of_width(writer.page), *of_axe(writer.page)] == [], name
            writer.page.keyboard.press("Escape")
            expect(writer.page.locator("dialog[open]"), name).to_have_count(0)


def test_without_a_script_a_section_is_written_as_source(page_as: Callable[..., Page], live_site: LiveSite) -> None:
    page = page_as("samordnare", java_script_enabled=False)
    page.goto(f"/planer/{live_site.orm(first_plan)}/avsnitt/nytt/")
    expect(page.get_by_role("toolbar")).to_be_hidden()
    page.locator("[name=heading]").fill("Källkod")
    page.locator("[name=body]").fill("<p>Ett <b>fett</b> ord<ul><li>punkt")
    page.get_by_label("Varför ändras det?").fill("Avsnittet saknades")
    page.get_by_role("button", name="Spara", exact=True).click()
    assert live_site.orm(stored, "Källkod") == "<p>Ett <strong>fett</strong> ord</p>\n<ul><li><p>punkt</p></li></ul>"
