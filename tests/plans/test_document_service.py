"""Documents of a matter: what they hold, what is refused, what a letter starts with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.inputs import ReceivedPaper
from plans.models import Document, Matter
from plans.selectors.letter_defaults import first_values
from plans.services.document import (
    create_document,
    move_document,
    restore_document,
    update_document,
    withdraw_document,
)
from tests.files.pdfs import a_pdf
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.legal_factories import (
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
    StepFactory,
)
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
PDF = a_pdf()


@pytest.fixture
def matter() -> Matter:
    plan = PlanFactory(
        title="Handlingsplan",
        officials=[
            {"role": "signer", "name": "Anna Ek", "title": "kommundirektör"},
            {"role": "officer", "name": "Bo Strand", "title": ""},
        ],
    )
    return MatterFactory(plan=plan, registry_number="2016.119")


@pytest.fixture
def anna(matter: Matter) -> User:
    return member(Role.COORDINATOR, matter.municipality)


def titles(matter: Matter) -> list[str]:
    return list(matter.documents.current().values_list("title", flat=True))


def test_a_letter_keeps_its_sections_and_lists_without_what_is_empty(matter: Matter, anna: User) -> None:
    document = create_document(
        matter=matter,
        kind=Document.Kind.COVER_LETTER,
        title="  Missiv  till KS ",
        sections=[{"heading": "Bakgrund", "text": "Rad ett\r\nrad två "}, {"heading": " ", "text": ""}],
        basis=["Yttrande Miljönämnden daterat 2017-01-19", " "],
        recipients=["Akten"],
        signers=[{"name": "Anna Ek", "title": "kommundirektör"}],
        by=anna,
    )

    assert (document.title, document.basis, document.recipients) == (
        "Missiv till KS",
        ["Yttrande Miljönämnden daterat 2017-01-19"],
        ["Akten"],
    )
    assert document.sections == [{"heading": "Bakgrund", "text": "Rad ett\nrad två"}]


def test_a_received_file_is_kept_to_the_last_byte_and_stays_when_the_rest_is_corrected(
    matter: Matter, anna: User
) -> None:
    paper = ReceivedPaper(content=PDF, name="protokoll.pdf")
    document = create_document(matter=matter, kind=Document.Kind.EXTRACT, title="Utdrag", file=paper, by=anna)
    changed = update_document(document=document, version=1, title="Protokollsutdrag § 40", by=anna)

    assert changed.file is not None
    assert (changed.file.read(), changed.file_name, changed.version) == (PDF, "protokoll.pdf", 2)


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"<html>%PDF-", b"%PDF-" + b"x" * (10 * 1024 * 1024), b"%PDF-1.4 torn"]
)
def test_a_file_that_is_no_pdf_or_too_large_is_refused(matter: Matter, anna: User, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        create_document(
            matter=matter, kind="other", title="A", file=ReceivedPaper(content=content, name="a.pdf"), by=anna
        )
    assert list(refused.value.error_dict) == ["file"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 301}),
        ("registry_number", {"registry_number": "9" * 51}),
        ("arrived_on", {"arrived_on": localdate() + timedelta(days=2)}),
        ("sections", {"sections": [{"heading": "A", "text": "x" * 20_001}]}),
        ("sections", {"sections": [{"heading": "A", "text": "\x00"}]}),
        ("kind", {"kind": "poem"}),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    matter: Matter, anna: User, field: str, given: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        create_document(**{"matter": matter, "kind": "other", "title": "A", "by": anna} | given)
    assert list(refused.value.error_dict) == [field]


def test_too_many_rows_are_refused(matter: Matter, anna: User) -> None:
    with pytest.raises(ValidationError):
        create_document(matter=matter, kind="other", title="A", basis=["x"] * 201, by=anna)


def test_two_who_write_at_once_are_told(matter: Matter, anna: User) -> None:
    document = create_document(matter=matter, kind="cover_letter", title="A", by=anna)
    update_document(document=document, version=1, title="B", by=anna)

    with pytest.raises(StaleVersion):
        update_document(document=document, version=1, title="C", by=anna)


def test_documents_are_put_in_order_removed_and_brought_back(matter: Matter, anna: User) -> None:
    first, _second, last = (create_document(matter=matter, kind="other", title=one, by=anna) for one in "ABC")

    move_document(document=last, direction="up", by=anna)
    assert titles(matter) == ["A", "C", "B"]
    withdraw_document(document=first, by=anna)
    assert titles(matter) == ["C", "B"]
    restore_document(document=first, by=anna)
    assert titles(matter) == ["A", "C", "B"]


def test_nothing_is_changed_in_a_closed_matter_nor_in_a_removed_document(matter: Matter, anna: User) -> None:
    document = create_document(matter=matter, kind="other", title="A", by=anna)
    withdraw_document(document=document, by=anna)
    with pytest.raises(ValidationError):
        update_document(document=document, title="B", by=anna)
    matter.closed_on = localdate()
    matter.save()
    for act in (restore_document, withdraw_document):
        with pytest.raises(ValidationError):
            act(document=document, by=anna)
    with pytest.raises(ValidationError):
        create_document(matter=matter, kind="other", title="B", by=anna)


def test_an_official_letter_starts_with_the_municipalitys_headings_and_a_proposal(matter: Matter) -> None:
    StepFactory(matter=matter, body=UnitFactory(municipality=matter.municipality, name="Kommunstyrelsen"))
    first = first_values(matter, Document.Kind.OFFICIAL_LETTER)

    headings = [one["heading"] for one in first["sections"]]
    assert headings == [*matter.municipality.letter_headings, "Förslag till Kommunstyrelsen"]
    assert "Prövning av barnets bästa" in headings
    assert first["sections"][-1]["text"] == "Anta Handlingsplan."
    assert (first["officer"], first["signers"]) == ("Bo Strand", [{"name": "Anna Ek", "title": "kommundirektör"}])


def test_a_covering_letter_knows_the_summary_the_statements_and_to_whom_the_decision_goes(matter: Matter) -> None:
    units = {
        name: UnitFactory(municipality=matter.municipality, name=name, kind="board")
        for name in ("Miljönämnden", "Omsorgsnämnden", "Utskottet", "Kommunstyrelsen")
    }
    StepFactory(matter=matter, kind="preparation", body=units["Utskottet"])
    StepFactory(matter=matter, kind="decision", body=units["Kommunstyrelsen"])
    EditionFactory(plan=matter.plan, state="proposal", title="Handlingsplan")
    referral = ReferralFactory(
        edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter, summary="Alla tillstyrker."
    )
    asked = RecipientFactory(round=referral, unit=units["Miljönämnden"])
    StatementFactory(recipient=asked, state="registered", stance="endorses", dated_on=date(2017, 1, 19))
    RecipientFactory(round=referral, unit=units["Omsorgsnämnden"])

    first = first_values(matter, Document.Kind.COVER_LETTER)

    assert [one["heading"] for one in first["sections"]] == [
        "Bakgrund",
        "Sammanfattning",
        "Förslag till Utskottet",
        "Förslag till Kommunstyrelsen",
    ]
    assert first["sections"][1]["text"] == "Alla tillstyrker."
    assert first["sections"][2]["text"] == "Föreslå Kommunstyrelsen att anta Handlingsplan."
    assert first["basis"] == ["Förslag till Handlingsplan", "Yttrande Miljönämnden daterat 2017-01-19"]
    assert first["recipients"] == ["Miljönämnden", "Omsorgsnämnden", "Kommunstyrelsen", "Akten"]
