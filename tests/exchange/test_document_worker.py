"""A real worker, killed while it reads: the next one reads the document, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.live import LiveProcess, LiveSite, wait_for
from tests.reports.test_worker import use_live_redis

pytestmark = pytest.mark.postgresql(reason="the kill tests share one database among processes and connections")
__all__ = ["use_live_redis"]


def bring(sections: int) -> int:
    from plans.services.document_import import take_document
    from tests.accounts.factories import UserFactory
    from tests.plans.factories import PlanFactory

    plan = PlanFactory(title="Planen")
    words = "\n\n".join(f"{n}. Rubrik {n}\n\n{'Ord och mera ord. ' * 300}" for n in range(1, sections + 1))
    return take_document(plan=plan, pasted=words, by=UserFactory(municipality=plan.municipality)).pk


def state_of(pk: int) -> tuple[str, int]:
    from plans.models import DocumentImport

    document = DocumentImport.objects.get(pk=pk)
    return document.state, document.attempts


def fall_silent(pk: int) -> None:
    """Half a minute passes."""
    from django.utils import timezone

    from plans.models import DocumentImport

    DocumentImport.objects.filter(pk=pk).update(claimed_at=timezone.now() - timedelta(seconds=31))


def test_a_worker_killed_while_it_reads_leaves_the_document_to_the_next(
    live_site: LiveSite, live_worker: LiveProcess, live_beat: LiveProcess, use_live_redis: None
):
    pk = live_site.orm(bring, 300)
    wait_for(
        lambda: live_site.orm(state_of, pk)[0] == "reading", seconds=60, saying="never begun", asking=[live_worker]
    )
    live_worker.kill()
    assert live_site.orm(state_of, pk) == ("reading", 1)
    live_site.orm(fall_silent, pk)
    live_worker.start()
    wait_for(lambda: live_site.orm(state_of, pk)[0] == "read", seconds=90, saying="lost", asking=[live_worker])
    assert live_site.orm(state_of, pk) == ("read", 2)
