"""The one place where history is written: every tracked row is saved here, with a person and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

Row = TypeVar("Row", bound=models.Model)


def tracked(*, without: Sequence[str] = ()) -> HistoricalRecords:
    """History of a model; `without` names what is secret, frozen or computed and stays out of it."""
    return HistoricalRecords(
        history_change_reason_field=models.TextField(blank=True, default=""), excluded_fields=list(without)
    )


def record(row: Row, *, by: AbstractBaseUser, reason: str = "") -> Row:
    """Save `row` and write who did it and why into its history."""
    anyrow: Any = row
    anyrow._history_user = by
    anyrow._change_reason = reason
    row.save()
    return row


def record_all(rows: Sequence[Row], *, by: AbstractBaseUser, reason: str = "") -> list[Row]:
    """Create many new rows of one model, history included, in two statements."""
    if not rows:
        return []
    created: list[Row] = bulk_create_with_history(
        list(rows), type(rows[0]), default_user=by, default_change_reason=reason
    )
    return created
