"""What the clock starts."""

from __future__ import annotations

from celery import shared_task
from django.utils.timezone import localdate, now

from plans.services import follow_up, referral
from plans.services.writing import sweep_drafts as sweep


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def remind_units() -> None:
    follow_up.remind_units(today=localdate())


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def remind_referrals() -> None:
    referral.remind_referrals(today=localdate())


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def sweep_drafts() -> None:
    sweep(now=now())
