"""Ordered once, made once, delivered once: whatever happens in between."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from files.services import write
from foundation.leases import LeaseLostError
from plans.models import Edition
from reports import reading, services
from reports.holding import note
from reports.models import ATTEMPTS, LEASE, ReportJob
from reports.rendering import Rendered, RenderingError, RenderingTimeoutError
from reports.services import claim, deliver, order_report, produce, produce_now, reporter, sweep
from reports.sources import read_source
from reports.tasks import produce_report, sweep_reports
from tests.accounts.factories import MunicipalityFactory, UserFactory
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    MeasureReportFactory,
    PlanFactory,
    ResponsibilityFactory,
    RoundFactory,
    SectionFactory,
    UnitReportFactory,
)
from tests.reports.factories import ReportJobFactory, finished
from tests.reports.pdfs import squeezed, text_of
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db
State = ReportJob.State


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Instead of the doorbell: what was rung for."""
    heard: list[tuple[Any, ...]] = []
    monkeypatch.setattr(services, "ring", lambda *said: heard.append(said))
    return heard


def order(source, *, by=None, **kwargs) -> ReportJob:
    return order_report(source=source, by=by or UserFactory(municipality=source.municipality), **kwargs)


def test_an_order_waits_and_the_worker_is_told_after_the_commit(rung, django_capture_on_commit_callbacks):
    edition = EditionFactory()

    with django_capture_on_commit_callbacks() as told:
        job = order(edition)

    assert (job.state, job.edition, job.plan, job.municipality) == (State.WAITING, edition, None, edition.municipality)
    assert rung == []
    (tell,) = told
    tell()
    assert rung == [("reports.tasks.produce_report", job.pk)]


def test_a_worker_that_cannot_be_told_does_not_disturb_the_order(django_capture_on_commit_callbacks):
    """The tests' broker answers nobody: ringing is refused, and the order stands."""
    with django_capture_on_commit_callbacks(execute=True):
        job = order(EditionFactory())

    assert job.state == State.WAITING


def test_the_same_person_ordering_again_waits_for_the_same_job(rung):
    edition = EditionFactory()
    anna = UserFactory(municipality=edition.municipality)

    assert order(edition, by=anna) == order(edition, by=anna)
    assert ReportJob.objects.count() == 1


def test_a_person_cannot_wait_twice_for_one_paper():
    job = ReportJobFactory()

    # PostgreSQL names the constraint, SQLite its columns.
    said = "a_person_waits_for_a_report_once|reportjob.requested_by_id, reports_reportjob.content_key"
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        ReportJobFactory(edition=job.edition, requested_by=job.requested_by, content_key=job.content_key)


def test_two_orders_in_the_same_moment_are_one(rung, monkeypatch):
    """The second looks before the first has written, and meets it at the constraint."""
    edition = EditionFactory()
    anna = UserFactory(municipality=edition.municipality)

    def order_first(job: ReportJob) -> bool:
        ReportJobFactory(edition=edition, requested_by=anna, content_key=job.content_key)
        return False

    monkeypatch.setattr(services, "fill_from_finished", order_first)

    job = order(edition, by=anna)

    assert ReportJob.objects.get() == job


def test_a_paper_that_was_made_before_is_there_at_once(rung, django_capture_on_commit_callbacks):
    edition = EditionFactory()
    first = finished(order(edition))

    with django_capture_on_commit_callbacks(execute=True):
        second = order(edition)

    assert second != first
    assert (second.state, second.file, second.pages) == (State.DONE, first.file, 3)
    assert rung == []
    assert order(edition, by=second.requested_by) == second


def test_a_paper_whose_bytes_are_lost_is_made_anew(rung):
    from django.core.files.storage import default_storage

    edition = EditionFactory()
    first = finished(order(edition), uuid.uuid4().bytes)
    default_storage.delete(first.file.path)

    assert order(edition, by=first.requested_by).state == State.WAITING
    assert order(edition).state == State.WAITING


