"""Decisions: noted in a matter, read, corrected, taken away, put in force when they changed the proposal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from plans.models import Decision, Matter
from plans.selectors.decision import DECISIONS, is_dependent, motions_of, points_of
from plans.views.frame import way


def trail(user: User, matter: Matter, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from a decision: the matter, for whoever sees it."""
    links = [(matter.title, matter.get_absolute_url())] if user.has_perm("plans.view_matter", matter) else []
    return way(*links, *more)


def decision_trail(user: User, decision: Decision) -> list[dict[str, str]]:
    return trail(user, decision.matter, (str(decision), decision.get_absolute_url()))


@require_GET
def decision_detail(request: Request, pk: int) -> HttpResponse:
    decision = get_for_user(request.user, DECISIONS, "plans.view_decision", pk=pk)
    context = {"title": str(decision), **decision_page(request.user, decision)}
    return render(request, "plans/decision_detail.html", context)


def decision_page(user: User, decision: Decision) -> dict[str, Any]:
    """What the page of a decision shows, as far as the person sees what it is about."""
    edition = decision.edition
    return {
        "decision": decision,
        "points": points_of(decision),
        "motions": motions_of(decision),
        "is_dependent": is_dependent(decision),
        "dispatches": list(decision.dispatches.select_related("unit")),
        "edition": edition if edition and user.has_perm("plans.view_edition", edition) else None,
        "sees_matter": user.has_perm("plans.view_matter", decision.matter),
        "may_record": user.has_perm("plans.record_decision", decision) and not decision.is_withdrawn,
        "breadcrumbs": trail(user, decision.matter),
    }
