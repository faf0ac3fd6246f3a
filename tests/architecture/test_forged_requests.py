"""Requests that no page of ours sends: without a token, with somebody else's keys."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from plans.models import Edition
from plans.values import plan_values
from responsibilities.models import Membership
from tests.architecture.matrix.check import body_of, client_for, name_of
from tests.architecture.matrix.conftest import worlds
from tests.architecture.matrix.rows import MATRIX
from tests.architecture.matrix.world import World
from tests.plans.factories import EditionFactory

__all__ = ["worlds"]  # the fixture of the matrix, at home here too
pytestmark = pytest.mark.django_db


def test_every_form_needs_the_token_of_its_page(worlds: tuple[World, World]) -> None:
    own = worlds[0]
    clients: dict[Any, Client] = {}
    for route, row in MATRIX.items():
        if row.has_post:
            who = sorted(row.post, key=str)[0]
            client = clients.setdefault(who, forgetful(own, who))
            answer = client.post(reverse(name_of(route), kwargs=row.target(own)), {"version": 1})
            assert answer.status_code == 403, route
    for address in ("/logga-in/", "/logga-ut/", "/konto/glomt-losenord/"):
        assert Client(enforce_csrf_checks=True).post(address, {"login": "a@b.example"}).status_code in (302, 403)


def forgetful(world: World, who: Any) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


NESTED = [
    ("plans:section_update", "section", {"heading": "H"}, "parent", "section"),
    ("plans:section_move", "section", {"to_parent": "on"}, "parent", "section"),
    ("plans:section_create", "plan", {"heading": "H"}, "parent", "section"),
    ("plans:measure_move", "measure", {"to_area": "on"}, "focus_area", "area"),
    ("plans:plan_update", "plan", {"title": "T"}, "responsible_unit", "social"),
    ("plans:edition_freeze", "plan", {}, "body", "board"),
    ("plans:edition_adopt", "proposal", {}, "body", "board"),
    ("plans:edition_propose", "referred", {}, "body", "board"),
    ("responsibilities:unit_update", "social", {"name": "N", "kind": "office", "status": "active"}, "parent", "social"),
    ("responsibilities:unit_merge", "social", {"valid_until": "2027-01-01"}, "successor", "social"),
    ("responsibilities:function_update", "function", {"title": "T"}, "unit", "social"),
    ("responsibilities:membership_create", "municipality", {"role": "employee"}, "user", "person"),
    ("responsibilities:membership_create", "municipality", {"role": "reporter"}, "unit", "social"),
    ("responsibilities:user_create", "municipality", {"name": "N", "email": "a@b.example"}, "unit", "social"),
]


@pytest.mark.parametrize(("route", "target", "data", "field", "stranger"), NESTED, ids=lambda value: str(value)[:30])
def test_no_field_takes_a_row_of_another_municipality(
    worlds: tuple[World, World], route: str, target: str, data: dict[str, str], field: str, stranger: str
) -> None:
    own, other = worlds
    who = Role.ADMINISTRATOR if "responsibilities" in route else Role.COORDINATOR
    address = reverse(route, args=[getattr(own, target).pk])
    sent = {"version": 1, "submission_key": str(uuid.uuid4()), **data, field: getattr(other, stranger).pk}
    with transaction.atomic():
        answer = client_for(own, who).post(address, sent)
        transaction.set_rollback(True)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "KAN-2-" not in body_of(answer)


@pytest.mark.parametrize("field", ["who", "add"])
def test_no_unit_of_another_municipality_is_asked_to_report(worlds: tuple[World, World], field: str) -> None:
    own, other = worlds
    edition = EditionFactory(plan=own.plan, values=plan_values(own.plan), number=9, state=Edition.State.PROPOSAL)
    del edition
    address = reverse("plans:round_open", args=[own.adopted.pk])
    uid = own.measure.uid
    value = other.social.pk if field == "who" else f"{other.social.name}-granne"
    data = {"title": "U", "due_on": "2099-01-01", "parts": "responsible", "previewed": "responsible"}
    sent = {**data, "submission_key": str(uuid.uuid4()), f"{field}-{uid}": value}
    answer = client_for(own, Role.COORDINATOR).post(address, sent)
    assert answer.status_code == 422
    assert any(row.error for row in answer.context["form"].rows)


def test_a_role_until_the_end_of_time_is_refused_at_its_field(worlds: tuple[World, World]) -> None:
    own = worlds[0]
    held = Membership.objects.get(user=own.people[Role.ADMINISTRATOR])
    address = reverse("responsibilities:membership_update", args=[held.pk])
    answer = client_for(own, Role.ADMINISTRATOR).post(address, {"version": 1, "valid_until": "9999-12-31"})
    assert answer.status_code == 422
    assert "valid_until" in answer.context["form"].errors


def test_the_paper_s_name_is_plain_whatever_the_plan_is_called(worlds: tuple[World, World]) -> None:
    own = worlds[0]
    own.job.plan.title = 'x"; filename=evil.exe\r\nSet-Cookie: a=b <script>'
    assert own.job.file_name.replace("-", "").replace(".", "").isalnum()
