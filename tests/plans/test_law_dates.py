"""Days that the law reckons: for any meeting in order, and moved past every Swedish holiday."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.law_dates import (
    decision_days,
    decision_hints,
    earliest_removal,
    last_adjustment,
    last_announcement,
    last_appeal,
    law_days,
    order_hints,
)
from plans.working_days import is_working_day

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def meeting(held_on: date, adjusted_on: date | None = None, announced_on: date | None = None) -> Any:
    return SimpleNamespace(held_on=held_on, adjusted_on=adjusted_on, announced_on=announced_on)


@given(DAYS)
def test_an_appeal_ends_on_a_working_day_at_most_a_few_days_past_three_weeks(announced_on: date) -> None:
    plain, last = announced_on + timedelta(days=21), last_appeal(announced_on)
    assert is_working_day(last)
    assert plain <= last <= plain + timedelta(days=5)
    assert not any(is_working_day(plain + timedelta(days=n)) for n in range((last - plain).days))
    assert earliest_removal(announced_on) == last + timedelta(days=1)


@given(DAYS, DAYS)
def test_what_is_announced_later_is_appealed_no_earlier(one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert last_appeal(first) <= last_appeal(second)


@pytest.mark.parametrize(
    ("announced_on", "last"),
    [
        (date(2016, 4, 20), date(2016, 5, 11)),  # a Wednesday
        (date(2016, 4, 14), date(2016, 5, 6)),  # Ascension Day, a Thursday
        (date(2016, 4, 15), date(2016, 5, 6)),  # the Friday after it is a working day
        (date(2026, 3, 13), date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 5, 29), date(2026, 6, 22)),  # midsummer's eve
        (date(2026, 12, 3), date(2026, 12, 28)),  # Christmas Eve to Sunday
        (date(2026, 12, 10), date(2027, 1, 4)),  # New Year's Eve to Sunday
        (date(2027, 5, 16), date(2027, 6, 7)),  # the National Day, a Sunday
        (date(2028, 5, 16), date(2028, 6, 7)),  # the National Day, a Tuesday
        (date(2027, 12, 16), date(2028, 1, 7)),  # Epiphany
    ],
)
def test_a_last_day_that_is_a_holiday_moves_to_the_next_working_day(announced_on: date, last: date) -> None:
    assert last_appeal(announced_on) == last


def test_every_last_day_moves_past_a_holiday() -> None:
    assert last_announcement(date(2027, 3, 18)) == date(2027, 3, 22)  # a Saturday
    assert last_adjustment(date(2027, 4, 22)) == date(2027, 5, 7)  # Ascension Day
    in_time = meeting(date(2027, 3, 11), date(2027, 3, 18), date(2027, 3, 22))
    assert not any(one.is_late for one in law_days(in_time, is_adopting=True))


@pytest.mark.parametrize(
    ("paragraph", "at_once", "adjusted_on", "paragraphs", "is_told"),
    [
        ("§ 55", False, date(2027, 3, 24), "", True),
        ("§ 55", True, date(2027, 3, 24), "", False),
        ("§ 55", True, date(2027, 3, 12), "", True),
        ("§ 55", True, None, "", True),
        ("§ 55", False, date(2027, 3, 24), "§§ 40–54", False),
        ("§ 55", False, date(2027, 3, 24), "§§ 40–54, 55", True),
        ("§ 55", False, date(2027, 3, 24), "alla", True),
        ("", False, date(2027, 3, 24), "§§ 40–54", True),
        ("KS 2027-03-12 § 55", False, date(2027, 3, 24), "§§ 50–60", True),
    ],
)
def test_days_of_the_minutes_are_told_of_the_paragraphs_that_they_are_about(
    paragraph: str, at_once: bool, adjusted_on: date | None, paragraphs: str, is_told: bool
) -> None:
    held = meeting(date(2027, 3, 12), adjusted_on, date(2027, 3, 25))
    held.adjusted_paragraphs = paragraphs
    decision = SimpleNamespace(meeting=held, paragraph=paragraph, is_adjusted_at_once=at_once)
    assert bool(decision_days(decision, is_adopting=True)) == is_told
    assert any("för sig" in str(hint) for hint in decision_hints(decision)) != is_told


def test_only_what_follows_from_known_days_is_told() -> None:
    held = date(2016, 4, 12)
    assert [one.day for one in law_days(meeting(held), is_adopting=True)] == [date(2016, 4, 26)]
    known = meeting(held, date(2016, 4, 19), date(2016, 4, 20))
    assert [one.day for one in law_days(known, is_adopting=False)] == [date(2016, 4, 26), date(2016, 4, 21)]
    days = [one.day for one in law_days(known, is_adopting=True)]
    assert days[2:] == [date(2016, 5, 11), date(2016, 5, 12)]


def test_what_was_late_or_in_another_order_is_told_and_not_refused() -> None:
    held = date(2016, 4, 12)
    late = meeting(held, last_adjustment(held) + timedelta(days=1), last_announcement(held) + timedelta(days=30))
    assert [one.is_late for one in law_days(late, is_adopting=False)] == [True, True]
    assert order_hints(late) == []
    assert len(order_hints(meeting(held, date(2016, 4, 20), date(2016, 4, 19)))) == 1
    assert len(order_hints(meeting(held, None, date(2016, 4, 19)))) == 1
