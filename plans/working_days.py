"""Days on which Swedish authorities work, and the next of them (lag 1930:173 § 2)."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY, SUNDAY, FRIDAY = 5, 6, 4
FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
AFTER_EASTER = (-2, 0, 1, 39)
"""Good Friday, Easter Day, Easter Monday, Ascension Day."""


def easter(year: int) -> date:
    """Easter Day of a year (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor another holiday; the eves of midsummer, Christmas and the new year count as such."""
    if day.weekday() in (SATURDAY, SUNDAY) or (day.month, day.day) in FIXED:
        return False
    if day.weekday() == FRIDAY and date(day.year, 6, 19) <= day <= date(day.year, 6, 25):
        return False
    return (day - easter(day.year)).days not in AFTER_EASTER


def next_working_day(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
