"""Documents that belong with a plan: named, put in order, removed, brought back; on the page, in the tree."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Plan, RelatedDocument
from plans.services.related import (
    create_related_document,
    move_related_document,
    restore_related_document,
    update_related_document,
    withdraw_related_document,
)
from plans.values import plan_values
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def client(anna: User) -> Client:
    browser = Client()
    browser.force_login(anna)
    return browser


def named(plan: Plan, *titles: str, by: User) -> list[RelatedDocument]:
    return [create_related_document(plan=plan, title=title, by=by) for title in titles]


def titles(plan: Plan) -> list[str]:
    return [one["title"] for one in plan_values(plan)["related_documents"]]


def test_documents_stand_in_the_order_they_are_put_in(plan: Plan, anna: User) -> None:
    *_others, last = named(plan, "A", "B", "C", by=anna)

    move_related_document(related_document=last, direction="up", by=anna)

    assert titles(plan) == ["A", "C", "B"]


def test_a_removed_document_leaves_the_tree_and_comes_back_to_its_place(plan: Plan, anna: User) -> None:
    first, _second = named(plan, "A", "B", by=anna)

    withdraw_related_document(related_document=first, by=anna)
    assert titles(plan) == ["B"]
    restore_related_document(related_document=first, by=anna)

    assert titles(plan) == ["A", "B"]
    assert [row.history_change_reason for row in first.history.order_by("history_id")] == [
        "Dokument tillagt",
        "Dokument borttaget",
        "Dokument återställt",
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "exempelby", "//x.example", "https://"])
def test_an_address_that_is_not_of_the_web_is_refused(plan: Plan, anna: User, url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create_related_document(plan=plan, title="A", url=url, by=anna)

    assert list(refused.value.error_dict) == ["url"]


@pytest.mark.parametrize(
    "given", [{"title": " "}, {"title": "x" * 301}, {"title": "A", "kind": "poem"}, {"title": "\x00"}]
)
def test_what_cannot_be_kept_is_refused_at_its_field(plan: Plan, anna: User, given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        create_related_document(plan=plan, by=anna, **given)

    assert titles(plan) == []


def test_an_older_version_is_told_and_writes_nothing(plan: Plan, anna: User) -> None:
    (document,) = named(plan, "A", by=anna)
    update_related_document(related_document=document, version=1, title="Den andras", by=anna)

    with pytest.raises(StaleVersion):
        update_related_document(related_document=document, version=1, title="Min", by=anna)

    assert titles(plan) == ["Den andras"]


def test_the_form_shows_both_texts_when_someone_was_faster(plan: Plan, anna: User, client: Client) -> None:
    (document,) = named(plan, "A", by=anna)
    update_related_document(related_document=document, version=1, title="Den andras", by=anna)

    sent = {"version": 1, "title": "Min", "kind": "source", "reference": "", "url": ""}
    page = client.post(reverse("plans:related_document_update", args=[document.pk]), sent)

    assert page.status_code == 409
    assert "Den andras" in page.text
    assert 'value="Min"' in page.text


def test_a_document_is_added_moved_removed_and_restored_from_the_pages(plan: Plan, client: Client) -> None:
    address = reverse("plans:related_document_create", args=[plan.pk])
    key = client.get(address).context["form"]["submission_key"].value()
    sent = {"submission_key": key, "kind": "law", "title": "Barnkonventionen", "url": "https://lagen.example/"}
    assert "Barnkonventionen" in client.post(address, sent, follow=True).text
    document = RelatedDocument.objects.get()

    undo = client.post(reverse("plans:related_document_withdraw", args=[document.pk]), follow=True)
    assert "Inga dokument än" in undo.text
    assert "Barnkonventionen" in client.get(reverse("plans:plan_removed", args=[plan.pk])).text
    client.post(reverse("plans:related_document_restore", args=[document.pk]))

    assert titles(plan) == ["Barnkonventionen"]
    page = client.get(reverse("plans:plan_detail", args=[plan.pk]))
    assert '<a href="https://lagen.example/" rel="noopener noreferrer">Barnkonventionen</a>' in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(
    plan: Plan, anna: User, client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    named(plan, *map(str, range(number)), by=anna)
    address = reverse("plans:related_document_list", args=[plan.pk])
    client.get(address)

    with django_assert_num_queries(8):
        client.get(address)
