"""The row is the queue: one worker takes it, says that it lives, and loses it when it falls silent.

Each table has its own names for the states and the columns; what is the same is here. Everything is one conditional
update, so that of many takers one succeeds, on every database and without a lock that outlives its worker.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet


class LeaseLostError(Exception):
    """Another worker has taken the row over, or its owner has thrown it away; what we have is not wanted any more."""


@dataclass(frozen=True)
class Lease:
    """How rows of one table are taken and held.

    `rows` gives those that may be worked on; their QuerySet has a word `due` for those that wait or were abandoned.
    `mark` is the column with the worker's mark. `sign_of_life` gives what a living worker writes.
    """

    rows: Callable[[], Any]
    running: str
    attempts: int
    mark: str
    sign_of_life: Callable[[], dict[str, Any]]

    def take(self, pk: int, **begun: Any) -> uuid.UUID | None:
        """The mark under which the row is ours now; None when it is not there, not due, or was tried too often."""
        mark = uuid.uuid4()
        free = self.rows().due().filter(pk=pk, attempts__lt=self.attempts)
        written = {self.mark: mark, **self.sign_of_life(), **begun}
        return mark if free.update(state=self.running, attempts=F("attempts") + 1, **written) else None

    def held(self, row: Model) -> QuerySet[Any]:
        """The row, as long as it is ours."""
        ours: QuerySet[Any] = self.rows().filter(pk=row.pk, state=self.running, **{self.mark: getattr(row, self.mark)})
        return ours

    def keep(self, row: Model, **progress: Any) -> None:
        """Say that the work goes on, and how far it is. Raises LeaseLostError when the row is not ours any more."""
        if not self.held(row).update(**self.sign_of_life(), **progress):
            raise LeaseLostError

    def let_go(self, row: Model, **outcome: Any) -> bool:
        """Write what became of it and hold it no longer; returns whether it was still ours."""
        return bool(self.held(row).update(**{self.mark: None}, **outcome))
