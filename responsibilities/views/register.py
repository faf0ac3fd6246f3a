"""Who answers for what: the register that everybody inside the municipality may read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import Request, active_membership
from accounts.models import Municipality
from audit.access import get_for_user
from responsibilities.models import Function, Unit
from responsibilities.selectors.people import roles_in
from responsibilities.selectors.tree import found_branches, tree_of, unit_facts


@require_GET
def unit_list(request: Request) -> HttpResponse:
    """The municipality's units as a tree, with their functions; or those that a search finds."""
    held = active_membership(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    with_ended = request.GET.get("avslutade") == "1"
    tree = tree_of(held.municipality_id, user=request.user, with_ended=with_ended) if held else []
    change_in = changeable(request, held.municipality_id) if held else None
    functions = functions_of_all(request, held.municipality_id) if held else []
    context = {
        "tree": tree,
        "words": words,
        "found": found_branches(tree, words) if words else [],
        "with_ended": with_ended,
        "functions": [one for one in functions if not one.is_withdrawn],
        "removed_functions": [one for one in functions if one.is_withdrawn] if change_in else [],
        "change_in": change_in,
    }
    return render(request, "responsibilities/unit_list.html", context)


def functions_of_all(request: Request, municipality_id: int) -> list[Function]:
    """Functions that serve the whole municipality, also removed ones."""
    return list(Function.objects.visible_to(request.user).filter(municipality=municipality_id, unit=None))


def changeable(request: Request, municipality_id: int) -> int | None:
    """The municipality whose units the person may change, if this is one."""
    allowed = request.user.has_perm("responsibilities.change_unit", Municipality(pk=municipality_id))
    return municipality_id if allowed else None


@require_GET
def unit_detail(request: Request, pk: int) -> HttpResponse:
    units = Unit.objects.select_related("parent", "successor", "municipality")
    unit = get_for_user(request.user, units, "responsibilities.view_unit", pk=pk)
    may_change = request.user.has_perm("responsibilities.change_unit", unit)
    if unit.is_withdrawn and not may_change:
        raise Http404
    may_give = request.user.has_perm("responsibilities.change_membership", unit)
    context = {
        "unit": unit,
        "facts": unit_facts(unit, user=request.user),
        "may_change": may_change,
        "roles": roles_in(unit) if may_give else [],
        "may_give": may_give,
    }
    return render(request, "responsibilities/unit_detail.html", context)
