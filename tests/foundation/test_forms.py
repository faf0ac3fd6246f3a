"""The base of every form: guarded, sent once, honest about conflicts."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory

from foundation.fields import LinesField
from foundation.forms import CreateForm, EditForm, Form, said
from foundation.http import render_form, sent
from foundation.models import Submission
from foundation.records import StaleVersion
from responsibilities.models import Unit
from tests.accounts.factories import UserFactory
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db
CERTAIN, POSSIBLE = "Bo 19850709-9805", "ring 8507099805"


def posted(**values: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


class NoteForm(Form):
    unguarded = ("phone",)
    text = forms.CharField(required=False)
    phone = forms.CharField(required=False)
    lines = LinesField(required=False, longest=20, most=3)


def test_a_personal_identity_number_is_refused_in_text_and_in_lines_but_not_as_telephone():
    form = NoteForm(posted(text=CERTAIN, lines=f"ett\n{CERTAIN}", phone="8507099805"))

    assert not form.is_valid()
    assert set(form.errors) == {"text", "lines"}
    assert "19850709" not in str(form.errors)
    assert form.status == 422


def test_ten_bare_digits_are_asked_about_and_pass_when_confirmed():
    asked = NoteForm(posted(text=POSSIBLE))
    assert set(asked.errors) == {"text"}
    assert "confirm_digits" in [field.name for field in asked.visible_fields()]

    confirmed = NoteForm(posted(text=POSSIBLE, confirm_digits="on"))
    assert confirmed.is_valid()
    assert confirmed.service_arguments() == {"text": POSSIBLE, "phone": "", "lines": []}
    assert not NoteForm(posted(text=CERTAIN, confirm_digits="on")).is_valid()


def test_a_fresh_form_asks_nothing():
    form = NoteForm()

    assert form.status == 200
    assert "confirm_digits" not in [field.name for field in form.visible_fields()]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("b\n\n a  x \r\nb", ["b", "a x"]), ("", []), (" \n ", []), ("🏛️\n<b>", ["🏛️", "<b>"])],
)
def test_lines_are_kept_in_order_without_blanks_and_repetitions(written: str, expected: list[str]):
    form = NoteForm(posted(lines=written))

    assert form.is_valid()
    assert form.cleaned_data["lines"] == expected


@pytest.mark.parametrize("written", ["a\x00b", "1\n2\n3\n4", "x" * 21], ids=["NUL", "too many", "too long"])
def test_bad_lines_are_refused_and_kept(written: str):
    form = NoteForm(posted(lines=written))

    assert set(form.errors) == {"lines"}
    assert form["lines"].value() == written


def test_lines_are_shown_one_a_line():
    assert "ett\ntvå</textarea>" in str(NoteForm(initial={"lines": ["ett", "två"]})["lines"])


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (ValidationError("Nej"), "__all__"),
        (ValidationError({"text": "Nej"}), "text"),
        (ValidationError({"annat": "Nej"}), "__all__"),
    ],
)
def test_a_refusal_of_the_service_lands_at_its_field_and_nothing_is_written(refusal: ValidationError, field: str):
    def service(**_: Any) -> None:
        UnitFactory()
        raise refusal

    form = NoteForm(posted(text="a"))
    assert form.is_valid()

    assert not form.apply(service)
    assert form.errors == {field: ["Nej"]}
    assert not Unit.objects.exists()


class UnitNameForm(CreateForm):
    name = forms.CharField()


def make(*, name: str, by: Any) -> Unit:
    return UnitFactory(name=name, by=by)


def test_a_form_sent_twice_makes_one():
    key, by = uuid.uuid4(), UserFactory()
    forms_sent = [UnitNameForm(posted(name="Kontor", submission_key=key)) for _ in range(2)]

    assert all(form.is_valid() and form.apply(make, by=by) for form in forms_sent)
    assert forms_sent[0].result == forms_sent[1].result == Unit.objects.get()
    assert str(Submission.objects.get()) == f"responsibilities.Unit {Unit.objects.get().pk}"


def test_a_refused_sending_can_be_mended_and_sent_again():
    key, by = uuid.uuid4(), UserFactory()

    def refuse(**_: Any) -> Unit:
        raise ValidationError("Nej")

    first, second = (UnitNameForm(posted(name="Kontor", submission_key=key)) for _ in range(2))
    assert first.is_valid()
    assert not first.apply(refuse, by=by)
    assert second.is_valid()
    assert second.apply(make, by=by)


def test_another_persons_key_gives_nothing_away():
    key = uuid.uuid4()
    mine, theirs = (UnitNameForm(posted(name="Kontor", submission_key=key)) for _ in range(2))
    assert mine.is_valid()
    mine.apply(make, by=UserFactory())

    assert theirs.is_valid()
    assert not theirs.apply(make, by=UserFactory())
    assert theirs.errors
    assert theirs.result is None


@pytest.mark.parametrize("key", ["", "abc", "\x00"])
def test_a_sending_without_a_key_is_refused(key: str):
    assert "submission_key" in UnitNameForm(posted(name="Kontor", submission_key=key)).errors


class UnitEditForm(EditForm):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("Grupp", [("office", "Kontor"), ("board", "Nämnd")])])
    note = forms.CharField(required=False)

    @classmethod
    def values_of(cls, row: Unit) -> dict[str, Any]:
        return {"version": row.version, "name": row.name, "kind": row.kind}


class OnlyVersionForm(EditForm):
    @classmethod
    def values_of(cls, row: Unit) -> dict[str, Any]:
        return {"version": row.version}


def stale(unit: Unit) -> Any:
    def service(**_: Any) -> None:
        raise StaleVersion(unit)

    return service


def test_the_slower_of_two_sees_both_texts_and_may_save_again():
    unit = UnitFactory(name="Deras", kind="board", version=3)
    form = UnitEditForm(posted(name="Min", kind="office", version=1))
    assert form.is_valid()

    assert not form.apply(stale(unit))

    assert [(one.label, one.theirs, one.mine) for one in form.conflict] == [
        ("name", "Deras", "Min"),
        ("kind", "Nämnd", "Kontor"),
    ]
    assert (form.status, form["version"].value(), form["name"].value()) == (409, "3", "Min")


def test_the_same_text_twice_is_no_conflict():
    unit = UnitFactory(name="Samma", kind="office", version=3)
    form = UnitEditForm(posted(name="Samma", kind="office", version=1))
    assert form.is_valid()

    assert form.apply(stale(unit))
    assert form.result == unit


def test_what_was_said_beside_the_row_is_not_lost_in_silence():
    unit = UnitFactory(name="Samma", kind="office", version=3)
    form = UnitEditForm(posted(name="Samma", kind="office", version=1, note="mer"))
    assert form.is_valid()

    assert not form.apply(stale(unit))
    assert form.status == 409


def test_a_plain_do_it_on_an_older_version_is_asked_again():
    form = OnlyVersionForm(posted(version=1))
    assert form.is_valid()

    assert not form.apply(stale(UnitFactory(version=2)))
    assert (form.status, form["version"].value()) == (409, "2")


@pytest.mark.parametrize("version", ["", "0", "-1", "ett", "1.5"])
def test_a_version_that_is_none_is_refused(version: str):
    assert "version" in UnitEditForm(posted(name="A", kind="office", version=version)).errors


def test_values_are_said_as_words():
    unit = UnitFactory(name="Kontoret")

    assert said(None) == ""
    assert said(unit) == "Kontoret"
    assert said([unit, "x", 3]) == "Kontoret, x, 3"
    assert said(unit, {str(unit.pk): "— Kontoret"}) == "— Kontoret"


def test_an_empty_sending_is_a_sending(rf: RequestFactory):
    assert sent(rf.get("/")) is None
    assert sent(rf.post("/")) is not None
    answer = render_form(rf.post("/"), "components/_form_head.html", {"form": UnitNameForm(sent(rf.post("/")))})
    assert answer.status_code == 422
