"""Order a paper, produce it, deliver it once: whatever happens to the worker and its doorbell."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from files.services import is_whole, store_bytes
from files.word_template import DOCX
from foundation.bell import ring
from foundation.leases import LeaseLostError
from plans.models import ApprovalRequest, Edition, FollowUpRound, Plan
from reports.documents.parts import Part
from reports.holding import HOLD, note
from reports.kinds import COLUMNS, Format, Kind
from reports.models import ATTEMPTS, Printed, ReportJob
from reports.reading import key_of, made_from, read_paper, refuse_wrong_sources
from reports.receiving import NotOpenedError
from reports.rendering import Rendered, RenderingTimeoutError

logger = logging.getLogger(__name__)
PDF = "application/pdf"
CONTENT_TYPES = {
    Format.PDF: PDF,
    Format.DOCX: DOCX,
}
MANY = 20  # as many waiting jobs the sweeper rings for at a time


def order_report(
    *, source: Printed, follow_up_round: FollowUpRound | None = None, part: str = Part.WHOLE, by: User
) -> ReportJob:
    """Order the paper of a plan. Raises ValidationError for answers without the measures that they stand at."""
    return order_paper(kind=Kind.PLAN, follow_up_round=follow_up_round, part=part, by=by, **printed_from(source))


@transaction.atomic
def order_paper(*, kind: str, format: str = Format.PDF, part: str = Part.WHOLE, by: User, **sources: Any) -> ReportJob:
    """Order a paper made of `sources`; returns a finished job at once when exactly this paper has been made before.

    Ordered again while it waits, it is still one job. The worker is told after the commit; if it does not hear,
    `sweep` finds the row. Raises ValidationError when that kind of paper is not made from these.
    """
    job = new_job(kind=kind, format=format, part=part, by=by, **sources)
    mine = ReportJob.objects.filter(requested_by=by, content_key=job.content_key)
    known: ReportJob | None = mine.exclude(state=ReportJob.State.FAILED).select_related("file").newest_first().first()
    if known is not None and (known.file is None or is_whole(known.file)):
        return known
    if not fill_from_finished(job):
        try:
            with transaction.atomic():
                job.save()
        except IntegrityError:  # ordered twice in the same moment
            winner: ReportJob = mine.unfinished().get()
            return winner
        transaction.on_commit(lambda: ring("reports.tasks.produce_report", job.pk), robust=True)
    return job


def printed_from(source: Printed) -> dict[str, Any]:
    """The column that names what a plan is printed from."""
    column = {Plan: "plan", Edition: "edition", ApprovalRequest: "approval"}[type(source)]
    return {column: source}


def refuse_answers_alone(follow_up_round: FollowUpRound | None, part: str) -> None:
    if follow_up_round is not None and part == Part.PROSE:
        said = _("The answers stand at the measures. Print the whole plan or only the measures, or the plan alone.")
        raise ValidationError({"part": said})


def new_job(*, by: User, **given: Any) -> ReportJob:
    """A job that is not saved yet, known by what it would print now."""
    refuse_answers_alone(given.get("follow_up_round"), given["part"])
    sources = {name: row for name, row in given.items() if name in COLUMNS and row is not None}
    municipality = next(iter(sources.values())).municipality
    job = ReportJob(municipality=municipality, requested_by=by, **{**given, **sources})
    refuse_wrong_sources(job)
    job.content_key = key_of(job, read_paper(job))
    return job


def fill_from_finished(job: ReportJob) -> bool:
    """Save `job` as finished with the file of an equal paper, if somebody has had it made; returns whether."""
    finished = ReportJob.objects.filter(content_key=job.content_key, state=ReportJob.State.DONE)
    twin = finished.filter(municipality_id=job.municipality_id).select_related("file").newest_first().first()
    if twin is None or twin.file is None or not is_whole(twin.file):
        return False
    job.state, job.step, job.progress = ReportJob.State.DONE, ReportJob.Step.STORING, 100
    job.file_id, job.pages, job.finished_at = twin.file.pk, twin.pages, timezone.now()
    job.save()
    return True


def produce_now(
    *, source: Printed, follow_up_round: FollowUpRound | None = None, part: str = Part.WHOLE, by: User
) -> ReportJob:
    """Make the paper of a plan in this very process; returns its job, finished, failed or back in the queue."""
    return produce_paper(kind=Kind.PLAN, follow_up_round=follow_up_round, part=part, by=by, **printed_from(source))


def produce_paper(
    *, kind: str, format: str = Format.PDF, part: str = Part.WHOLE, by: User, **sources: Any
) -> ReportJob:
    """As `order_paper`, and wait for it: in this very process, whatever the worker does."""
    job = new_job(kind=kind, format=format, part=part, by=by, **sources)
    with transaction.atomic():  # nobody sees the row before we hold it
        if not fill_from_finished(job):
            earlier = ReportJob.objects.filter(requested_by=by, content_key=job.content_key).unfinished().first()
            if earlier is None:
                job.save()
            job = earlier or job
        claimed = claim(job.pk)
    if claimed is not None:
        make_or_give_back(claimed)
    made: ReportJob = ReportJob.objects.with_sources().get(pk=job.pk)
    return made


def produce(job_id: int) -> None:
    """Take the job if it is free and make its paper. Refused by nobody, taken by one, delivered once."""
    job = claim(job_id)
    if job is not None:
        make_or_give_back(job)


def make_or_give_back(job: ReportJob) -> None:
    try:
        make(job)
    except LeaseLostError:
        logger.info("report %s was taken over", job.pk)
    except Exception as error:
        # Whatever it was: the person who waits is told, and the next attempt may do better.
        logger.warning("report %s, attempt %s: %s", job.pk, job.attempts, place_of(error))
        give_back(job, reason_for(error))


def make(job: ReportJob) -> None:
    """Read, render and store. Raises LeaseLostError when the job has been taken over meanwhile."""
    note(job, step=ReportJob.Step.READING, progress=5)
    read = read_paper(job)
    key = key_of(job, read)

    def tell(pages: int) -> Callable[[int], None]:
        note(job, step=ReportJob.Step.PAGES, progress=10)
        return reporter(job, expected_pages=pages)

    deliver(job, made_from(job, read, tell), content_key=key)


def claim(job_id: int) -> ReportJob | None:
    """Take a job that waits or was abandoned, by one conditional update: of many takers one succeeds."""
    token = HOLD.take(job_id, started_at=timezone.now(), step=ReportJob.Step.READING, progress=0, pages=0)
    return ReportJob.objects.with_sources().get(pk=job_id, token=token) if token else None


def reporter(job: ReportJob, *, expected_pages: int, every: float = 0.5) -> Callable[[int], None]:
    """What the renderer tells its pages to: written at most twice a second, never backwards."""
    last, highest = time.monotonic(), 0

    def tell(page: int) -> None:
        nonlocal last, highest
        highest = max(highest, page)
        if time.monotonic() - last >= every:
            last = time.monotonic()
            share = min(highest / max(expected_pages, 1), 1)
            note(job, progress=10 + round(80 * share), pages=highest)

    return tell


def deliver(job: ReportJob, made: Rendered, *, content_key: str) -> None:
    """Store the bytes and finish the job, both or neither."""
    note(job, step=ReportJob.Step.STORING, progress=95)
    with transaction.atomic():
        stored = store_bytes(made.content, content_type=CONTENT_TYPES[Format(job.format)])
        note(
            job,
            state=ReportJob.State.DONE,
            progress=100,
            pages=made.pages,
            file=stored,
            content_key=content_key,
            finished_at=timezone.now(),
            error="",
        )


def place_of(error: Exception) -> str:
    """What went wrong and where, without the error's own words: they may hold somebody's text."""
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {innermost.name}, line {innermost.lineno}"


def reason_for(error: Exception) -> str:
    """What the person who ordered is told."""
    if isinstance(error, RenderingTimeoutError):
        return _("The document took too long to produce. Print a part of the plan, or ask your administrator.")
    if isinstance(error, NotOpenedError):
        return _("A received file could not be opened just now. Try again; if it fails again, tell your administrator.")
    return _("The document could not be produced. Try again; if it fails again, tell your administrator.")


def give_back(job: ReportJob, reason: str) -> None:
    """Put the job back into the queue, or give it up after the last attempt. Not ours any more: leave it."""
    is_last = job.attempts >= ATTEMPTS
    if is_last:
        HOLD.let_go(job, state=ReportJob.State.FAILED, error=reason, finished_at=timezone.now())
    else:
        HOLD.let_go(job, state=ReportJob.State.WAITING, step=ReportJob.Step.QUEUED, error=reason, progress=0)


def sweep() -> None:
    """Give up jobs that took every worker down with them, and ring for all that wait or were abandoned."""
    due = ReportJob.objects.due().order_by("pk")
    due.filter(state=ReportJob.State.RUNNING, attempts__gte=ATTEMPTS).update(
        state=ReportJob.State.FAILED,
        error=_("The document could not be produced. Try again; if it fails again, tell your administrator."),
        finished_at=timezone.now(),
        token=None,
    )
    for job_id in due.values_list("pk", flat=True)[:MANY]:
        ring("reports.tasks.produce_report", job_id)
