"""Swedish personal identity numbers in free text: found, placed, refused.

A municipality may not register individuals here (regeringsformen 2:3, GDPR art. 9). Twelve digits, or six and four
with something between, with a valid date and check digit are certain; ten bare digits that pass are only possible,
since 6 to 9 % of ordinary phone numbers do as well. The number itself is never put into a message or a log, only its
place.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Kind = Literal["certain", "possible"]

# Ways of writing: the date in one piece or in three with the same sign between, a gap, and the four last.
_CENTURY = r"(?:(?P<century>18|19|20) {0,2})?"
_DATE = r"(?P<yy>\d\d)(?P<sign> {0,2}[-./_]? {0,2})(?P<mm>\d\d)(?P=sign)(?P<dd>\d\d)"
_GAP = r"(?P<gap>[ \t\n]{0,3}[-+_./:~]?[ \t\n]{0,3})"
_WRITTEN = re.compile(rf"{_CENTURY}{_DATE}{_GAP}(?P<serial>\d{{4}})(?!\d)", re.ASCII)
_SPACED = re.compile(
    r"(?:(?P<century>1 ?[89]|2 ?0) )?(?P<yy>\d \d) (?P<mm>\d \d) (?P<dd>\d \d)"
    r"(?P<gap> ?[-+]? ?)(?P<serial>\d \d \d \d)(?! ?\d)",
    re.ASCII,
)
_VAT_NUMBER = re.compile(
    r"(?<=[Ss][Ee])(?P<century>)(?P<yy>\d\d)(?P<mm>\d\d)(?P<dd>\d\d)(?P<gap>)(?P<serial>\d{4})01(?!\d)", re.ASCII
)
_GROUP_START = re.compile(r"(?<!\d)\d", re.ASCII)
_ENOUGH_DIGITS = re.compile(r"\d(?:\D{0,12}\d){9}")
_SOFT_HYPHENS = "\u00ad\u2027\u00b7"  # soft hyphen, hyphenation point, middle dot
_MINUS_SIGNS = "\u2212\u02d7\u2043\u207b\u208b"  # dashes that Unicode does not call dashes
_COORDINATION_DAYS = 60  # samordningsnummer: the day plus 60


@dataclass(frozen=True)
class Found:
    """A place in the original text: `text[start:end]` is the number as it was written."""

    start: int
    end: int
    kind: Kind


def find_identity_numbers(text: str) -> list[Found]:
    """Every personal or co-ordination number in the text, in order, however it is written."""
    if not _ENOUGH_DIGITS.search(text):
        return []
    plain, places = _normalised(text)
    found = []
    reached = 0
    for group in _GROUP_START.finditer(plain):
        if group.start() < reached:
            continue
        match, kind = _number_at(plain, group.start())
        if match and kind:
            reached = match.end()
            found.append(Found(places[match.start()], places[match.end() - 1] + 1, kind))
    return found


def refuse_identity_numbers(text: str) -> None:
    """Raise ValidationError where the text certainly holds an identity number; says where, never which."""
    certain = [found for found in find_identity_numbers(text) if found.kind == "certain"]
    if certain:
        raise ValidationError(
            _(
                "The text holds a personal identity number (characters %(places)s). Take it out: "
                "individuals may not be registered here."
            ),
            code="identity_number",
            params={"places": places_in_words(certain)},
        )


def places_in_words(found: list[Found]) -> str:
    """The places counted from one, as a reader counts: "14–25, 60–70"."""
    return ", ".join(f"{place.start + 1}–{place.end}" for place in found)


def _number_at(plain: str, start: int) -> tuple[re.Match[str] | None, Kind | None]:
    vat_number = _VAT_NUMBER.match(plain, start)
    if vat_number:  # an organisation's, or that of a person with a firm of its own
        return (vat_number, "certain") if _is_valid(vat_number) else (None, None)
    for pattern in (_WRITTEN, _SPACED):
        match = pattern.match(plain, start)
        if match and _is_valid(match):
            return match, _kind(match, plain)
    return None, None


def _is_valid(match: re.Match[str]) -> bool:
    century, yy, mm, dd, serial = (
        (match[name] or "").replace(" ", "") for name in ("century", "yy", "mm", "dd", "serial")
    )
    day = int(dd) - _COORDINATION_DAYS if int(dd) > _COORDINATION_DAYS else int(dd)
    centuries = [century] if century else ["19", "20"]
    return any(_is_date(int(first + yy), int(mm), day) for first in centuries) and _has_check_digit(
        yy + mm + dd + serial
    )


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _has_check_digit(ten: str) -> bool:
    total = 0
    for place, digit in enumerate(ten):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return total % 10 == 0


def _kind(match: re.Match[str], plain: str) -> Kind | None:
    """Certain, possible, or None where two dates stand side by side ("2017-01-16 – 2017-03-01")."""
    gap, serial = match["gap"], match["serial"]
    is_year_like = serial[:2] in ("19", "20") and any(sign in gap for sign in " \t\n/")
    if is_year_like and re.match(r"-\d", plain[match.end() : match.end() + 2]):
        return None
    if is_year_like and match["century"]:
        return "possible"
    if any(sign in gap for sign in "./:"):
        return "possible"
    if any(sign in gap for sign in "\t\n") and not any(sign in gap for sign in "-+_~"):
        return "possible"
    is_bare = not match["century"] and not gap and not dict(match.groupdict()).get("sign")
    return "possible" if is_bare else "certain"


def _normalised(text: str) -> tuple[str, list[int]]:
    """The text with plain digits, one kind of dash and space and nothing invisible, and where each character stood."""
    if text.isascii():
        return text.replace("\r", "\n"), list(range(len(text)))
    characters, places = [], []
    for place, character in _plain_characters(text):
        characters.append(character)
        places.append(place)
    return "".join(characters), places


def _plain_characters(text: str) -> Iterator[tuple[int, str]]:
    for place, character in enumerate(text):
        if character in _SOFT_HYPHENS:
            # A soft hyphen is invisible inside a number but may also be the only sign between its parts.
            if _is_between_six_and_four(text, place):
                yield place, "~"
        elif plain := _plain(character):
            yield place, plain


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The character as numbers are written with it; nothing for one that cannot be seen."""
    if character.isascii():
        return "\n" if character == "\r" else character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd" or character in _MINUS_SIGNS:
        return "-"
    if category in ("Zs", "Zl", "Zp"):
        return " " if category == "Zs" else "\n"
    return "" if category in ("Cf", "Mn", "Me") else _compatible(character)


def _compatible(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    # One character for one, and a raised figure (a footnote mark) never becomes part of a number.
    return plain if len(plain) == 1 and not plain.isdigit() else "\ufffd"


def _is_between_six_and_four(text: str, place: int) -> bool:
    before = sum(1 for sign in text[max(0, place - 6) : place] if unicodedata.decimal(sign, None) is not None)
    after = sum(1 for sign in text[place + 1 : place + 5] if unicodedata.decimal(sign, None) is not None)
    return before == 6 and after == 4
