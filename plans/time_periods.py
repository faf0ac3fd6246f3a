"""The periods that Swedish plans write: a year, a season, a term, a quarter, a week, a date.

Each form is one line of `_FORMS`: what it looks like, and what it means. Seasons follow the meteorological calendar
(spring is March to May; the winter of a year is the one that ends in it), school terms the school year.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted. A season has no exact days in Swedish: then it is not exact."""

    start: date
    end: date
    is_exact: bool = True
    deadline: date | None = None  # the day that "no later than" would mean, where it is not the last

    def until(self, other: "Period") -> "Period | None":
        if other.end < self.start:
            return None
        return Period(self.start, other.end, is_exact=self.is_exact and other.is_exact)


_MONTH_NAMES = (
    "januari jan, februari feb, mars mar, april apr, maj, juni jun, juli jul, augusti aug, september sept sep, "
    "oktober okt, november nov, december dec"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split(", "), start=1) for name in names.split()}
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "1:a": 1, "2:a": 2, "3:e": 3, "4:e": 4}
_SEASONS = {"vår": (3, 5), "sommar": (6, 8), "höst": (9, 11)}
_THIRDS = {"början": 0, "mitten": 1, "slutet": 2}

YEAR = r"(?P<year>19[5-9]\d|20\d\d)"
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_ORDINAL = "(?P<ordinal>" + "|".join(_ORDINALS) + "|sista)"
_OF = r",? (?:av |år |under |på )?"
_NEXT = r"(?:[/-]|-)(?P<next>\d{4}|\d\d)"


def _months(year: int, first: int, last: int, is_exact: bool = True) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), is_exact)


def _year_of(match: re.Match[str]) -> int:
    return int(match["year"])


def _next_year(match: re.Match[str]) -> int:
    """The second year of "2026/27" or "2026/2027"."""
    return int(match["next"]) if len(match["next"]) == 4 else _year_of(match) // 100 * 100 + int(match["next"])


def _day(match: re.Match[str]) -> Period:
    month = match["month"]
    day = date(_year_of(match), int(month) if month.isdigit() else _MONTHS[month], int(match["day"]))
    return Period(day, day)


def _month(match: re.Match[str]) -> Period:
    number = int(match["month"]) if match["month"].isdigit() else _MONTHS[match["month"]]
    return _months(_year_of(match), number, number)


def _years(match: re.Match[str]) -> Period | None:
    last = _next_year(match)
    return Period(date(_year_of(match), 1, 1), date(last, 12, 31)) if last >= _year_of(match) else None


def _season(match: re.Match[str]) -> Period:
    if match["season"] == "vinter":
        return _winter(_year_of(match))
    return _months(_year_of(match), *_SEASONS[match["season"]], is_exact=False)


def _winter(year: int) -> Period:
    return Period(date(year - 1, 12, 1), date(year, 2, monthrange(year, 2)[1]), is_exact=False)


def _winter_between(match: re.Match[str]) -> Period | None:
    return _winter(_next_year(match)) if _next_year(match) == _year_of(match) + 1 else None


def _term(match: re.Match[str]) -> Period:
    year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
    return _months(year, *((1, 6) if match["term"].startswith("v") else (8, 12)), is_exact=False)


def _school_year(match: re.Match[str]) -> Period | None:
    if _next_year(match) != _year_of(match) + 1:
        return None
    return Period(date(_year_of(match), 8, 1), date(_next_year(match), 6, 30), is_exact=False)


def _turn_of_year(match: re.Match[str]) -> Period | None:
    last, first = date(_year_of(match), 12, 31), date(_year_of(match) + 1, 1, 1)
    return Period(last, first, is_exact=False, deadline=last) if _next_year(match) == first.year else None


def _part(parts: int) -> Callable[[re.Match[str]], Period | None]:
    """A half-year, a third (tertial) or a quarter, by its number or ordinal."""

    def period(match: re.Match[str]) -> Period | None:
        word = match["ordinal"]
        first = parts if word == "sista" else _ORDINALS.get(word) or int(word)
        last = int(match.groupdict().get("last") or first)
        months = 12 // parts
        return _months(_year_of(match), (first - 1) * months + 1, last * months) if first <= last <= parts else None

    return period


