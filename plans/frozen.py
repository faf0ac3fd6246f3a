"""Reading a plan's frozen values: its measures in order, each with a name that a person recognises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from foundation.rich_text import plain
from foundation.search_text import folded

Values = dict[str, Any]
CONSULTED = ("in_consultation", "consult_when_needed")


@dataclass(frozen=True)
class FrozenActivity:
    """A step of a measure, with its time as it was worded."""

    text: str
    wording: str

    @property
    def shown_time(self) -> str:
        """The wording, unless the text says it already."""
        return "" if self.wording.casefold() in self.text.casefold() else self.wording


@dataclass(frozen=True)
class FrozenMeasure:
    """One measure as it stood when the plan was frozen, with the area it stood in."""

    values: Values
    area: str

    @property
    def uid(self) -> str:
        return str(self.values["uid"])

    @property
    def number(self) -> int:
        return int(self.values["number"])

    @cached_property
    def title(self) -> str:
        """The measure in one line: its text, else its area and its first activity, for an area may hold several."""
        if self.has_own_text:
            return first_line(self.values["text"])
        activities = [first_line(activity["text"]) for activity in self.values["activities"]]
        return ": ".join(part for part in (first_line(self.area), *activities[:1]) if part)

    @cached_property
    def short(self) -> str:
        """The measure in one line where its area is said already: its text, else its first activity, else the area."""
        activities = [activity["text"] for activity in self.values["activities"]]
        said = next((text for text in (self.values["text"], *activities, self.area) if text.strip()), "")
        return first_line(said)

    @cached_property
    def activities(self) -> list[FrozenActivity]:
        return [FrozenActivity(one["text"], one["time"]["wording"]) for one in self.values["activities"]]

    @property
    def says_more(self) -> bool:
        """Whether the text holds more than the line that the measure is called by."""
        return self.has_own_text and self.values["text"].strip() != self.title

    @property
    def has_own_text(self) -> bool:
        return bool(self.values["text"].strip())


def in_their_clauses(measure: Mapping[str, Any]) -> Iterator[tuple[Values, str]]:
    """Each party, with the part under which it is said: "Strategen i samråd med" and who follows are one clause."""
    clause = ""
    for one in measure["responsibilities"]:
        is_inside = bool(clause) and one["part"] in CONSULTED
        yield one, clause if is_inside else one["part"]
        if not is_inside:
            is_open = " ".join(one["wording"].split()).rstrip(" :").endswith((" samråd med", " samverkan med"))
            clause = one["part"] if is_open else ""


def measured(value: str, kind: str) -> str:
    """A value of an indicator as it is read: the bare number of a percentage gets its sign."""
    is_bare = kind == "percentage" and re.fullmatch(r"\d+([.,]\d+)?", value.strip())
    return f"{value.strip()}\N{NO-BREAK SPACE}%" if is_bare else value


def first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "")


def frozen_measures(values: Values) -> Iterator[FrozenMeasure]:
    """The measures of `values` in the order of the plan."""
    for area in values["focus_areas"]:
        for measure in area["measures"]:
            yield FrozenMeasure(values=measure, area=area["name"])


def measures_by_uid(values: Values) -> dict[str, FrozenMeasure]:
    return {measure.uid: measure for measure in frozen_measures(values)}


def counted_sections(sections: list[Values]) -> int:
    """How many sections a tree has, at every level."""
    return sum(1 + counted_sections(section["children"]) for section in sections)


def section_name(section: Mapping[str, Any]) -> str:
    """A section as a reader finds it: its number, where it has one, and its heading."""
    return " ".join(filter(None, (section["number"], section["heading"])))


def measure_name(measure: FrozenMeasure) -> str:
    return _("Measure %(number)s: %(text)s") % {"number": measure.number, "text": measure.short[:120]}


def place_names(values: Values) -> dict[str, str]:
    """The name of every section and measure by uid, in the order of the plan: the same wherever it is pointed at."""
    found, waiting = {}, list(reversed(values["sections"]))
    while waiting:
        section = waiting.pop()
        found[section["uid"]] = section_name(section)
        waiting += reversed(section["children"])
    return found | {one.uid: measure_name(one) for one in frozen_measures(values)}


SILENT = (
    "uid",
    "classification",
    "kind",
    "part",
    "role",
    "subject_kind",
    "subject_uid",
    "sha256",
    "recurrence",
    "start",
    "end",
)
"""What stands in a tree and is not said in the paper."""


def words_of(values: Values) -> str:
    """Everything that the paper says, as it is searched: NFC, case-folded, without tags."""
    return folded("\n".join(said_in({**values, "municipality": {}, "column_labels": {}, "fulfilment_labels": {}})))


def said_in(node: Any) -> Iterator[str]:
    """Every text in a tree, in the order of the tree."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in SILENT:
                yield from [plain(value)] if key == "body" else said_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from said_in(value)
