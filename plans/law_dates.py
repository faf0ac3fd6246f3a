"""Days that the law reckons from a meeting: shown where they can be computed, never demanded.

Kommunallagen (2017:725) 5:69 and 8:12 (adjusting and announcing the minutes), 13:5 (appeal); lag (1930:173) om
beräkning av lagstadgad tid (a last day that is a holiday moves on). Law changes: the source is named beside each day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.models.decision import paragraph_key_of
from plans.working_days import next_working_day

ADJUSTED_WITHIN = timedelta(days=14)
ANNOUNCED_WITHIN = timedelta(days=2)
APPEALED_WITHIN = timedelta(weeks=3)
MOVES_ON = "lag 1930:173"

NUMBER = re.compile(r"\d+")
RANGE = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")


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
    """The minutes are adjusted at most 14 days after the meeting, or on the next working day."""
    return next_working_day(held_on + ADJUSTED_WITHIN)


def last_announcement(adjusted_on: date) -> date:
    """That they are adjusted is announced at most the second day after, or on the next working day."""
    return next_working_day(adjusted_on + ANNOUNCED_WITHIN)


def last_appeal(announced_on: date) -> date:
    """An appeal has come in within three weeks from the announcement, or on the next working day."""
    return next_working_day(announced_on + APPEALED_WITHIN)


def earliest_removal(announced_on: date) -> date:
    """The announcement stays until the time of appeal has passed."""
    return last_appeal(announced_on) + timedelta(days=1)


def is_in_minutes(paragraph: str, *, is_adjusted_at_once: bool, meeting: Mapping[str, Any]) -> bool:
    """Whether what is noted of a meeting's minutes is about this § too.

    `meeting` has held_on, adjusted_on (days, or ISO texts) and adjusted_paragraphs. A § that was adjusted at once was
    announced for itself, before the rest was adjusted; and a part of the minutes may be adjusted on a day of its own.
    """
    if is_adjusted_at_once and meeting["adjusted_on"] and meeting["adjusted_on"] > meeting["held_on"]:
        return False
    number, ranges = NUMBER.search(paragraph_key_of(paragraph)), RANGE.findall(meeting["adjusted_paragraphs"])
    if number is None or not ranges:
        return True
    return any(int(first) <= int(number[0]) <= int(last or first) for first, last in ranges)


def decision_days(decision: Any, *, is_adopting: bool) -> list[LawDay]:
    """What follows for one §: nothing where the days that are known of the meeting are not about it."""
    return law_days(decision.meeting, is_adopting=is_adopting) if minutes_hold(decision) else []


def minutes_hold(decision: Any) -> bool:
    """Whether what is noted of the decision's meeting is about the decision."""
    meeting = {name: getattr(decision.meeting, name) for name in ("held_on", "adjusted_on", "adjusted_paragraphs")}
    return is_in_minutes(decision.paragraph, is_adjusted_at_once=decision.is_adjusted_at_once, meeting=meeting)


def law_days(meeting: Any, *, is_adopting: bool) -> list[LawDay]:
    """What follows from the days that are known of a meeting; of an adopting decision also how long one may appeal."""
    last = last_adjustment(meeting.held_on)
    days = [LawDay(_("Last day to adjust"), last, f"KL 5:69, {MOVES_ON}", meeting.adjusted_on)]
    if meeting.adjusted_on:
        last = last_announcement(meeting.adjusted_on)
        days.append(LawDay(_("Last day to announce"), last, f"KL 8:12, {MOVES_ON}", meeting.announced_on))
    if is_adopting and meeting.announced_on:
        appeal = last_appeal(meeting.announced_on)
        days.append(LawDay(_("Last day of appeal"), appeal, f"KL 13:5, {MOVES_ON}"))
        days.append(LawDay(_("Taken down at the earliest"), earliest_removal(meeting.announced_on), "KL 8:12"))
    return days


def decision_hints(decision: Any) -> list[str | Promise]:
    """What is to be known of the days of a decision's meeting."""
    hints = order_hints(decision.meeting)
    if not minutes_hold(decision):
        hints.insert(0, _("This paragraph was adjusted for itself: the days above are about the rest of the minutes."))
    return hints


def order_hints(meeting: Any) -> list[str | Promise]:
    """What is unusual in the order of the days of a meeting. A hint: what stands in the minutes stands."""
    hints: list[str | Promise] = []
    if meeting.announced_on and not meeting.adjusted_on:
        hints.append(_("The announcement is noted, but not when the minutes were adjusted."))
    if meeting.announced_on and meeting.adjusted_on and meeting.announced_on < meeting.adjusted_on:
        hints.append(_("The announcement is older than the adjustment that it tells of."))
    return hints
