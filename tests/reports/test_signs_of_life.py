"""A job is kept by whoever works on it also while another process does the work."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from files.services import store_bytes
from foundation.child_process import Ended
from reports import receiving, services, word
from reports.kinds import Format, Kind
from reports.models import ReportJob
from reports.reading import as_word, read_paper
from reports.services import claim, order_paper
from tests.plans.legal_factories import DocumentFactory, MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ring", lambda *_said: None)


def works(_module: str, job: bytes, *, on_sign_of_life: Callable[[], None], **_limits: Any) -> Ended:
    """Says that it lives, and that every file is locked."""
    on_sign_of_life()
    said = {key: {"trouble": "locked"} for key in json.loads(job).get("files", ())}
    return Ended(json.dumps(said).encode() + b"\n")


def nearly_lost(job: ReportJob) -> ReportJob:
    """The job with a worker that has been silent for nearly too long."""
    claimed = claim(job.pk)
    assert claimed is not None
    ReportJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=1))
    return claimed


def is_held(job: ReportJob) -> bool:
    return ReportJob.objects.filter(pk=job.pk, lease_until__gt=timezone.now() + timedelta(seconds=10)).exists()


def test_a_job_is_kept_while_received_files_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "run", works)
    matter = MatterFactory()
    file = store_bytes(b"%PDF-1.7 received", content_type="application/pdf")
    DocumentFactory(matter=matter, kind="other", file=file, file_name="yttrande.pdf")
    job = nearly_lost(order_paper(kind=Kind.DECISION_PACKAGE, by=User.objects.system(), matter=matter))

    read_paper(job).document()

    assert is_held(job)


def test_a_job_is_kept_while_a_word_file_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "run", works)
    letter = DocumentFactory(sections=[{"heading": "Bakgrund", "text": "Text"}])
    ordered = order_paper(kind=Kind.LETTER, format=Format.DOCX, by=User.objects.system(), document=letter)
    job = nearly_lost(ordered)

    as_word(job, read_paper(job).document())

    assert is_held(job)
