"""Answers to a referral: drafted, registered, corrected, with the file that came and the body's own decision."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.roles import Role
from foundation.records import StaleVersion
from notifications.models import Notice
from plans.answers import OwnDecision, ReceivedFile
from plans.models import Decision, Document, RegistrationItem, Statement
from plans.models.statement import LONGEST_STATEMENT
from plans.services.statement import correct_statement, draft_statement, register_statement
from tests.plans.legal_factories import RecipientFactory, StatementFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


EARLIER, LATER = date(2026, 2, 1), date(2026, 2, 2)


def pdf(*, locked: bool = False, pages: int = 1) -> bytes:
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page()
    kept = BytesIO()
    made.save(kept, encryption=pikepdf.Encryption(owner="a", user="b") if locked else False)
    return kept.getvalue()


@pytest.fixture
def recipient():
    return RecipientFactory(unit__name="Socialnämnden", unit__kind="committee")


@pytest.fixture
def secretary(recipient):
    return member(Role.SECRETARY, unit=recipient.unit)


@pytest.fixture
def coordinator(recipient):
    return member(Role.COORDINATOR, recipient.municipality)


def test_a_draft_is_written_and_written_anew(recipient, secretary):
    draft = draft_statement(recipient=recipient, version=0, text="Ett\r\ntvå ", by=secretary)
    assert (draft.state, draft.text, draft.answered_by) == ("draft", "Ett\ntvå", recipient.unit)
    again = draft_statement(recipient=recipient, version=1, text="Tre", stance="endorses", signer="Bo", by=secretary)
    assert (again.pk, again.version, again.stance, again.signer) == (draft.pk, 2, "endorses", "Bo")
    assert [one.text for one in again.history.all()] == ["Tre", "Ett\ntvå"]
    assert not RegistrationItem.objects.exists()


def test_who_began_when_there_was_no_draft_does_not_write_over_one(recipient, secretary):
    draft_statement(recipient=recipient, version=0, text="Den förstas", by=secretary)
    with pytest.raises(StaleVersion):
        draft_statement(recipient=recipient, version=0, text="Den andras", by=secretary)
    assert Statement.objects.get().text == "Den förstas"


def test_what_is_registered_is_no_draft_any_more(recipient, secretary):
    StatementFactory(recipient=recipient, state="registered", stance="endorses", text="Vårt")
    with pytest.raises(ValidationError):
        draft_statement(recipient=recipient, text="Annat", by=secretary)
    assert Statement.objects.get().text == "Vårt"


def test_a_registered_answer_is_to_be_registered_and_told(recipient, secretary, coordinator):
    draft_statement(recipient=recipient, text="Utkast", by=secretary)
    day = localdate() - timedelta(days=2)
    made = register_statement(
        recipient=recipient,
        version=1,
        stance="no_objection",
        text="Ingen erinran.",
        dated_on=day,
        received_on=localdate(),
        signer="Anna Johansson",
        signer_title="Ordförande",
        registry_number="OSN/2016:141",
        by=secretary,
    )
    assert (made.state, made.registered_by, made.stance, made.version) == ("registered", secretary, "no_objection", 2)
    recipient.refresh_from_db()
    assert (recipient.registry_number, recipient.gives_no_answer) == ("OSN/2016:141", False)
    item = RegistrationItem.objects.get()
    assert (item.kind, item.target_pk, item.matter) == ("statement_in", made.pk, recipient.round.matter)
    assert (item.occurred_on, item.arrived_on, item.title) == (day, localdate(), "Yttrande från Socialnämnden")
    assert [(one.kind, one.recipient) for one in Notice.objects.all()] == [("statement_registered", coordinator)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"stance": "", "text": "Ja"}, "stance"),
        ({"stance": "perhaps", "text": "Ja"}, "stance"),
        ({"stance": "endorses"}, "text"),
        ({"stance": "endorses", "text": "x" * (LONGEST_STATEMENT + 1)}, "text"),
        ({"stance": "endorses", "text": "Ja", "received_on": date(2999, 1, 1)}, "received_on"),
        (
            {"stance": "endorses", "text": "Ja", "dated_on": date(2026, 2, 2), "received_on": date(2026, 2, 1)},
            "received_on",
        ),
        ({"stance": "endorses", "file": ReceivedFile(b"PK\x03\x04", "svar.docx")}, "file"),
        ({"stance": "endorses", "file": ReceivedFile(b"%PDF-1.7 nothing", "svar.pdf")}, "file"),
        ({"stance": "endorses", "file": ReceivedFile(pdf(locked=True), "svar.pdf")}, "file"),
        ({"stance": "endorses", "file": ReceivedFile(pdf(), "19811228-9874.pdf")}, "file"),
        ({"stance": "endorses", "file": ReceivedFile(b"%PDF" + b"0" * 11_000_000, "svar.pdf")}, "file"),
    ],
)
def test_what_is_wanting_is_said_at_its_field(recipient, secretary, given, field):
    with pytest.raises(ValidationError) as refused:
        register_statement(recipient=recipient, by=secretary, **given)
    assert list(refused.value.error_dict) == [field]
    assert not Statement.objects.exists()


def test_the_file_is_kept_as_it_came_among_the_documents_of_the_matter(recipient, secretary):
    content = pdf(pages=3)
    file = ReceivedFile(content, "Protokollsutdrag § 15.pdf")
    made = register_statement(recipient=recipient, stance="endorses", file=file, signer="Pirjo Ohvo", by=secretary)
    document = made.document
    assert (document.kind, document.matter, document.file.read()) == ("statement", recipient.round.matter, content)
    assert (document.file_name, document.sender) == ("Protokollsutdrag § 15.pdf", "Socialnämnden")
    assert document.signers == [{"name": "Pirjo Ohvo", "title": ""}]


def test_a_statement_of_thirty_pages_is_taken_whole(recipient, secretary):
    text = "\n\n".join(f"Stycke {number} " + "ord " * 600 for number in range(75))
    assert len(text) > 150_000
    made = register_statement(recipient=recipient, stance="partly", text=text, by=secretary)
    made.refresh_from_db()
    assert made.text == text.strip()


def own_decision(recipient, **more):
    return OwnDecision(
        **{
            "body": recipient.unit,
            "met_on": date(2017, 1, 31),
            "paragraph": "§ 15",
            "registry_number": "OSN/2016:141",
            "heading": "Yttrande på remiss",
            "wording": "Förslaget till yttrande godkänns och tillställs kommunstyrelsen",
            "motions": ["Anna Johansson (S) yrkar bifall till förvaltningens förslag"],
            "basis": ["Missiv, 2017-01-31", "Yttrande, 2017-01-16"],
            "recipients": ["Kommunstyrelsen", "Akten"],
            **more,
        }
    )


def test_the_bodys_own_decision_is_a_row_of_the_same_matter(recipient, secretary):
    board = UnitFactory(municipality=recipient.municipality, name="Kommunstyrelsen", kind="board")
    made = register_statement(
        recipient=recipient, stance="partly", text="Så här.", decision=own_decision(recipient), by=secretary
    )
    decision = made.decision
    assert (decision.matter, decision.body, decision.outcome) == (recipient.round.matter, recipient.unit, "statement")
    assert (decision.paragraph, decision.paragraph_key, decision.year) == ("§ 15", "15", 2017)
    assert decision.meeting.held_on == date(2017, 1, 31)
    assert decision.motions == [
        {"person": "Anna Johansson", "party": "S", "text": "yrkar bifall till förvaltningens förslag"}
    ]
    assert [(one.recipient, one.unit, one.is_file) for one in decision.dispatches.all()] == [
        ("Kommunstyrelsen", board, False),
        ("Akten", None, True),
    ]


def test_a_paragraph_is_used_once_a_year_by_a_body(recipient, secretary):
    register_statement(recipient=recipient, stance="partly", text="Ett", decision=own_decision(recipient), by=secretary)
    other = RecipientFactory(round__edition__plan__municipality=recipient.municipality, unit=recipient.unit)
    again = own_decision(recipient, paragraph="15 §", met_on=date(2017, 6, 1))
    with pytest.raises(ValidationError) as refused:
        register_statement(recipient=other, stance="partly", text="Två", decision=again, by=secretary)
    assert list(refused.value.error_dict) == ["paragraph"]
    assert "15 §" in str(refused.value.messages[0])
    next_year = own_decision(recipient, met_on=date(2018, 1, 31))
    register_statement(recipient=other, stance="partly", text="Två", decision=next_year, by=secretary)
    assert Decision.objects.count() == 2


def test_who_answers_need_not_be_who_was_asked(recipient, secretary):
    office = UnitFactory(municipality=recipient.municipality, name="Socialförvaltningen")
    made = register_statement(recipient=recipient, stance="endorses", text="Ja", answered_by=office, by=secretary)
    assert str(made) == "Socialförvaltningen"
    with pytest.raises(ValidationError):
        correct_statement(
            statement=made, reason="Fel", stance="endorses", text="Ja", answered_by=UnitFactory(), by=secretary
        )


def test_a_decision_of_another_municipality_or_of_no_body_is_refused(recipient, secretary):
    for unit in (UnitFactory(kind="committee"), UnitFactory(municipality=recipient.municipality)):
        decision = own_decision(recipient, body=unit)
        with pytest.raises(ValidationError) as refused:
            register_statement(recipient=recipient, stance="endorses", text="Ja", decision=decision, by=secretary)
        assert list(refused.value.error_dict) == ["body"]


def test_whoever_registers_second_is_told_and_writes_nothing(recipient, secretary, coordinator):
    register_statement(recipient=recipient, stance="endorses", text="Den förstas", by=secretary)
    with pytest.raises(StaleVersion):
        register_statement(recipient=recipient, stance="rejects", text="Den andras", by=coordinator)
    assert Statement.objects.get().text == "Den förstas"
    assert RegistrationItem.objects.count() == 1


def test_a_registered_answer_is_corrected_with_a_reason_and_keeps_its_history(recipient, secretary):
    file = ReceivedFile(pdf(), "fel.pdf")
    made = register_statement(recipient=recipient, stance="endorses", text="Fel", file=file, by=secretary)
    with pytest.raises(ValidationError) as refused:
        correct_statement(statement=made, version=1, reason=" ", stance="endorses", text="Rätt", by=secretary)
    assert list(refused.value.error_dict) == ["reason"]
    corrected = correct_statement(
        statement=made,
        version=1,
        reason="Fel fil",
        stance="partly",
        text="Rätt",
        file=ReceivedFile(pdf(pages=2), "ratt.pdf"),
        decision=own_decision(recipient),
        by=secretary,
    )
    assert (corrected.version, corrected.stance, corrected.document.file_name) == (2, "partly", "ratt.pdf")
    assert [(one.text, one.history_change_reason) for one in corrected.history.all()] == [
        ("Rätt", "Fel fil"),
        ("Fel", "Registrerat"),
    ]
    assert Document.history.filter(id=corrected.document_id, file_name="fel.pdf").exists()
    with pytest.raises(StaleVersion):
        correct_statement(statement=made, version=1, reason="Fel", stance="endorses", text="Rätt", by=secretary)
    with pytest.raises(ValidationError):
        correct_statement(
            statement=corrected, reason="Fel", stance="partly", text="x", decision=own_decision(recipient), by=secretary
        )


def test_a_draft_is_not_corrected_but_registered(recipient, secretary):
    draft = draft_statement(recipient=recipient, text="Utkast", by=secretary)
    with pytest.raises(ValidationError):
        correct_statement(statement=draft, reason="Fel", stance="endorses", text="Rätt", by=secretary)
