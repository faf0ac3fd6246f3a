"""Must hold at any hour: a worker killed again and again in the middle of papers, a Redis that is away for a minute."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections import Counter
from itertools import cycle
from uuid import UUID

import pytest
from django.utils import timezone

from tests.live import LiveProcess, LiveSite, RedisServer, wait_for
from tests.reports.test_worker import is_done, make_plan, order, use_live_redis

pytestmark = [
    pytest.mark.alone,
    pytest.mark.postgresql(reason="the kill tests share one database among processes and connections"),
]
__all__ = ["use_live_redis"]
KILLS, PAPERS, MORE, AWAY = 20, 24, 8, 60


def make_edition(measures: int) -> int:
    """A plan with an edition: a draft's paper says when it was printed, an edition's is always the same."""
    from plans.models import Plan
    from tests.plans.factories import EditionFactory

    plan_pk = make_plan(measures)
    EditionFactory(plan=Plan.objects.get(pk=plan_pk))
    return plan_pk


def orders_of(plan_pk: int, number: int) -> list[int]:
    """The same paper ordered by so many persons: as many jobs."""
    return [order(plan_pk)[0] for _ in range(number)]


def orders_at_hand(job_pks: list[int]) -> list[int]:
    """Papers of one more edition when few are left: a swift machine makes them faster than a worker starts again."""
    from reports.models import ReportJob

    waiting = ReportJob.objects.filter(pk__in=job_pks, state="waiting").count()
    return orders_of(make_edition(40), MORE) if waiting < 4 else []


def running(job_pks: list[int]) -> list[tuple[UUID, int, int]]:
    """(token, attempts, pages) of each paper that somebody holds just now, be it a worker that was killed."""
    from reports.models import ReportJob

    rows = ReportJob.objects.filter(pk__in=job_pks, state="running", lease_until__gt=timezone.now())
    return list(rows.values_list("token", "attempts", "pages"))


def is_in_the_middle(job_pks: list[int], of_the_dead: set[UUID]) -> bool:
    """A living worker has made some pages, and none is at the last attempt: a third kill would rightly be a failure."""
    alive = [(attempts, pages) for token, attempts, pages in running(job_pks) if token not in of_the_dead]
    return any(pages for _attempts, pages in alive) and all(attempts < 3 for attempts, _pages in alive)


def outcome(job_pks: list[int]) -> tuple[Counter[str], set[str], int, int]:
    """How the papers ended, the checksums of what was delivered, and the files beside the rows that know of them."""
    from files.models import StoredFile
    from files.services import kept_paths
    from reports.models import ReportJob

    jobs = list(ReportJob.objects.filter(pk__in=job_pks).select_related("file"))
    delivered = {job.file.sha256 for job in jobs if job.file and job.file.read().startswith(b"%PDF")}
    return Counter(job.state for job in jobs), delivered, len(list(kept_paths())), StoredFile.objects.count()


def test_twenty_kills_in_the_middle_of_papers_lose_none_and_double_none(
    live_site: LiveSite, live_worker: LiveProcess, live_beat: LiveProcess, use_live_redis: None
) -> None:
    second = live_site.start("worker", ready="ready.")
    jobs = live_site.orm(orders_of, live_site.orm(make_edition, 40), PAPERS)

    killed, editions, of_the_dead = 0, 1, set[UUID]()
    for worker, _again in zip(cycle((live_worker, second)), range(KILLS), strict=False):
        more = live_site.orm(orders_at_hand, jobs)
        jobs.extend(more)
        editions += bool(more)
        # While the one killed last is still starting it is this one that has a paper in hand.
        wait_for(lambda: live_site.orm(is_in_the_middle, jobs, of_the_dead), seconds=60, saying="idle", asking=[worker])
        worker.kill()
        killed += 1
        of_the_dead.update(token for token, _attempts, _pages in live_site.orm(running, jobs))
        worker.launch()
    wait_for(lambda: all(is_done(live_site, job) for job in jobs), seconds=150, saying="lost", asking=[live_worker])
    second.stop()

    states, delivered, files, rows = live_site.orm(outcome, jobs)
    assert (killed, states) == (KILLS, {"done": len(jobs)})
    assert len(delivered) == editions  # the same edition, to the byte, for everybody
    assert files == rows


def seen(address: str) -> int:
    """The status of a page; a page that fails says so with its own."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_minute_without_redis_fails_no_page_and_loses_no_paper(
    live_site: LiveSite,
    live_worker: LiveProcess,
    live_beat: LiveProcess,
    redis_server: RedisServer,
    use_live_redis: None,
) -> None:
    address = f"{live_site.serve_web()}/logga-in/"
    plan_pk = live_site.orm(make_edition, 2)
    statuses: Counter[int] = Counter()
    slowest, jobs = 0.0, list[int]()

    redis_server.stop()
    until = time.monotonic() + AWAY
    try:
        while time.monotonic() < until:
            began = time.monotonic()
            statuses[seen(address)] += 1
            slowest = max(slowest, time.monotonic() - began)
            if len(jobs) < 5:
                job, waited = live_site.orm(order, plan_pk)
                jobs.append(job)
                slowest = max(slowest, waited)
            time.sleep(0.1)
    finally:
        redis_server.start()

    assert list(statuses) == [200]
    assert slowest < 3
    wait_for(lambda: all(is_done(live_site, job) for job in jobs), seconds=90, saying="lost", asking=[live_worker])
    states, delivered, files, rows = live_site.orm(outcome, jobs)
    assert (states, len(delivered)) == ({"done": 5}, 1)
    assert files == rows
