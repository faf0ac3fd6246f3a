"""The one place where history is written: every tracked row is saved here, with a person and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from foundation.records import Versioned, differs_from_locked

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

BATCH = 500
"""Rows that one statement writes."""

Row = TypeVar("Row", bound=models.Model)
VersionedRow = TypeVar("VersionedRow", bound=Versioned)


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


def record_version(row: VersionedRow, *, by: AbstractBaseUser, reason: str = "") -> VersionedRow:
    """Save `row`, which `locked_version` gave, as a new version; what says the same as before is left as it stands."""
    if not differs_from_locked(row):
        return row
    row.version += 1
    return record(row, by=by, reason=reason)


def erase(row: Row, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Delete `row`, of a kind that is deleted and not withdrawn; that it stood, and who took it away, stays."""
    anyrow: Any = row
    anyrow._history_user = by
    anyrow._change_reason = reason
    row.delete()


def record_all(rows: Sequence[Row], *, by: AbstractBaseUser, reason: str = "", at: datetime | None = None) -> list[Row]:
    """Create many new rows of one model, history included, in two statements.

    All get one moment, `at` or now: by that and by the person the rows of one act are known in the history.
    """
    if not rows:
        return []
    created: list[Row] = bulk_create_with_history(
        list(rows), type(rows[0]), default_user=by, default_change_reason=reason, default_date=at or timezone.now()
    )
    return created


def record_changes(
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    by: AbstractBaseUser,
    reason: str = "",
    at: datetime | None = None,
) -> list[Row]:
    """Write `fields` of many rows of one model that stand already, history included, in two statements.

    A search text that is made from one of the fields must be named among them.
    """
    if rows:
        bulk_update_with_history(
            list(rows),
            type(rows[0]),
            list(fields),
            default_user=by,
            default_change_reason=reason,
            default_date=at or timezone.now(),
            batch_size=BATCH,
        )
    return list(rows)


MOST_SAVES = 20


@dataclass(frozen=True)
class Save:
    """That somebody saved a row; `is_own` when it was the one who is told of it."""

    name: str
    at: datetime
    is_own: bool

    @property
    def said(self) -> str:
        """In words, with the clock of today and the day of earlier."""
        at = timezone.localtime(self.at)
        when = date_format(at, "H:i" if at.date() == timezone.localdate() else "j M H:i").lower()
        if self.is_own:
            return _("You saved in another tab %(when)s") % {"when": when}
        return _("%(name)s saved %(when)s") % {"name": self.name or _("Somebody"), "when": when}


def saves_since(row: models.Model, version: int, *, reader: AbstractBaseUser | None) -> list[Save]:
    """Who has saved `row` since that version, each person once and the latest first; one statement."""
    history: Any = getattr(row, "history", None)
    if history is None:
        return []
    rows = history.filter(version__gt=version).select_related("history_user").order_by("-history_date", "-history_id")
    latest: dict[int | None, Save] = {}
    for one in rows[:MOST_SAVES]:
        is_own = reader is not None and one.history_user_id == reader.pk
        latest.setdefault(one.history_user_id, Save(str(one.history_user or ""), one.history_date, is_own))
    return list(latest.values())
