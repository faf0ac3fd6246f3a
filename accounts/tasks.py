"""The clock's door to sessions that have ended."""

from celery import shared_task
from django.core.management import call_command


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def clear_sessions() -> None:
    call_command("clearsessions")
