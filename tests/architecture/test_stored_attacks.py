"""Texts and pictures that want to run, stored wherever a person may write: they are shown, and do nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone
from PIL import Image, PngImagePlugin

from accounts.models import User
from accounts.roles import Role
from files.images import clean_image
from foundation.history import record
from plans.law import SOURCE as LAW
from plans.models import ApprovalRequest, Measure, Plan, Section
from plans.values import content_hash, plan_values
from reports.models import ReportJob
from reports.services import produce_now
from tests.architecture.matrix.check import client_for, name_of
from tests.architecture.matrix.conftest import worlds
from tests.architecture.matrix.rows import MATRIX
from tests.architecture.matrix.world import GUEST, KEEPER, World, put
from tests.reports.pdfs import squeezed, text_of
from vbe_portal import celery_app

__all__ = ["worlds"]  # the fixture of the matrix, at home here too
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

ATTACKS = (
    "<script>alert('KAN-RUN')</script>",
    "\"><img src=x onerror=alert('KAN-RUN')>",
    "<style>@import url(http://127.0.0.1:9/x)</style>",
    "<img src='http://127.0.0.1:9/x'><iframe src='file:///etc/passwd'>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "<div hx-get='/planer/' hx-trigger=load style='background:url(http://127.0.0.1:9/x)'>",
    '{{7*7}} {% debug %} ${7*7} =HYPERLINK("http://127.0.0.1:9")',
    "javascript:alert('KAN-RUN')",
)
ATTACK = " ".join(ATTACKS)
OF_APPROVAL = ("list", "detail", "table", "answer", "recall", "changes", "since")
TAGS_OF_TEXTS = {"iframe", "style", "object", "embed"}


class Dangers(HTMLParser):
    """What a page would run or fetch that is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in TAGS_OF_TEXTS or (tag == "script" and not given.get("src", "").startswith("/static/")):
            self.found.append(tag)
        for name, value in given.items():
            leads_out = name in ("src", "href", "action", "formaction", "hx-get", "hx-post", "data") and not (
                value.startswith(("/", "#", "?", "mailto:", "tel:", "data:")) or value in ("", LAW)
            )
            if name.startswith("on") or name == "style" or leads_out:
                self.found.append(f"{tag} {name}={value}")


def dangers(page: str) -> list[str]:
    found = Dangers()
    found.feed(page)
    return found.found


def poison(world: World) -> None:
    """Write the attacks into every text of the world that a person may write, one time each (names are unique)."""
    measure = world.measure
    written = ("accounts", "plans", "responsibilities")
    rows: list[Any] = [
        row for row in world.rows.values() if isinstance(row, models.Model) and row._meta.app_label in written
    ]
    rows = [row for row in rows if not isinstance(row, ApprovalRequest)]  # nobody writes it again: see `laid`
    rows += [world.municipality, *world.people.values(), *world.social_answer.indicator_values.all()]
    rows += [*measure.activities.all(), *measure.indicators.all(), *measure.responsibilities.all()]
    for number, row in enumerate(rows):
        texts = {field.name: field.max_length or len(ATTACK) for field in row._meta.concrete_fields if is_free(field)}
        for name, longest in texts.items():
            setattr(row, name, f"{number} {ATTACK}"[:longest])
        if texts and hasattr(row, "history") and not row._state.adding:
            record(row, by=User.objects.system())


