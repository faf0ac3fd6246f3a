"""Days that the law reckons from a meeting: shown where they can be computed, never demanded.

Kommunallagen (2017:725) 5:69 and 8:12 (adjusting and announcing the minutes), 13:5 (appeal); lag (1930:173) om
beräkning av lagstadgad tid (a last day that is a holiday moves on). Law changes: the source is named beside each day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.working_days import next_working_day

ADJUSTED_WITHIN = timedelta(days=14)
ANNOUNCED_WITHIN = timedelta(days=2)
APPEALED_WITHIN = timedelta(weeks=3)


@dataclass(frozen=True)
class LawDay:
    """A day that follows from another, with where it is written, and whether what was done came later."""

    label: str | Promise
    day: date
    source: str
    is_passed_by: date | None = None

    @property
    def is_late(self) -> bool:
        return self.is_passed_by is not None and self.is_passed_by > self.day


def last_adjustment(held_on: date) -> date:
    """The minutes are adjusted at most 14 days after the meeting."""
    return held_on + ADJUSTED_WITHIN


def last_announcement(adjusted_on: date) -> date:
    """That they are adjusted is announced at most the second day after."""
    return adjusted_on + ANNOUNCED_WITHIN


def last_appeal(announced_on: date) -> date:
    """An appeal has come in within three weeks from the announcement, or on the next working day."""
    return next_working_day(announced_on + APPEALED_WITHIN)


def earliest_removal(announced_on: date) -> date:
    """The announcement stays until the time of appeal has passed."""
    return last_appeal(announced_on) + timedelta(days=1)


def law_days(meeting: Any, *, is_adopting: bool) -> list[LawDay]:
    """What follows from the days that are known of a meeting; of an adopting decision also how long one may appeal."""
    days = [LawDay(_("Last day to adjust"), last_adjustment(meeting.held_on), "KL 5:69", meeting.adjusted_on)]
    if meeting.adjusted_on:
        last = last_announcement(meeting.adjusted_on)
        days.append(LawDay(_("Last day to announce"), last, "KL 8:12", meeting.announced_on))
    if is_adopting and meeting.announced_on:
        appeal = last_appeal(meeting.announced_on)
        days.append(LawDay(_("Last day of appeal"), appeal, "KL 13:5, lag 1930:173"))
        days.append(LawDay(_("Taken down at the earliest"), earliest_removal(meeting.announced_on), "KL 8:12"))
    return days


def order_hints(meeting: Any) -> list[str | Promise]:
    """What is unusual in the order of the days of a meeting. A hint: what stands in the minutes stands."""
    hints: list[str | Promise] = []
    if meeting.announced_on and not meeting.adjusted_on:
        hints.append(_("The announcement is noted, but not when the minutes were adjusted."))
    if meeting.announced_on and meeting.adjusted_on and meeting.announced_on < meeting.adjusted_on:
        hints.append(_("The announcement is older than the adjustment that it tells of."))
    return hints
