"""The components that every page is made of: what a reader with eyes, ears or fingers is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from foundation.forms import Difference
from vbe_portal.templatetags import face


class Example(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="Namn", help_text="Som det ska stå.")
    note = forms.CharField(
        label="Anteckning", required=False, widget=forms.Textarea(attrs={"placeholder": "Anteckning"})
    )
    due = forms.DateField(label="Datum", required=False, widget=forms.DateInput)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A"), ("b", "B")])
    level = forms.ChoiceField(label="Nivå", widget=forms.RadioSelect(attrs={"data_row": True}), choices=[("1", "Ett")])
    parts = forms.MultipleChoiceField(
        label="Delar", required=False, widget=forms.CheckboxSelectMultiple, choices=[("x", "X")]
    )
    sure = forms.BooleanField(label="Säker", required=False, help_text="Tänk efter.")
    paper = forms.FileField(label="Fil", required=False)
    has_conflict = False


def drawn(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


@pytest.mark.parametrize("value", sorted(face.STATES))
def test_a_state_is_a_symbol_a_word_and_a_colour(value: str) -> None:
    tag = drawn("_status", value=value)
    state = face.STATES[value]
    assert state.symbol in tag
    assert str(state.label) in tag
    assert f'data-color="{state.colour}"' in tag
    assert 'aria-hidden="true"' in tag  # the word is read aloud, the symbol is not


def test_a_page_may_have_its_own_word_and_a_note() -> None:
    tag = drawn("_status", value="adopted", label="Antagen", note="KS § 55")
    assert ">Antagen <" in tag
    assert "KS § 55" in tag


def test_a_state_that_nobody_knows_is_still_shown() -> None:
    assert "mystery" in drawn("_status", value="mystery")


def test_a_wrong_field_is_tied_to_its_hint_and_its_error() -> None:
    field = drawn("_field", field=Example({})["name"])
    assert 'aria-describedby="id_name_hint id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="id_name_hint"' in field
    assert 'id="id_name_error"' in field
    assert '<label class="field-label" for="id_name">' in field


def test_only_what_may_be_left_out_says_so() -> None:
    form = Example()
    word = "field-optional"
    assert word not in drawn("_field", field=form["name"])
    assert word in drawn("_field", field=form["note"])
    assert word not in drawn("_field", field=form["note"], hide_optional=True)


def test_choices_are_a_group_with_a_legend() -> None:
    field = drawn("_field", field=Example({"level": ""})["level"])
    assert "<fieldset" in field
    assert "<legend>Nivå" in field
    assert "choices-row" in field
    assert 'aria-describedby="id_level_error"' in field
    assert re.search(r'type="radio" name="level" value="1"[^>]* id="id_level_0"', field)
    assert "data_row" not in field


def test_a_chosen_choice_stays_chosen() -> None:
    field = drawn("_field", field=Example({"parts": ["x"]})["parts"])
    assert re.search(r'value="x"[^>]* checked', field)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("version", "hidden"),
        ("name", "text"),
        ("note", "textarea"),
        ("due", "date"),
        ("kind", "select"),
        ("level", "radios"),
        ("parts", "checkboxes"),
        ("sure", "checkbox"),
        ("paper", "file"),
    ],
)
def test_each_widget_has_its_pattern(name: str, kind: str) -> None:
    field = Example()[name]
    assert face.widget_kind(field) == kind
    assert f'name="{name}"' in drawn("_field", field=field)


def test_no_words_vanish_while_one_types() -> None:
    assert "placeholder" not in face.dressed(Example()["note"])


def test_the_error_summary_leads_to_the_fields() -> None:
    form = Example({"due": "2027-13-45"})
    form.add_error(None, "Planen är låst.")
    head = drawn("_form_head", form=form)
    assert 'href="#id_name"' in head
    assert 'href="#id_level_0"' in head
    assert 'href="#id_due"' in head
    assert "Planen är låst." in head
    assert 'role="alert"' in head
    assert 'type="hidden" name="version"' in head


def test_a_conflict_shows_both_texts() -> None:
    form = Example({"name": "x"})
    form.has_conflict = True
    form.is_overtaken_by_oneself = False  # type: ignore[attr-defined]
    form.saves = []  # type: ignore[attr-defined]
    form.conflict = [Difference("Namn", theirs="Deras", mine="Mitt <b>")]  # type: ignore[attr-defined]
    head = drawn("_form_head", form=form)
    assert "Deras" in head
    assert "Mitt &lt;b&gt;" in head
    assert "<del>" in head


def test_a_form_with_a_file_says_that_it_has_one() -> None:
    form = drawn("_form", form=Example(), submit="Spara planen", second="Lägg till nästa", cancel_url="/planer/")
    assert 'enctype="multipart/form-data"' in form
    assert "Spara planen" in form
    assert 'name="next" value="1"' in form
    assert 'href="/planer/"' in form


def test_a_folded_group_opens_where_something_is_wrong() -> None:
    form = Example({})
    form.groups = [{"title": "Varför?", "hint": "", "fields": [form["name"]], "folded": True}]  # type: ignore[attr-defined]
    assert '<details class="form-group" open>' in drawn("_form", form=form)


def test_another_page_keeps_the_filters() -> None:
    request = RequestFactory().get("/planer/", QueryDict("saknar=tid&sida=2").dict())
    page = Paginator(range(100), 20).page(2)
    shown = render_to_string("components/_pagination.html", {"page": page}, request)
    assert 'href="?saknar=tid&amp;sida=1"' in shown
    assert 'href="?saknar=tid&amp;sida=3"' in shown
    assert face.page_address({}, 4) == "?sida=4"  # type: ignore[arg-type]


def test_one_page_needs_no_paging() -> None:
    assert drawn("_pagination", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_bars_say_their_numbers_and_need_no_style() -> None:
    rows = [{"label": "Helt", "number": 12, "value": "fully", "url": "?x"}, {"label": "Ej", "number": 3}]
    bars = drawn("_bars", rows=rows, caption="15 åtgärder")
    assert 'width="800"' in bars
    assert 'width="200"' in bars
    assert ">12<" in bars
    assert ">3<" in bars
    assert "style=" not in bars
    assert 'href="?x"' in bars


def test_bars_of_nothing_are_empty() -> None:
    assert face.as_bars([]) == []
    assert face.as_bars([{"label": "Ej", "number": 0}])[0].width == 0


@pytest.mark.parametrize(
    ("name", "letters"), [("Exempelby kommun", "E"), ("Östra Göinge kommun", "ÖG"), ("", ""), (None, "")]
)
def test_a_municipality_without_a_logo_has_letters(name: str | None, letters: str) -> None:
    assert face.initials(name) == letters


def test_progress_is_a_number_and_a_bar() -> None:
    shown = drawn("_progress", done=3, total=7)
    assert 'value="3" max="7"' in shown
    assert re.search(r"3 \w+ 7", shown)
