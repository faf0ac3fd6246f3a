"""What the clock starts."""

from __future__ import annotations

from celery import shared_task
from django.utils.timezone import localdate

from plans.services import follow_up


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def remind_units() -> None:
    follow_up.remind_units(today=localdate())
