"""The rows that a plan is made of, read together: the whole draft in one statement, as it stood at one moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.one_statement import read_together
from plans.models import (
    Activity,
    FocusArea,
    Indicator,
    Measure,
    Plan,
    RelatedDocument,
    Responsibility,
    Section,
)
from responsibilities.models import Function, Unit

Key = int | float


@dataclass(frozen=True)
class PlanRows:
    """The current rows of a plan, each kind in its order; measures with their parts."""

    sections: list[Section]
    areas: list[FocusArea]
    measures: list[Measure]
    documents: list[RelatedDocument]

    def live_keys(self) -> dict[str, int]:
        """The keys of sections, areas and measures by their uid: what a page about the draft links to."""
        rows: tuple[Any, ...] = (*self.sections, *self.areas, *self.measures)
        return {str(row.uid): row.pk for row in rows}


def read_plan(plan: Plan) -> PlanRows:
    """Everything that stands in the draft of `plan`, in one statement whatever its size."""
    inside = {"measure__plan": plan, "measure__withdrawn_at": None}
    parties = Responsibility.objects.current().filter(**inside)
    sections, areas, measures, documents, activities, indicators, responsibilities, units, functions = read_together(
        plan.sections.current(),
        plan.focus_areas.current(),
        plan.measures.current(),
        plan.related_documents.current(),
        Activity.objects.current().filter(**inside),
        Indicator.objects.current().filter(**inside),
        parties,
        Unit.objects.filter(pk__in=parties.order_by().values("unit")),
        Function.objects.filter(pk__in=parties.order_by().values("function")),
    )
    join_subjects(responsibilities, units, functions)
    for name, rows in (("activities", activities), ("indicators", indicators), ("responsibilities", responsibilities)):
        hand_out(measures, name, rows)
    area_places = {area.pk: area.position for area in areas}
    return PlanRows(
        sections=ordered(sections),
        areas=ordered(areas),
        measures=sorted(ordered(measures), key=lambda one: place_of_area(one, area_places)),
        documents=ordered(documents),
    )


def ordered(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.pk))


def place_of_area(measure: Measure, places: dict[int, int]) -> tuple[Key, Key]:
    """Areas in their order; what stands in none of them comes last."""
    area = measure.focus_area_id
    return (places[area], area) if area in places else (float("inf"), float("inf"))


def join_subjects(responsibilities: list[Responsibility], units: list[Unit], functions: list[Function]) -> None:
    by_key: dict[str, dict[int, Any]] = {
        "unit": {one.pk: one for one in units},
        "function": {one.pk: one for one in functions},
    }
    for one in responsibilities:
        for name, known in by_key.items():
            key = getattr(one, f"{name}_id")
            if key is not None:
                setattr(one, name, known[key])


def hand_out(measures: list[Measure], name: str, rows: Iterable[Any]) -> None:
    """Give each measure its rows of one kind, as if they had been fetched with it."""
    by_measure = defaultdict(list)
    for row in ordered(rows):
        by_measure[row.measure_id].append(row)
    for measure in measures:
        fetched: dict[str, Any] = measure.__dict__.setdefault("_prefetched_objects_cache", {})
        fetched[name] = by_measure[measure.pk]  # what `.all()` answers with