def test_a_paper_whose_bytes_are_not_those_that_were_stored_is_made_anew(rung):
    edition, content = EditionFactory(), uuid.uuid4().bytes
    first = finished(order(edition), content)
    write(first.file.path, b"spoiled")

    again = order(edition, by=first.requested_by)
    assert again.state == State.WAITING
    assert finished(again, content).file.read() == content
    assert order(edition, by=first.requested_by) == again


def test_another_municipality_s_equal_paper_is_its_own(rung):
    edition = EditionFactory()
    job = finished(order(edition))
    other = ReportJobFactory(content_key=job.content_key, state=State.WAITING)

    assert not services.fill_from_finished(
        ReportJob(edition=other.edition, municipality=other.municipality, content_key=job.content_key)
    )


def test_a_failed_paper_can_be_ordered_again(rung):
    edition = EditionFactory()
    failed = order(edition)
    ReportJob.objects.filter(pk=failed.pk).update(state=State.FAILED, error="nej")

    again = order(edition, by=failed.requested_by)

    assert (again.state, again.pk == failed.pk) == (State.WAITING, False)


def test_the_key_changes_with_everything_that_is_printed():
    edition = EditionFactory()
    keys = [read_source(edition).content_key]
    edition.state, edition.decided_on, edition.paragraph = Edition.State.ADOPTED, timezone.localdate(), "55"
    keys.append(read_source(edition).content_key)
    follow_up_round = RoundFactory(edition=edition)
    keys.append(read_source(edition, follow_up_round).content_key)
    UnitReportFactory(round=follow_up_round)
    keys.append(read_source(edition, follow_up_round).content_key)
    keys.append(read_source(edition.plan).content_key)
    edition.plan.title = "Ny"
    keys.append(read_source(edition.plan).content_key)

    assert len(set(keys)) == len(keys)
    assert read_source(edition).content_key == read_source(edition).content_key


def test_a_draft_is_dated_and_an_unchanged_one_is_still_the_same_paper(monkeypatch):
    plan = PlanFactory()
    first = read_source(plan)
    later = timezone.localtime() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "localtime", lambda: later)
    again = read_source(plan)

    assert (first.content_key, again.paper.printed_at) == (again.content_key, later)
    assert later.strftime("Utkast, utskrivet %Y-%m-%d %H:%M") in again.document().html
    assert read_source(EditionFactory()).paper.printed_at is None


def test_the_name_of_an_approved_body_is_printed_only_once_it_has_decided():
    body = UnitFactory(name="Kommunstyrelsen")
    edition = EditionFactory(body=body, plan__municipality=body.municipality)

    assert read_source(edition).paper.decided_by == ""
    edition.state, edition.paragraph = Edition.State.ADOPTED, "§ 55"
    assert read_source(edition).paper.decided_by == "Kommunstyrelsen"


def test_producing_makes_a_real_pdf_of_the_draft(rung):
    plan = PlanFactory(title="Plan för Räksmörgås")
    MeasureFactory(plan=plan, text="Utbilda personalen")
    job = order(plan)

    produce_report(job.pk)

    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts, job.error) == (State.DONE, 100, 1, "")
    text = text_of(job.file.read())
    assert "Plan för Räksmörgås" in text
    assert "Utkast" in text
    assert squeezed("Utbilda personalen") in squeezed(text)
    assert job.pages == 2


def test_a_round_s_answers_are_printed_with_the_edition(rung):
    plan = PlanFactory()
    measure = MeasureFactory(plan=plan)
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    follow_up_round = RoundFactory(edition=edition, title="Uppföljning 2027")
    unit = UnitFactory(municipality=plan.municipality, name="Socialtjänsten")
    report = UnitReportFactory(round=follow_up_round, unit=unit)
    MeasureReportFactory(unit_report=report, measure_uid=measure.uid)

    job = produce_now(source=edition, follow_up_round=follow_up_round, by=UserFactory())

    text = text_of(job.file.read())
    assert "Uppföljning 2027" in text
    assert squeezed("Har inte svarat: Socialtjänsten") in squeezed(text)
    assert job.variant == "Version 1 med Uppföljning 2027"


