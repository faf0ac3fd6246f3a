"""Sending a version on referral: who may be asked, what is written then, and every refusal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from notifications.models import Notice
from plans.models import Edition, Matter, Plan, ReferralRecipient, ReferralRound, RegistrationItem
from plans.selectors.referral import default_answer_by, referral_overview
from plans.services.plan import withdraw_plan
from plans.services.referral import (
    add_recipients,
    close_referral_round,
    extend_recipient,
    note_mailed,
    note_no_answer,
    note_opened,
    note_own_number,
    note_refused,
    open_referral_round,
    reopen_referral_round,
    send_again,
    update_referral_round,
)
from plans.working_days import is_working_day, next_working_day
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.legal_factories import MatterFactory, StatementFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
LATER = timedelta(days=30)


@pytest.fixture
def anna() -> User:
    return member(Role.COORDINATOR, name="Anna Ek")


@pytest.fixture
def plan(anna: User) -> Plan:
    plan: Plan = PlanFactory(municipality=anna.municipality, title="Handlingsplan", registry_number="KS 2026:9")
    return plan


@pytest.fixture
def edition(plan: Plan) -> Edition:
    made: Edition = EditionFactory(plan=plan, state="proposal", title=plan.title)
    return made


@pytest.fixture
def board(plan: Plan) -> Unit:
    made: Unit = UnitFactory(
        municipality=plan.municipality, kind="board", name="Socialnämnden", mailbox="soc@exempelby.example"
    )
    return made


@pytest.fixture
def office(board: Unit) -> Unit:
    made: Unit = UnitFactory(municipality=board.municipality, parent=board, name="Socialtjänsten")
    return made


@pytest.fixture
def club(plan: Plan) -> Unit:
    made: Unit = UnitFactory(municipality=plan.municipality, kind="external", name="Föreningen")
    return made


def opened(edition: Edition, *units: Unit, by: User, **more: Any) -> ReferralRound:
    given = {"question": "Duger det?", "answer_by": localdate() + LATER, "is_confirmed": True, **more}
    return open_referral_round(edition=edition, units=units, by=by, **given)


def test_sent_out_the_version_is_on_referral_and_everybody_asked_has_a_row(
    anna: User, edition: Edition, board: Unit, office: Unit, club: Unit
) -> None:
    referral = opened(edition, board, club, by=anna, decided_wording=" AU  § 12 ")
    asked = list(referral.recipients.select_related("unit"))
    edition.refresh_from_db()
    assert (edition.state, referral.state, referral.decided_wording) == ("referral", "open", "AU § 12")
    assert [(one.unit, one.sent_how, one.sent_to, one.sent_on) for one in asked] == [
        (board, "mail", "soc@exempelby.example", None),
        (club, "register", "", localdate()),
    ]
    assert [set(one.seats.values_list("unit", flat=True)) for one in asked] == [{board.pk, office.pk}, {club.pk}]


def test_the_letter_is_a_document_of_the_matter_with_the_last_day_and_who_is_asked(
    anna: User, edition: Edition, board: Unit
) -> None:
    referral = opened(edition, board, by=anna, answer_by=date(2031, 1, 15))
    letter = referral.letter
    assert letter is not None
    assert (letter.kind, letter.matter, letter.title) == ("referral_letter", referral.matter, "Remiss: Handlingsplan")
    told = {part["heading"]: part["text"] for part in letter.sections}
    assert list(told) == ["Bakgrund", "Vad vi frågar om", "Så svarar ni", "Remissinstanser"]
    assert told["Så svarar ni"].startswith("Svara senast den 15 januari 2031.")
    assert "KS 2026:9" in told["Så svarar ni"]
    assert told["Remissinstanser"] == "- Socialnämnden"


def test_the_matter_of_the_plan_is_found_or_opened(anna: User, edition: Edition, board: Unit, plan: Plan) -> None:
    assert opened(edition, board, by=anna).matter == Matter.objects.get(plan=plan)
    own = MatterFactory(plan=plan)
    other = EditionFactory(plan=plan, state="proposal", number=9)
    assert opened(other, board, by=anna, matter=own).matter == own


def test_what_was_sent_stands_on_the_registrars_list(anna: User, edition: Edition, board: Unit, club: Unit) -> None:
    referral = opened(edition, board, club, by=anna)
    items = RegistrationItem.objects.filter(kind="referral_out", matter=referral.matter)
    assert {item.title for item in items} == {
        "Remiss till Socialnämnden: Handlingsplan",
        "Remiss till Föreningen: Handlingsplan",
    }


def test_fifteen_are_asked_at_the_price_of_three(anna: User, plan: Plan) -> None:
    def statements(number: int) -> int:
        units = UnitFactory.create_batch(number, municipality=plan.municipality, kind="board", mailbox="n@x.example")
        for unit in units:
            member(Role.SECRETARY, unit=unit)
        edition = EditionFactory(plan=plan, state="proposal", number=number)
        given = {"question": "Duger det?", "answer_by": localdate() + LATER, "is_confirmed": True, "by": anna}
        with CaptureQueriesContext(connection) as captured:
            open_referral_round(edition=Edition.objects.get(pk=edition.pk), units=units, **given)
        assert Notice.objects.filter(kind="referral_opened").count() >= number
        return len(captured)

    statements(1)  # which opens the matter of the plan
    assert statements(15) == statements(3)


def test_those_who_answer_for_the_board_and_its_administration_are_told_once(
    anna: User, edition: Edition, board: Unit, office: Unit
) -> None:
    people = [
        member(role, unit=unit)
        for role, unit in (
            (Role.SECRETARY, board),
            (Role.MEMBER, board),
            (Role.MANAGER, office),
            (Role.REPORTER, office),
        )
    ]
    outside = member(Role.REPORTER, edition.municipality)
    opened(edition, board, by=anna)
    told = set(Notice.objects.filter(kind="referral_opened").values_list("recipient", flat=True))
    assert told == {one.pk for one in people}
    assert fresh(people[3]).has_perm("plans.view_edition", edition)
    assert not fresh(outside).has_perm("plans.view_edition", edition)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"is_confirmed": False}, "allmän handling"),
        ({"answer_by": date(2020, 1, 1)}, "inte har passerat"),
        ({"question": "  "}, "Skriv vad ni frågar"),
        ({"sent_on": date(2099, 1, 1)}, "har inte kommit"),
        ({"question": "x" * 5001}, "högst 5000"),
    ],
)
def test_what_cannot_be_sent_out_is_refused_and_writes_nothing(
    anna: User, edition: Edition, board: Unit, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=said), transaction.atomic():
        opened(edition, board, by=anna, **given)
    edition.refresh_from_db()
    assert (edition.state, ReferralRound.objects.count(), Notice.objects.count()) == ("proposal", 0, 0)


def test_only_the_municipalitys_own_bodies_and_parties_are_asked_each_once(
    anna: User, edition: Edition, board: Unit
) -> None:
    foreign = UnitFactory(kind="board")
    group = UnitFactory(municipality=anna.municipality, kind="group")
    ended = UnitFactory(municipality=anna.municipality, kind="board", status="ended")
    for units, said in (
        ([board, board], "nämnd två gånger"),
        ([foreign], "kommunens egna"),
        ([group], "kommunens egna"),
        ([ended], "kommunens egna"),
        ([], "minst en"),
    ):
        with pytest.raises(ValidationError, match=said):
            opened(edition, *units, by=anna)


def test_a_letter_needs_a_mailbox_and_a_link_an_external_party(
    anna: User, edition: Edition, board: Unit, club: Unit
) -> None:
    with pytest.raises(ValidationError, match="ingen brevlåda"):
        opened(edition, club, by=anna, send={club.pk: "mail"})
    for how in ("link", "brevduva"):
        with pytest.raises(ValidationError, match="Välj hur"):
            opened(edition, board, by=anna, send={board.pk: how})


def test_a_version_is_on_one_referral_at_a_time(anna: User, edition: Edition, board: Unit) -> None:
    first = opened(edition, board, by=anna)
    with pytest.raises(ValidationError, match="redan på remiss"):
        opened(edition, board, by=anna)
    close_referral_round(referral_round=first, by=anna)
    second = opened(edition, board, by=anna)
    with pytest.raises(ValidationError, match="redan på remiss"):
        reopen_referral_round(referral_round=first, by=anna)
    assert list(ReferralRound.objects.open()) == [second]


def test_a_decided_version_and_a_plan_taken_away_go_on_no_referral(
    anna: User, edition: Edition, board: Unit, plan: Plan
) -> None:
    decided = EditionFactory(plan=PlanFactory(municipality=anna.municipality), state="adopted")
    with pytest.raises(ValidationError, match="redan beslutad"):
        opened(decided, board, by=anna)
    withdraw_plan(plan=plan, by=anna)
    with pytest.raises(ValidationError, match="är borttagen"):
        opened(edition, board, by=anna)


def test_a_closed_referral_is_not_opened_again_after_the_decision(anna: User, edition: Edition, board: Unit) -> None:
    referral = opened(edition, board, by=anna)
    close_referral_round(referral_round=referral, by=anna)
    with pytest.raises(ValidationError, match="redan stängd"):
        close_referral_round(referral_round=referral, by=anna)
    Edition.objects.filter(pk=edition.pk).update(state="adopted")
    with pytest.raises(ValidationError, match="redan beslutad"):
        reopen_referral_round(referral_round=referral, by=anna)


def test_one_more_is_asked_while_it_is_open_and_nobody_twice(
    anna: User, edition: Edition, board: Unit, club: Unit
) -> None:
    referral = opened(edition, board, by=anna)
    (added,) = add_recipients(referral_round=referral, units=[club], by=anna)
    assert (added.position, [seat.unit for seat in added.seats.all()]) == (1, [club])
    with pytest.raises(ValidationError, match="redan tillfrågad"):
        add_recipients(referral_round=referral, units=[board], by=anna)
    close_referral_round(referral_round=referral, by=anna)
    with pytest.raises(ValidationError, match="stängd"):
        add_recipients(referral_round=referral, units=[UnitFactory(municipality=anna.municipality)], by=anna)


def test_another_last_day_is_told_and_a_day_that_has_passed_is_refused(
    anna: User, edition: Edition, board: Unit
) -> None:
    sven = member(Role.SECRETARY, unit=board)
    referral = opened(edition, board, by=anna)
    day = localdate() + timedelta(days=60)
    update_referral_round(referral_round=referral, version=1, answer_by=day, by=anna)
    assert Notice.objects.filter(recipient=sven, kind="referral_moved").count() == 1
    with pytest.raises(StaleVersion):
        update_referral_round(referral_round=referral, version=1, answer_by=day, by=anna)
    with pytest.raises(ValidationError, match="inte har passerat"):
        update_referral_round(referral_round=referral, answer_by=date(2020, 1, 1), by=anna)


def test_an_extension_has_a_reason_and_a_later_day(anna: User, edition: Edition, board: Unit) -> None:
    recipient = opened(edition, board, by=anna).recipients.get()
    later = recipient.last_day + timedelta(days=10)
    with pytest.raises(ValidationError, match="varför"):
        extend_recipient(recipient=recipient, extended_to=later, by=anna)
    for day in (recipient.last_day, date(2020, 1, 1)):
        with pytest.raises(ValidationError, match="efter remissens sista dag"):
            extend_recipient(recipient=recipient, extended_to=day, extension_reason="Nämnden", by=anna)
    given = extend_recipient(recipient=recipient, extended_to=later, extension_reason="Nämnden", by=anna)
    assert (given.last_day, referral_overview(given.round, fresh(anna)).lines[0].standing) == (later, "being_sent")
    taken = extend_recipient(recipient=given, extended_to=None, extension_reason="Nämnden", by=anna)
    assert (taken.extended_to, taken.extension_reason) == (None, "")


def test_a_closed_referral_gives_no_more_time_but_still_takes_a_number(
    anna: User, edition: Edition, board: Unit
) -> None:
    referral = opened(edition, board, by=anna)
    recipient = referral.recipients.get()
    close_referral_round(referral_round=referral, by=anna)
    with pytest.raises(ValidationError, match="stängd"):
        extend_recipient(recipient=recipient, extended_to=date(2099, 1, 1), extension_reason="Nämnden", by=anna)
    assert note_own_number(recipient=recipient, registry_number=" SN  2026:4 ", by=anna).registry_number == "SN 2026:4"


def test_that_it_was_read_is_noted_once(anna: User, edition: Edition, board: Unit) -> None:
    sven = member(Role.SECRETARY, unit=board)
    recipient = opened(edition, board, by=anna).recipients.get()
    assert [note_opened(recipient=recipient, by=sven) for _ in range(2)] == [True, False]
    stale = ReferralRecipient.objects.get()
    stale.opened_at = None
    assert note_opened(recipient=stale, by=sven) is False
    assert recipient.history.filter(history_change_reason="Läst för första gången").count() == 1


def test_who_has_answered_is_not_noted_as_silent(anna: User, edition: Edition, board: Unit, club: Unit) -> None:
    referral = opened(edition, board, club, by=anna)
    silent, answered = referral.recipients.get(unit=club), referral.recipients.get(unit=board)
    StatementFactory(recipient=answered, state="registered", stance="endorses")
    with pytest.raises(ValidationError, match="har svarat"):
        note_no_answer(recipient=answered, by=anna)
    note_no_answer(recipient=silent, by=anna)
    overview = referral_overview(referral, fresh(anna))
    assert [line.standing for line in overview.lines] == ["answered", "no_answer"]
    assert (overview.answered, overview.total, overview.silent) == (1, 2, [])
    note_no_answer(recipient=silent, gives_no_answer=False, by=anna)
    assert referral_overview(referral, fresh(anna)).lines[1].standing == "sent"


def test_a_draft_of_an_answer_is_not_an_answer(anna: User, edition: Edition, board: Unit) -> None:
    referral = opened(edition, board, by=anna)
    StatementFactory(recipient=referral.recipients.get(), state="draft")
    overview = referral_overview(referral, fresh(anna))
    assert (overview.answered, overview.lines[0].statement) == (0, None)


def test_a_refused_letter_is_said_and_sent_another_way(anna: User, edition: Edition, board: Unit) -> None:
    recipient = opened(edition, board, by=anna).recipients.get()
    assert list(ReferralRecipient.objects.letters_due()) == [recipient]
    recipient = note_refused(recipient=recipient, by=User.objects.system())
    assert referral_overview(recipient.round, fresh(anna)).unsent[0].recipient == recipient
    assert not ReferralRecipient.objects.letters_due().exists()
    with pytest.raises(ValidationError, match="brevlådan"):
        send_again(recipient=recipient, sent_how="mail", by=anna)
    again = send_again(recipient=recipient, sent_how="mail", sent_to="ny@exempelby.example", by=anna)
    assert list(ReferralRecipient.objects.letters_due()) == [again]
    sent = note_mailed(recipient=again, by=User.objects.system())
    assert (sent.sent_on, bool(sent.mailed_at)) == (localdate(), True)
    other = send_again(recipient=sent, sent_how="register", sent_on=localdate() - timedelta(days=1), by=anna)
    assert (other.sent_how, other.sent_to, other.mailed_at) == ("register", "", None)


def test_a_late_answer_is_late_until_it_comes(anna: User, edition: Edition, board: Unit) -> None:
    referral = opened(edition, board, by=anna)
    late = referral_overview(referral, fresh(anna), today=referral.answer_by + timedelta(days=6))
    assert (late.late, late.lines[0].days_late) == (1, 6)


def test_the_last_day_is_proposed_on_a_working_day() -> None:
    assert default_answer_by(date(2026, 11, 10)) == date(2026, 12, 22)
    assert default_answer_by(date(2026, 11, 12)) == date(2026, 12, 28)  # 24 December, and what follows
    assert [next_working_day(day) for day in (date(2027, 3, 26), date(2027, 6, 25))] == [
        date(2027, 3, 30),
        date(2027, 6, 28),
    ]
    assert [is_working_day(date(2027, 5, day)) for day in (5, 6, 7)] == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_version_out_at_once_send_it_once(edition: Edition, board: Unit, anna: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite holds the whole file: nothing happens at once")
    barrier = Barrier(2)

    def send(_number: int) -> str:
        barrier.wait()
        try:
            opened(Edition.objects.get(pk=edition.pk), board, by=anna)
        except ValidationError as refused:
            return str(refused.messages[0])
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(send, range(2)))
    rounds: QuerySet[ReferralRound] = ReferralRound.objects.all()
    assert (said, rounds.count()) == (["Versionen är redan på remiss.", "sent"], 1)
