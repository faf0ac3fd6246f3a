"""To register: the list, noting, correcting, undoing, and what takes the numbers over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Decision, Edition, Matter, RegistrationItem
from plans.selectors.overview import waiting_for
from plans.services.decision import correct_adoption, note_repeal, note_small_change, record_decision
from plans.services.edition import register_decided_edition
from plans.services.registration import await_registration, note_registered, reopen_registration
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory
from tests.plans.legal_factories import (
    DecisionFactory,
    DocumentFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
)
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
Kind = RegistrationItem.Kind


@pytest.fixture
def matter() -> Matter:
    return MatterFactory(title="Handlingsplanen", registry_number="KS/2016:168")


@pytest.fixture
def rut(matter: Matter) -> User:
    return member(Role.REGISTRAR, matter.municipality)


def statement_in(matter: Matter, rut: User, *, by_link: bool = False) -> RegistrationItem:
    referral = ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter)
    statement = StatementFactory(
        recipient=RecipientFactory(round=referral), state="registered", stance="endorses", came_by_link=by_link
    )
    statement.document = DocumentFactory(matter=matter, kind="statement")
    statement.save()
    return await_registration(kind=Kind.STATEMENT_IN, about=statement, title="Yttrandet", matter=matter, by=rut)


def test_a_small_change_and_a_short_repeal_are_registered_too(matter: Matter, rut: User) -> None:
    plan = matter.plan
    plan.header = [{"label": "Rätt att revidera", "state": "value", "value": "Säkerhetschefen"}]
    plan.save()
    register_decided_edition(plan=plan, registry_number="KS/2016:168", by=rut)
    MeasureFactory(plan=plan)
    changed = note_small_change(plan=plan, note="Namn", decided_on=localdate(), is_confirmed=True, by=rut)
    item = RegistrationItem.objects.get(target_model="plans.edition", target_pk=changed.pk)
    assert (item.matter, item.title.startswith("Redaktionell ändring")) == (matter, True)

    note_registered(item=item, registry_number="KS/2016:199", by=rut)
    changed.refresh_from_db()
    assert changed.registry_number == "KS/2016:199"

    note_repeal(edition=changed, repealed_on=localdate() + timedelta(days=1), reason="Fel", by=rut)
    item = RegistrationItem.objects.get(kind=Kind.REPEAL, target_pk=changed.pk)
    note_registered(item=item, registry_number="KS/2016:201", by=rut)
    changed.refresh_from_db()
    assert changed.registry_number == "KS/2016:199"

    other = register_decided_edition(plan=PlanFactory(municipality=matter.municipality), by=rut)
    note_repeal(edition=other, repealed_on=localdate(), reason="Ny styrmodell", by=rut)
    item = RegistrationItem.objects.get(target_model="plans.edition", target_pk=other.pk)
    note_registered(item=item, registry_number="KS/2016:200", by=rut)
    other.refresh_from_db()
    assert (item.matter, other.registry_number) == (None, "")


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_thing_stands_on_the_list_once(matter: Matter, rut: User) -> None:
    decision = DecisionFactory(matter=matter)
    for _times in range(2):
        await_registration(kind=Kind.DECISION, about=decision, title="§ 55", matter=matter, by=rut)

    assert RegistrationItem.objects.waiting().count() == 1


def test_noting_fills_what_the_statement_and_its_document_do_not_say_themselves(matter: Matter, rut: User) -> None:
    item = statement_in(matter, rut)
    statement = matter.referral_rounds.get().recipients.get().statement
    statement.registry_number = "MN/2016:7"
    statement.save()

    note_registered(
        item=item,
        version=item.version,
        arrived_on=localdate(),
        registry_number="KS/2016:168",
        document_number="12",
        by=rut,
    )

    statement.refresh_from_db()
    assert (statement.registry_number, statement.received_on) == ("MN/2016:7", localdate())
    document = statement.document
    assert document is not None
    assert (document.registry_number, document.document_number) == ("KS/2016:168", "12")
    item.refresh_from_db()
    assert (item.registered_by, item.registered_at is not None) == (rut, True)


def test_a_referrals_letter_takes_the_number_and_a_recipients_own_number_is_left_alone(
    matter: Matter, rut: User
) -> None:
    letter = DocumentFactory(matter=matter, kind="referral_letter")
    referral = ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter, letter=letter)
    recipient = RecipientFactory(round=referral)
    item = await_registration(kind=Kind.REFERRAL_OUT, about=recipient, title="Remiss", matter=matter, by=rut)
    note_registered(item=item, document_number="3", arrived_on=localdate(), by=rut)

    letter.refresh_from_db()
    recipient.refresh_from_db()
    assert (letter.document_number, letter.arrived_on, recipient.registry_number) == ("3", None, "")


def adopted(matter: Matter, rut: User) -> Decision:
    edition = EditionFactory(plan=matter.plan, state="proposal", body=matter.body)
    given = {"decided_on": localdate(), "paragraph": "§ 55", "outcome": "adopt"}
    return record_decision(matter=matter, body=matter.body, edition=edition, by=rut, **given)


def test_the_number_of_an_adoption_reaches_the_edition_and_is_not_asked_for_again(matter: Matter, rut: User) -> None:
    decision = adopted(matter, rut)
    assert "edition_to_register" in [one.kind for one in waiting_for(rut, today=localdate())]

    item = RegistrationItem.objects.get(kind=Kind.DECISION)
    note_registered(item=item, registry_number="KS/2016:168", document_number="12", by=rut)

    decision.refresh_from_db()
    assert (decision.registry_number, decision.edition.registry_number) == ("KS/2016:168", "KS/2016:168")
    assert "edition_to_register" not in [one.kind for one in waiting_for(rut, today=localdate())]


def test_a_number_that_stands_beside_the_edition_is_left_alone(matter: Matter, rut: User) -> None:
    decision = adopted(matter, rut)
    Edition.objects.filter(pk=decision.edition_id).update(registry_number="2016.119")
    note_registered(item=RegistrationItem.objects.get(kind=Kind.DECISION), registry_number="KS/2016:168", by=rut)
    assert Edition.objects.get().registry_number == "2016.119"


def test_a_correction_of_the_edition_that_knows_no_number_wipes_none(matter: Matter, rut: User) -> None:
    decision = adopted(matter, rut)
    Decision.objects.update(registry_number="KS/2016:168")
    correct_adoption(edition=decision.edition, decided_on=localdate(), paragraph="§ 56", by=rut)
    decision.refresh_from_db()
    assert (decision.paragraph, decision.registry_number) == ("§ 56", "KS/2016:168")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("registry_number", {}),
        ("registry_number", {"registry_number": "9" * 51}),
        ("arrived_on", {"registry_number": "1", "arrived_on": localdate() + timedelta(days=2)}),
    ],
)
def test_what_cannot_be_noted_is_refused_at_its_field(matter: Matter, rut: User, field: str, given: dict) -> None:
    item = statement_in(matter, rut)
    with pytest.raises(ValidationError) as refused:
        note_registered(item=item, by=rut, **given)
    assert list(refused.value.error_dict) == [field]


def test_two_registrars_at_once_are_told_and_a_mistake_is_undone(matter: Matter, rut: User) -> None:
    item = statement_in(matter, rut)
    note_registered(item=item, version=1, registry_number="1", by=rut)
    with pytest.raises(StaleVersion):
        note_registered(item=item, version=1, registry_number="2", by=rut)

    undone = reopen_registration(item=item, by=rut)

    assert (undone.registered_at, undone.registered_by, undone.registry_number) == (None, None, "1")


def test_the_list_marks_what_came_by_link_and_what_is_done_leaves_it(matter: Matter, rut: User) -> None:
    item = statement_in(matter, rut, by_link=True)
    client, address = as_user(rut), reverse("plans:registration_list")
    said = client.get(address).content.decode()
    assert "Yttrandet" in said
    assert "Inkom via länk" in said

    note = reverse("plans:registration_note", args=[item.pk])
    assert "KS/2016:168" in client.get(note).content.decode()
    assert client.post(note, {"version": 1, "registry_number": "", "document_number": ""}).status_code == 422
    data = {"version": 1, "registry_number": "KS/2016:168", "document_number": "12", "arrived_on": localdate()}
    assert client.post(note, data).status_code == 302
    assert client.post(note, {**data, "document_number": "13"}).status_code == 409

    assert note not in client.get(address).content.decode()
    assert "12" in client.get(f"{address}?visa=klara").content.decode()
    client.post(reverse("plans:registration_reopen", args=[item.pk]))
    assert note in client.get(address).content.decode()


def test_the_overview_tells_the_registrar_and_nobody_else(matter: Matter, rut: User) -> None:
    statement_in(matter, rut)
    assert "1 sak att diarieföra" in as_user(rut).get(reverse("start")).content.decode()

    anna = member(Role.COORDINATOR, matter.municipality)
    assert "registrations" not in [one.kind for one in waiting_for(anna, today=localdate())]


def test_the_list_takes_the_same_number_of_statements_whatever_it_holds(matter: Matter, rut: User) -> None:
    counts = []
    for times in (1, 2):
        for _more in range(times):
            statement_in(matter, rut)
            await_registration(
                kind=Kind.DECISION, about=DecisionFactory(matter=matter), title="§", matter=matter, by=rut
            )
        client = as_user(rut)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("plans:registration_list")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 18
