"""Ways to a decision as lines: read, written, and what is said when a line cannot be read."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.decision_lists import deciders_of, way_line, way_of
from accounts.defaults import default_decision_paths
from accounts.models import User
from accounts.roles import Role
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
ONE = "AU → KS: beredning utskott arbetsutskottet; beslut nämnd kommunstyrelsen"


def test_a_way_comes_back_from_its_line_as_it_was() -> None:
    assert way_line(default_decision_paths()[0]) == ONE
    assert [way_of(way_line(one)) for one in default_decision_paths()] == default_decision_paths()


@pytest.mark.parametrize("line", ["utan kolon", ": beslut nämnd", "A:", "A: rusta nämnd", "A: beslut", "A: ; ;"])
def test_a_line_that_cannot_be_read_is_told(line: str) -> None:
    with pytest.raises(ValidationError):
        way_of(line)


def test_a_type_of_document_goes_a_way_of_the_list_however_it_is_spelled() -> None:
    assert deciders_of(["Handlingsplan:  au → ks"], ["AU → KS"]) == {"Handlingsplan": "AU → KS"}
    for line in ("Handlingsplan: någon annan", ": AU → KS", "Handlingsplan"):
        with pytest.raises(ValidationError):
            deciders_of([line], ["AU → KS"])


@pytest.fixture
def admin() -> User:
    return member(Role.ADMINISTRATOR)


@pytest.fixture
def client(admin: User) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


def word_file() -> bytes:
    made = BytesIO()
    docx.Document().save(made)
    return made.getvalue()


def address(admin: User) -> str:
    return reverse("responsibilities:decision_lists_update", args=[admin.municipality_id])


def given(**more: object) -> dict[str, object]:
    return {
        "version": 1,
        "decision_paths": ONE,
        "deciders": "Handlingsplan: AU → KS",
        "letter_headings": "Bakgrund",
    } | more


def test_the_administrator_keeps_ways_deciders_and_headings(client: Client, admin: User) -> None:
    assert "Remiss → utskott → KS: remiss nämnderna" in client.get(address(admin)).content.decode()

    assert client.post(address(admin), given()).status_code == 302

    kept = admin.municipality
    assert kept is not None
    kept.refresh_from_db()
    assert (len(kept.decision_paths), kept.deciders, kept.letter_headings) == (
        1,
        {"Handlingsplan": "AU → KS"},
        ["Bakgrund"],
    )


@pytest.mark.parametrize("more", [{"decision_paths": "A: rusta"}, {"deciders": "Handlingsplan: B"}])
def test_nothing_typed_is_lost_when_a_line_cannot_be_read(client: Client, admin: User, more: dict[str, str]) -> None:
    answer = client.post(address(admin), given(**more))

    assert answer.status_code == 422
    assert next(iter(more.values())) in answer.content.decode()


def test_a_word_template_is_kept_when_it_is_one_and_taken_away_again(client: Client, admin: User) -> None:
    refused = SimpleUploadedFile("mall.docx", b"PK\x03\x04 no")
    assert client.post(address(admin), given(word_template=refused)).status_code == 422
    upload = SimpleUploadedFile("mall.docx", word_file())
    assert client.post(address(admin), given(word_template=upload)).status_code == 302

    kept = admin.municipality
    assert kept is not None
    kept.refresh_from_db()
    assert kept.word_template is not None
    client.post(address(admin), given(version=kept.version, remove_word_template="on"))
    kept.refresh_from_db()
    assert kept.word_template is None
