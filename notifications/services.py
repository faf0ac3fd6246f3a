"""Telling persons that something waits."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Content, Municipality, User
from notifications.models import Notice


@transaction.atomic
def tell(*, recipients: Iterable[User], kind: str, about: Content, municipality: Municipality, step: str = "") -> int:
    """Put a notice into each inbox; a person who was told of this step already is not told again.

    Returns the number of persons that were asked for. One statement, whatever their number.
    """
    notices = [
        Notice(
            municipality=municipality,
            recipient=recipient,
            kind=kind,
            step=step,
            target_model=about._meta.label_lower,
            target_pk=about.pk,
        )
        for recipient in {person.pk: person for person in recipients if person.is_active}.values()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def mark_read(*, recipient: User, notices: Iterable[Notice]) -> int:
    """Note that the recipient has seen these notices; returns how many were unread."""
    return Notice.objects.unread().filter(recipient=recipient, pk__in=[one.pk for one in notices]).update(
        read_at=timezone.now()
    )
