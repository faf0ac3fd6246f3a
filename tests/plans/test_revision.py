"""A revision: started from what is in force, with a reason; it ends with another version, or is given up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Edition, Plan, Revision
from plans.selectors.overview import waiting_for
from plans.selectors.revision import open_revision
from plans.services.edition import register_decided_edition, repeal_edition
from plans.services.revision import end_revision, start_revision
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan, text="Utbilda personal")
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def decided(plan: Plan, anna: User) -> Edition:
    return register_decided_edition(plan=plan, decided_on=localdate(), by=anna)


def started(plan: Plan, by: User, **more: Any) -> Revision:
    return start_revision(plan=plan, **{"reason": "Ny lägesbild", "aims": "Kortare plan", **more}, by=by)


def test_a_revision_starts_from_what_is_in_force_and_leaves_the_draft(plan: Plan, decided: Edition, anna: User) -> None:
    plan.measures.update(text="Skrivet före")
    revision = started(plan, anna)

    assert (revision.base, revision.started_by, revision.ended_at) == (decided, anna, None)
    assert (revision.reason, revision.aims) == ("Ny lägesbild", "Kortare plan")
    assert plan.measures.get().text == "Skrivet före"
    assert revision.history.get().history_user == anna
    assert open_revision(plan) == revision


def test_no_revision_starts_without_a_version_in_force(plan: Plan, anna: User) -> None:
    with pytest.raises(ValidationError):
        started(plan, anna)


def test_no_revision_starts_from_what_has_been_repealed(plan: Plan, decided: Edition, anna: User) -> None:
    repeal_edition(edition=decided, repealed_on=localdate(), reason="Upphör", by=anna)
    with pytest.raises(ValidationError):
        started(plan, anna)


def test_no_revision_starts_beside_another(plan: Plan, decided: Edition, anna: User) -> None:
    started(plan, anna)
    with pytest.raises(ValidationError):
        started(plan, anna)


def test_no_revision_of_a_plan_that_was_taken_away(plan: Plan, decided: Edition, anna: User) -> None:
    Plan.objects.filter(pk=plan.pk).update(withdrawn_at=timezone.now())
    with pytest.raises(ValidationError):
        started(plan, anna)


def test_a_revision_has_a_reason(plan: Plan, decided: Edition, anna: User) -> None:
    with pytest.raises(ValidationError) as refused:
        started(plan, anna, reason="  ")
    assert list(refused.value.error_dict) == ["reason"]


def test_a_revision_ends_when_another_version_is_adopted(plan: Plan, decided: Edition, anna: User) -> None:
    revision = started(plan, anna)
    second = register_decided_edition(plan=plan, by=anna)

    revision.refresh_from_db()
    assert revision.ended_at is not None
    assert revision.ended_with == second
    assert open_revision(plan) is None
    assert revision.history.count() == 2


def test_an_older_decision_that_is_registered_late_ends_no_revision(plan: Plan, decided: Edition, anna: User) -> None:
    started(plan, anna)
    register_decided_edition(plan=plan, decided_on=localdate().replace(year=2020), by=anna)
    assert open_revision(plan) is not None


def test_a_revision_is_given_up_with_a_reason_and_another_may_start(plan: Plan, decided: Edition, anna: User) -> None:
    revision = started(plan, anna)
    with pytest.raises(ValidationError) as refused:
        end_revision(revision=revision, reason=" ", by=anna)
    assert list(refused.value.error_dict) == ["reason"]
    with pytest.raises(StaleVersion):
        end_revision(revision=revision, version=9, reason="Valet", by=anna)
    ended = end_revision(revision=revision, version=1, reason="Efter valet", by=anna)

    assert (ended.ended_with, ended.ended_at is None) == (None, False)
    assert "Efter valet" in ended.history.first().history_change_reason
    with pytest.raises(ValidationError):
        end_revision(revision=revision, reason="Igen", by=anna)
    assert started(plan, anna).pk != revision.pk


def test_a_revision_is_started_and_given_up_by_the_pages(plan: Plan, decided: Edition, anna: User) -> None:
    client, address = as_user(anna), url("revision_start", plan.pk)
    assert address in page(client, plan.get_absolute_url())
    assert "avviker redan" not in page(client, address)
    data = {"submission_key": str(uuid.uuid4()), "reason": "Ny lägesbild", "aims": "Kortare plan"}
    assert client.post(address, {**data, "reason": ""}).status_code == 422
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]

    revision = Revision.objects.get()
    seen = page(client, plan.get_absolute_url())
    assert "Under revidering sedan" in seen
    assert "Kortare plan" in seen
    assert address not in seen
    assert "redan under revidering" in page(client, address)
    end = url("revision_end", revision.pk)
    assert end in seen
    assert "Ny lägesbild" in page(client, end)
    assert client.post(end, {"version": 1, "reason": ""}).status_code == 422
    assert client.post(end, {"version": 1, "reason": "Efter valet"}).status_code == 302
    assert client.post(end, {"version": 2, "reason": "Igen"}).status_code == 422
    assert "Under revidering" not in page(client, plan.get_absolute_url())


def test_the_page_says_when_the_draft_differs_already(plan: Plan, decided: Edition, anna: User) -> None:
    plan.measures.update(text="Skrivet före")
    seen = page(as_user(anna), url("revision_start", plan.pk))
    assert "avviker redan" in seen
    assert f"{url('plan_compare', plan.pk)}?fran=1&amp;till=utkast" in seen


def test_an_open_revision_waits_for_the_coordinator(plan: Plan, decided: Edition, anna: User) -> None:
    revision = started(plan, anna)
    found = [one for one in waiting_for(anna, today=localdate()) if one.kind == "revision_open"]

    assert [one.target for one in found] == [revision]
    assert "fortsätt revidera" in page(as_user(anna), "/")
    rut = member(Role.REPORTER, plan.municipality)
    assert "revision_open" not in [one.kind for one in waiting_for(rut, today=localdate())]
