"""Ways to a decision: the municipality's list of them, and what each means among its own bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.search_text import folded
from plans.inputs import StepInput
from plans.models import Matter, MatterStep
from plans.selectors.edition import bodies_of
from responsibilities.models import Unit


@dataclass(frozen=True)
class Way:
    """One way of the list; `is_proposed` when the type of the document says that it is decided so."""

    place: int
    name: str
    is_proposed: bool
    steps: list[StepInput]


def ways_of(matter: Matter) -> list[Way]:
    """The municipality's ways, as steps of its own bodies. One statement."""
    municipality = matter.municipality
    bodies = list(bodies_of(municipality))
    kind = matter.plan.document_type if matter.plan else ""
    proposed = municipality.deciders.get(kind, "")
    return [
        Way(
            place=place,
            name=path["name"],
            is_proposed=path["name"] == proposed,
            steps=[resolved(one, bodies, matter) for one in path.get("steps", [])],
        )
        for place, path in enumerate(municipality.decision_paths)
    ]


def proposed_way(matter: Matter) -> Way | None:
    return next((one for one in ways_of(matter) if one.is_proposed), None)


def resolved(step: dict[str, Any], bodies: list[Unit], matter: Matter) -> StepInput:
    """A step of the list with the body that it means here; where none is found, its words stand alone."""
    wording = str(step.get("wording", ""))
    body = meant(str(step.get("unit_kind", "")), wording, bodies, matter)
    return StepInput(kind=str(step.get("kind", "")), body=body, wording="" if body else wording)


def meant(kind: str, wording: str, bodies: list[Unit], matter: Matter) -> Unit | None:
    """The body of that kind that is called so; else the only one of its kind; else the matter's own authority."""
    possible = [one for one in bodies if one.kind == kind]
    stem = folded(wording).removesuffix("en").removesuffix("et")
    called = [one for one in possible if any(stem in name for name in one.names)] if stem else []
    if len(called) == 1 or (len(possible) == 1 and kind != Unit.Kind.BOARD):
        return called[0] if len(called) == 1 else possible[0]
    own = matter.body
    return own if own is not None and own.kind == kind and (not called or own in called) else None


def steps_of(matter: Matter) -> list[StepInput]:
    """The steps that the matter has, as they are written."""
    rows = MatterStep.objects.filter(matter=matter).select_related("body")
    return [StepInput(kind=one.kind, body=one.body, wording=one.wording, pk=one.pk) for one in rows]
