"""What every page of a plan shows around its content: the way up, the tabs, the state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import Request
from accounts.models import User
from foundation.forms import Form
from plans.models import Edition, Plan

IN_FORCE = Edition.objects.filter(plan=OuterRef("pk"), state=Edition.State.ADOPTED)
PLANS = Plan.objects.select_related("municipality", "responsible_unit").annotate(
    in_force_pk=Subquery(IN_FORCE.values("pk")[:1]),
    in_force_number=Subquery(IN_FORCE.values("number")[:1]),
    in_force_sha256=Subquery(IN_FORCE.values("sha256")[:1]),
)
BACK = {"tabell": "plans:plan_table", "dokument": "plans:plan_detail", "borttaget": "plans:plan_removed"}


def way_up(plan: Plan | None = None) -> list[dict[str, str]]:
    crumbs = [{"label": _("Plans"), "url": reverse("plans:plan_list")}]
    if plan is not None:
        crumbs.append({"label": plan.title, "url": plan.get_absolute_url()})
    return crumbs


def plan_tabs(plan: Plan, current: str) -> list[dict[str, Any]]:
    routes = (
        (_("Document"), "plans:plan_detail"),
        (_("Table"), "plans:plan_table"),
        (_("Versions"), "plans:edition_list"),
    )
    return [
        {"label": label, "url": reverse(route, args=[plan.pk]), "current": route == current} for label, route in routes
    ]


def plan_frame(user: User, plan: Plan, current: str) -> dict[str, Any]:
    """The context of a page that stands under a plan's own heading."""
    return {
        "plan": plan,
        "title": plan.title,
        "breadcrumbs": way_up(),
        "tabs": plan_tabs(plan, current),
        "may_change": user.has_perm("plans.change_plan", plan) and not plan.is_withdrawn,
        "may_share": user.has_perm("plans.share_plan", plan) and not plan.is_withdrawn,
    }


def back_to(request: Request, plan: Plan, anchor: str = "") -> HttpResponseRedirect:
    """Where the person came from (`?fran=tabell`), at the same place."""
    route = BACK.get(request.GET.get("fran", ""), "plans:plan_detail")
    address = reverse(route, args=[plan.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def back_address(request: Request, plan: Plan) -> str:
    return reverse(BACK.get(request.GET.get("fran", ""), "plans:plan_detail"), args=[plan.pk])


def told(request: Request, form: Form) -> None:
    """Say why something was refused, on the page that one comes back to."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