@contextmanager
def thawed() -> Iterator[None]:
    """Let the test write what nobody writes again: the title of a frozen version is that of a poisoned plan."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while something about it is pending
        cursor.execute("ALTER TABLE plans_edition DISABLE TRIGGER plans_edition_is_frozen")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE plans_edition ENABLE TRIGGER plans_edition_is_frozen")


def laid(world: World) -> ApprovalRequest:
    """The poisoned draft laid before the approver, returned with a poisoned note, and laid there again."""
    values, approver = plan_values(Plan.objects.get(pk=world.plan.pk)), world.people[Role.APPROVER]
    shared = {"municipality": world.municipality, "plan": world.plan, "approver": approver, "title": ATTACK[:300]}
    shared |= {"values": values, "sha256": content_hash(values), "question": ATTACK}
    asked = world.people[Role.COORDINATOR]
    before = put(ApprovalRequest, **shared, asked_by=asked)
    before.state, before.note = ApprovalRequest.State.RETURNED, ATTACK
    before.answered_at, before.answered_by = timezone.now(), approver
    record(before, by=approver)
    return put(ApprovalRequest, **shared, asked_by=asked)


def is_free(field: Any) -> bool:
    """Whether people may write what they like in the column."""
    is_address = isinstance(field, models.EmailField | models.URLField)
    is_text = isinstance(field, models.CharField | models.TextField) and not is_address
    closed = ("code", "state", "role", "sha256", "password", "time_recurrence", "fulfilment", "source_name")
    return is_text and field.editable and not field.choices and field.name not in closed


def test_no_stored_text_runs_or_fetches_on_any_page(worlds: tuple[World, World]) -> None:
    own = worlds[0]
    with thawed():
        poison(own)
    own.rows["approval"] = laid(own)
    own.rows["laid_image"] = own.image.uid
    seen, shown = "", set[str]()
    for route, row in MATRIX.items():
        readers = [one for one in (*Role, KEEPER, GUEST) if one in row.get] if row.has_get else []
        for who in {*readers[:1], *(one for one in readers if one == Role.APPROVER)}:
            answer = client_for(own, who).get(reverse(name_of(route), kwargs=row.target(own)))
            if "html" in answer.headers["Content-Type"]:
                body = answer.content.decode()
                assert dangers(body) == [], route
                assert "<script>alert" not in body, route
                seen += body
                shown |= {route} if "&lt;script&gt;alert" in body else set()
    assert {f"plans:approval_{page}" for page in OF_APPROVAL} <= shown
    assert "{{7*7}}" in seen


@pytest.mark.parametrize("is_laid", [False, True], ids=["draft", "laid before an approver"])
def test_a_stored_text_is_text_on_paper_and_fetches_nothing(worlds: tuple[World, World], is_laid: bool) -> None:
    own = worlds[0]
    plan = own.plan
    plan.title = "<script>alert(1)</script>"
    texts = " ".join(ATTACKS)
    plan.municipality.logo = None  # the world's is no real picture
    record(plan.municipality, by=User.objects.system())
    Section.objects.filter(plan=plan).update(heading="<b>rubrik</b>", body=texts)
    Measure.objects.filter(plan=plan).update(text=texts, comment=texts)
    record(plan, by=User.objects.system())

    draft = Plan.objects.get(pk=plan.pk)
    job = produce_now(source=laid(own) if is_laid else draft, by=own.people[Role.COORDINATOR])

    assert (job.state, job.error) == (ReportJob.State.DONE, "")
    assert job.file is not None
    printed = squeezed(text_of(job.file.read()))
    for attack in ATTACKS:
        assert squeezed(attack) in printed, attack
    assert "root:x:0" not in printed


def test_a_logo_with_a_page_inside_is_only_its_picture() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG", pnginfo=info)
    cleaned = clean_image(made.getvalue() + b"<script>alert(1)</script><?php PK\x03\x04").content
    assert b"script" not in cleaned
    assert cleaned.startswith(b"\x89PNG")


def bomb(side: int) -> bytes:
    """A few bytes that say they are a picture of `side` × `side` pixels."""
    made = BytesIO()
    Image.new("1", (8, 8)).save(made, "PNG")
    raw = bytearray(made.getvalue())
    raw[16:24] = side.to_bytes(4, "big") * 2
    raw[29:33] = zlib.crc32(bytes(raw[12:29])).to_bytes(4, "big")
    return bytes(raw)


@pytest.mark.parametrize("content", [bomb(8001), bomb(2**31 - 1), b"GIF89a" + b"\0" * 50, b"<svg onload=alert(1)>"])
def test_a_picture_that_is_a_bomb_or_a_program_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        clean_image(content)


def test_nothing_that_comes_from_outside_is_unpickled() -> None:
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert celery_app.conf.accept_content == ["json"]
    assert celery_app.conf.task_serializer == "json"
