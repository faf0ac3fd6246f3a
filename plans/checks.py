"""What a reader would miss in a plan's values: hints before it is frozen, never hindrances."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.frozen import FrozenMeasure, Values, counted_sections, frozen_measures
from plans.models import Responsibility

PLACEHOLDER = re.compile(r"\b(?:\d{4}-)?xx(?:-xx)?\b|\bX{3,}\b|\.{5,}", re.IGNORECASE)
RESPONSIBLE = (Responsibility.Part.RESPONSIBLE, Responsibility.Part.REPORTS_BACK)


@dataclass(frozen=True)
class Hint:
    """One thing that is missing, and the measures (or headings of sections) that miss it."""

    kind: str
    label: str | Promise
    measures: tuple[FrozenMeasure, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.measures) + len(self.headings)


@dataclass(frozen=True)
class Contents:
    """What a plan holds, in numbers."""

    sections: int
    areas: int
    measures: int
    activities: int


def contents(values: Values) -> Contents:
    measures = list(frozen_measures(values))
    return Contents(
        sections=counted_sections(values["sections"]),
        areas=sum(1 for area in values["focus_areas"] if area["uid"]),
        measures=len(measures),
        activities=sum(len(measure.values["activities"]) for measure in measures),
    )


def hints(values: Values) -> list[Hint]:
    """Measures without time, owner or indicator, and places that were to be filled in later."""
    measures = list(frozen_measures(values))
    wanting: list[tuple[str, Promise | str, Callable[[FrozenMeasure], bool]]] = [
        ("time", _("Says nothing about when"), lacks_time),
        ("owner", _("Nobody is responsible"), lacks_owner),
        ("indicator", _("No indicator"), lacks_indicator),
        ("text", _("Neither text nor activity"), lacks_text),
    ]
    found = [
        Hint(kind=kind, label=label, measures=tuple(one for one in measures if lacks(one)))
        for kind, label, lacks in wanting
    ]
    headings = tuple(placeholders_in(values["sections"]))
    found.append(Hint(kind="placeholder", label=_("Something is still to be filled in"), headings=headings))
    return [hint for hint in found if hint.count]


def lacks_time(measure: FrozenMeasure) -> bool:
    times = [measure.values["time"], *(activity["time"] for activity in measure.values["activities"])]
    return not any(time["wording"] or time["start"] or time["end"] or time["recurrence"] for time in times)


def lacks_owner(measure: FrozenMeasure) -> bool:
    return not any(one["part"] in RESPONSIBLE for one in measure.values["responsibilities"])


def lacks_indicator(measure: FrozenMeasure) -> bool:
    return not measure.values["indicators"]


def lacks_text(measure: FrozenMeasure) -> bool:
    return not measure.has_own_text and not measure.values["activities"]


def placeholders_in(sections: list[Values]) -> Iterator[str]:
    """Headings of the sections in which "2016-xx-xx" or a dotted line waits for its value."""
    for section in sections:
        if PLACEHOLDER.search(f"{section['heading']}\n{section['body']}"):
            yield section["heading"]
        yield from placeholders_in(section["children"])
