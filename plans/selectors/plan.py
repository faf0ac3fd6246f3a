"""Lists of plans, and what a plan's pages link to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import User
from foundation.search_text import containing, folded
from plans.models import Edition, FocusArea, Measure, Plan, Section
from plans.models.edition import Today
from plans.rows import read_plan
from plans.values import abbreviation_values
from plans.withdrawn import RESTORABLE

SORTS = {"titel": "title", "-titel": "-title", "andrad": "changed_at", "-andrad": "-changed_at"}
DEFAULT_SORT = "titel"


@dataclass(frozen=True)
class PlanLists:
    """Drafts that one may see, and the editions of other plans that one may read."""

    plans: list[Plan]
    editions: list[Edition]
    may_see_drafts: bool


def plan_lists(user: User, *, words: str = "", sort: str = DEFAULT_SORT) -> PlanLists:
    """What stands on the list of plans, in two statements."""
    drafts = Plan.objects.visible_to(user)
    rows = drafts.current().select_related("responsible_unit").annotate(**plan_figures())
    if words:
        rows = rows.filter(containing(words))
    order = SORTS.get(sort, SORTS[DEFAULT_SORT])
    editions = Edition.objects.visible_to(user).without_values().select_related("body")
    editions = editions.exclude(plan__in=drafts.values("pk")).order_by("title", "-number", "pk")
    wanted = folded(words).split()
    plans = list(rows.order_by(order, "pk"))
    return PlanLists(
        plans=plans,
        editions=[one for one in editions if all(word in folded(one.title) for word in wanted)],
        may_see_drafts=bool(plans),
    )


def plan_figures() -> dict[str, Any]:
    """Beside each plan: its newest edition's state and number, its measures, when anything in it last changed."""
    newest = Edition.objects.filter(plan=OuterRef("pk")).order_by("-number")
    in_force = Edition.objects.in_force().filter(plan=OuterRef("pk"))
    to_come = Edition.objects.standing().filter(plan=OuterRef("pk"), valid_from__gt=Today()).order_by("valid_from")
    # Counted beside the plans, not joined: else the newest change would be sought once a measure.
    measures = Measure.objects.current().filter(plan=OuterRef("pk")).order_by().values("plan")
    return {
        "newest_state": Subquery(newest.values("state")[:1]),
        "newest_number": Subquery(newest.values("number")[:1]),
        "in_force_id": Subquery(in_force.values("pk")[:1]),
        "in_force_from": Subquery(to_come.values("valid_from")[:1]),
        "measure_count": Coalesce(Subquery(measures.annotate(count=Count("pk")).values("count")), 0),
        "changed_at": last_change(),
    }


def last_change() -> Greatest:
    """When the plan itself, a section, an area or a measure was last written; a measure is written with its rows."""
    own = latest(Plan, "id")
    return Greatest(own, *(Coalesce(latest(part, "plan_id"), own) for part in (Section, FocusArea, Measure)))


def latest(model: Any, key: str) -> Subquery:
    """The moment of the newest row in the history of `model` whose `key` is the plan."""
    rows = model.history.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Subquery(rows.annotate(at=Max("history_date")).values("at"))


def removed_plans(user: User) -> list[Plan]:
    """Plans removed in the last 30 days that the user may restore."""
    rows = Plan.objects.visible_to(user, "plans.withdraw_plan").filter(withdrawn_at__gte=oldest_restorable())
    return list(rows.select_related("withdrawn_by").order_by("-withdrawn_at"))


def oldest_restorable() -> datetime:
    return timezone.now() - RESTORABLE


def removed_parts(plan: Plan) -> list[tuple[str, list[Any]]]:
    """What was removed from the plan in the last 30 days: (kind, rows), the newest first."""
    kinds: Mapping[str, Any] = {
        "measure": plan.measures,
        "section": plan.sections,
        "focus_area": plan.focus_areas,
        "related_document": plan.related_documents,
    }
    found = []
    for kind, rows in kinds.items():
        recent = rows.filter(withdrawn_at__gte=oldest_restorable()).select_related("withdrawn_by")
        if kind == "measure":
            recent = recent.select_related("withdrawn_by", "focus_area")
        found.append((kind, list(recent.order_by("-withdrawn_at"))))
    return [(kind, rows) for kind, rows in found if rows]


def known_abbreviations(plan: Plan) -> list[list[str]]:
    """The units' abbreviations that the draft uses, with what they stand for: what a list of them would hold."""
    rows = read_plan(plan)
    return abbreviation_values(plan, rows.sections, rows.measures)
