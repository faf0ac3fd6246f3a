"""A plan's check in tests, as the page computes it."""

from __future__ import annotations

from plans.checks import findings
from plans.models import Plan
from plans.rows import read_plan
from plans.selectors.check import facts_about
from plans.values import plan_values


def found_in(plan: Plan) -> list[tuple[str, str, str, str]]:
    """(kind, place, words, proposal) of everything that the check finds, but hints about the plan as a whole."""
    plan = Plan.objects.select_related("municipality", "responsible_unit").get(pk=plan.pk)
    rows = read_plan(plan)
    found = findings(plan_values(plan, rows), facts_about(plan, rows))
    return [(one.kind.key, one.place.name, one.words, one.proposal) for one in found]


def found_of(kind: str, plan: Plan) -> list[tuple[str, str, str]]:
    """(place, words, proposal) of what is found of one kind."""
    return [tuple(rest) for key, *rest in found_in(plan) if key == kind]  # type: ignore[misc]