def _third(match: re.Match[str]) -> Period:
    number = _THIRDS[match["third"]]
    if not match["month"]:
        return _months(_year_of(match), number * 4 + 1, number * 4 + 4, is_exact=False)
    whole = _month(match)
    first = whole.start + timedelta(days=10 * number)
    return Period(first, whole.end if number == 2 else first + timedelta(days=9), is_exact=False)


def _weeks(match: re.Match[str]) -> Period | None:
    last = match["last"] or match["week"]
    start = date.fromisocalendar(_year_of(match), int(match["week"]), 1)
    end = date.fromisocalendar(_year_of(match), int(last), 7)
    return Period(start, end) if start < end else None


_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]]] = [
    (re.compile(form), meaning)
    for form, meaning in [
        (YEAR, lambda match: _months(_year_of(match), 1, 12)),
        (YEAR + r"([-./]?)(?P<month>0[1-9]|1[0-2])\2(?P<day>\d\d)", _day),
        (YEAR + r"-(?P<month>0[1-9]|1[0-2])", _month),
        (YEAR + _NEXT, _years),
        (r"(?P<day>\d\d?)(?::[ae])? " + _MONTH + _OF + YEAR, _day),
        (r"(?P<day>\d\d?)/(?P<month>\d\d?)[ -]" + YEAR, _day),
        (_MONTH + _OF + YEAR, _month),
        (YEAR + " " + _MONTH, _month),
        (r"(?P<season>vår|sommar|höst|vinter)(?:en|n)?" + _OF + YEAR, _season),
        (YEAR + r",? (?P<season>vår|sommar|höst|vinter)(?:en|n)?", _season),
        (r"vinter(?:n)? " + YEAR + _NEXT, _winter_between),
        (r"(?P<term>vt|ht|vårterminen|höstterminen|vårtermin|hösttermin)[ -]?(?P<year>20\d\d|\d\d)", _term),
        (r"(?:läsåret|läsår|skolåret) " + YEAR + _NEXT, _school_year),
        (r"årsskiftet " + YEAR + _NEXT, _turn_of_year),
        (r"(?:q|kv\.?|kvartal|kvartalet) ?(?P<ordinal>[1-4])(?: ?- ?(?P<last>[1-4]))?" + _OF + YEAR, _part(4)),
        (YEAR + r"[ -]?q(?P<ordinal>[1-4])", _part(4)),
        (_ORDINAL + r" kvartalet" + _OF + YEAR, _part(4)),
        (r"(?:t|tertial) ?(?P<ordinal>[1-3])" + _OF + YEAR, _part(3)),
        (_ORDINAL + r" tertialet" + _OF + YEAR, _part(3)),
        (r"(?:h|halvår) ?(?P<ordinal>[12])" + _OF + YEAR, _part(2)),
        (_ORDINAL + r" halvåret" + _OF + YEAR, _part(2)),
        (r"(?P<third>början|mitten|slutet) (?:av|på) (?:" + _MONTH + r" )?(?:år )?" + YEAR, _third),
        (
            r"utgången av (?:år )?" + YEAR,
            lambda match: Period(date(_year_of(match), 12, 31), date(_year_of(match), 12, 31)),
        ),
        (r"(?:vecka|veckorna|v\.?) ?(?P<week>\d\d?)(?: ?- ?(?P<last>\d\d?))?" + _OF + YEAR, _weeks),
    ]
]
_YEARS_FROM_NOW = {"i år": 0, "innevarande år": 0, "nästa år": 1, "kommande år": 1, "förra året": -1, "i fjol": -1}
_WITHOUT_YEAR = re.compile(
    rf"(?:i |på |under |varje |senast )*(?:den )?(?:\d\d? )?(?:{_MONTH}|(?:vår|sommar|höst|vinter)(?:en|n)?)"
)


def period_of(words: str, today: date | None = None) -> Period | None:
    """What one form means, or None. The words are lower case, with plain hyphens and single spaces."""
    if words in _YEARS_FROM_NOW and today:
        return _months(today.year + _YEARS_FROM_NOW[words], 1, 12)
    for form, meaning in _FORMS:
        match = form.fullmatch(words)
        if match:
            try:
                period = meaning(match)
            except ValueError:  # 31 februari, vecka 60
                continue
            if period:
                return period
    return None


def is_time_of_year(words: str) -> bool:
    """True for "i mars", "varje höst": a time that comes back each year."""
    return _WITHOUT_YEAR.fullmatch(words) is not None
