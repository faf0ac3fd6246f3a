"""The worker's and the clock's doors to the papers: find, call, done."""

from celery import shared_task

from reports.decided import keep_decided_papers
from reports.mailing import send_referral_letters as send_letters
from reports.services import produce, sweep


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def produce_report(job_id: int) -> None:
    produce(job_id)


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def sweep_reports() -> None:
    sweep()


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def send_referral_letters() -> None:
    send_letters()


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def sweep_decided_papers() -> None:
    keep_decided_papers()
