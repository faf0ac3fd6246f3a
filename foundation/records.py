"""Abstract bases for rows: a name that is never reused, a version, a withdrawal that can be undone."""

from __future__ import annotations

import uuid
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class StaleVersion(Exception):  # noqa: N818 - nobody erred: someone was faster
    """Someone else wrote the row between reading and saving; `current` is what stands there now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(f"{current._meta.label} {current.pk} has a newer version")
        self.current = current


class Identified(models.Model):
    """A name for values, packages and links, the same wherever the row is copied."""

    uid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row with a version of its own: how the loser of two simultaneous saves is told."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class Withdrawable(models.Model):
    """Nothing is deleted: a withdrawn row is hidden, and undo brings it back."""

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        at: datetime | None = self.withdrawn_at
        return at is not None


Row = TypeVar("Row", bound=models.Model)
VersionedRow = TypeVar("VersionedRow", bound=Versioned)


def locked(row: Row, *beside: str, **also: Any) -> Row:
    """Read `row` again and hold it for the rest of the transaction (SQLite holds the whole file instead).

    `beside` names foreign keys whose rows are read in the same statement, and not held; `also` are annotations.
    """
    model = row.__class__  # not type(row): request.user is a lazy stand-in for a row
    rows = model._base_manager.select_for_update(of=("self",))
    current: Row = (rows.select_related(*beside) if beside else rows).annotate(**also).get(pk=row.pk)
    return current


def locked_version(row: VersionedRow, version: int | None) -> VersionedRow:
    """Lock `row`, and raise StaleVersion unless it still has the `version` that the writer saw (None: any)."""
    current = locked(row)
    if version is not None and current.version != version:
        raise StaleVersion(current)
    anyrow: Any = current
    anyrow._as_locked = column_values(current)
    return current


def column_values(row: models.Model) -> dict[str, Any]:
    """What stands in each column of a row; lists and mappings as they are now."""
    return {field.attname: deepcopy(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def differs_from_locked(row: models.Model) -> bool:
    """Whether anything of a row has been changed since `locked_version` read it; True when it did not."""
    before: dict[str, Any] | None = getattr(row, "_as_locked", None)
    return before is None or column_values(row) != before
