"""A received file that is too much costs its own pages; a machine that fails costs another attempt, never a page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from pikepdf import Name, Pdf, Stream

from accounts.models import User
from files.services import store_bytes
from foundation.child_process import Ended
from reports import reading, receiving, services
from reports.kinds import Kind
from reports.models import ATTEMPTS
from reports.receiving import NotOpenedError, opened
from reports.rendering import SECONDS, Rendered
from reports.services import order_paper, produce
from tests.plans.legal_factories import DocumentFactory, MatterFactory
from tests.reports.test_binding import pdf_of

PDF = "application/pdf"
KILLED = Ended(b"", is_whole=False, ran_out=True)
SPENT = Ended(b"", is_whole=False, ran_out=True, is_own_doing=True)


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with translation.override("sv"):
        yield


def heavy(pages: int, operators: int) -> bytes:
    """A small file with much to read: some 0.6 s and 200 MB for 300 000 operators on a page."""
    with Pdf.new() as pdf:
        content = Stream(pdf, b"/P BMC " + b"0 0 m " * operators + b"EMC")
        for _page in range(pages):
            pdf.add_blank_page(page_size=(595, 842)).obj[Name.Contents] = content
        made = io.BytesIO()
        pdf.save(made, compress_streams=True, recompress_flate=True)
        return made.getvalue()


def three(content: bytes) -> dict[str, tuple[str, str, bytes]]:
    return {
        "a": ("a.pdf", PDF, pdf_of("Ett")),
        "b": ("b.pdf", PDF, content),
        "c": ("c.pdf", PDF, pdf_of("Två")),
    }


def runs(monkeypatch: pytest.MonkeyPatch, *ends: Ended) -> list[list[str]]:
    """Let the processes end so, one after the other, and the last of them ever after; returns what each was given."""
    left, given = list(ends), []

    def run(_module: str, job: bytes, **_limits: Any) -> Ended:
        given.append(list(json.loads(job)["files"]))
        return left.pop(0) if len(left) > 1 else left[0]

    monkeypatch.setattr(receiving, "run", run)
    return given


def test_a_file_that_uses_up_its_time_costs_its_own_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "TOGETHER", 0.5)  # at least one second, all the same
    monkeypatch.setattr(receiving, "ALONE", 0.5)

    found = opened(three(heavy(pages=12, operators=200_000)))

    assert [len(found[key].sizes) for key in "abc"] == [1, 0, 1]
    assert "för mycket tid" in found["b"].trouble
    assert found["b"].content


def test_a_file_that_uses_up_its_memory_is_not_called_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MEGABYTES", 300)

    found = opened(three(heavy(pages=1, operators=700_000)))

    assert [len(found[key].sizes) for key in "abc"] == [1, 0, 1]
    assert "för mycket tid eller minne" in found["b"].trouble


def test_files_after_many_that_use_up_what_they_have_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    given = runs(monkeypatch, SPENT)

    found = opened({key: (key, PDF, b"%PDF-") for key in "abcdef"})

    assert given == [list("abcdef"), ["a"], ["b"], ["c"]]
    assert all("för mycket tid" in one.trouble for one in found.values())


def test_all_that_is_opened_and_set_fits_into_the_time_of_a_task() -> None:
    from vbe_portal.celery import app

    spent = receiving.TOGETHER + receiving.MOST_SPENT * receiving.ALONE
    assert spent < receiving.WITHIN < SECONDS < app.conf.task_soft_time_limit


def test_the_pages_are_set_in_the_time_that_opening_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, given = [1000.0], []

    def document() -> SimpleNamespace:
        clock[0] += 60
        return SimpleNamespace(html="", stylesheets=(), images={}, bound=(), expected_pages=1)

    def render(_html: str, *, seconds: float, **_more: Any) -> Rendered:
        given.append(seconds)
        return Rendered(b"", 0, ())

    monkeypatch.setattr(reading, "monotonic", lambda: clock[0])
    monkeypatch.setattr(reading, "render_pdf", render)
    reading.made_from(SimpleNamespace(format="pdf"), SimpleNamespace(document=document), lambda _pages: print)

    assert given == [SECONDS - 60]


def test_what_a_killed_process_had_not_come_to_is_opened_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    first = json.dumps({"a": {"trouble": "locked"}}).encode() + b'\n{"b": {"trou'
    alone = Ended(json.dumps({"b": {"trouble": "broken"}}).encode() + b"\n")
    given = runs(monkeypatch, Ended(first, is_whole=False, ran_out=True), alone)

    found = opened({key: (key, PDF, b"%PDF-") for key in "ab"})

    assert given == [["a", "b"], ["b"]]
    assert ["låst" in found["a"].trouble, "skadad" in found["b"].trouble] == [True, True]


def test_a_process_that_somebody_ended_says_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, KILLED)

    with pytest.raises(NotOpenedError):
        opened({"a": ("a.pdf", PDF, b"%PDF-")})


@pytest.mark.django_db
def test_a_paper_whose_files_cannot_be_opened_now_is_tried_again_and_never_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, KILLED)
    monkeypatch.setattr(services, "ring", lambda *_said: None)
    matter = MatterFactory()
    file = store_bytes(pdf_of("Yttrande"), content_type=PDF)
    DocumentFactory(matter=matter, kind="other", file=file, file_name="yttrande.pdf")
    job = order_paper(kind=Kind.DECISION_PACKAGE, by=User.objects.system(), matter=matter)

    states = []
    for _attempt in range(ATTEMPTS):
        produce(job.pk)
        job.refresh_from_db()
        states.append(job.state)

    assert states == ["waiting", "waiting", "failed"]
    assert "gick inte att öppna just nu" in job.error
    assert job.file is None
