"""The clock's door to the mail."""

from celery import shared_task

from notifications import services


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def deliver_mail() -> None:
    services.deliver_mail()
