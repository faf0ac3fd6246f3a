"""Which edition is in force on which day: days decide, whatever the order in which decisions are noted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import Edition, Plan
from plans.selectors.overview import in_force, waiting_for
from plans.services.edition import (
    adopt_edition,
    correct_decision,
    freeze_edition,
    note_registry_number,
    register_decided_edition,
    repeal_edition,
)
from plans.services.plan import withdraw_plan
from reports.sources import read_source
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
State = Edition.State
DECEMBER, NEW_YEAR_S_EVE, NEW_YEAR = "2026-12-12 12:00", "2026-12-31 12:00", "2027-01-01 00:30"


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan)
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def adopted(plan: Plan, by: User, **decision: Any) -> Edition:
    return register_decided_edition(plan=plan, by=by, **decision)


def days(plan: Plan) -> list[tuple[int, str, date | None]]:
    return list(plan.editions.order_by("number").values_list("number", "state", "repealed_on"))


@time_machine.travel(DECEMBER)
def test_a_decision_for_the_new_year_leaves_the_old_edition_in_force_until_then(plan: Plan, anna: User) -> None:
    old = adopted(plan, anna, decided_on=date(2023, 3, 1))
    new = adopted(plan, anna, decided_on=date(2026, 12, 10), valid_from=date(2027, 1, 1))

    for at, expected in ((DECEMBER, old), (NEW_YEAR_S_EVE, old), ("2027-01-01 12:00", new)):
        with time_machine.travel(at):
            assert plan.editions.in_force().get() == expected
            assert [one.is_in_force for one in plan.editions.order_by("number")] == [expected == old, expected == new]
            assert list(in_force(anna)) == [expected]
    old.refresh_from_db()
    assert old.repealed_on == date(2027, 1, 1)


@time_machine.travel(DECEMBER)
def test_what_is_to_come_says_from_when_on_its_page_in_the_lists_and_on_paper(plan: Plan, anna: User) -> None:
    old = adopted(plan, anna, decided_on=date(2023, 3, 1))
    new = freeze_edition(plan=plan, by=anna)
    client = as_user(anna)
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    data = {"version": 1, "body": board.pk, "decided_on": "2026-12-10", "valid_from": "2027-01-01"}
    client.post(f"{new.get_absolute_url()}beslut/", data)
    old.refresh_from_db()

    assert "gäller från 1 januari 2027" in page(client, new.get_absolute_url())
    assert "gäller till och med 31 december 2026" in page(client, old.get_absolute_url())
    listed = page(client, f"{plan.get_absolute_url()}versioner/")
    assert "gäller från 1 januari 2027" in listed
    assert "Upphävd" not in listed
    assert "Version 1 gäller" in page(client, plan.get_absolute_url())
    assert old.get_absolute_url() in page(client, "/planer/")
    assert read_source(Edition.objects.get(pk=new.pk)).paper.label == "Antagen, gäller från 1 januari 2027"
    assert read_source(old).paper.label == "Antagen, gäller till och med 31 december 2026"
    reader = as_user(member(Role.EMPLOYEE, plan.municipality))
    assert old.get_absolute_url() in page(reader, "/")
    assert new.get_absolute_url() not in page(reader, "/")


@time_machine.travel(DECEMBER)
def test_who_is_told_of_a_decision_is_told_from_when(plan: Plan, anna: User) -> None:
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    eva = as_user(member(Role.SECRETARY, unit=board))
    adopted(plan, anna, body=board, decided_on=date(2026, 12, 10))
    assert f"{plan.title}, version 1, gäller nu" in page(eva, "/inkorg/")
    adopted(plan, anna, body=board, decided_on=date(2026, 12, 10), valid_from=date(2027, 1, 1))

    assert f"{plan.title}, version 2: Antagen, gäller från 1 januari 2027" in page(eva, "/inkorg/")


@time_machine.travel(DECEMBER)
def test_a_page_that_was_made_the_day_before_does_not_keep_that_day(plan: Plan, anna: User) -> None:
    adopted(plan, anna, decided_on=date(2023, 3, 1))
    adopted(plan, anna, decided_on=date(2026, 12, 10), valid_from=date(2027, 1, 1))
    assert "Version 1 gäller" in page(as_user(anna), plan.get_absolute_url())
    with time_machine.travel(NEW_YEAR):
        assert "Version 2 gäller" in page(as_user(anna), plan.get_absolute_url())


def test_an_older_decision_that_is_registered_later_replaces_nothing(plan: Plan, anna: User) -> None:
    adopted(plan, anna, decided_on=date(2024, 5, 2))
    older = register_decided_edition(plan=plan, decided_on=date(2017, 3, 1), by=anna)

    assert days(plan) == [(1, "adopted", None), (2, "repealed", date(2024, 5, 2))]
    assert (older.is_over, older.decided_on) == (True, date(2017, 3, 1))
    between = register_decided_edition(plan=plan, decided_on=date(2020, 1, 1), by=anna)
    assert between.repealed_on == date(2024, 5, 2)
    assert days(plan)[:2] == [(1, "adopted", None), (2, "repealed", date(2020, 1, 1))]


@time_machine.travel(DECEMBER)
def test_what_is_decided_before_the_coming_edition_is_in_force_until_then(plan: Plan, anna: User) -> None:
    adopted(plan, anna, decided_on=date(2023, 3, 1))
    adopted(plan, anna, valid_from=date(2027, 1, 1))
    adopted(plan, anna, decided_on=date(2026, 12, 11))

    assert days(plan) == [
        (1, "repealed", date(2026, 12, 11)),
        (2, "adopted", None),
        (3, "repealed", date(2027, 1, 1)),
    ]
    assert plan.editions.in_force().get().number == 3


def test_a_proposal_of_a_removed_plan_is_not_adopted(plan: Plan, anna: User) -> None:
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    eva = member(Role.SECRETARY, unit=board)
    edition = freeze_edition(plan=plan, body=board, by=anna)
    withdraw_plan(plan=plan, by=anna)

    with pytest.raises(ValidationError):
        adopt_edition(edition=edition, body=board, decided_on=localdate(), by=anna)
    edition.refresh_from_db()
    assert edition.state == State.PROPOSAL
    assert waiting_for(eva, today=date.today()) == []  # noqa: DTZ011 - any day will do


def test_the_last_edition_is_repealed_and_then_the_plan_can_be_removed(plan: Plan, anna: User) -> None:
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    eva = member(Role.SECRETARY, unit=board)
    edition = adopted(plan, anna, body=board, decided_on=date(2024, 5, 2))
    with pytest.raises(ValidationError):
        withdraw_plan(plan=plan, by=anna)
    repeal_edition(
        edition=edition, repealed_on=date(2026, 1, 1), body=board, paragraph="§ 7", reason="Ny styrmodell", by=anna
    )

    edition.refresh_from_db()
    assert (edition.state, edition.repealed_on, edition.version) == (State.REPEALED, date(2026, 1, 1), 3)
    assert (edition.repeal_body, edition.repeal_paragraph, edition.repeal_reason) == (board, "§ 7", "Ny styrmodell")
    assert edition.history.count() == 3
    assert Notice.objects.filter(kind="edition_repealed", recipient=eva).exists()
    assert withdraw_plan(plan=plan, by=anna).is_withdrawn


@time_machine.travel(DECEMBER)
def test_a_repeal_to_come_leaves_the_edition_in_force_until_its_day(plan: Plan, anna: User) -> None:
    edition = adopted(plan, anna, decided_on=date(2024, 5, 2))
    edition = repeal_edition(edition=edition, repealed_on=date(2027, 1, 1), reason="Upphör", by=anna)

    assert plan.editions.in_force().get() == edition
    with pytest.raises(ValidationError):
        withdraw_plan(plan=plan, by=anna)
    with time_machine.travel(NEW_YEAR):
        assert not plan.editions.in_force().exists()


@time_machine.travel(DECEMBER)
def test_an_edition_that_was_repealed_before_it_began_is_never_in_force(plan: Plan, anna: User) -> None:
    edition = adopted(plan, anna, valid_from=date(2027, 1, 1))
    edition = repeal_edition(edition=edition, repealed_on=date(2026, 12, 20), reason="Ångrat", by=anna)

    assert (edition.standing, edition.is_over) == ("repealed", True)
    assert not plan.editions.standing().exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"repealed_on": date(2024, 5, 1)}, "repealed_on"), ({"reason": "  "}, "reason")],
)
def test_a_repeal_that_cannot_be_is_refused_at_its_field(
    plan: Plan, anna: User, wrong: dict[str, Any], field: str
) -> None:
    edition = adopted(plan, anna, decided_on=date(2024, 5, 2))
    with pytest.raises(ValidationError) as refused:
        repeal_edition(**{"edition": edition, "repealed_on": date(2026, 1, 1), "reason": "x", "by": anna, **wrong})
    assert list(refused.value.error_dict) == [field]


@pytest.mark.parametrize("state", [State.PROPOSAL, State.REPEALED])
def test_only_what_stands_is_repealed(plan: Plan, anna: User, state: str) -> None:
    with pytest.raises(ValidationError):
        repeal_edition(
            edition=EditionFactory(plan=plan, state=state), repealed_on=date(2026, 1, 1), reason="x", by=anna
        )


def test_another_municipality_s_body_repeals_nothing(plan: Plan, anna: User) -> None:
    edition = adopted(plan, anna, decided_on=date(2024, 5, 2))
    foreign = UnitFactory(kind=Unit.Kind.BOARD)
    with pytest.raises(ValidationError) as refused:
        repeal_edition(edition=edition, repealed_on=date(2026, 1, 1), body=foreign, reason="x", by=anna)
    assert list(refused.value.error_dict) == ["body"]


def test_what_is_known_of_a_decision_is_completed_with_history_and_nothing_else(plan: Plan, anna: User) -> None:
    edition = adopted(plan, anna)
    before = (edition.sha256, edition.values)
    note_registry_number(edition=edition, version=2, registry_number="KS 2026:9", by=anna)
    done = correct_decision(
        edition=edition, version=3, decided_on=date(2024, 5, 2), paragraph="§ 9", registry_number="KS 2026:10", by=anna
    )

    done.refresh_from_db()
    assert (done.decided_on, done.paragraph, done.registry_number) == (date(2024, 5, 2), "§ 9", "KS 2026:10")
    assert (done.sha256, done.values) == before
    assert [one.registry_number for one in done.history.all()] == ["KS 2026:10", "KS 2026:9", "", ""]


def test_nothing_is_known_of_a_decision_before_it_is_made(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    with pytest.raises(ValidationError):
        note_registry_number(edition=edition, registry_number="KS 2026:9", by=anna)
    with pytest.raises(ValidationError):
        correct_decision(edition=edition, paragraph="§ 9", by=anna)


def test_where_a_body_has_nobody_those_of_the_body_above_are_told(plan: Plan, anna: User) -> None:
    board = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD)
    committee = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.COMMITTEE, parent=board)
    eva = member(Role.SECRETARY, unit=board)
    freeze_edition(plan=plan, body=committee, by=anna)

    assert list(Notice.objects.filter(kind="edition_proposed").values_list("recipient", flat=True)) == [eva.pk]
