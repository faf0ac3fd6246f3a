"""Documents that are no documents, or hold what may not be kept: told clearly, never an error of ours, nothing lost."""

from __future__ import annotations

import uuid
import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from exchange.services import read_waiting
from files.models import StoredFile
from plans.models import DocumentImport, Plan
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
NUMBER = "19811218-9876"  # the tax agency's own example of a personal identity number
TEN_DIGITS = "8112189876"


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(member(Role.COORDINATOR))
    return client


@pytest.fixture
def plan(page: Client) -> Any:
    from accounts.models import User

    return PlanFactory(municipality=User.objects.get(pk=page.session["_auth_user_id"]).municipality)


def send(page: Client, plan: Plan, **fields: Any) -> Any:
    data = {"pasted": "", "html": "", "submission_key": str(uuid.uuid4()), **fields}
    return page.post(reverse("exchange:document_import_create", args=[plan.pk]), data)


def told(page: Client, plan: Plan, **fields: Any) -> str:
    """What the page says of a document that the worker has looked at."""
    response = send(page, plan, **fields)
    assert response.status_code == 302
    document = DocumentImport.objects.latest("pk")
    read_waiting(document.pk)
    shown = page.get(document.get_absolute_url())
    assert shown.status_code == 200
    document.refresh_from_db()
    return document.error


def word(*texts: str, **core: str) -> bytes:
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    for name, value in core.items():
        setattr(made.core_properties, name, value)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    written = BytesIO(content)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.docx", b"%PDF-1.7 en pdf", "PDF"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
        ("plan.docx", b"PK\x03\x04 trasig", "skadad"),
        ("plan.docx", b"\x89PNG\r\n", "bild"),
        ("plan.docx", with_part(word("A"), "word/stor.xml", b"\0" * 200_000_000), "packas upp"),
    ],
)
def test_what_is_no_word_file_is_told_and_not_kept(
    page: Client, plan: Plan, name: str, content: bytes, said: str
) -> None:
    assert said in told(page, plan, file=SimpleUploadedFile(name, content))
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"pasted": "  \n"}, {"file": SimpleUploadedFile("tom.docx", b"")}])
def test_nothing_at_all_is_told_at_the_field(page: Client, plan: Plan, fields: dict[str, Any]) -> None:
    response = send(page, plan, **fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_a_number_in_a_paste_is_told_at_the_field_and_the_text_stays(page: Client, plan: Plan) -> None:
    response = send(page, plan, pasted=f"1. Syfte\n\nRing {NUMBER}.")
    assert list(response.context["form"].errors) == ["pasted"]
    assert "1. Syfte" in response.content.decode()
    assert not DocumentImport.objects.exists()


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (("1. Syfte", f"Ring {NUMBER} genast."), "Avsnittet ”Syfte”"),
        ((f"1. Om {NUMBER}", "Text."), "Rubriken till avsnitt 1"),
        ((f"Plan för {NUMBER}", "1. Syfte", "Text."), "Titeln"),
    ],
)
def test_a_number_in_a_file_is_refused_by_its_place_and_nothing_is_kept(
    page: Client, plan: Plan, texts: tuple[str, ...], place: str
) -> None:
    error = told(page, plan, file=SimpleUploadedFile("plan.docx", word(*texts)))
    assert place in error
    assert NUMBER not in error
    assert not StoredFile.objects.exists()
    assert NUMBER not in str(DocumentImport.objects.values_list("reading", "pasted", "source_name"))


def test_ten_digits_are_asked_about(page: Client, plan: Plan) -> None:
    assert not told(page, plan, file=SimpleUploadedFile("plan.docx", word("1. Syfte", f"Ring {TEN_DIGITS}.")))
    document = DocumentImport.objects.get()
    sent = {"ta-0": "1", "niva-0": "1", "confirm": "1"}
    for confirmed, answer in ({}, 422), ({"confirm_digits": "1"}, 302):
        data = {**sent, **confirmed, "submission_key": str(uuid.uuid4())}
        assert page.post(document.get_absolute_url(), data).status_code == answer


def test_a_huge_paste_is_read(page: Client, plan: Plan) -> None:
    words = "\n\n".join(f"{n}. Rubrik {n}\n\n{'ord och mera ord ' * 400}" for n in range(1, 300))
    assert len(words) > 2_000_000
    error = told(page, plan, pasted=words)
    document = DocumentImport.objects.get()
    assert document.state == "read" if not error else "lång" in error


def test_nonsense_in_the_review_is_no_error_of_ours(page: Client, plan: Plan) -> None:
    assert not told(page, plan, pasted="1. Syfte\n\nText.")
    document = DocumentImport.objects.get()
    for nonsense in ("-1", "9" * 400, "\x00", "x", ""):
        names = ("ta-0", "ta-99", "niva-0", "niva-x", "tabell-0", "tabell-0-kolumn-0", "huvud-7", "subject-x")
        data = dict.fromkeys(names, nonsense) | {"submission_key": str(uuid.uuid4()), "preview": "1"}
        assert page.post(document.get_absolute_url(), data).status_code in (200, 422)
