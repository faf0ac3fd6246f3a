"""What a reader would miss in a plan: a pure function of its values and of what is known today. Never a hindrance.

findings(values, facts)                    everything, in the order in which it is shown
findings(values, facts, with_hints=False)  errors and warnings, for the count
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.checks.facts import Facts
from plans.checks.kinds import KINDS, Finding, Kind, Level, Place
from plans.checks.measures import ended, lacking, unknown, unreachable
from plans.checks.texts import (
    Draft,
    authorities,
    empty_header,
    lost,
    missing_sections,
    misspellings,
    placeholders,
    unchecked_contacts,
)
from plans.checks.words import around, placeholder_in, suspected, waits
from plans.frozen import Values, counted_sections, frozen_measures
from plans.law import DUTIES, follows_law

__all__ = ["Facts", "Finding", "Kind", "Level", "Place", "around", "placeholder_in", "suspected", "waits"]


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


def findings(values: Values, facts: Facts, *, with_hints: bool = True) -> list[Finding]:
    """What is found, by kind in their order, and within a kind as the plan is read."""
    draft = Draft(values)
    found = [*grave(draft, facts), *(hints(draft, facts) if with_hints else ())]
    order = {key: place for place, key in enumerate(KINDS)}
    return sorted(found, key=lambda one: order[one.kind.key])


def grave(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Errors and warnings."""
    yield from lost(draft, facts)
    yield from placeholders(draft)
    yield from lacking(draft)
    yield from unknown(draft, facts, answering=True)
    yield from ended(draft, facts)
    yield from unreachable(draft, facts)
    yield from authorities(draft, facts)
    yield from unchecked_contacts(draft, facts)
    yield from empty_duties(facts)


def hints(draft: Draft, facts: Facts) -> Iterator[Finding]:
    if not facts.law_standing:
        yield Finding(KINDS["standing"], Place("law", ""))
    yield from missing_sections(draft, facts)
    yield from empty_header(draft)
    yield from misspellings(draft, facts)
    yield from unknown(draft, facts, answering=False)


def empty_duties(facts: Facts) -> Iterator[Finding]:
    """Duties of the law of which the plan does not say where they are met, where the plan is to meet them."""
    if follows_law(facts.law_standing):
        for duty in DUTIES:
            if not facts.law_evidence.get(duty.key, "").strip():
                yield Finding(KINDS["law"], Place("law", duty.name, duty.key))
