"""The clock's door: units begin and end on their days."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from responsibilities.services import endings


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def turn_units() -> None:
    endings.turn_units(today=timezone.localdate(), by=User.objects.system())
