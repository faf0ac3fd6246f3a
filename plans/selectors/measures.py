"""Several measures of a plan that are to be changed at once: what each says of what is changed, before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from plans.models import Measure, Plan


@dataclass(frozen=True)
class Row:
    """One measure that was chosen; `after` is None until the change has been tried."""

    measure: Measure
    before: list[str]
    after: list[str] | None = None

    @property
    def is_changed(self) -> bool:
        return self.after is not None and self.after != self.before


def time_words(measure: Measure) -> list[str]:
    return [measure.time_wording] if measure.time_wording else []


def area_words(measure: Measure) -> list[str]:
    return [str(measure.focus_area)] if measure.focus_area else []


def level_words(measure: Measure) -> list[str]:
    return list(measure.levels)


def party_words(measure: Measure) -> list[str]:
    return [
        f"{one.get_part_display()}: {one.wording}{one.scope_note and f' ({one.scope_note})'}"
        for one in measure.responsibilities.all()
    ]


def no_words(measure: Measure) -> list[str]:
    """What is duplicated or removed says nothing before and after."""
    return []


WORDS: dict[str, Callable[[Measure], list[str]]] = {
    "tid": time_words,
    "omrade": area_words,
    "niva": level_words,
    "ansvarig": party_words,
}


def several(plan: Plan, pks: Collection[int]) -> list[Measure]:
    """The measures of the plan among `pks` that stand, in order, with their parts; five statements."""
    return list(plan.measures.current().filter(pk__in=pks).in_order().with_parts())


def rows_of(measures: Collection[Measure], change: str, after: Mapping[int, Measure] | None = None) -> list[Row]:
    words = WORDS.get(change, no_words)
    return [Row(one, words(one), words(after[one.pk]) if after and one.pk in after else None) for one in measures]
