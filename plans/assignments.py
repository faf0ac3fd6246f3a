"""Who reports what: a proposal from an edition and the units of today. The coordinator has the last say.

Nothing here asks the database: the units are read once and handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from plans.frozen import FrozenMeasure, Values, frozen_measures
from plans.models import Responsibility
from responsibilities.models import Unit

Part = Responsibility.Part

REPORTING_PARTS: tuple[str, ...] = (Part.RESPONSIBLE, Part.REPORTS_BACK, Part.ACTOR)
"""The parts that may report. Whoever is consulted never does."""

COUNCILS: tuple[str, ...] = (Unit.Kind.ADVISORY, Unit.Kind.NETWORK, Unit.Kind.GROUP)
"""Kinds that decide or meet together, but have no administration of their own."""

COORDINATOR = None
"""In place of a unit: the coordinator reports."""


@dataclass(frozen=True)
class Directory:
    """The municipality's units and functions as they are today."""

    units: Sequence[Unit]
    function_units: Mapping[str, int | None]

    @cached_property
    def by_pk(self) -> dict[int, Unit]:
        return {unit.pk: unit for unit in self.units}

    @cached_property
    def by_uid(self) -> dict[str, Unit]:
        return {str(unit.uid): unit for unit in self.units}

    @cached_property
    def selectable(self) -> list[Unit]:
        """Units that can be asked: in work or planned, and the municipality's own."""
        return [unit for unit in self.units if self.can_report(unit)]

    @cached_property
    def administrations(self) -> list[Unit]:
        return [unit for unit in self.selectable if is_administration_in_work(unit)]

    def can_report(self, unit: Unit) -> bool:
        return not (unit.is_withdrawn or unit.is_external or unit.status == Unit.Status.ENDED)

    def in_work(self, unit: Unit | None) -> Unit | None:
        """`unit`, or the one that has taken over after it; None when nobody has."""
        seen: set[int] = set()
        while unit is not None and not self.can_report(unit) and unit.pk not in seen:
            seen.add(unit.pk)
            unit = self.by_pk.get(unit.successor_id) if unit.successor_id else None
        return unit if unit is not None and self.can_report(unit) else None

    def subjects(self, responsibility: Values) -> list[Unit]:
        """The units that a responsibility points at; a function speaks through its unit."""
        kind, uid = responsibility.get("subject_kind"), responsibility["subject_uid"]
        if kind == "each_administration":
            return self.administrations
        named = self.by_uid.get(uid) if kind == "unit" else self.by_pk.get(self.function_units.get(uid) or 0)
        found = self.in_work(named)
        return [found] if found else []

    def administrations_of(self, body: Unit) -> list[Unit]:
        """A nämnd owns its förvaltning."""
        return [unit for unit in self.administrations if unit.parent_id == body.pk]


def is_administration_in_work(unit: Unit) -> bool:
    return unit.kind == Unit.Kind.ADMINISTRATION and unit.status == Unit.Status.ACTIVE


@dataclass(frozen=True)
class Proposal:
    """Who is to report on one measure, and who else could be."""

    measure: FrozenMeasure
    unit_ids: tuple[int | None, ...]
    mentioned: tuple[int, ...]
    unknown: tuple[str, ...]


def proposals(values: Values, parts: Collection[str], directory: Directory) -> list[Proposal]:
    """A proposal for each measure of an edition's values."""
    return [proposal(measure, parts, directory) for measure in frozen_measures(values)]


def proposal(measure: FrozenMeasure, parts: Collection[str], directory: Directory) -> Proposal:
    """Those who hold the chosen parts report; where nobody is known, the coordinator does."""
    asked = unique(reporters(measure, parts, directory))
    mentioned = unique(unit for one in reporting(measure, REPORTING_PARTS) for unit in directory.subjects(one))
    unknown = [one["wording"] for one in reporting(measure, parts) if not directory.subjects(one)]
    return Proposal(
        measure=measure,
        unit_ids=tuple(unit.pk for unit in asked) or (COORDINATOR,),
        mentioned=tuple(unit.pk for unit in mentioned),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def parts_of(measure: FrozenMeasure, directory: Directory) -> dict[int, list[str]]:
    """The parts in the measure that each unit answers for, by the unit's key."""
    held: dict[int, list[str]] = {}
    for part in REPORTING_PARTS:
        for unit in unique(reporters(measure, (part,), directory)):
            held.setdefault(unit.pk, []).append(part)
    return held


def reporters(measure: FrozenMeasure, parts: Collection[str], directory: Directory) -> Iterator[Unit]:
    for responsibility in reporting(measure, parts):
        for unit in directory.subjects(responsibility):
            yield from speakers(unit, measure, parts, directory)


def speakers(unit: Unit, measure: FrozenMeasure, parts: Collection[str], directory: Directory) -> list[Unit]:
    """Who can tell: a nämnd's förvaltning for the nämnd, the measure's actors for a council that only leads."""
    if unit.is_body:
        return directory.administrations_of(unit) or [unit]
    if unit.kind in COUNCILS and Part.ACTOR not in parts:
        actors = unique(actor for one in reporting(measure, (Part.ACTOR,)) for actor in directory.subjects(one))
        return actors or [unit]
    return [unit]


def reporting(measure: FrozenMeasure, parts: Collection[str]) -> list[Values]:
    """The measure's responsibilities of these parts; being consulted is not one of them."""
    wanted = set(parts) & set(REPORTING_PARTS)
    return [one for one in measure.values["responsibilities"] if one["part"] in wanted]


def parts_in(values: Values) -> list[str]:
    """The parts that somebody holds in these values, in the order they are offered."""
    held = {one["part"] for measure in frozen_measures(values) for one in measure.values["responsibilities"]}
    return [part for part in REPORTING_PARTS if part in held]


def unique(units: Iterator[Unit] | Sequence[Unit]) -> list[Unit]:
    return list({unit.pk: unit for unit in units}.values())
