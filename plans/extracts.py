"""A plan divided among those who answer for it: the extract of each unit, and of nobody. Together they are the plan.

Pure: whoever knows the units of today says whom a responsibility means (`plans.assignments.Directory`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foundation.search_text import folded
from plans.assignments import Directory
from plans.schema import Values
from plans.values import measures_of
from responsibilities.models import Unit

Answering = Callable[[Values], Iterable[str]]
"""The uids of the units that a responsibility means."""

NOBODY = None
"""In place of a unit: what nobody is known to answer for, which the coordinator keeps together."""


def named_units(responsibility: Values) -> list[str]:
    """The unit that was named when the plan was frozen, where one was."""
    uid = responsibility.get("subject_uid")
    return [uid] if uid and responsibility.get("subject_kind", "unit") == "unit" else []


def extracts(values: Values, answering: Answering = named_units) -> dict[str | None, Values]:
    """The plan's values for each unit that has a part in a measure, and for NOBODY what is left.

    Every measure stands in at least one of them, with the text and the number that it has in the plan.
    """
    owners = {
        measure["uid"]: owners_of(measure, answering) for area in values["focus_areas"] for measure in area["measures"]
    }
    everyone: list[str | None] = list(dict.fromkeys(one for held in owners.values() for one in held))
    return {owner: held_by(values, owner, owners) for owner in everyone}


def owners_of(measure: Values, answering: Answering) -> list[str | None]:
    """Those with a part in the measure, each once, or NOBODY."""
    found: list[str | None] = [uid for one in measure["responsibilities"] for uid in answering(one)]
    return list(dict.fromkeys(found)) or [NOBODY]


def held_by(values: Values, owner: str | None, owners: dict[str, list[str | None]]) -> Values:
    """The plan with the measures of `owner` alone; areas that hold none of them are left out."""
    areas = [
        {**area, "measures": [one for one in area["measures"] if owner in owners[one["uid"]]]}
        for area in values["focus_areas"]
    ]
    return {**values, "focus_areas": [area for area in areas if area["measures"]]}


def extract_of(values: Values, unit: Unit | None, directory: Directory) -> Values:
    """The extract of one unit of today, whatever it was called when the plan was frozen; without a unit, of nobody.

    What its administrations answer for is a body's own.
    """
    everyone = extracts(values, units_of_today(directory))
    own = own_uids(unit, directory) if unit is not None else {NOBODY}
    mine = {uid for owner in own if owner in everyone for uid in measures_of(everyone[owner])}
    areas = [
        {**area, "measures": [one for one in area["measures"] if one["uid"] in mine]} for area in values["focus_areas"]
    ]
    return {**values, "focus_areas": [area for area in areas if area["measures"]]}


def answering_in(values: Values, directory: Directory) -> list[Unit | None]:
    """Whose extracts hold a measure: units of today and the bodies that they belong to, and None for nobody's."""
    owners = set(extracts(values, units_of_today(directory)))
    named = [unit for unit in directory.units if owners & own_uids(unit, directory)]
    return [*named, *([NOBODY] if NOBODY in owners else [])]


def own_uids(unit: Unit, directory: Directory) -> set[str | None]:
    """A unit's own uid, and those of a body's administrations."""
    return {str(unit.uid), *(str(one.uid) for one in directory.administrations_of(unit))}


def units_of_today(directory: Directory) -> Answering:
    """Whom a responsibility means today: a function speaks through its unit, a merged unit through who took over."""

    def answering(responsibility: Values) -> list[str]:
        known = {str(one.uid): one for one in directory.subjects(responsibility)} or named_in(responsibility, directory)
        return list(known)

    return answering


def named_in(responsibility: Values, directory: Directory) -> dict[str, Unit]:
    """External parties, and units that only the wording names, by a name or an alias; none that has ended."""
    there = [one for one in directory.units if not one.is_withdrawn and one.status != Unit.Status.ENDED]
    uid, words = responsibility.get("subject_uid"), folded(responsibility.get("wording") or "")
    return {str(one.uid): one for one in there if str(one.uid) == uid or (not uid and words and words in one.names)}
