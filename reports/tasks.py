"""The worker's and the clock's doors to the papers: find, call, done."""

from celery import shared_task

from reports.services import produce, sweep


@shared_task
def produce_report(job_id: int) -> None:
    produce(job_id)


@shared_task
def sweep_reports() -> None:
    sweep()
