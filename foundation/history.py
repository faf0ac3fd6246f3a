"""The one place where history is written: every tracked row is saved here, with a person and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

Row = TypeVar("Row", bound=models.Model)


class RowHistory(HistoricalRecords):  # type: ignore[misc]  # simple-history ships no types
    """simple-history, which also bears a save that is not ours (a login stamps `last_login`)."""

    def post_save(self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any) -> None:
        written = kwargs.get("update_fields")
        if not created and written is not None and set(written) <= set(self.excluded_fields):
            return  # nothing that the history keeps was written
        super().post_save(instance, created, using=using, **kwargs)

    def get_change_reason_for_object(self, instance: models.Model, history_type: str, using: str | None) -> str:
        return super().get_change_reason_for_object(instance, history_type, using) or ""


def tracked(*, without: Sequence[str] = ()) -> RowHistory:
    """History of a model; `without` names what is secret, frozen or computed and stays out of it."""
    return RowHistory(
        history_change_reason_field=models.TextField(blank=True, default=""), excluded_fields=list(without)
    )


def record(row: Row, *, by: AbstractBaseUser, reason: str = "") -> Row:
    """Save `row` and write who did it and why into its history."""
    anyrow: Any = row
    anyrow._history_user = by
    anyrow._change_reason = reason
    row.save()
    return row


def erase(row: Row, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Delete `row`, of a kind that is deleted and not withdrawn; that it stood, and who took it away, stays."""
    anyrow: Any = row
    anyrow._history_user = by
    anyrow._change_reason = reason
    row.delete()


def record_all(rows: Sequence[Row], *, by: AbstractBaseUser, reason: str = "") -> list[Row]:
    """Create many new rows of one model, history included, in two statements."""
    if not rows:
        return []
    created: list[Row] = bulk_create_with_history(
        list(rows), type(rows[0]), default_user=by, default_change_reason=reason
    )
    return created


def record_changes(rows: Sequence[Row], fields: Sequence[str], *, by: AbstractBaseUser, reason: str = "") -> list[Row]:
    """Write `fields` of many rows of one model that stand already, history included, in two statements.

    A search text that is made from one of the fields must be named among them.
    """
    if rows:
        bulk_update_with_history(
            list(rows), type(rows[0]), list(fields), default_user=by, default_change_reason=reason, batch_size=500
        )
    return list(rows)
