"""A small change by the right to revise: a version of its own, never the adoption of the plan itself."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.forms.revision import DelegatedForm
from plans.models import Edition, Plan
from plans.services.edition import freeze_edition, register_decided_edition
from plans.services.revision import adopt_delegated_edition, start_revision
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
RIGHT = {"label": "Rätt att revidera", "state": "value", "value": "Säkerhetschefen"}


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory(header=[RIGHT])
    MeasureFactory(plan=plan, text="Utbilda personal vid Utbildningskontoret")
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def decided(plan: Plan, anna: User) -> Edition:
    decided = register_decided_edition(plan=plan, decided_on=date(2026, 3, 1), by=anna)
    plan.measures.update(text="Utbilda personal vid Barn och utbildning")
    return decided


def changed(plan: Plan, by: User, **more: Any) -> Edition:
    given: dict[str, Any] = {"note": "Nytt namn på förvaltningen", "decided_on": date(2026, 9, 1)}
    return adopt_delegated_edition(plan=plan, **{**given, **more}, by=by)


def test_a_small_change_is_a_version_in_force_with_its_own_trail(plan: Plan, decided: Edition, anna: User) -> None:
    made = changed(plan, anna)

    decided.refresh_from_db()
    assert (made.number, made.is_delegated, made.is_in_force, made.body) == (2, True, True, None)
    assert (made.note, made.delegation, made.decided_on) == (
        "Nytt namn på förvaltningen",
        "Säkerhetschefen",
        date(2026, 9, 1),
    )
    assert (decided.state, decided.repealed_on, decided.is_delegated) == ("repealed", date(2026, 9, 1), False)
    assert [one.history_user for one in made.history.all()] == [anna, anna]


def test_the_plan_itself_is_never_adopted_by_delegation(plan: Plan, anna: User) -> None:
    freeze_edition(plan=plan, by=anna)
    with pytest.raises(ValidationError):
        changed(plan, anna)
    assert not plan.editions.decided().exists()


def test_nobody_changes_a_plan_that_gives_no_right_to_revise(plan: Plan, decided: Edition, anna: User) -> None:
    for header in ([], [{**RIGHT, "state": "none"}], [{**RIGHT, "value": " "}]):
        Plan.objects.filter(pk=plan.pk).update(header=header)
        with pytest.raises(ValidationError):
            changed(plan, anna)


def test_what_is_being_revised_is_decided_by_the_body(plan: Plan, decided: Edition, anna: User) -> None:
    start_revision(plan=plan, reason="Ny lägesbild", by=anna)
    with pytest.raises(ValidationError):
        changed(plan, anna)


def test_a_plan_that_was_taken_away_is_not_changed(plan: Plan, decided: Edition, anna: User) -> None:
    Plan.objects.filter(pk=plan.pk).update(withdrawn_at=timezone.now())
    with pytest.raises(ValidationError):
        changed(plan, anna)


def test_nothing_is_put_in_force_when_nothing_differs(plan: Plan, anna: User) -> None:
    register_decided_edition(plan=plan, by=anna)
    with pytest.raises(ValidationError):
        changed(plan, anna, decided_on=localdate())
    assert plan.editions.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"note": "  "}, "note"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": date(2026, 2, 28)}, "decided_on"),
        ({"decided_on": localdate() + timedelta(days=400)}, "decided_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    plan: Plan, decided: Edition, anna: User, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        changed(plan, anna, **wrong)
    assert list(refused.value.error_dict) == [field]
    assert plan.editions.count() == 1


def test_a_measure_that_comes_or_goes_is_asked_about(plan: Plan, decided: Edition, anna: User) -> None:
    MeasureFactory(plan=plan, text="En till")
    with pytest.raises(ValidationError) as refused:
        changed(plan, anna)
    assert list(refused.value.error_dict) == ["is_confirmed"]
    assert plan.editions.count() == 1
    assert changed(plan, anna, is_confirmed=True).is_in_force


def test_the_page_shows_what_would_change_and_the_right_and_marks_the_version(
    plan: Plan, decided: Edition, anna: User
) -> None:
    client, address = as_user(anna), url("edition_delegated", plan.pk)
    assert address in page(client, plan.get_absolute_url())
    seen = page(client, address)
    for said in ("Säkerhetschefen", "[borttaget: </span>Utbildningskontoret<", 'name="note"'):
        assert said in seen
    assert "is_confirmed" not in seen
    data = {"submission_key": str(uuid.uuid4()), "delegation": "Säkerhetschefen", "decided_on": "2026-09-01"}
    assert client.post(address, data).status_code == 422
    assert [client.post(address, {**data, "note": "Nytt namn"}).status_code for _ in range(2)] == [302, 302]

    made = plan.editions.get(number=2)
    for place in (made.get_absolute_url(), url("edition_list", plan.pk)):
        assert "Redaktionell ändring enligt rätt att revidera" in page(client, place)
    shown = page(client, made.get_absolute_url())
    assert "Säkerhetschefen" in shown
    assert "Nytt namn" in shown
    assert "Inget skiljer sig" in page(client, address)


def test_the_page_asks_when_parts_have_come(plan: Plan, decided: Edition, anna: User) -> None:
    MeasureFactory(plan=plan, text="En till")
    client, address = as_user(anna), url("edition_delegated", plan.pk)
    data = {"submission_key": str(uuid.uuid4()), "note": "Ny", "delegation": "Chefen", "decided_on": "2026-09-01"}
    answer = client.post(address, data)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["is_confirmed"])
    assert client.post(address, {**data, "is_confirmed": "on"}).status_code == 302


def test_what_somebody_wrote_while_one_looked_is_shown_before_it_is_in_force(
    plan: Plan, decided: Edition, anna: User
) -> None:
    client, address = as_user(anna), url("edition_delegated", plan.pk)
    shown = client.get(address).context["form"].initial["seen"]
    plan.measures.update(text="Utbilda all personal vid Barn och utbildning")
    data = {"submission_key": str(uuid.uuid4()), "note": "Namn", "delegation": "Chefen", "decided_on": "2026-09-01"}

    refused = client.post(address, {**data, "seen": shown})

    assert refused.status_code == 422
    assert "ändrades medan du tittade" in refused.content.decode()
    assert plan.editions.count() == 1
    again = refused.context["form"].data["seen"]
    assert client.post(address, {**data, "seen": again}).status_code == 302


def test_ten_digits_in_the_hash_of_what_was_seen_are_nobodys_number() -> None:
    data = {"submission_key": str(uuid.uuid4()), "note": "Namn", "delegation": "Chefen", "decided_on": "2026-09-01"}
    form = DelegatedForm({**data, "seen": "ab198507099805cd".ljust(64, "e")}, is_large=False)
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("lack", ["version", "right", "revision"])
def test_the_page_says_what_is_missing(plan: Plan, anna: User, lack: str) -> None:
    if lack != "version":
        register_decided_edition(plan=plan, by=anna)
    if lack == "right":
        Plan.objects.filter(pk=plan.pk).update(header=[])
    if lack == "revision":
        start_revision(plan=plan, reason="Ny lägesbild", by=anna)
    seen = page(as_user(anna), url("edition_delegated", plan.pk))
    said = {"version": "Ingen version gäller", "right": "rätt att revidera den", "revision": "under revidering"}
    assert said[lack] in seen
    assert 'name="note"' not in seen
