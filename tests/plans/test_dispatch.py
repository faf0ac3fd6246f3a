"""To whom a decision is sent, noted one by one or all at once; and the minutes adjusted and announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Decision, RegistrationItem
from plans.services.decision import correct_decision_row, note_dispatch, record_decision, update_meeting
from responsibilities.models import Unit
from tests.plans.follow_up import as_user, page, url
from tests.plans.legal_factories import MatterFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
TODAY = localdate()
DECIDED = TODAY - timedelta(days=10)


@pytest.fixture
def board() -> Unit:
    board: Unit = UnitFactory(kind=Unit.Kind.BOARD, name="Kommunstyrelsen", abbreviation="KS")
    return board


@pytest.fixture
def eva(board: Unit) -> User:
    return member(Role.SECRETARY, unit=board)


@pytest.fixture
def decision(board: Unit, eva: User) -> Decision:
    return record_decision(
        matter=MatterFactory(plan=None, municipality=board.municipality, body=board),
        body=board,
        met_on=DECIDED,
        paragraph="§ 6",
        outcome=Decision.Outcome.ENDORSE,
        recipients=["Miljönämnden", "KS", "Akten"],
        by=eva,
    )


def test_all_who_wait_are_noted_at_once_and_the_file_needs_nothing(decision: Decision, board: Unit, eva: User) -> None:
    client, address = as_user(eva), url("dispatch_note", decision.pk)
    assert page(client, address).count("checked") == 2
    assert decision.dispatches.get(recipient="KS").unit == board
    rows = decision.dispatches.filter(is_file=False)
    data = {"dispatches": [one.pk for one in rows], "sent_on": TODAY.isoformat(), "sent_how": "register"}
    assert client.post(address, data).status_code == 302

    assert [(one.sent_on, one.sent_how) for one in rows.all()] == [(TODAY, "register")] * 2
    assert decision.dispatches.get(is_file=True).sent_on is None
    item = RegistrationItem.objects.get(kind="dispatch")
    assert (item.target_pk, item.occurred_on, "§ 6" in item.title) == (decision.pk, TODAY, True)
    assert "inte skickat än" not in page(client, decision.get_absolute_url())


def test_one_is_noted_and_taken_back(decision: Decision, eva: User) -> None:
    first = decision.dispatches.first()
    note_dispatch(decision=decision, dispatches=[first], sent_on=TODAY, sent_how="mail", by=eva)
    note_dispatch(decision=decision, dispatches=[first], sent_on=None, sent_how="mail", by=eva)
    first.refresh_from_db()
    assert (first.sent_on, first.sent_how, first.version, first.history.count()) == (None, "", 3, 3)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("sent_on", {"sent_on": (TODAY + timedelta(days=1)).isoformat()}),
        ("sent_on", {"sent_on": (DECIDED - timedelta(days=1)).isoformat()}),
        ("sent_how", {"sent_how": "pigeon"}),
        ("dispatches", {"dispatches": []}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    decision: Decision, eva: User, field: str, wrong: dict[str, object]
) -> None:
    first = decision.dispatches.first()
    data = {"dispatches": [first.pk], "sent_on": TODAY.isoformat(), "sent_how": "mail", **wrong}
    answer = as_user(eva).post(url("dispatch_note", decision.pk), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert RegistrationItem.objects.filter(kind="dispatch").count() == 0


def test_the_file_and_rows_of_another_decision_cannot_be_chosen(decision: Decision, eva: User) -> None:
    for rows in ([decision.dispatches.get(is_file=True)], []):
        with pytest.raises(ValidationError):
            note_dispatch(decision=decision, dispatches=rows, sent_on=TODAY, by=eva)


def test_recipients_come_and_go_but_whoever_got_it_stays(decision: Decision, eva: User) -> None:
    first = decision.dispatches.first()
    note_dispatch(decision=decision, dispatches=[first], sent_on=TODAY, by=eva)
    shared = {"decision": decision, "met_on": DECIDED, "reason": "Fler", "by": eva}
    with pytest.raises(ValidationError) as error:
        correct_decision_row(**shared, recipients=["KS", "Akten"])
    assert list(error.value.message_dict) == ["recipients"]
    correct_decision_row(**shared, recipients=["Miljönämnden", "Akten", "Skolnämnden"])
    assert [one.recipient for one in decision.dispatches.all()] == ["Miljönämnden", "Akten", "Skolnämnden"]


def test_the_minutes_are_noted_and_what_the_law_reckons_is_shown(decision: Decision, eva: User) -> None:
    client, address = as_user(eva), url("meeting_update", decision.meeting.pk)
    data = {"version": 1, "adjusted_on": DECIDED.isoformat(), "adjusted_paragraphs": "§§ 1–9"}
    assert client.post(address, {**data, "announced_on": TODAY.isoformat()}).status_code == 302
    assert client.post(address, {**data, "adjusted_paragraphs": "§§ 1–10"}).status_code == 409
    said = page(client, address)
    assert ("§§ 1–9" in said, "det skedde senare" in said, "överklaga" in said) == (True, True, False)
    assert "§§ 1–9" in page(client, decision.get_absolute_url())


def test_a_day_before_the_meeting_is_refused_and_an_odd_order_told(decision: Decision, eva: User) -> None:
    meeting = decision.meeting
    for name in ("adjusted_on", "announced_on"):
        with pytest.raises(ValidationError) as error:
            update_meeting(meeting=meeting, by=eva, **{name: DECIDED - timedelta(days=1)})
        assert list(error.value.message_dict) == [name]
        with pytest.raises(ValidationError) as error:
            update_meeting(meeting=meeting, by=eva, **{name: date.max})
        assert list(error.value.message_dict) == [name]
    update_meeting(meeting=meeting, version=1, adjusted_on=TODAY, announced_on=TODAY - timedelta(days=1), by=eva)
    assert "äldre än justeringen" in page(as_user(eva), url("meeting_update", meeting.pk))
    with pytest.raises(StaleVersion):
        update_meeting(meeting=meeting, version=1, adjusted_on=TODAY, by=eva)
