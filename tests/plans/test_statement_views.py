"""The pages of answers: drafting, registering, reading, correcting; nothing typed is lost."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from plans.models import ReferralRecipient, Statement
from plans.services.statement import draft_statement, register_statement
from tests.plans.legal_factories import RecipientFactory, StatementFactory, ViewpointFactory
from tests.plans.test_statement_service import pdf
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipient() -> ReferralRecipient:
    made: ReferralRecipient = RecipientFactory(unit__name="Socialnämnden", unit__kind="committee")
    return made


@pytest.fixture
def reporter(recipient: ReferralRecipient) -> User:
    return member(Role.REPORTER, unit=recipient.unit)


@pytest.fixture
def secretary(recipient: ReferralRecipient) -> User:
    return member(Role.SECRETARY, unit=recipient.unit)


@pytest.fixture
def coordinator(recipient: ReferralRecipient) -> User:
    return member(Role.COORDINATOR, recipient.municipality)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, row: Any) -> str:
    return reverse(f"plans:{route}", args=[row.pk])


def filled(recipient: ReferralRecipient, **more: Any) -> dict[str, Any]:
    basics = {"submission_key": str(uuid.uuid4()), "version": 0, "answered_by": recipient.unit_id}
    return {**basics, "stance": "endorses", "text": "Nämnden tillstyrker.", **more}


def test_statement_write_keeps_the_draft_with_those_who_are_asked(recipient, reporter, coordinator):
    staff = as_user(reporter)
    shown = staff.get(url("statement_write", recipient)).content.decode()
    assert recipient.round.question in shown
    answer = staff.post(url("statement_write", recipient), {"version": 0, "text": "Ett första utkast"})
    draft = Statement.objects.get()
    assert answer.headers["Location"] == draft.get_absolute_url()
    assert "Ett första utkast" in staff.get(draft.get_absolute_url()).content.decode()
    assert as_user(coordinator).get(draft.get_absolute_url()).status_code == 404
    told = as_user(coordinator).get(url("statement_register", recipient)).content.decode()
    assert "Ett första utkast" not in told
    assert "har påbörjat ett utkast" in told


def test_statement_write_shows_both_texts_to_who_was_slower(recipient, reporter, secretary):
    draft_statement(recipient=recipient, version=0, text="Sekreterarens", by=secretary)
    answer = as_user(reporter).post(url("statement_write", recipient), {"version": 0, "text": "Rapportörens"})
    assert answer.status_code == 409
    assert {"Sekreterarens", "Rapportörens"} <= set(answer.content.decode().replace("<", ">").split(">"))
    again = as_user(reporter).post(url("statement_write", recipient), {"version": 1, "text": "Bådas"})
    assert (again.status_code, Statement.objects.get().text) == (302, "Bådas")


def test_statement_write_loses_nothing_when_it_is_registered_already(recipient, reporter):
    StatementFactory(recipient=recipient, state="registered", stance="endorses")
    answer = as_user(reporter).post(url("statement_write", recipient), {"version": 1, "text": "Allt mitt arbete"})
    assert (answer.status_code, "Allt mitt arbete" in answer.content.decode()) == (422, True)


def test_statement_register_begins_with_the_draft_and_keeps_what_came(recipient, reporter, secretary):
    draft_statement(recipient=recipient, version=0, text="Utkastets ord", stance="partly", by=reporter)
    client = as_user(secretary)
    assert "Utkastets ord" in client.get(url("statement_register", recipient)).content.decode()
    data = filled(
        recipient,
        version=1,
        file=SimpleUploadedFile("svar.pdf", pdf(), content_type="application/pdf"),
        body=recipient.unit_id,
        met_on="2017-01-31",
        paragraph="§ 15",
        motions="Anna Ek (S) yrkar bifall\nBo By (M) yrkar avslag",
        basis="Missiv, 2017-01-31\nRemiss, 2016-12-07",
        recipients="Kommunstyrelsen\nAkten",
    )
    first, second = (client.post(url("statement_register", recipient), data) for _ in range(2))
    statement = Statement.objects.get()
    assert (first.headers["Location"], second.headers["Location"]) == (statement.get_absolute_url(),) * 2
    shown = client.get(statement.get_absolute_url()).content.decode()
    for said in ("§ 15", "Anna Ek (S) yrkar bifall", "Remiss, 2016-12-07", "Akten", "svar.pdf"):
        assert said in shown
    file = client.get(url("statement_file", statement))
    assert file.content.startswith(b"%PDF")
    assert file.headers["Content-Disposition"] == 'attachment; filename="svar.pdf"'


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"stance": ""}, "Välj vilken ställning yttrandet tar."),
        ({"text": ""}, "Skriv eller klistra in yttrandet"),
        ({"paragraph": "§ 4"}, "Välj vilket organ som har fattat beslutet."),
        ({"signer": "19811228-9874"}, "personnummer"),
        ({"met_on": "i går"}, "2027-03-12"),
    ],
)
def test_statement_register_shows_again_what_was_typed(recipient, secretary, wrong, told):
    about = {} if "paragraph" in wrong else {"body": recipient.unit_id}
    data = filled(recipient, heading="Rubriken som skrevs", **about, **wrong)
    answer = as_user(secretary).post(url("statement_register", recipient), data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Rubriken som skrevs" in answer.content.decode()
    assert not Statement.objects.exists()


def test_statement_register_takes_a_pasted_book_and_tells_of_one_that_is_too_long(recipient, secretary):
    client, page = as_user(secretary), url("statement_register", recipient)
    assert "maxlength" not in str(client.get(page).context["form"]["text"])
    long = "Ett ord till. " * 20_000
    answer = client.post(page, filled(recipient, text=long))
    assert (answer.status_code, long.strip() in answer.content.decode()) == (422, True)
    assert client.post(page, filled(recipient, text=long[:150_000])).status_code == 302
    assert len(Statement.objects.get().text) > 149_000


def test_statement_register_says_which_paragraph_is_used(recipient, secretary):
    client = as_user(secretary)
    data = filled(recipient, body=recipient.unit_id, met_on="2017-01-31", paragraph="§ 15")
    assert client.post(url("statement_register", recipient), data).status_code == 302
    other = RecipientFactory(round__edition__plan__municipality=recipient.municipality, unit=recipient.unit)
    answer = client.post(url("statement_register", other), {**data, "submission_key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "har redan använt § 15 under 2017" in answer.content.decode()


def test_statement_register_shows_the_second_of_two_secretaries_both_texts(recipient, secretary, coordinator):
    register_statement(recipient=recipient, stance="endorses", text="Den förstas ord", by=secretary)
    answer = as_user(coordinator).post(url("statement_register", recipient), filled(recipient, text="Den andras ord"))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Den förstas ord" in shown
    assert "Den andras ord" in shown
    assert Statement.objects.get().get_absolute_url() in shown


def test_a_secretary_notes_decisions_of_the_own_bodies_alone(recipient, secretary, coordinator):
    board = UnitFactory(municipality=recipient.municipality, kind="board", name="Kommunstyrelsen")
    data = filled(recipient, body=board.pk, met_on="2017-01-31", paragraph="§ 1")
    assert as_user(secretary).post(url("statement_register", recipient), data).status_code == 422
    assert as_user(coordinator).post(url("statement_register", recipient), data).status_code == 302


def test_statement_update_asks_why_and_shows_what_was_corrected(recipient, secretary):
    statement = StatementFactory(recipient=recipient, state="registered", stance="endorses", text="Fel text")
    client = as_user(secretary)
    page = url("statement_update", statement)
    assert "Fel text" in client.get(page).content.decode()
    data = filled(recipient, version=1, text="Rätt text")
    assert client.post(page, data).status_code == 422
    assert client.post(page, {**data, "reason": "Avskrivningsfel"}).status_code == 302
    shown = client.get(statement.get_absolute_url()).content.decode()
    assert "Rätt text" in shown
    assert "Avskrivningsfel" in shown
    assert client.post(page, {**data, "reason": "En gång till", "text": "Annat"}).status_code == 409


def test_an_answer_without_a_file_has_none_to_keep(recipient, coordinator):
    statement = StatementFactory(recipient=recipient, state="registered", stance="endorses")
    assert as_user(coordinator).get(url("statement_file", statement)).status_code == 404


def test_statement_detail_asks_the_same_of_the_database_for_one_viewpoint_and_for_three(recipient, coordinator):
    statement = StatementFactory(recipient=recipient, state="registered", stance="endorses", dated_on=date(2017, 1, 1))
    client = as_user(coordinator)
    client.get(statement.get_absolute_url())
    counted = []
    for more in (1, 2):
        ViewpointFactory.create_batch(more, statement=statement)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(statement.get_absolute_url()).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]
