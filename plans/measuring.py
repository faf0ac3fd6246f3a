"""What was reported of an indicator, read by its kind: a number where one is asked for, and whether the target is met.

What was written is kept as it was written; the number is read from it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.search_text import folded
from plans.models import Indicator

Kind = Indicator.Kind
NUMERIC = (Kind.COUNT, Kind.COUNT_PER_PERIOD, Kind.PERCENTAGE)
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
DIGITS = rf"(?:\d{{1,3}}(?:[{SPACES}]\d{{3}})+|\d{{1,12}})(?:[.,]\d{{1,6}})?"
NUMBER = re.compile(DIGITS, re.ASCII)
AT_MOST = re.compile(r"\b(?:högst|max|maximalt|färre än|mindre än|under|inga|ingen|inget)\b|[<≤]")
YES, NO = "ja", "nej"
WHOLE = 100


def number_of(text: str, kind: str) -> Decimal | None:
    """The number that `text` is, in Swedish writing ("34", "34,5", "1 200", "80 %" of a share); None if it is none."""
    text = text.strip(SPACES + "\t\r\n")
    if kind == Kind.PERCENTAGE:
        text = text.removesuffix("%").rstrip(SPACES)
    return as_number(text) if kind in NUMERIC and NUMBER.fullmatch(text) else None


def as_number(digits: str) -> Decimal:
    return Decimal("".join(digits.split()).replace(",", "."))


def refuse_value(text: str, kind: str) -> None:
    """Raise ValidationError unless `text` is what an indicator of `kind` asks for. Nothing is no refusal."""
    if not text.strip() or kind not in NUMERIC or number_of(text, kind) is not None:
        return
    if kind == Kind.PERCENTAGE:
        raise ValidationError(_("Write a number of per cent, for example 80 or 82,5. Write more about it above."))
    raise ValidationError(_("Write a number in digits, for example 34 or 1 200. Write more about it above."))


def is_more_than_all(text: str, kind: str) -> bool:
    """A share above 100 per cent: possible, and mostly a slip."""
    number = number_of(text, kind)
    return kind == Kind.PERCENTAGE and number is not None and number > WHOLE


def target_number(target: str, kind: str) -> Decimal | None:
    """The only number in a target ("minst 80 %", "40 skolor per år"); None where there is none, or several."""
    found = NUMBER.findall(target) if kind in NUMERIC else []
    return as_number(found[0]) if len(found) == 1 else None


def is_reached(target: str, value: str, kind: str) -> bool | None:
    """Whether `value` meets the target; None where it cannot be told from the words."""
    if kind == Kind.BOOLEAN and folded(target) in (YES, NO) and folded(value) in (YES, NO):
        return folded(value) == folded(target)
    wanted, reported = target_number(target, kind), number_of(value, kind)
    if wanted is None or reported is None:
        return None
    return reported <= wanted if AT_MOST.search(folded(target)) else reported >= wanted
