"""Pictures of a stranger's file: cleaned in limited processes while the document is held, or told."""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from typing import Any
from zlib import crc32

import docx
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image

from exchange import services
from exchange.imports.document import pictures as cleaning
from exchange.imports.document.pictures import clean_pictures
from exchange.services import read_waiting
from files.images import MAX_SIDE, Picture, clean_image
from plans.models import DocumentImport, PlanImage
from plans.services.document_import import discard_document, take_document
from tests.accounts.factories import UserFactory
from tests.plans.factories import PlanFactory


def picture(side: int = 4, kind: str = "PNG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (side, side), "red").save(made, kind)
    return made.getvalue()


def given(*contents: bytes) -> list[str]:
    return [b64encode(content).decode() for content in contents]


def codes(made: list[Picture | ValidationError]) -> list[str]:
    return ["kept" if isinstance(one, Picture) else str(one.code) for one in made]


def test_pictures_are_cleaned_in_their_order_and_the_others_say_why() -> None:
    made = clean_pictures(given(picture(), b"\x89PNG\r\n\x1a\n broken", picture(MAX_SIDE + 1), picture(kind="JPEG")))
    assert codes(made) == ["kept", "no_picture", "too_many_pixels", "kept"]
    assert [one.content_type for one in made if isinstance(one, Picture)] == ["image/png", "image/jpeg"]


def test_a_picture_of_more_pixels_than_any_reader_opens_is_not_called_no_picture() -> None:
    bomb = bytearray(picture())
    bomb[16:24] = (50_000).to_bytes(4, "big") * 2
    with pytest.raises(ValidationError) as error:
        clean_image(with_right_sum(bytes(bomb)))
    assert error.value.code == "too_many_pixels"


def with_right_sum(png: bytes) -> bytes:
    return png[:29] + crc32(png[12:29]).to_bytes(4, "big") + png[33:]


def test_a_picture_that_takes_too_much_memory_takes_no_other_with_it() -> None:
    noise = Image.frombytes("RGB", (5_000, 5_000), os.urandom(75_000) * 1_000)
    large = BytesIO()
    noise.save(large, "JPEG", quality=30)
    made = clean_pictures(given(picture(), large.getvalue(), picture()), megabytes=250)
    assert codes(made) == ["kept", "too_heavy", "kept"]


def test_a_picture_that_takes_too_much_time_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "CHILD", "tests.exchange.spinning_child")
    assert codes(clean_pictures(["a", "spin", "b"], seconds=0)) == ["no_picture", "too_heavy", "no_picture"]


def test_pictures_that_no_time_is_left_for_are_told() -> None:
    assert codes(clean_pictures(given(picture(), picture()), longest=0)) == ["too_heavy", "too_heavy"]


@pytest.fixture
def waiting() -> Any:
    plan = PlanFactory()
    made = docx.Document()
    made.add_heading("Syfte", 1)
    made.add_picture(BytesIO(picture()))
    made.add_picture(BytesIO(picture(kind="JPEG")))
    written = BytesIO()
    made.save(written)
    by = UserFactory(municipality=plan.municipality)
    return take_document(plan=plan, content=written.getvalue(), content_type="application/x", by=by)


@pytest.mark.django_db
def test_no_picture_is_opened_by_the_worker_itself(waiting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(Image, "open", lambda *given, **named: opened.append(given))
    read_waiting(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, PlanImage.objects.count(), opened) == ("read", 2, [])


@pytest.mark.django_db
def test_the_document_is_held_while_its_pictures_are_cleaned(waiting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures may take longer than the lease: nobody else takes the document over meanwhile."""
    monkeypatch.setattr(services, "SIGN_OF_LIFE", 0.01)
    claimed: list[Any] = []

    def slow(contents: list[str]) -> list[Any]:
        cleaned = clean_pictures(contents)
        claimed.append(None)
        return cleaned

    def held(document: DocumentImport) -> None:
        old = timezone.now() - timedelta(seconds=25)
        DocumentImport.objects.filter(pk=document.pk).update(claimed_at=old)
        keep(document)
        document.refresh_from_db(fields=["claimed_at"])
        claimed.append(document.claimed_at > old)

    keep = services.keep_hold
    monkeypatch.setattr(services, "clean_pictures", slow)
    monkeypatch.setattr(services, "keep_hold", held)
    read_waiting(waiting.pk)
    of_pictures = claimed[: claimed.index(None)]
    assert len(of_pictures) > 2
    assert all(of_pictures)


@pytest.mark.django_db
def test_a_document_thrown_away_while_its_pictures_are_cleaned_leaves_none(
    waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, calls = services.keep_hold, []

    def held(document: DocumentImport) -> None:
        calls.append(document.pk)
        if len(calls) == 2:  # the text has been read
            discard_document(document=document, by=document.imported_by)
        keep(document)

    monkeypatch.setattr(services, "SIGN_OF_LIFE", 30)
    monkeypatch.setattr(services, "keep_hold", held)
    read_waiting(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.is_withdrawn, waiting.reading, PlanImage.objects.count()) == (True, {}, 0)


def test_a_broken_child_is_logged_and_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(cleaning, "CHILD", "exchange.imports.document.no_such_module")
    assert codes(clean_pictures(given(picture()))) == ["too_heavy"]
    assert "A picture was not read" in caplog.text