def test_the_same_edition_gives_the_same_bytes_whoever_orders_it():
    edition = EditionFactory()
    first = produce_now(source=edition, by=UserFactory())
    made_again = reading.render_pdf(**rendering_of(edition)).content

    assert made_again == first.file.read()


def rendering_of(edition: Edition) -> dict[str, Any]:
    document = read_source(edition).document()
    return {"html": document.html, "stylesheets": document.stylesheets, "images": document.images}


def test_a_finished_job_is_not_made_again(rung):
    job = finished(ReportJobFactory())

    assert claim(job.pk) is None
    produce(job.pk)


def test_a_job_is_taken_by_one_worker():
    job = ReportJobFactory()

    assert claim(job.pk).token
    assert claim(job.pk) is None


def test_a_job_whose_worker_is_silent_is_taken_over_and_the_first_cannot_deliver():
    job = ReportJobFactory()
    first = claim(job.pk)
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1), tick=False):
        second = claim(job.pk)

        assert second is not None
        with pytest.raises(LeaseLostError):
            note(first, progress=50)
        with pytest.raises(LeaseLostError):
            deliver(first, Rendered(b"%PDF first", 1, ()), content_key=first.content_key)
        deliver(second, Rendered(b"%PDF second", 1, ()), content_key=second.content_key)

    job.refresh_from_db()
    assert job.file.read() == b"%PDF second"
    assert job.attempts == 2


def test_a_worker_that_reports_keeps_its_job():
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        job = claim(ReportJobFactory().pk)
        clock.shift(LEASE - timedelta(seconds=1))
        note(job, progress=40)
        clock.shift(LEASE - timedelta(seconds=1))

        assert claim(job.pk) is None


def test_progress_never_goes_backwards_and_is_not_written_at_every_page():
    job = claim(ReportJobFactory().pk)
    tell = reporter(job, expected_pages=10, every=0)
    for page in (1, 5, 2, 40):
        tell(page)
    job.refresh_from_db()
    assert (job.progress, job.pages) == (90, 40)

    quiet = reporter(job, expected_pages=10, every=60)
    quiet(1)
    job.refresh_from_db()
    assert job.pages == 40


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RenderingError("x"), "kunde inte skapas"),
        (RenderingTimeoutError("x"), "tog för lång tid"),
        (OSError("x"), "kunde inte"),
    ],
)
def test_a_paper_that_fails_three_times_is_given_up_and_says_why(monkeypatch, error, said):
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(reading, "render_pdf", fail)
    job = ReportJobFactory()

    states = []
    for _attempt in range(ATTEMPTS + 1):
        produce(job.pk)
        job.refresh_from_db()
        states.append(job.state)

    assert states == [State.WAITING, State.WAITING, State.FAILED, State.FAILED]
    assert said in job.error
    assert job.attempts == ATTEMPTS


def test_a_job_that_is_lost_on_the_way_is_left_to_whoever_took_it(monkeypatch):
    job = ReportJobFactory()

    def taken_over(*_args: Any, **_kwargs: Any) -> Rendered:
        ReportJob.objects.filter(pk=job.pk).update(token=uuid.uuid4())
        return Rendered(b"%PDF", 1, ())

    monkeypatch.setattr(reading, "render_pdf", taken_over)

    produce(job.pk)

    job.refresh_from_db()
    assert (job.state, job.file) == (State.RUNNING, None)


