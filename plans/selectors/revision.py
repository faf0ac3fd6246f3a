"""Whether a plan is being revised, and why."""

from __future__ import annotations

from plans.models import Plan, Revision


def open_revision(plan: Plan) -> Revision | None:
    """The revision that goes on, with the version it started from; one statement."""
    rows = plan.revisions.open().select_related("base", "started_by").defer("base__values", "base__search_text")
    found: Revision | None = rows.first()
    return found
