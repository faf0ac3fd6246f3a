"""The pages of a referral: sending it out, how it stands, and what the one that is asked meets."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import Edition, Matter, ReferralRecipient, ReferralRound
from plans.services.referral import close_referral_round, note_refused, open_referral_round
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.legal_factories import DecisionFactory, MatterFactory, RecipientFactory, StatementFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
DAY = "%Y-%m-%d"


@pytest.fixture
def anna() -> User:
    return member(Role.COORDINATOR, name="Anna Ek")


@pytest.fixture
def edition(anna: User) -> Edition:
    plan = PlanFactory(municipality=anna.municipality, title="Handlingsplan", registry_number="KS 2026:9")
    made: Edition = EditionFactory(plan=plan, state="proposal", title="Handlingsplan")
    return made


@pytest.fixture
def board(anna: User) -> Unit:
    made: Unit = UnitFactory(
        municipality=anna.municipality, kind="board", name="Socialnämnden", mailbox="soc@exempelby.example"
    )
    return made


@pytest.fixture
def club(anna: User) -> Unit:
    made: Unit = UnitFactory(municipality=anna.municipality, kind="external", name="Föreningen")
    return made


@pytest.fixture
def sven(board: Unit) -> User:
    return member(Role.SECRETARY, unit=board, name="Sven Ro")


@pytest.fixture
def referral(anna: User, edition: Edition, board: Unit, club: Unit) -> ReferralRound:
    return open_referral_round(
        edition=edition,
        question="Duger det?",
        units=[board, club],
        answer_by=localdate() + timedelta(days=30),
        is_confirmed=True,
        by=anna,
    )


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(fresh(user))
    return client


def url(route: str, row: Any) -> str:
    return reverse(f"plans:{route}", args=[row.pk])


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(client, address)
    return len(asked)


def filled(*units: Unit, **more: Any) -> dict[str, Any]:
    return {
        "question": "Duger det?",
        "units": [unit.pk for unit in units],
        "answer_by": (localdate() + timedelta(days=40)).strftime(DAY),
        "background": "Därför frågar vi.",
        "how_to_answer": "Skriv ett brev.",
        "is_confirmed": "on",
        "submission_key": str(uuid.uuid4()),
        **more,
    }


def test_the_form_proposes_everything_but_whom_to_ask(anna: User, edition: Edition, board: Unit, club: Unit) -> None:
    page = shown(as_user(anna), url("referral_open", edition))
    for words in (
        "soc@exempelby.example",
        "saknas: skicka via diariesystemet",
        "KS 2026:9",
        "Versionen blir en allmän handling",
        "Ett förslag till ”Handlingsplan”",
    ):
        assert words in page
    assert 'name="units" checked' not in page


def test_sent_twice_it_is_one_referral(anna: User, edition: Edition, board: Unit, club: Unit) -> None:
    client, data = as_user(anna), filled(board, club, **{f"way_{club.pk}": "link"}, decided_wording="AU § 12")
    first, second = (client.post(url("referral_open", edition), data) for _ in range(2))
    referral = ReferralRound.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == referral.get_absolute_url()
    assert list(referral.recipients.values_list("sent_how", flat=True)) == ["mail", "link"]
    assert referral.letter is not None
    assert [part["text"] for part in referral.letter.sections][:2] == ["Därför frågar vi.", "Duger det?"]
    assert "Planen är nu på remiss. 2 tillfrågas." in shown(client, referral.get_absolute_url())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"is_confirmed": ""}, "Bekräfta att versionen blir en allmän handling"),
        ({"answer_by": "2020-01-01"}, "inte har passerat"),
        ({"answer_by": "i vår"}, "år-månad-dag"),
        ({"units": []}, "Välj minst en"),
        ({"question": ""}, "Skriv vad ni frågar om"),
        ({"background": "Anna, 850709-9805, frågar."}, "personnummer"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    anna: User, edition: Edition, board: Unit, given: dict[str, Any], said: str
) -> None:
    data = {**filled(board, how_to_answer="Ring mig hellre."), **given}
    answer = as_user(anna).post(url("referral_open", edition), data)
    page = answer.content.decode()
    assert (answer.status_code, ReferralRound.objects.count()) == (422, 0)
    assert ("Ring mig hellre." in page, said.lower() in page.lower()) == (True, True)


def test_a_foreign_unit_is_no_choice(anna: User, edition: Edition) -> None:
    answer = as_user(anna).post(url("referral_open", edition), filled(UnitFactory(kind="board")))
    assert (answer.status_code, ReferralRound.objects.count()) == (422, 0)


def test_the_decision_to_refer_is_chosen_among_those_of_the_plan(anna: User, edition: Edition, board: Unit) -> None:
    decision = DecisionFactory(matter=MatterFactory(plan=edition.plan), outcome="refer", paragraph="§ 12")
    other = DecisionFactory(outcome="refer", paragraph="§ 99")
    assert "§ 12" in shown(as_user(anna), url("referral_open", edition))
    refused = as_user(anna).post(url("referral_open", edition), filled(board, decision=other.pk))
    assert refused.status_code == 422
    as_user(anna).post(url("referral_open", edition), filled(board, decision=decision.pk))
    assert ReferralRound.objects.get().decision == decision


def test_a_version_on_referral_or_decided_says_so_instead_of_the_form(
    anna: User, edition: Edition, referral: ReferralRound
) -> None:
    page = shown(as_user(anna), url("referral_open", edition))
    assert ("redan på remiss" in page, referral.get_absolute_url() in page) == (True, True)
    decided = EditionFactory(plan=PlanFactory(municipality=anna.municipality), state="adopted")
    assert "redan beslutad" in shown(as_user(anna), url("referral_open", decided))


def test_the_version_leads_to_its_referral_and_to_a_new_one(
    anna: User, edition: Edition, referral: ReferralRound, sven: User
) -> None:
    page = shown(as_user(anna), edition.get_absolute_url())
    assert (referral.get_absolute_url() in page, url("referral_open", edition) in page) == (True, False)
    close_referral_round(referral_round=referral, by=anna)
    assert url("referral_open", edition) in shown(as_user(anna), edition.get_absolute_url())
    assert url("referral_open", edition) not in shown(as_user(sven), edition.get_absolute_url())


def test_the_list_of_versions_offers_to_send_a_proposal(anna: User, edition: Edition) -> None:
    page = shown(as_user(anna), reverse("plans:edition_list", args=[edition.plan_id]))
    assert url("referral_open", edition) in page


def test_the_referral_shows_how_it_stands_with_each(
    anna: User, referral: ReferralRound, board: Unit, club: Unit
) -> None:
    StatementFactory(recipient=referral.recipients.get(unit=club), state="registered", stance="rejects")
    note_refused(recipient=referral.recipients.get(unit=board), by=anna)
    page = shown(as_user(anna), referral.get_absolute_url())
    for words in ("1 av 2 har svarat", "avstyrker", "Brevet har inte gått iväg", "Duger det?", "Remissinstanser"):
        assert words in page


def test_who_is_asked_sees_the_referral_and_is_led_only_to_its_own(
    referral: ReferralRound, sven: User, board: Unit, club: Unit
) -> None:
    elsewhere = UnitFactory(municipality=board.municipality, kind="board", name="Kommunstyrelsen")
    Matter.objects.update(body=elsewhere)
    client = as_user(sven)
    own, other = referral.recipients.get(unit=board), referral.recipients.get(unit=club)
    page = shown(client, referral.get_absolute_url())
    assert (own.get_absolute_url() in page, other.get_absolute_url() in page) == (True, False)
    assert url("referral_close", referral) not in page
    shown(client, other.get_absolute_url(), 404)


def test_reading_it_is_noted_once_and_not_when_the_coordinator_looks(
    anna: User, referral: ReferralRound, sven: User, board: Unit
) -> None:
    own = referral.recipients.get(unit=board)
    shown(as_user(anna), own.get_absolute_url())
    own.refresh_from_db()
    assert own.opened_at is None
    page = shown(as_user(sven), own.get_absolute_url())
    own.refresh_from_db()
    first = own.opened_at
    shown(as_user(sven), own.get_absolute_url())
    own.refresh_from_db()
    assert (first is not None, own.opened_at) == (True, first)
    assert ("Duger det?" in page, referral.edition.get_absolute_url() in page) == (True, True)


def test_the_secretary_writes_its_number_and_the_coordinator_also_gives_more_time(
    anna: User, referral: ReferralRound, sven: User, board: Unit
) -> None:
    own = referral.recipients.get(unit=board)
    assert 'name="extended_to"' not in shown(as_user(sven), url("recipient_update", own))
    data = {"version": own.version, "registry_number": "SN 850709-9805"}
    assert as_user(sven).post(url("recipient_update", own), data).status_code == 302
    day = (own.last_day + timedelta(days=14)).strftime(DAY)
    data = {"version": own.version, "registry_number": "", "extended_to": day, "extension_reason": "Möte"}
    assert as_user(anna).post(url("recipient_update", own), data).status_code == 409
    data["version"] = ReferralRecipient.objects.get(pk=own.pk).version
    assert as_user(anna).post(url("recipient_update", own), {**data, "extension_reason": ""}).status_code == 422
    assert as_user(anna).post(url("recipient_update", own), data).status_code == 302
    assert Notice.objects.filter(recipient=sven, kind="referral_moved").count() == 1


def test_the_buttons_do_what_they_say(anna: User, referral: ReferralRound, sven: User, board: Unit, club: Unit) -> None:
    client, own = as_user(anna), referral.recipients.get(unit=board)
    assert "påminnelse är på väg" in client.post(url("recipient_remind", own), follow=True).content.decode()
    assert "den svarar inte" in client.post(url("recipient_no_answer", own), follow=True).content.decode()
    assert "den ska svara" in client.post(url("recipient_no_answer", own), follow=True).content.decode()
    assert client.post(url("referral_close", referral), {}).status_code == 302
    assert client.post(url("referral_close", referral), {}).status_code == 422
    assert "öppen igen" in client.post(url("referral_reopen", referral), follow=True).content.decode()
    data = {"version": own.version, "sent_how": "register"}
    assert client.post(url("recipient_resend", own), data).status_code == 409
    data["version"] = ReferralRecipient.objects.get(pk=own.pk).version
    assert client.post(url("recipient_resend", own), data).status_code == 302


def test_one_more_is_asked_by_the_page(anna: User, referral: ReferralRound) -> None:
    client = as_user(anna)
    assert "Alla som kan tillfrågas" in shown(client, url("referral_add", referral))
    school = UnitFactory(municipality=anna.municipality, kind="board", name="Skolnämnden")
    assert "Socialnämnden" not in shown(client, url("referral_add", referral)).split("<main", 1)[1]
    data = {"units": [school.pk], "submission_key": str(uuid.uuid4())}
    assert [client.post(url("referral_add", referral), data).status_code for _ in range(2)] == [302, 422]
    assert referral.recipients.count() == 3


def test_the_last_day_is_moved_and_the_loser_of_two_is_told(anna: User, referral: ReferralRound) -> None:
    day = (localdate() + timedelta(days=50)).strftime(DAY)
    data = {"version": 1, "answer_by": day, "decided_wording": "AU § 1"}
    assert as_user(anna).post(url("referral_update", referral), data).status_code == 302
    data["decided_wording"] = "AU § 2"
    assert as_user(anna).post(url("referral_update", referral), data).status_code == 409
    assert as_user(anna).post(url("referral_update", referral), {**data, "answer_by": "2020-01-01"}).status_code in (
        409,
        422,
    )


def test_the_list_puts_what_waits_first(referral: ReferralRound, sven: User, anna: User) -> None:
    page = shown(as_user(sven), reverse("plans:referral_list"))
    assert ("Att svara på" in page, "Socialnämnden · svara senast" in page) == (True, True)
    assert "0 av 2" in shown(as_user(anna), reverse("plans:referral_list"))
    nobody = member(Role.EMPLOYEE, anna.municipality)
    assert "Inget är på remiss" in shown(as_user(nobody), reverse("plans:referral_list"))


def test_the_list_costs_the_same_whatever_its_length(anna: User, board: Unit) -> None:
    sven = member(Role.SECRETARY, unit=board)

    def add() -> None:
        plan = PlanFactory(municipality=anna.municipality)
        edition = EditionFactory(plan=plan, state="referral")
        RecipientFactory(round__edition=edition, unit=board)

    costs = []
    for number in (1, 2):
        for _ in range(number):
            add()
        costs.append(tuple(statements(as_user(one), reverse("plans:referral_list")) for one in (anna, sven)))
    assert costs[0] == costs[1]


def test_a_referral_to_forty_costs_as_little_as_one_to_two(anna: User, referral: ReferralRound, sven: User) -> None:
    addresses = referral.get_absolute_url(), referral.recipients.earliest("pk").get_absolute_url()
    clients = as_user(anna), as_user(sven)
    for client in clients:
        shown(client, addresses[0])
    before = [statements(client, addresses[0]) for client in clients]
    for number in range(38):
        unit = UnitFactory(municipality=anna.municipality, kind="board")
        recipient = RecipientFactory(round=referral, unit=unit)
        if number % 2:
            StatementFactory(recipient=recipient, state="registered", stance="endorses")
    assert referral.recipients.count() == 40
    assert [statements(client, addresses[0]) for client in clients] == before
    assert max(before) <= 15
    assert statements(clients[0], addresses[1]) <= 15
