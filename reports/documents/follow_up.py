"""The page "Uppföljning": how many measures stand where, and which units have answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.documents.answers import SYMBOLS
from reports.documents.text import in_words, one_line, plain_text

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Count:
    """How many measures have one fulfilment, and their share in percent."""

    key: str
    symbol: str
    word: str
    number: int
    share: int


@dataclass(frozen=True)
class UnitLine:
    name: str
    state: str
    is_silent: bool
    has_answered: bool
    submitted_on: str
    submitted_by: str
    summary: SafeString


@dataclass(frozen=True)
class FollowUp:
    heading: str
    title: str
    due: str
    closed: str
    measures: int
    counts: tuple[Count, ...]
    units: tuple[UnitLine, ...]
    silent: tuple[str, ...]
    returned: tuple[str, ...]

    @property
    def has_submissions(self) -> bool:
        return any(unit.submitted_on for unit in self.units)

    @property
    def has_summaries(self) -> bool:
        return any(unit.summary for unit in self.units)

    @property
    def answered(self) -> int:
        """How many units have an answer in: one that was given back has none until it comes again."""
        return sum(unit.has_answered for unit in self.units)


def unit_states() -> dict[str, str]:
    return {
        "silent": _("Has not answered"),
        "submitted": _("Submitted"),
        "accepted": _("Accepted"),
        "returned": _("Returned"),
    }


def follow_up_of(values: Values, labels: Mapping[str, str]) -> FollowUp:
    total = sum(values["counts"].values())
    return FollowUp(
        heading=_("Follow-up"),
        title=one_line(values["title"]),
        due=in_words(values["due_on"]),
        closed=in_words(values.get("closed_on")),
        measures=total,
        counts=tuple(count_of(key, values["counts"].get(key, 0), total, labels) for key in SYMBOLS),
        units=tuple(unit_line(unit) for unit in values["units"]),
        silent=units_that_are("silent", values),
        returned=units_that_are("returned", values),
    )


def units_that_are(state: str, values: Values) -> tuple[str, ...]:
    return tuple(one_line(unit["name"]) for unit in values["units"] if unit["state"] == state)


def count_of(key: str, number: int, total: int, labels: Mapping[str, str]) -> Count:
    share = round(100 * number / total) if total else 0
    return Count(key=key.replace("_", "-"), symbol=SYMBOLS[key], word=one_line(labels[key]), number=number, share=share)


def unit_line(unit: Values) -> UnitLine:
    return UnitLine(
        name=one_line(unit["name"]),
        state=unit_states()[unit["state"]],
        is_silent=unit["state"] == "silent",
        has_answered=unit["state"] in ("submitted", "accepted"),
        submitted_on=in_words((unit.get("submitted_on") or "")[:10]),
        submitted_by=one_line(unit.get("submitted_by")),
        summary=plain_text(unit.get("summary")),
    )
