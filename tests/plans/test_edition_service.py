"""Freezing a plan, and noting what was decided about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.roles import Role
from foundation.records import StaleVersion
from notifications.models import Notice
from plans.checks import contents
from plans.models import Edition, Plan
from plans.selectors.edition import draft_state, freeze_preview
from plans.services.edition import adopt_edition, freeze_edition, register_decided_edition
from plans.values import content_hash, plan_values
from responsibilities.models import Unit
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
State = Edition.State


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan, text="Utbilda personal")
    return plan


@pytest.fixture
def anna(plan: Plan) -> Any:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def board(plan: Plan) -> Unit:
    unit: Unit = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")
    return unit


def test_a_frozen_edition_holds_the_plan_as_values_with_their_hash(plan: Plan, anna: Any) -> None:
    edition = freeze_edition(plan=plan, note="efter remissen", by=anna)

    assert edition.values == plan_values(plan)
    assert edition.sha256 == content_hash(plan_values(plan))
    assert (edition.number, edition.state, edition.title) == (1, State.PROPOSAL, plan.title)
    assert edition.history.get().history_user == anna


def test_editions_are_numbered_and_do_not_follow_the_draft(plan: Plan, anna: Any) -> None:
    first = freeze_edition(plan=plan, by=anna)
    MeasureFactory(plan=plan, text="En till")
    second = freeze_edition(plan=plan, by=anna)

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert len(first.values["focus_areas"][0]["measures"]) == 1
    assert first.sha256 != second.sha256


def test_a_plan_that_was_taken_away_is_not_frozen(anna: Any) -> None:
    from django.utils import timezone

    gone = PlanFactory(withdrawn_at=timezone.now())
    with pytest.raises(ValidationError):
        freeze_edition(plan=gone, by=anna)


def test_the_body_must_be_a_body_of_the_municipality(plan: Plan, anna: Any) -> None:
    office = UnitFactory(municipality=plan.municipality)
    foreign = UnitFactory(kind=Unit.Kind.BOARD)
    for unit in (office, foreign):
        with pytest.raises(ValidationError) as refused:
            freeze_edition(plan=plan, body=unit, by=anna)
        assert list(refused.value.error_dict) == ["body"]


def test_the_body_is_told_that_a_proposal_lies_before_it(plan: Plan, anna: Any, board: Unit) -> None:
    eva = member(Role.SECRETARY, unit=board)
    edition = freeze_edition(plan=plan, body=board, by=anna)

    assert Edition.objects.visible_to(eva).get() == edition
    assert list(Notice.objects.values_list("recipient", "kind", "target_pk")) == [
        (eva.pk, "edition_proposed", edition.pk)
    ]


def test_adoption_keeps_the_decision_beside_the_values(plan: Plan, anna: Any, board: Unit) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    before = edition.sha256
    adopted = adopt_edition(
        edition=edition,
        version=1,
        body=board,
        decided_on=date(2026, 4, 12),
        paragraph="§ 55",
        registry_number="2016.119",
        valid_from=date(2026, 5, 1),
        by=anna,
    )

    adopted.refresh_from_db()
    assert adopted.is_in_force
    assert (adopted.body, adopted.decided_on, adopted.paragraph) == (board, date(2026, 4, 12), "§ 55")
    assert (adopted.registry_number, adopted.valid_from) == ("2016.119", date(2026, 5, 1))
    assert adopted.sha256 == before == content_hash(adopted.values)
    assert adopted.version == 2


def test_adoption_repeals_the_edition_that_was_in_force(plan: Plan, anna: Any) -> None:
    first = register_decided_edition(plan=plan, by=anna)
    second = register_decided_edition(plan=plan, valid_from=date(2026, 9, 1), by=anna)

    first.refresh_from_db()
    assert (first.state, first.repealed_on) == (State.REPEALED, date(2026, 9, 1))
    assert plan.editions.in_force().get() == second


def test_everything_about_a_decision_that_was_made_before_may_be_unknown(plan: Plan, anna: Any) -> None:
    adopted = register_decided_edition(plan=plan, by=anna)

    assert (adopted.body, adopted.decided_on, adopted.paragraph, adopted.valid_from) == (None, None, "", None)


def test_a_decision_is_not_noted_before_its_day(plan: Plan, anna: Any, board: Unit) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    with pytest.raises(ValidationError) as refused:
        adopt_edition(edition=edition, body=board, decided_on=localdate() + timedelta(days=1), by=anna)
    assert list(refused.value.error_dict) == ["decided_on"]


@pytest.mark.parametrize("state", [State.ADOPTED, State.REPEALED])
def test_only_a_proposal_is_adopted(plan: Plan, anna: Any, state: str) -> None:
    edition = EditionFactory(plan=plan, state=state)
    with pytest.raises(ValidationError) as refused:
        adopt_edition(edition=edition, version=1, by=anna)
    assert refused.value.messages[0]
    edition.refresh_from_db()
    assert (edition.state, edition.version) == (state, 1)


def test_who_adopts_what_has_changed_meanwhile_is_told(plan: Plan, anna: Any, board: Unit) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    adopt_edition(edition=edition, version=1, body=board, decided_on=localdate(), by=anna)
    with pytest.raises(StaleVersion):
        adopt_edition(edition=edition, version=1, by=anna)


def test_a_draft_is_registered_as_decided_before_it_came_here(plan: Plan, anna: Any, board: Unit) -> None:
    edition = register_decided_edition(plan=plan, body=board, decided_on=date(2016, 4, 12), by=anna)

    assert edition.is_in_force
    assert edition.decided_on == date(2016, 4, 12)


@pytest.mark.postgresql(reason="a trigger keeps what was frozen")
def test_the_database_refuses_to_change_what_was_frozen(plan: Plan, anna: Any) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    for change in ({"sha256": "0" * 64}, {"number": 9}, {"values": {}}, {"title": "En annan plan"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)


def test_the_draft_deviates_once_it_is_changed(plan: Plan, anna: Any) -> None:
    assert not draft_state(plan, plan_values(plan)).deviates
    register_decided_edition(plan=plan, by=anna)
    assert not draft_state(plan, plan_values(plan)).deviates

    MeasureFactory(plan=plan)

    assert draft_state(plan, plan_values(plan)).deviates


def test_a_preview_counts_what_would_be_frozen(plan: Plan) -> None:
    area = FocusAreaFactory(plan=plan)
    complete = MeasureFactory(plan=plan, focus_area=area, text="Klar", time_wording="våren 2027")
    IndicatorFactory(measure=complete)
    ResponsibilityFactory(measure=complete)
    ActivityFactory(measure=complete)
    SectionFactory(plan=plan, heading="Beslut", body="Antagen 2016-xx-xx")
    preview = freeze_preview(plan, plan_values(plan))

    assert (preview.contents.sections, preview.contents.areas) == (1, 1)
    assert (preview.contents.measures, preview.contents.activities) == (2, 1)


def test_a_preview_says_when_nothing_has_changed(plan: Plan, anna: Any) -> None:
    assert freeze_preview(plan, plan_values(plan)).same_as is None
    edition = freeze_edition(plan=plan, by=anna)
    assert freeze_preview(plan, plan_values(plan)).same_as == edition


def test_an_empty_plan_may_be_frozen() -> None:
    municipality = MunicipalityFactory()
    anna = member(Role.COORDINATOR, municipality)
    edition = freeze_edition(plan=PlanFactory(municipality=municipality), by=anna)

    assert contents(edition.values).measures == 0
