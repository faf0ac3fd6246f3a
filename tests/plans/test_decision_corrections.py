"""The day of a decision is corrected: its meeting with the minutes goes along, and the end of what it repealed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Role
from plans.models import Decision, Edition, Matter, Meeting
from plans.services.decision import (
    correct_adoption,
    correct_decision_row,
    note_adoption,
    record_decision,
    update_meeting,
)
from plans.services.edition import freeze_edition
from responsibilities.models import Unit
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.legal_factories import MatterFactory, MeetingFactory, StepFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
Outcome = Decision.Outcome
MARCH, APRIL, MAY = date(2016, 3, 29), date(2016, 4, 12), date(2016, 5, 10)
A_DAY = timedelta(days=1)


@pytest.fixture
def board() -> Unit:
    return UnitFactory(kind=Unit.Kind.BOARD, name="Kommunstyrelsen")


@pytest.fixture
def anna(board: Unit) -> User:
    return member(Role.COORDINATOR, board.municipality)


@pytest.fixture
def matter(board: Unit) -> Matter:
    plan = PlanFactory(municipality=board.municipality)
    MeasureFactory(plan=plan)
    matter: Matter = MatterFactory(plan=plan, body=board)
    StepFactory(matter=matter, body=board)
    return matter


@pytest.fixture
def edition(matter: Matter, board: Unit, anna: User) -> Edition:
    assert matter.plan is not None
    return freeze_edition(plan=matter.plan, body=board, by=anna)


def noted(matter: Matter, by: User, **more: Any) -> Decision:
    usual = {"body": matter.body, "met_on": APRIL, "outcome": Outcome.TABLE}
    return record_decision(matter=matter, by=by, **{**usual, **more})


def with_minutes(decision: Decision, by: User) -> Meeting:
    days = {"adjusted_on": MAY, "announced_on": MAY + A_DAY, "adjusted_paragraphs": "§§ 50–60"}
    meeting = decision.meeting
    assert meeting is not None
    return update_meeting(meeting=meeting, by=by, **days)


def corrected(decision: Decision, by: User, day: date, **more: Any) -> Decision:
    return correct_decision_row(decision=decision, decided_on=day, reason="Fel dag", by=by, **more)


def test_the_minutes_go_along_to_the_right_day(matter: Matter, anna: User) -> None:
    decision = noted(matter, anna)
    stood = with_minutes(decision, anna)

    meeting = corrected(decision, anna, MARCH).meeting

    assert meeting == stood == Meeting.objects.get()
    assert (meeting.held_on, meeting.adjusted_on, meeting.adjusted_paragraphs) == (MARCH, MAY, "§§ 50–60")
    assert (meeting.version, meeting.history.first().history_change_reason) == (3, "Beslutsuppgifter rättade")


def test_the_minutes_go_along_when_the_version_is_corrected(matter: Matter, anna: User, edition: Edition) -> None:
    decision = noted(matter, anna, outcome=Outcome.ADOPT, edition=edition)
    with_minutes(decision, anna)
    correct_adoption(edition=edition, decided_on=MARCH, by=anna)
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.adjusted_on) == (MARCH, MAY)


def test_a_meeting_of_others_stays_where_it_is(matter: Matter, anna: User) -> None:
    other, decision = noted(matter, anna, paragraph="§ 54"), noted(matter, anna, paragraph="§ 55")
    stood = with_minutes(decision, anna)

    meeting = corrected(decision, anna, MARCH).meeting

    assert (meeting.held_on, meeting.adjusted_on) == (MARCH, None)
    other.refresh_from_db()
    assert (other.meeting, other.meeting.held_on, other.meeting.adjusted_on) == (stood, APRIL, MAY)


def test_a_meeting_that_is_known_on_the_right_day_is_the_one(matter: Matter, board: Unit, anna: User) -> None:
    decision, known = noted(matter, anna), MeetingFactory(body=board, held_on=MARCH)
    assert corrected(decision, anna, MARCH).meeting == known


def test_a_day_after_the_minutes_is_refused_at_its_field(matter: Matter, anna: User) -> None:
    decision = noted(matter, anna)
    with_minutes(decision, anna)
    for field, given in (("decided_on", {}), ("met_on", {"met_on": MAY + A_DAY})):
        with pytest.raises(ValidationError) as error:
            corrected(decision, anna, MAY + 2 * A_DAY, **given)
        assert list(error.value.message_dict) == [field]
    assert Meeting.objects.get().held_on == APRIL


def repealed(matter: Matter, edition: Edition, by: User, **more: Any) -> Decision:
    noted(matter, by, outcome=Outcome.ADOPT, edition=edition, met_on=MARCH, paragraph="§ 40")
    return noted(matter, by, outcome=Outcome.REPEAL, edition=edition, paragraph="§ 55", wording="Upphävs.", **more)


def test_the_end_follows_the_day_of_the_repeal(matter: Matter, anna: User, edition: Edition) -> None:
    decision = repealed(matter, edition, anna)
    corrected(decision, anna, MAY, paragraph="§ 56")
    edition.refresh_from_db()
    assert (edition.repealed_on, edition.repeal_paragraph, edition.state) == (MAY, "§ 56", "repealed")


def test_an_end_on_another_day_than_the_decision_stays(matter: Matter, anna: User, edition: Edition) -> None:
    decision = repealed(matter, edition, anna, valid_from=MAY)
    corrected(decision, anna, APRIL + A_DAY)
    edition.refresh_from_db()
    assert edition.repealed_on == MAY


def test_an_end_before_the_beginning_is_refused_at_the_day_of_the_decision(
    matter: Matter, anna: User, edition: Edition
) -> None:
    decision = repealed(matter, edition, anna)
    with pytest.raises(ValidationError) as error:
        corrected(decision, anna, MARCH - A_DAY)
    assert list(error.value.message_dict) == ["decided_on"]


def test_an_end_after_the_next_has_begun_is_refused(matter: Matter, board: Unit, anna: User, edition: Edition) -> None:
    decision = repealed(matter, edition, anna)
    note_adoption(edition=freeze_edition(plan=edition.plan, by=anna), body=board, decided_on=MAY, by=anna)
    with pytest.raises(ValidationError) as error:
        corrected(decision, anna, MAY + A_DAY)
    assert list(error.value.message_dict) == ["decided_on"]
