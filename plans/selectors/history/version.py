"""One version of a section, area or measure beside what stands there now, and what a history can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from foundation.differences import FieldChange
from plans.models import Plan, PlanGrant
from plans.outline import flattened, outline
from plans.selectors.history.kinds import KINDS
from plans.selectors.history.words import field_changes, fields_of, label_of, short

TIME = "time_wording"
"""All fields of a time are restored together, under the name of its wording."""


@dataclass(frozen=True)
class Restorable:
    """What can be restored by itself: a field, or a time with its days. From what stands now to what stood then."""

    name: str
    label: str
    changes: list[FieldChange]


@dataclass(frozen=True)
class Version:
    """A row as it stood. `then` is the row of its history."""

    then: Any
    at: datetime
    who: str
    reason: str
    differing: list[Restorable]
    alike: list[str]


def version_of(name: str, row: Any, history_id: int) -> Version | None:
    """The version of `row`, a `name` of KINDS, that `history_id` names; None when there is no such version."""
    kind = KINDS[name]
    rows = {one.history_id: one for one in kind.rows.filter(id=row.pk, history_id=history_id)}
    then = rows.get(history_id)
    if then is None:
        return None
    differing: dict[str, Restorable] = {}
    for one in field_changes(kind, row, then):
        key = restored_as(one.name)
        differing.setdefault(key, Restorable(key, one.label, [])).changes.append(one)
    said = {restored_as(field.name): label_of(field) for field in reversed(list(fields_of(kind)))}
    alike = [label for key, label in reversed(said.items()) if key not in differing]
    who = str(then.history_user or "")
    return Version(then, then.history_date, who, then.history_change_reason, list(differing.values()), alike)


def restored_as(name: str) -> str:
    return TIME if name.startswith("time_") else name


@dataclass(frozen=True)
class Narrowing:
    """What a plan's history can be narrowed to, as (value, label)."""

    kinds: list[tuple[str, str]]
    people: list[tuple[int, str]]
    places: list[tuple[str, str]]


def narrowing(plan: Plan, user: User) -> Narrowing:
    """In three statements, whatever the length of the history."""
    nodes = flattened(outline(plan.sections.current(), is_numbered=plan.is_numbered))
    sections = [(f"avsnitt-{one.section.pk}", short(f"{one.number or ''} {one.section.heading}", 80)) for one in nodes]
    areas = [(f"omrade-{area.pk}", short(area.name, 80)) for area in plan.focus_areas.current()]
    may_share = user.has_perm("plans.share_plan", plan)
    offered = [name for name, kind in KINDS.items() if not kind.is_part and (may_share or kind.model is not PlanGrant)]
    kinds = [(name, str(kind.label)) for name, kind in KINDS.items() if name in offered]
    return Narrowing(kinds, people_of(plan), [*sections, *areas])


def people_of(plan: Plan) -> list[tuple[int, str]]:
    """Who has written something in the plan itself, its sections, areas or measures."""
    names = ("history_user", "history_user__name")
    legs = [
        KINDS[name].model.history.filter(**{KINDS[name].plan_path: plan.pk}).order_by().values_list(*names)
        for name in ("plan", "avsnitt", "omrade", "atgard")
    ]
    found = {(pk, name) for pk, name in legs[0].union(*legs[1:]) if pk}
    return sorted(found, key=lambda one: one[1])
