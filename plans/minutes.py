"""What the minutes of a body hold, as plain values; and whether the wording of a decision stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from plans.models import Decision

PointKind = Decision.PointKind

Motion = dict[str, str]
"""What somebody moved: {"person": str, "party": str, "text": str}; a line of another shape is all text."""

Point = dict[str, str]
"""A point of a decision: {"kind": str, "text": str, "who": str, "report_by": day as ISO text, or ""}."""

Section = dict[str, str]
"""A headed part of a §: {"heading": str, "text": str}."""

_MOTION = re.compile(r"(?P<person>[^()]+?) \((?P<party>[^()]{1,12})\):? (?P<text>\S.*)")
_LEANS_ON = re.compile(
    r"\b(?:enligt|i enlighet med)\s+(?:[\w-]+\s+){0,4}?(?:förslag|förslaget|yttrandet|bilaga|bilagan)\b", re.IGNORECASE
)


def motion_of(line: str) -> Motion:
    """A line "Anna Johansson (S) yrkar bifall" as person, party and motion."""
    words = " ".join(line.split())
    found = _MOTION.fullmatch(words)
    return found.groupdict() if found else {"person": "", "party": "", "text": words}


def motion_line(motion: Mapping[str, str]) -> str:
    """The motion as one line, as it was typed."""
    party = motion.get("party", "")
    return " ".join(filter(None, (motion.get("person", ""), f"({party})" if party else "", motion.get("text", ""))))


def leans_on_a_proposal(wording: str) -> bool:
    """Whether a wording says "enligt förslaget" or the like, so that it cannot be read by itself."""
    return bool(_LEANS_ON.search(wording))


def point_of(given: Mapping[str, Any]) -> Point:
    """A point as it is kept: texts, and a day as ISO text."""
    day = given.get("report_by") or ""
    return {
        "kind": str(given.get("kind") or PointKind.OTHER),
        "text": tidy(given.get("text")),
        "who": " ".join(tidy(given.get("who")).split()),
        "report_by": day.isoformat() if isinstance(day, date) else str(day),
    }


def tidy(text: Any) -> str:
    """Line ends as they are stored, without blanks at the ends."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def sections_of(given: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Headed parts in order; what says nothing is left out."""
    parts = [{"heading": " ".join(tidy(one.get("heading")).split()), "text": tidy(one.get("text"))} for one in given]
    return [part for part in parts if part["heading"] or part["text"]]


def report_day(point: Mapping[str, Any]) -> date | None:
    """The day by which a task is to be reported back; None when the point names none."""
    try:
        return date.fromisoformat(str(point.get("report_by") or ""))
    except ValueError:
        return None
