"""What has been changed in a plan since somebody last read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from plans.models import FocusArea, Measure, Plan, PlanReading, Section

VISIT = timedelta(hours=4)
"""So long from when it began, reading is one visit, and all its pages tell what was new when it began: reloading, or
coming back from the section that one looked at, takes no news away. Half a working day: the next is another visit."""


@dataclass(frozen=True)
class News:
    """What others have changed since `since`; None is the first reading. `begins_visit`: this reading is written."""

    since: datetime | None
    changed: frozenset[str]
    begins_visit: bool

    @property
    def count(self) -> int:
        return len(self.changed)


def news(plan: Plan, user: User) -> News:
    """In two statements: when the plan was read last, and the uids of what others have changed in it since."""
    reading = PlanReading.objects.filter(plan=plan, user=user).only("read_at", "since").first()
    if reading is None:
        return News(None, frozenset(), begins_visit=True)
    is_over = reading.read_at < timezone.now() - VISIT
    since = reading.read_at if is_over else reading.since or reading.read_at
    legs = [changed_since(model, key, plan, since, user) for model, key in PARTS]
    rows = legs[0].union(*legs[1:], all=True)
    changed = frozenset(str(uid) for uid in rows)
    return News(since, changed, begins_visit=is_over and bool(changed))


PARTS: tuple[tuple[Any, str], ...] = ((Plan, "id"), (Section, "plan"), (FocusArea, "plan"), (Measure, "plan"))


def changed_since(model: Any, key: str, plan: Plan, since: datetime, user: User) -> Any:
    """Uids of rows that were written anew or removed; one that only made room for another keeps its version."""
    earlier = model.history.filter(
        id=OuterRef("id"), version=OuterRef("version"), history_id__lt=OuterRef("history_id")
    )
    rows = model.history.filter(**{key: plan.pk}, history_date__gt=since).exclude(history_user=user)
    return rows.filter(~Exists(earlier) | Q(withdrawn_at__isnull=False)).order_by().values_list("uid", flat=True)
