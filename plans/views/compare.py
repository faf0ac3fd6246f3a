"""Two versions side by side, or a version and the draft."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import asked
from plans.models import Edition, Plan
from plans.schema import Values
from plans.selectors.compare import (
    DRAFT,
    Comparable,
    Comparison,
    comparables,
    comparison,
    editions_beside,
    first_compared,
)
from plans.values import plan_values
from plans.views.edition import EDITIONS, edition_trail
from plans.views.frame import PLANS, way_up


def chosen(rows: list[Comparable], key: str, unasked: Comparable | None) -> Comparable | None:
    """The side that the address names; raises Http404 for one that there is not."""
    if not key:
        return unasked
    found = next((one for one in rows if one.key == key), None)
    if found is None:
        raise Http404
    return found


def name_of(side: Comparable) -> str:
    return _("version %(number)s") % {"number": side.edition.number} if side.edition else _("the draft")


def values_of(plan: Plan, side: Comparable) -> Values:
    """The whole tree of a side; of an edition, the frozen one."""
    return Edition.objects.get(pk=side.edition.pk).tree if side.edition else plan_values(plan)


def compared(plan: Plan, old: Comparable, new: Comparable) -> Comparison:
    return comparison(values_of(plan, old), values_of(plan, new), name_of(old), name_of(new))


@require_GET
def plan_compare(request: Request, pk: int) -> HttpResponse:
    """Any two versions of a plan, or one and the draft: for who reads the draft."""
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    rows = comparables(plan, request.user)
    old = chosen(rows, asked(request, "fran"), first_compared(plan, rows))
    new = chosen(rows, asked(request, "till"), rows[0])
    versions = (_("Versions"), reverse("plans:edition_list", args=[pk]))
    context = {
        "title": _("Compare versions"),
        "plan": plan,
        "rows": rows,
        "old": old,
        "new": new,
        "draft_key": DRAFT,
        "comparison": compared(plan, old, new) if old and new else None,
        "breadcrumbs": [*way_up(plan), {"label": versions[0], "url": versions[1]}],
    }
    return render(request, "plans/plan_compare.html", context)


@require_GET
def edition_compare(request: Request, pk: int) -> HttpResponse:
    """A version beside another of the same plan that one may read, the older first."""
    edition = get_for_user(request.user, EDITIONS, "plans.view_edition", pk=pk)
    others = list(editions_beside(edition, request.user))
    key = asked(request, "med")
    other = next((one for one in others if str(one.pk) == key), None)
    if key and other is None:
        raise Http404
    earlier = next((one for one in others if one.number < edition.number), next(iter(others), None))
    pair = sorted((edition, other or earlier or edition), key=lambda one: one.number)
    old, new = (Comparable(str(one.number), one) for one in pair)
    context = {
        "title": _("Compare versions"),
        "edition": edition,
        "others": others,
        "other": other or earlier,
        "comparison": compared(edition.plan, old, new) if others else None,
        "breadcrumbs": edition_trail(request.user, edition),
    }
    return render(request, "plans/edition_compare.html", context)