def test_the_sweeper_rings_for_what_waits_and_what_was_abandoned(rung):
    waiting = ReportJobFactory()
    held = ReportJobFactory(state=State.RUNNING)
    abandoned = ReportJobFactory(state=State.RUNNING, lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    finished(ReportJobFactory())

    sweep_reports()

    assert {pk for _task, pk in rung} == {waiting.pk, abandoned.pk}
    assert held.pk not in {pk for _task, pk in rung}


def test_the_sweeper_gives_up_a_job_that_killed_three_workers(rung):
    deadly = ReportJobFactory(state=State.RUNNING, lease_until=timezone.now() - timedelta(seconds=1), attempts=ATTEMPTS)

    sweep()

    deadly.refresh_from_db()
    assert deadly.state == State.FAILED
    assert deadly.error
    assert rung == []


def test_a_logo_that_is_lost_costs_the_cover_its_picture_only():
    from django.core.files.storage import default_storage

    from files.services import store_bytes

    logo = store_bytes(uuid.uuid4().bytes, content_type="image/png")
    municipality = MunicipalityFactory(logo=logo)
    plan = PlanFactory(municipality=municipality)
    assert read_source(plan).paper.logo == logo.read()

    default_storage.delete(logo.path)

    assert read_source(plan).paper.logo == b""


def full_plan(measures: int):
    plan = PlanFactory()
    SectionFactory(plan=plan, parent=SectionFactory(plan=plan))
    area = FocusAreaFactory(plan=plan)
    for _number in range(measures):
        measure = MeasureFactory(plan=plan, focus_area=area)
        ActivityFactory(measure=measure)
        IndicatorFactory(measure=measure)
        ResponsibilityFactory(measure=measure, unit=UnitFactory(municipality=plan.municipality))
    return plan


@pytest.mark.parametrize("measures", [1, 3])
def test_a_draft_is_read_in_the_same_few_statements_whatever_its_size(measures, django_assert_num_queries):
    job = ReportJobFactory(plan=full_plan(measures))

    with django_assert_num_queries(2):  # the job, and the whole plan
        taken = ReportJob.objects.with_sources().get(pk=job.pk)
        read_source(taken.source).document()


@pytest.mark.parametrize("measures", [1, 3])
def test_a_round_is_read_in_the_same_few_statements_whatever_its_size(measures, django_assert_num_queries):
    plan = full_plan(measures)
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    follow_up_round = RoundFactory(edition=edition)
    for _unit in range(measures):
        report = UnitReportFactory(round=follow_up_round)
        for measure in plan.measures.all():
            MeasureReportFactory(unit_report=report, measure_uid=measure.uid)
    job = ReportJobFactory(edition=edition, follow_up_round=follow_up_round)

    with django_assert_num_queries(4):
        taken = ReportJob.objects.with_sources().get(pk=job.pk)
        read_source(taken.source, taken.follow_up_round).document()


ILLEGAL = {
    "a_report_is_of_one_thing": {"edition": None, "plan": None},
    "a_report_has_a_known_state": {"state": "lost"},
    "a_report_is_of_a_known_part": {"part": "half"},
    "a_report_is_tried_three_times_at_most": {"attempts": 4},
    "a_report_is_never_more_than_finished": {"progress": 101},
    "a_report_being_produced_is_held_by_someone": {"state": "running"},
    "a_finished_report_and_no_other_has_its_file": {"state": "done"},
    "a_report_that_failed_says_why": {"state": "failed"},
}


@pytest.mark.parametrize("constraint", ILLEGAL)
def test_what_may_never_be_is_refused_by_the_database(constraint):
    job = ReportJobFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReportJob.objects.filter(pk=job.pk).update(**ILLEGAL[constraint])


def test_each_part_of_a_plan_is_a_paper_of_its_own(rung):
    plan = PlanFactory()
    anna = UserFactory(municipality=plan.municipality)

    jobs = [order(plan, by=anna, part=part) for part in ("whole", "prose", "measures", "prose")]

    assert jobs[1] == jobs[3]
    assert len({job.content_key for job in jobs}) == 3
    assert [job.variant for job in jobs[:3]] == ["Utkast", "Utkast, endast text", "Utkast, endast åtgärder"]
