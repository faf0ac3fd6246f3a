"""Wherever ten digits are asked about, the box to confirm them stands on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.forms import MunicipalityForm
from accounts.roles import Role
from foundation.forms import Form
from plans.forms.decision import DecisionCreateForm, DecisionUpdateForm
from plans.forms.grant import PlanShareForm
from plans.forms.plan_law import LawForm
from plans.forms.section import SectionCreateForm, SectionUpdateForm
from plans.forms.statement import CorrectForm, RegisterForm
from plans.law import DUTIES
from plans.models import Edition
from responsibilities.forms import FunctionCreateForm, FunctionForm, UnitCreateForm, UnitForm
from responsibilities.models import Unit
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import PlanFactory, SectionFactory
from tests.responsibilities.factories import UnitFactory, member
from tests.responsibilities.pages import KEY, unit_data

pytestmark = pytest.mark.django_db
DIGITS = "Ring 8507099805"
FOLDER = Path(settings.BASE_DIR) / "templates"
NOTHING: dict[str, Any] = {"bodies": Unit.objects.none(), "editions": Edition.objects.none()}
WITHOUT_TEXT = {
    "plans/approval_recall.html",
    "plans/image_create.html",
    "plans/measure_move.html",
    "plans/referral_add.html",
    "plans/section_move.html",
}
BUILT: dict[type[Form], tuple[str, Any]] = {
    UnitCreateForm: ("name", lambda: {"units": []}),
    UnitForm: ("name", lambda: {"units": []}),
    FunctionCreateForm: ("title", lambda: {"units": []}),
    FunctionForm: ("title", lambda: {"units": []}),
    MunicipalityForm: ("name", lambda: {"has_logo": False}),
    SectionCreateForm: ("heading", lambda: {"plan": PlanFactory()}),
    SectionUpdateForm: ("heading", lambda: {"section": SectionFactory()}),
    PlanShareForm: ("name", dict),
    LawForm: (DUTIES[0].key, lambda: {"plan": PlanFactory()}),
    DecisionCreateForm: ("wording", lambda: {**NOTHING, "adoptable": Edition.objects.none()}),
    DecisionUpdateForm: ("wording", dict),
    RegisterForm: ("text", lambda: {"bodies": Unit.objects.none(), "municipality": MunicipalityFactory()}),
    CorrectForm: (
        "text",
        lambda: {"bodies": Unit.objects.none(), "municipality": MunicipalityFactory(), "has_decision": False},
    ),
}


def forms_below(form: type[Form]) -> Iterator[type[Form]]:
    for below in form.__subclasses__():
        yield below
        yield from forms_below(below)


def test_every_form_with_groups_is_tried_here() -> None:
    assert get_resolver().url_patterns  # every module with forms is read
    grouped = {form for form in forms_below(Form) if hasattr(form, "groups") and not form.__subclasses__()}
    assert grouped == set(BUILT)


@pytest.mark.parametrize("form_class", BUILT, ids=lambda form: form.__name__)
def test_a_form_with_groups_shows_the_box_when_it_asks_for_it(form_class: type[Form]) -> None:
    field, arguments = BUILT[form_class]
    asked = form_class({field: DIGITS}, **arguments())
    assert field in asked.errors
    shown = render_to_string("components/_form.html", {"form": asked})
    assert shown.count('name="confirm_digits"') == 1
    assert 'type="checkbox" name="confirm_digits"' in shown
    calm = render_to_string("components/_form.html", {"form": form_class({field: "Ring oss"}, **arguments())})
    assert 'type="checkbox" name="confirm_digits"' not in calm


def test_a_name_with_ten_digits_is_saved_when_they_are_confirmed(client: Client) -> None:
    admin = member(Role.ADMINISTRATOR)
    client.force_login(admin)
    address = reverse("responsibilities:unit_create", args=[admin.municipality_id])

    assert client.post(address, unit_data(name=DIGITS)).status_code == 422
    assert client.post(address, unit_data(name=DIGITS, confirm_digits="on")).status_code == 302
    assert Unit.objects.get().name == DIGITS


def test_a_page_that_places_its_fields_one_by_one_places_the_box_too() -> None:
    placed = re.compile(r"visible_fields|confirm_digits|components/_digits.html")
    headed = [path for path in FOLDER.rglob("*.html") if 'include "components/_form_head.html"' in path.read_text()]
    silent = {path.relative_to(FOLDER).as_posix() for path in headed if not placed.search(path.read_text())}
    assert silent == WITHOUT_TEXT


def test_the_measure_form_shows_the_box(client: Client) -> None:
    plan = PlanFactory()
    client.force_login(member(Role.COORDINATOR, plan.municipality))
    UnitFactory(municipality=plan.municipality)

    answer = client.post(
        reverse("plans:measure_create", args=[plan.pk]), {"text": DIGITS, "submission_key": KEY}, follow=True
    )

    assert 'type="checkbox" name="confirm_digits"' in answer.content.decode()
