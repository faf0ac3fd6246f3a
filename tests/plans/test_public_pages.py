"""What anyone may read without logging in: published versions of decided plans, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from files.services import store_bytes
from plans.models import Edition, Plan
from plans.selectors.public import public_tree
from plans.services.edition import freeze_edition, register_decided_edition
from plans.services.edition_states import keep_decided_paper
from plans.services.publication import publish_edition, unpublish_edition
from plans.values import plan_values
from tests.architecture.matrix.check import body_of
from tests.architecture.matrix.conftest import worlds
from tests.architecture.matrix.world import World
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory, SectionFactory
from tests.plans.follow_up import as_user, page, url
from tests.responsibilities.factories import member

__all__ = ["worlds"]  # the fixture of the matrix, at home here too
pytestmark = pytest.mark.django_db
Worlds = tuple[World, World]


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory(title="Plan mot våld")
    SectionFactory(plan=plan, heading="Syfte", body="<p>Planen skyddar demokratin.</p>")
    MeasureFactory(plan=plan, text="Utbilda personal")
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def decided(plan: Plan, anna: User) -> Edition:
    decided = register_decided_edition(plan=plan, decided_on=date(2025, 3, 12), note="BARA FÖR OSS", by=anna)
    return publish_edition(edition=decided, by=anna)


def public(route: str, *arguments: Any) -> str:
    return reverse(f"plans:public_{route}", args=arguments)


def test_a_stranger_reads_what_is_published_and_no_note(plan: Plan, decided: Edition, client: Client) -> None:
    plan.sections.update(body="<p>HEMLIGT UTKAST</p>")
    listed = page(client, public("list"))
    assert plan.municipality.name in listed
    assert public("plan", plan.pk) in listed
    seen = page(client, public("plan", plan.pk))

    for said in ("Plan mot våld", "Planen skyddar demokratin.", "Utbilda personal", "12 mars 2025", "Syfte"):
        assert said in seen
    for kept in ("HEMLIGT", "BARA FÖR OSS", "noindex", "<script", "csrfmiddlewaretoken", "/logga-in/"):
        assert kept not in seen


def test_a_public_page_keeps_nothing_of_its_reader_and_may_be_kept_by_anyone(
    plan: Plan, decided: Edition, client: Client
) -> None:
    for address in (public("list"), public("plan", plan.pk), public("edition", plan.pk, 1)):
        answer = client.get(address)
        assert answer.cookies == {}
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


def test_a_public_page_that_brings_its_reader_a_cookie_is_kept_by_nobody(
    plan: Plan, decided: Edition, anna: User
) -> None:
    client = as_user(anna)
    client.get("/")
    session = client.session
    session["_seen"] -= 120
    session.save()
    first, second = (client.get(public("plan", plan.pk)) for _ in range(2))
    assert (bool(first.cookies), first.headers["Cache-Control"]) == (True, "no-store")
    assert (bool(second.cookies), second.headers["Cache-Control"]) == (False, "public, max-age=300")


def test_what_is_no_longer_published_is_not_here(plan: Plan, decided: Edition, anna: User, client: Client) -> None:
    unpublish_edition(edition=decided, by=anna)

    for address in addresses(plan.pk):
        assert client.get(address).status_code == 404, address
    assert public("plan", plan.pk) not in page(client, public("list"))
    assert decided.history.first().history_user == anna


def addresses(pk: int, number: int = 1) -> list[str]:
    picture = "00000000-0000-4000-8000-000000000000"
    named = [public("edition", pk, number), public("paper", pk, number), public("image", pk, number, picture)]
    return [public("plan", pk), *named]


def test_a_plan_that_was_taken_away_is_not_here(plan: Plan, decided: Edition, client: Client) -> None:
    Plan.objects.filter(pk=plan.pk).update(withdrawn_at=timezone.now())
    assert [client.get(one).status_code for one in addresses(plan.pk)] == [404] * 4


@pytest.mark.parametrize("state", [Edition.State.REFERRAL, Edition.State.PROPOSAL])
def test_what_is_not_decided_is_never_published(plan: Plan, anna: User, client: Client, state: str) -> None:
    edition = EditionFactory(plan=plan, state=state)
    with pytest.raises(ValidationError):
        publish_edition(edition=edition, by=anna)
    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now())
    assert [client.get(one).status_code for one in addresses(plan.pk)] == [404] * 4


@pytest.mark.parametrize("number", [0, 2, 10**12])
def test_a_version_that_is_not_there_is_a_missing_page(
    plan: Plan, decided: Edition, client: Client, number: int
) -> None:
    assert client.get(public("edition", plan.pk, number)).status_code == 404
    assert client.get(public("plan", 10**12)).status_code == 404


def test_the_address_of_a_plan_leads_to_what_is_in_force_and_names_the_earlier_with_their_days(
    plan: Plan, decided: Edition, anna: User, client: Client
) -> None:
    plan.measures.update(text="Ny åtgärd")
    second = register_decided_edition(plan=plan, decided_on=localdate() - timedelta(days=1), by=anna)
    seen = page(client, public("plan", plan.pk))
    assert "Ingen version som gäller i dag är publicerad" in seen
    assert public("edition", plan.pk, 1) in seen
    publish_edition(edition=second, by=anna)

    seen = page(client, public("plan", plan.pk))
    assert "Ny åtgärd" in seen
    assert "Utbilda personal" not in seen
    assert f"upphörde {localdate() - timedelta(days=1)}" in seen
    earlier = page(client, public("edition", plan.pk, 1))
    assert "Den här versionen gäller inte längre." in earlier
    assert "Utbilda personal" in earlier


def test_the_decided_paper_stands_beside_with_the_same_bytes(
    plan: Plan, decided: Edition, anna: User, client: Client
) -> None:
    address = public("paper", plan.pk, 1)
    assert client.get(address).status_code == 404
    assert address not in page(client, public("plan", plan.pk))
    keep_decided_paper(edition=decided, file=store_bytes(b"%PDF", content_type="application/pdf"), by=anna)

    assert address in page(client, public("plan", plan.pk))
    answer = client.get(address)
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_coordinator_publishes_by_a_page_that_says_what_it_means(plan: Plan, anna: User, client: Client) -> None:
    edition = register_decided_edition(plan=plan, by=anna)
    coordinator, address = as_user(anna), url("edition_publish", edition.pk)
    assert address in page(coordinator, edition.get_absolute_url())
    assert public("plan", plan.pk) in page(coordinator, address)
    assert [coordinator.post(address).status_code for _ in range(2)] == [302, 302]
    assert edition.history.count() == 3

    seen = page(coordinator, edition.get_absolute_url())
    assert public("edition", plan.pk, 1) in seen
    assert url("edition_unpublish", edition.pk) in seen
    page(client, public("plan", plan.pk))
    page(coordinator, url("edition_unpublish", edition.pk))
    assert coordinator.post(url("edition_unpublish", edition.pk)).status_code == 302
    assert client.get(public("plan", plan.pk)).status_code == 404


def test_a_proposal_offers_no_publishing(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    client, address = as_user(anna), url("edition_publish", edition.pk)

    assert address not in page(client, edition.get_absolute_url())
    page(client, address)
    assert client.post(address).status_code == 422


def test_only_what_is_named_leaves_a_tree(plan: Plan) -> None:
    values = plan_values(plan)
    values["secret"] = values["sections"][0]["secret"] = values["focus_areas"][0]["measures"][0]["secret"] = "HEMLIGT"
    values["municipality"]["phone"] = "HEMLIGT"
    assert "HEMLIGT" not in str(public_tree(values))


def test_what_is_not_open_is_left_out_of_a_tree(plan: Plan) -> None:
    values = plan_values(plan)
    values["sections"][0]["classification"] = values["focus_areas"][0]["measures"][0]["classification"] = "secret"
    found = public_tree(values)
    assert (found["sections"], found["focus_areas"][0]["measures"]) == ([], [])


def test_a_stranger_meets_no_canary_but_those_of_what_is_published(worlds: Worlds, client: Client) -> None:
    own, other = worlds
    Edition.objects.filter(pk=own.adopted.pk).update(published_at=timezone.now())
    kept = {f"KAN-1-ADOPTED-{place}" for place in ("note", "unsaved", "paper")}
    for address, body in walked(client, own.plan.pk, other.plan.pk):
        met = set(re.findall(r"KAN-\d-[A-Z]+-\w+", body))
        assert {one for one in met if not one.startswith("KAN-1-ADOPTED-")} <= {"KAN-1-UNIT-KS"}, address
        assert not met & kept, address
    assert "KAN-1-ADOPTED-body" in page(client, public("plan", own.plan.pk))
    image = public("image", own.plan.pk, 1, own.frozen_image)
    assert client.get(image).status_code == 200


def walked(client: Client, own: int, other: int) -> Iterator[tuple[str, str]]:
    """Every public address of both worlds' plans, whether it is answered or not, with all that was answered."""
    plans = sorted({own, other, *Plan.objects.values_list("pk", flat=True)})
    for address in [public("list"), *(one for pk in plans for one in addresses(pk))]:
        answer = client.get(address)
        assert answer.status_code in (200, 404)
        yield address, body_of(answer)


@pytest.mark.parametrize("route", ["list", "plan"])
def test_as_much_is_asked_of_the_database_however_much_is_published(
    plan: Plan, decided: Edition, anna: User, client: Client, route: str
) -> None:
    counts = []
    for more in (0, 3):
        for _ in range(more):
            other = PlanFactory() if route == "list" else plan
            publish_edition(edition=register_decided_edition(plan=other, by=anna), by=anna)
        with CaptureQueriesContext(connection) as asked:
            page(client, public(route, *([plan.pk] if route == "plan" else [])))
        counts.append(len(asked))
    assert counts[0] == counts[1]
