"""A real worker, a real clock, a real Redis: killed, frozen and stopped in the middle of a real PDF."""

from __future__ import annotations

import time

import pytest

from tests.live import LiveProcess, LiveSite, RedisServer, wait_for

pytestmark = pytest.mark.postgresql(reason="the kill tests share one database among processes and connections")


# What happens on the live database; run by live_site.orm in its own thread.
def make_plan(measures: int) -> int:
    from tests.plans.factories import FocusAreaFactory, MeasureFactory, PlanFactory

    plan = PlanFactory(title=f"Plan med {measures} åtgärder")
    area = FocusAreaFactory(plan=plan)
    for number in range(measures):
        MeasureFactory(plan=plan, focus_area=area, text=f"Åtgärd {number}. " + "En gemensam rutin tas fram. " * 70)
    return int(plan.pk)


def order(plan_pk: int) -> tuple[int, float]:
    """The job's number, and how long its person waited. Of an edition if the plan has one, else of its draft."""
    from plans.models import Plan
    from reports.services import order_report
    from tests.accounts.factories import UserFactory

    plan = Plan.objects.get(pk=plan_pk)
    by = UserFactory(municipality=plan.municipality)
    source = plan.editions.last() or plan
    began = time.monotonic()
    job = order_report(source=source, by=by)
    return job.pk, time.monotonic() - began


def state_of(job_pk: int) -> tuple[str, str, int, int]:
    from reports.models import ReportJob

    job = ReportJob.objects.get(pk=job_pk)
    return job.state, job.step, job.pages, job.attempts


def begins_as_pdf(path: str) -> bool:
    from django.core.files.storage import default_storage

    with default_storage.open(path) as kept:
        return bool(kept.read(4) == b"%PDF")


def delivered(job_pk: int) -> tuple[bytes, int, int]:
    """The paper, its pages as the job says, and how often it was begun; no paper lies in the storage without a row."""
    from files.models import StoredFile
    from files.services import kept_paths
    from reports.models import ReportJob

    job = ReportJob.objects.select_related("file").get(pk=job_pk)
    assert job.file is not None
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    strangers = [path for path in kept_paths() if path.rpartition("/")[2] not in known]
    assert [path for path in strangers if begins_as_pdf(path)] == []
    return job.file.read(), job.pages, job.attempts


def is_done(site: LiveSite, job_pk: int) -> bool:
    return site.orm(state_of, job_pk)[0] == "done"


@pytest.fixture
def use_live_redis(live_site: LiveSite, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders made in this process ring the live worker's bell."""
    from celery import Celery

    from foundation import bell

    app = Celery("orders")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = redis_server.url
    monkeypatch.setattr(bell, "current_app", app)


def test_an_ordered_paper_is_delivered(live_site: LiveSite, live_worker: LiveProcess, use_live_redis: None):
    job_pk, waited = live_site.orm(order, live_site.orm(make_plan, 3))

    wait_for(lambda: is_done(live_site, job_pk), saying="no paper", asking=[live_worker])

    content, pages, attempts = live_site.orm(delivered, job_pk)
    assert content.startswith(b"%PDF")
    assert (pages >= 3, attempts) == (True, 1)
    assert waited < 2


def test_a_worker_killed_in_the_middle_of_a_paper_loses_nothing_and_doubles_nothing(
    live_site: LiveSite, live_worker: LiveProcess, live_beat: LiveProcess, use_live_redis: None
):
    job_pk, _waited = live_site.orm(order, live_site.orm(make_plan, 150))
    wait_for(lambda: live_site.orm(state_of, job_pk)[2] > 3, saying="never began", asking=[live_worker])

    live_worker.kill()
    assert live_site.orm(state_of, job_pk)[0] == "running"
    live_worker.start()

    wait_for(lambda: is_done(live_site, job_pk), seconds=90, saying="lost", asking=[live_worker])
    content, pages, attempts = live_site.orm(delivered, job_pk)
    assert content.startswith(b"%PDF")
    assert pages > 20
    assert attempts == 2


def test_ordering_does_not_wait_for_a_redis_that_hangs_and_the_paper_comes_after_it_wakes(
    live_site: LiveSite,
    live_worker: LiveProcess,
    live_beat: LiveProcess,
    redis_server: RedisServer,
    use_live_redis: None,
):
    plan_pk = live_site.orm(make_plan, 1)
    redis_server.freeze()
    try:
        job_pk, waited = live_site.orm(order, plan_pk)
        assert waited < 2
        assert live_site.orm(state_of, job_pk)[0] == "waiting"
    finally:
        redis_server.thaw()

    wait_for(
        lambda: is_done(live_site, job_pk),
        seconds=60,
        saying="not delivered",
        asking=[live_worker, live_beat],
    )


def test_a_redis_that_is_stopped_while_a_paper_is_made_stops_no_worker(
    live_site: LiveSite,
    live_worker: LiveProcess,
    live_beat: LiveProcess,
    redis_server: RedisServer,
    use_live_redis: None,
):
    """The worker cannot say that the first paper is done; it must still take the next."""
    first, _waited = live_site.orm(order, live_site.orm(make_plan, 60))
    wait_for(lambda: live_site.orm(state_of, first)[0] == "running", seconds=60, saying="not begun")
    redis_server.stop()
    wait_for(lambda: is_done(live_site, first), seconds=60, saying="the first paper was not made")
    time.sleep(2)
    redis_server.start()
    second, _waited = live_site.orm(order, live_site.orm(make_plan, 2))
    wait_for(lambda: is_done(live_site, second), seconds=60, saying="the worker stands still")


def test_a_redis_that_was_stopped_and_lost_everything_costs_no_paper(
    live_site: LiveSite,
    live_worker: LiveProcess,
    live_beat: LiveProcess,
    redis_server: RedisServer,
    use_live_redis: None,
):
    plan_pk = live_site.orm(make_plan, 2)
    redis_server.stop()
    job_pk, waited = live_site.orm(order, plan_pk)
    assert waited < 2
    redis_server.start()

    wait_for(
        lambda: is_done(live_site, job_pk),
        seconds=60,
        saying="not delivered",
        asking=[live_worker, live_beat],
    )
