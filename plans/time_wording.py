"""Times as plans write them ("våren 2017", "senast hösten 2017", "löpande"), and what they mean in dates.

The wording is always kept by whoever asks; an interpretation only stands beside it. What is not understood is
unknown, never an error and never a guess.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.time_periods import YEAR, Period, is_time_of_year, period_of

Recurrence = Literal["", "yearly", "continuous", "half_yearly", "quarterly", "monthly"]
Certainty = Literal["certain", "approximate", "partial", "unknown"]


@dataclass(frozen=True)
class Interpretation:
    """First and last day (either may be missing), recurrence, and how sure this is.

    Certainty: "certain" for dates, years, months, quarters and recurrences; "approximate" for seasons, terms and the
    like; "partial" where only part of the wording was understood; "unknown" where nothing was.
    """

    start: date | None = None
    end: date | None = None
    recurrence: Recurrence = ""
    certainty: Certainty = "unknown"

    @property
    def is_known(self) -> bool:
        return self.certainty != "unknown"


@dataclass(frozen=True)
class TimeSpan:
    """A time wording in parentheses: `text[start:end]` has the parentheses, `wording` has not."""

    start: int
    end: int
    wording: str


UNKNOWN = Interpretation()
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
"""Days that a plan can mean. Words that would mean others ("2016-2225" is a registry number) have no dates."""
_LONGEST = 150


def _times(words: str, figure: int) -> str:
    return rf"(?:{words}|{figure}) (?:gång|gånger|ggr|g) ?(?:/|per |om |i )? ?år(?:et)?"


_RECURRENCE_FORMS: dict[Recurrence, tuple[str, ...]] = {
    "monthly": (
        r"månadsvis|månatlig(?:en|t|a)?|varje månad",
        r"(?:en|1) gång ?(?:/|per |i )månad(?:en)?",
        _times("tolv", 12),
    ),
    "quarterly": (r"kvartalsvis|varje kvartal|(?:en|1) gång ?(?:/|per |i )kvartal(?:et)?", _times("fyra", 4)),
    "half_yearly": (
        r"halvårs(?:vis|vist)|varje halvår|varje termin",
        r"(?:en|1) gång ?(?:/|per |i )(?:halvår(?:et)?|termin(?:en)?)",
        _times("två", 2),
    ),
    "yearly": (
        r"årlig(?:en|t|a|ts)?|årsvis|varje år|^per år$|varje(?= (?:vår|sommar|höst|vinter))",
        r"(?:en|1) gång årligen",
        _times("en", 1),
    ),
    "continuous": (r"fortlöpande|löpande|kontinuerlig(?:t|a)?|pågående|pågår|ständigt|tills ?vidare",),
}
_RECURRENCES = {
    recurrence: re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") for recurrence, forms in _RECURRENCE_FORMS.items()
}
_FILLERS = re.compile(
    r"^(?:(?:under|i|på|vid|kring|omkring|runt|ca|cirka|preliminärt|prel|planerat|planeras|beräknas|beräknat|minst|utsedd|"
    r"utsedda|utses|klar|klart|klara|färdig|färdigt|färdigställd|färdigställt|genomförd|genomfört|genomförda|genomförs|"
    r"beslutad|beslutat|beslutas|antagen|antaget|antas|avslutad|avslutat|avslutas|redovisas|rapporteras|uppdateras|"
    r"uppdaterad|reviderad|revideras|inrättad|inrättat|bildad|bildat|tillsatt|införd|infört|gjord|gjort|sker|görs|den|år|"
    r"åren|året|hela|perioden|mandatperioden|planperioden|och|samt|även|därefter|sedan dess|dock)\b[.:,]? ?|[,;:] ?)"
)
_TRAILERS = re.compile(r"(?:^|[ ,;]+)(?:och|samt|därefter|sedan|dock|preliminärt|prel\.?|ca|och framåt)$|[,;:]+$")
_FROM = re.compile(
    r"^(?:från och med|från|med start|startar|startas|start|påbörjas|påbörjat|inleds|gäller från)\b[:,]? ?(.+)$"
)
_AFTER = re.compile(r"^(?:efter|sedan) (.+)$")
_UNTIL = re.compile(
    r"^(?:senast|till och med|fram till och med|fram till|till|(?:före|innan) (?:utgången|slutet) av)\b[:,]? ?(.+)$"
)
_BEFORE = re.compile(r"^(?:före|innan) (.+)$")
_BETWEEN = re.compile(r" ?(?:-| till och med | till | och | samt ) ?")
_MAY_BE_TIME = re.compile(r"\d\d|år|löpande|kontinuerlig|pågå|ständigt|tills|kvartal|månad", re.IGNORECASE)
_PARENTHESES = re.compile(r"\(([^()\n]{2,80})\)")


@lru_cache(maxsize=1_024)
def interpret(wording: str, today: date | None = None) -> Interpretation:
    """What the wording means; `today` is needed only for words like "nästa år"."""
    words = _plain_words(wording)
    if not words or len(words) > _LONGEST:
        return UNKNOWN
    recurrence, rest = _take_recurrence(words)
    goes_on = bool(recurrence) and re.search(r"\b(?:därefter|sedan)\b", rest) is not None
    rest = _without_fillers(rest)
    bounds = _bounds(rest, today) if rest else None
    if bounds is None and not recurrence:
        return UNKNOWN
    start, end, is_exact = bounds or (None, None, not rest)
    certainty: Certainty = "certain" if is_exact else "approximate"
    if rest and bounds is None and not is_time_of_year(rest):
        certainty = "partial"
    return Interpretation(start, None if goes_on else end, recurrence, certainty)


def describe(interpretation: Interpretation) -> str:
    """The interpretation in words, to stand beside the field: "tolkas som 1 mars – 31 maj 2017"."""
    meanings = [words for words in (_recurrence_in_words(interpretation), _period_in_words(interpretation)) if words]
    if not meanings:
        return _("kept as it is written, without dates")
    return _("interpreted as %(meaning)s") % {"meaning": ", ".join(meanings)}


def time_wordings_in(text: str) -> list[TimeSpan]:
    """The times that stand in parentheses in a text, such as "(våren 2017)", "(löpande)", "(utsedd 2016)"."""
    return list(_time_spans(text))


def _time_spans(text: str) -> Iterator[TimeSpan]:
    for match in _PARENTHESES.finditer(text):
        if _MAY_BE_TIME.search(match[1]) and interpret(match[1]).certainty in ("certain", "approximate"):
            yield TimeSpan(match.start(), match.end(), match[1].strip())


def _plain_words(wording: str) -> str:
    words = unicodedata.normalize("NFC", wording).casefold()
    words = re.sub(r"[\u2010-\u2015\u2212]", "-", words)
    words = re.sub(r"[\s\u00ad\u200b]+", " ", words).strip(" .()[]")
    words = re.sub(r"\bfr\.? ?o\.? ?m\b\.?", "från och med", words)
    words = re.sub(r"\bt\.? ?o\.? ?m\b\.?", "till och med", words)
    return re.sub(r"\bmellan ", "", words)


def _take_recurrence(words: str) -> tuple[Recurrence, str]:
    for recurrence, form in _RECURRENCES.items():
        match = form.search(words)
        if match:
            return recurrence, f"{words[: match.start()].strip()} {words[match.end() :].strip()}".strip()
    return "", words


def _without_fillers(words: str) -> str:
    """Words that say nothing about when are taken away from both ends ("utsedd 2016", "under år 2027")."""
    before = None
    while words != before and period_of(words) is None:
        before = words
        words = _TRAILERS.sub("", _FILLERS.sub("", words)).strip()
    return words


def _bounds(words: str, today: date | None) -> tuple[date | None, date | None, bool] | None:
    """First day, last day and whether they are exact; None where nothing was understood that a plan can mean."""
    try:
        found = _read_bounds(words, today)
    except OverflowError:  # the day after the last one that there is
        return None
    is_possible = found and all(day is None or FIRST_DAY <= day <= LAST_DAY for day in found[:2])
    return found if is_possible else None


def _read_bounds(words: str, today: date | None) -> tuple[date | None, date | None, bool] | None:
    period = _period(words, today)
    if period:
        return period.start, period.end, period.is_exact
    for form, read in ((_FROM, _from), (_AFTER, _after), (_UNTIL, _until), (_BEFORE, _before)):
        match = form.match(words)
        period = _period(_without_fillers(match[1]), today) if match else None
        if match and period:
            return (*read(period, _without_fillers(match[1])), period.is_exact)
    return None


def _from(period: Period, words: str) -> tuple[date | None, date | None]:
    """ "Från våren 2027" is a beginning only; "från 2027 till 2028" is both."""
    return period.start, period.end if re.search(r" till ", words) else None


def _after(period: Period, words: str) -> tuple[date | None, date | None]:
    return period.end + timedelta(days=1), None


def _until(period: Period, words: str) -> tuple[date | None, date | None]:
    return None, period.deadline or period.end


def _before(period: Period, words: str) -> tuple[date | None, date | None]:
    return None, period.start - timedelta(days=1)


def _period(words: str, today: date | None) -> Period | None:
    """One form, or two with a dash or "till" between; the year may stand with only one of them ("mars–maj 2027")."""
    whole = period_of(words, today)
    if whole:
        return whole
    for separator in _BETWEEN.finditer(words):
        left, right = words[: separator.start()], _without_fillers(words[separator.end() :])
        first, last = _borrowing(left, right), _borrowing(right, left)
        if first and last and first.until(last):
            return first.until(last)
    return None


def _borrowing(words: str, other: str) -> Period | None:
    """The period of the words, with the year (or month and year) of the other side where they have none."""
    own = period_of(words)
    if own or re.search(YEAR, words):
        return own
    year = re.search(YEAR, other)
    if not year:
        return None
    tail = other.split(" ", 1)[1] if " " in other else other
    return period_of(f"{words} {tail}") if words.isdigit() else period_of(f"{words} {year[0]}")


def _recurrence_in_words(interpretation: Interpretation) -> str:
    return {
        "": "",
        "yearly": pgettext("recurrence", "every year"),
        "half_yearly": pgettext("recurrence", "every half-year"),
        "quarterly": pgettext("recurrence", "every quarter"),
        "monthly": pgettext("recurrence", "every month"),
        "continuous": pgettext("recurrence", "continuously"),
    }[interpretation.recurrence]


def _period_in_words(interpretation: Interpretation) -> str:
    start, end = interpretation.start, interpretation.end
    if start and end:
        if start == end:
            return date_format(start, "j F Y")
        first = date_format(start, "j F" if start.year == end.year else "j F Y")
        return f"{first} – {date_format(end, 'j F Y')}"
    if start:
        return _("from %(date)s") % {"date": date_format(start, "j F Y")}
    if end:
        return _("no later than %(date)s") % {"date": date_format(end, "j F Y")}
    return ""
