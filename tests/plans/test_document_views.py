"""The pages of a matter's documents: writing letters, receiving files, order, removal."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from plans.models import Document, Matter
from tests.files.pdfs import a_pdf
from tests.plans.legal_factories import (
    DocumentFactory,
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
    matter: Matter = MatterFactory(title="Handlingsplanen", registry_number="2016.119")
    StepFactory(matter=matter, body=UnitFactory(municipality=matter.municipality, name="Kommunstyrelsen"))
    return matter


@pytest.fixture
def anna(matter: Matter) -> User:
    return member(Role.COORDINATOR, matter.municipality)


@pytest.fixture
def client(anna: User) -> Client:
    browser = Client()
    browser.force_login(anna)
    return browser


def rows(*sections: tuple[str, str]) -> dict[str, str]:
    data = {"sections-TOTAL_FORMS": str(len(sections)), "sections-INITIAL_FORMS": "0"}
    for number, (heading, text) in enumerate(sections):
        data |= {f"sections-{number}-heading": heading, f"sections-{number}-text": text}
    return data


def letter(*sections: tuple[str, str], **more: str) -> dict[str, str]:
    return {"submission_key": str(uuid.uuid4()), "title": "Tjänsteskrivelse", **rows(*sections), **more}


def new(matter: Matter, kind: str = "") -> str:
    return reverse("plans:document_create", args=[matter.pk]) + (f"?typ={kind}" if kind else "")


def test_an_official_letter_opens_with_its_headings_and_is_written_once(client: Client, matter: Matter) -> None:
    address = new(matter, "official_letter")
    said = client.get(address).content.decode()
    for heading in ("Ekonomiska konsekvenser", "Prövning av barnets bästa", "Förslag till Kommunstyrelsen"):
        assert heading in said

    data = letter(("Sammanfattning", "Kort."), ("Bedömning", ""), signers="Anna Ek, kommundirektör", basis="A\n\nB")
    first, second = (client.post(address, data) for _times in range(2))

    document = Document.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == document.get_absolute_url()
    assert document.kind == Document.Kind.OFFICIAL_LETTER
    assert document.signers == [{"name": "Anna Ek", "title": "kommundirektör"}]
    assert document.basis == ["A", "B"]
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Kort." in page
    assert "ej ifylld" in page


def test_one_more_section_is_added_without_saving_and_without_losing_what_was_typed(
    client: Client, matter: Matter
) -> None:
    answer = client.post(new(matter, "cover_letter"), letter(("Egen rubrik", "Skrivet"), title="", add="sections"))

    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Egen rubrik" in said
    assert 'name="sections-1-heading"' in said
    assert "Något behöver rättas" not in said
    assert not Document.objects.exists()


def test_nothing_typed_is_lost_when_something_is_refused(client: Client, matter: Matter) -> None:
    answer = client.post(new(matter, "cover_letter"), letter(("", "Text utan rubrik"), title=""))

    assert answer.status_code == 422
    assert "Text utan rubrik" in answer.content.decode()


def test_an_identity_number_in_a_section_is_refused(client: Client, matter: Matter) -> None:
    answer = client.post(new(matter, "cover_letter"), letter(("A", "Personen 19811218-9876 bor där.")))

    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_who_saves_a_letter_second_sees_both_texts(client: Client, matter: Matter) -> None:
    document = DocumentFactory(matter=matter, sections=[{"heading": "A", "text": "Från början"}])
    address = reverse("plans:document_update", args=[document.pk])
    assert "Från början" in client.get(address).content.decode()
    assert client.post(address, {"version": 1, "title": "T", **rows(("A", "Den förste"))}).status_code == 302

    answer = client.post(address, {"version": 1, "title": "T", **rows(("A", "Den andre"))})

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "förste" in said
    assert "andre" in said
    document.refresh_from_db()
    assert document.sections == [{"heading": "A", "text": "Den förste"}]


def test_a_received_file_is_taken_in_and_handed_out_as_it_came(client: Client, matter: Matter) -> None:
    upload = SimpleUploadedFile("Utdrag § 40.pdf", PDF, content_type="application/pdf")
    data = {"submission_key": str(uuid.uuid4()), "kind": "extract", "title": "Protokollsutdrag § 40", "file": upload}
    assert client.post(new(matter), data).status_code == 302

    document = Document.objects.get()
    answer = client.get(reverse("plans:document_file", args=[document.pk]))
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    update = reverse("plans:document_update", args=[document.pk])
    assert client.post(update, {"version": 1, "title": "Utdrag", "document_number": "7"}).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.document_number, document.file is not None) == ("Utdrag", "7", True)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused_at_the_file(client: Client, matter: Matter, content: bytes) -> None:
    data = {
        "submission_key": str(uuid.uuid4()),
        "kind": "other",
        "title": "A",
        "file": SimpleUploadedFile("a.pdf", content),
    }
    answer = client.post(new(matter), data)

    assert answer.status_code == 422
    assert "inte en PDF" in answer.content.decode()


def test_documents_are_moved_removed_and_restored_from_the_matter(client: Client, matter: Matter) -> None:
    first, second = DocumentFactory(matter=matter, title="A"), DocumentFactory(matter=matter, title="B")

    client.post(reverse("plans:document_move", args=[second.pk]), {"direction": "up"})
    assert list(matter.documents.current().values_list("title", flat=True)) == ["B", "A"]
    client.post(reverse("plans:document_withdraw", args=[first.pk]))
    first.refresh_from_db()
    assert first.is_withdrawn
    assert "Återställ" in client.get(matter.get_absolute_url()).content.decode()
    client.post(reverse("plans:document_restore", args=[first.pk]))
    first.refresh_from_db()
    assert not first.is_withdrawn


def test_what_was_sent_or_came_as_an_answer_stays_as_it_is(client: Client, matter: Matter) -> None:
    sent = DocumentFactory(matter=matter, kind="referral_letter", title="Remissen")
    came = DocumentFactory(matter=matter, kind="statement", title="Yttrandet")
    recipient = RecipientFactory(round=ReferralFactory(matter=matter, letter=sent, edition__plan=matter.plan))
    StatementFactory(recipient=recipient, state="registered", stance="endorses", document=came)
    listed = client.get(matter.get_absolute_url()).content.decode()
    for one in (sent, came):
        addresses = [reverse(f"plans:document_{verb}", args=[one.pk]) for verb in ("update", "withdraw")]
        seen = client.get(one.get_absolute_url()).content.decode()
        assert not [address for address in addresses if address in seen or address in listed]
        data = {"version": "1", "title": "Omskriven", **rows()}
        assert [client.post(address, data).status_code for address in addresses] == [422, 422]
        one.refresh_from_db()
        assert (one.title == "Omskriven", one.is_withdrawn) == (False, False)


def test_what_was_removed_is_read_by_who_can_bring_it_back_alone(client: Client, matter: Matter) -> None:
    document = DocumentFactory(matter=matter, sections=[{"heading": "A", "text": "HEMLIGT"}])
    reader = Client()
    reader.force_login(member(Role.MEMBER, unit=matter.body))
    address = document.get_absolute_url()
    assert reader.get(address).status_code == 200
    client.post(reverse("plans:document_withdraw", args=[document.pk]))
    assert (client.get(address).status_code, reader.get(address).status_code) == (200, 404)
    assert reader.get(reverse("plans:document_file", args=[document.pk])).status_code == 404
