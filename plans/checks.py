"""What a reader would miss in a plan's values: hints before it is frozen, never hindrances."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.rich_text import plain
from plans.frozen import FrozenMeasure, Values, counted_sections, frozen_measures
from plans.models import Responsibility

PLACEHOLDER = re.compile(r"\b(?:\d{4}-)?xx(?:-xx)?\b|\bX{3,}\b|\.{5,}", re.IGNORECASE)
RESPONSIBLE = (Responsibility.Part.RESPONSIBLE, Responsibility.Part.REPORTS_BACK)


@dataclass(frozen=True)
class Hint:
    """One thing that is missing, and the measures (or headings, or labels of the header) that miss it."""

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
    found.append(
        Hint(
            kind="placeholder",
            label=_("Something is still to be filled in"),
            measures=tuple(one for one in measures if waits("\n".join(texts_of(one.values)))),
            headings=(
                *waiting_in_header(values),
                *waiting_sections(values["sections"]),
                *(area["name"] for area in values["focus_areas"] if waits(area["name"])),
            ),
        )
    )
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


def waits(text: str) -> bool:
    """Whether "2016-xx-xx" or a dotted line waits for its value in the text."""
    return bool(PLACEHOLDER.search(text))


def texts_of(measure: Values) -> Iterator[str]:
    """Everything that is written in a measure and its rows."""
    yield from (measure[name] for name in ("text", "condition", "result", "comment"))
    yield measure["time"]["wording"]
    for activity in measure["activities"]:
        yield from (activity["text"], activity["time"]["wording"])
    for indicator in measure["indicators"]:
        yield from (indicator["text"], indicator["target"])
    for responsibility in measure["responsibilities"]:
        yield from (responsibility["wording"], responsibility["scope_note"])


def waiting_in_header(values: Values) -> Iterator[str]:
    """What stands on the cover and waits: the title, the registry number, labels of the header."""
    if waits(values["title"]):
        yield values["title"]
    if waits(values["registry_number"] or ""):
        yield str(_("Registry number"))
    yield from (field["label"] for field in values["header"] if waits(field["value"]))


def waiting_sections(sections: list[Values]) -> Iterator[str]:
    """Headings of the sections in which something waits."""
    for section in sections:
        if waits(f"{section['heading']}\n{plain(section['body'])}"):
            yield section["heading"]
        yield from waiting_sections(section["children"])
