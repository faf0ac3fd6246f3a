"""Whether a plan is being revised, and whether somebody may make a small change without the body that adopted it."""

from __future__ import annotations

from plans.frozen import place_names
from plans.models import Plan, Revision
from plans.models.plan import HeaderState
from plans.schema import Values

RIGHT_TO_REVISE = "rätt att revidera"


def open_revision(plan: Plan) -> Revision | None:
    """The revision that goes on, with the version it started from; one statement."""
    rows = plan.revisions.open().select_related("base", "started_by").defer("base__values", "base__search_text")
    found: Revision | None = rows.first()
    return found


def right_to_revise(plan: Plan) -> str:
    """Who may make small changes, as the plan's own header says; "" when it does not say."""
    for field in plan.header:
        if field["label"].strip().casefold() == RIGHT_TO_REVISE and field["state"] == HeaderState.VALUE:
            return str(field["value"]).strip()
    return ""


def adds_or_removes(old: Values, new: Values) -> bool:
    """Whether a section or a measure came or went: more than one calls a small change."""
    return place_names(old).keys() != place_names(new).keys()
