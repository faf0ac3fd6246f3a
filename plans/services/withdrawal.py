"""Nothing is deleted: a row is withdrawn, and for 30 days it can be brought back from the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_changes
from foundation.records import Withdrawable
from plans.withdrawn import RESTORABLE

Row = TypeVar("Row", bound=Withdrawable)


def withdraw(row: Row, *, by: User, reason: str = "") -> Row:
    """Hide a row and say who did it."""
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    return record(row, by=by, reason=reason)


def withdraw_all(rows: Sequence[Row], *, by: User, at: Any, reason: str = "") -> list[Row]:
    """Hide many rows of one model at one moment, by which they are found again when one undoes it."""
    for row in rows:
        row.withdrawn_at, row.withdrawn_by = at, by
    return record_changes(rows, ["withdrawn_at", "withdrawn_by"], by=by, reason=reason, at=at)


def bring_back(row: Row, *, by: User, reason: str = "") -> Row:
    """Show a withdrawn row again. Raises ValidationError when 30 days have passed."""
    refuse_if_too_old(row)
    row.withdrawn_at = row.withdrawn_by = None
    return record(row, by=by, reason=reason)


def bring_back_all(rows: Sequence[Row], *, by: User, reason: str = "") -> list[Row]:
    for row in rows:
        row.withdrawn_at = row.withdrawn_by = None
    return record_changes(rows, ["withdrawn_at", "withdrawn_by"], by=by, reason=reason)


def refuse_if_too_old(row: Withdrawable) -> None:
    if row.withdrawn_at is not None and row.withdrawn_at < timezone.now() - RESTORABLE:
        raise ValidationError(_("It was removed more than 30 days ago and can no longer be restored here."))
