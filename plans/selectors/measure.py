"""The measures of a plan as a table: filtered, sorted, paged. Five statements whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from foundation.search_text import folded
from plans.models import Plan
from plans.models.measure import MeasureQuerySet
from plans.schema import Values
from plans.values import COLUMNS, area_values

ROWS, MOST_ROWS = 50, 2_000
RESPONSIBLE = "responsible"
ANSWERABLE = (RESPONSIBLE, "reports_back")
"""Whoever answers for a measure, or reports back on it: without either it lacks somebody."""


@dataclass(frozen=True)
class Choice:
    """What the reader asked for; empty means everything."""

    responsible: str = ""
    level: str = ""
    lacks: tuple[str, ...] = ()
    words: str = ""
    sort: str = ""
    rows: int = ROWS
    page: str = "1"

    @property
    def is_narrow(self) -> bool:
        return bool(self.responsible or self.level or self.lacks or self.words)


@dataclass(frozen=True)
class MeasureTable:
    """One page of the table as values, the keys of its rows, and what can be chosen."""

    values: Values
    live: dict[str, int]
    page: Page[Any]
    total: int
    shown: int
    lacking: dict[str, int]
    responsible: list[str]
    levels: list[str]


def lacks_time(_area: Values, measure: Values) -> bool:
    times = [measure["time"], *(one["time"] for one in measure["activities"])]
    return not any(time["wording"] or time["start"] or time["end"] or time["recurrence"] for time in times)


def lacks_responsible(_area: Values, measure: Values) -> bool:
    return not any(one["part"] in ANSWERABLE for one in measure["responsibilities"])


def lacks_indicator(_area: Values, measure: Values) -> bool:
    return not measure["indicators"]


def lacks_area(area: Values, _measure: Values) -> bool:
    return not area["uid"]


LACKING: dict[str, Callable[[Values, Values], bool]] = {
    "tid": lacks_time,
    "ansvarig": lacks_responsible,
    "indikator": lacks_indicator,
    "omrade": lacks_area,
}


def first_day(measure: Values) -> str:
    times = [measure["time"], *(one["time"] for one in measure["activities"])]
    return min((time["start"] or time["end"] for time in times if time["start"] or time["end"]), default="9999")


def first_responsible(measure: Values) -> str:
    named = responsible_of(measure)
    return folded(named[0]) if named else "\uffff"


def responsible_of(measure: Values) -> list[str]:
    """Those who answer for a measure; not those who report back on it, act in it or are consulted."""
    return [one["wording"] for one in measure["responsibilities"] if one["part"] == RESPONSIBLE]


SORTS: dict[str, Callable[[Values], str]] = {"nar": first_day, "ansvarig": first_responsible}


def measure_table(plan: Plan, choice: Choice) -> MeasureTable:
    """The table as it was asked for, by areas. Sorted otherwise than the plan is, it is one group without a heading,
    whose measures say what area they stand in.
    """
    areas = list(plan.focus_areas.current())
    rows = list(MeasureQuerySet.with_parts(plan.measures.current().in_order()))
    groups = area_values(areas, rows, {})
    measures = [(group, measure) for group in groups for measure in group["measures"]]
    kept = [(group, measure) for group, measure in measures if wanted(group, measure, choice)]
    if choice.sort in SORTS:
        kept.sort(key=lambda pair: SORTS[choice.sort](pair[1]))
    page = Paginator(kept, max(1, min(choice.rows, MOST_ROWS))).get_page(choice.page)
    is_sorted = choice.sort in SORTS
    is_whole = not choice.is_narrow and not is_sorted and not page.paginator.num_pages > 1
    return MeasureTable(
        values={
            "column_labels": {**COLUMNS, **plan.column_labels},
            "focus_areas": groups if is_whole else grouped(page.object_list, is_sorted=is_sorted),
        },
        live={str(row.uid): row.pk for row in (*areas, *rows)},
        page=page,
        total=len(measures),
        shown=len(kept),
        lacking={name: sum(lacks(group, measure) for group, measure in measures) for name, lacks in LACKING.items()},
        responsible=named_responsible(measure for _group, measure in measures),
        levels=list(dict.fromkeys(level for _group, measure in measures for level in measure["levels"])),
    )


def wanted(group: Values, measure: Values, choice: Choice) -> bool:
    if not all(LACKING[lack](group, measure) for lack in choice.lacks if lack in LACKING):
        return False
    if choice.level and choice.level not in measure["levels"]:
        return False
    if choice.responsible and choice.responsible not in responsible_of(measure):
        return False
    if choice.words:
        text = folded(" ".join([group["name"], *all_texts(measure)]))
        return all(word in text for word in folded(choice.words).split())
    return True


def all_texts(measure: Values) -> Iterable[str]:
    yield from (measure["text"], measure["condition"], measure["comment"], measure["result"])
    for one in (*measure["activities"], *measure["indicators"]):
        yield one["text"]
    for one in measure["responsibilities"]:
        yield one["wording"]


def grouped(pairs: Iterable[tuple[Values, Values]], *, is_sorted: bool) -> list[Values]:
    """The areas again, with only the measures that are shown; in another order than the plan's, one group of all."""
    if is_sorted:
        measures = [{**measure, "area": group["name"]} for group, measure in pairs]
        return [{"uid": "", "name": "", "column_labels": {}, "measures": measures, "is_mixed": True}]
    found: list[Values] = []
    for group, measure in pairs:
        if not found or found[-1]["uid"] != group["uid"]:
            found.append({**group, "measures": []})
        found[-1]["measures"].append(measure)
    return found


def named_responsible(measures: Iterable[Values]) -> list[str]:
    return sorted({name for measure in measures for name in responsible_of(measure)}, key=folded)
