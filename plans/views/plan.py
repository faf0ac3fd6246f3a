"""Plans: the list, the document, the table, and what is said about a plan as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request, active_membership
from accounts.models import Municipality
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent, tell_refusal
from plans.forms.plan import PlanCreateForm, PlanShareForm, PlanUnshareForm, PlanUpdateForm
from plans.models import Plan
from plans.selectors.measure import Choice, measure_table
from plans.selectors.plan import DEFAULT_SORT, live_keys, plan_lists, removed_parts, removed_plans
from plans.selectors.sharing import readers_by_grant
from plans.services.grant import end_sharing, share_plan
from plans.services.plan import create_plan, restore_plan, update_plan, withdraw_plan
from plans.values import content_hash, measures_of, plan_values
from plans.views.frame import PLANS, plan_frame, removed, way_up


def asked(request: Request, name: str, longest: int = 200) -> str:
    """A word of the address, without what no text holds."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]


def number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


@require_GET
def plan_list(request: Request) -> HttpResponse:
    user = request.user
    words, sort = asked(request, "q"), asked(request, "ordna") or DEFAULT_SORT
    lists = plan_lists(user, words=words, sort=sort)
    context = {
        "title": _("Plans"),
        "lists": lists,
        "words": words,
        "sort": sort,
        "may_add": Municipality.objects.visible_to(user, "plans.add_plan").exists(),
        "removed": removed_plans(user),
    }
    return render(request, "plans/plan_list.html", context)


def home(request: Request) -> Municipality:
    """The municipality that a new plan is made in: that of the role one works in."""
    held = active_membership(request)
    municipality: Municipality = get_for_user(
        request.user, Municipality.objects.all(), "plans.add_plan", pk=held.municipality_id if held else 0
    )
    return municipality


@require_http_methods(["GET", "POST"])
def plan_create(request: Request) -> HttpResponse:
    said = _("The plan is made. Write its sections and measures, or read in a table.")
    return new_plan(request, "plans/plan_create.html", title=_("New plan"), said=said)


@require_http_methods(["GET", "POST"])
def plan_register(request: Request) -> HttpResponse:
    """The first step for a plan that was decided before it came here; its decision is registered when it is in."""
    said = _("The plan is made. Read in its text and table; then register the decision under Versions.")
    return new_plan(request, "plans/plan_register.html", title=_("Register a plan already decided"), said=said)


def new_plan(request: Request, template: str, *, title: str, said: str) -> HttpResponse:
    """The form of a new plan, in the municipality of the role one works in."""
    municipality = home(request)
    form = PlanCreateForm(sent(request), municipality=municipality)
    if form.is_bound and form.is_valid() and form.apply(create_plan, municipality=municipality, by=request.user):
        messages.success(request, said)
        return redirect(form.result)
    context = {"title": title, "form": form, "breadcrumbs": way_up(), "cancel_url": reverse("plans:plan_list")}
    return render_form(request, template, context)


@require_GET
def plan_detail(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    frame = plan_frame(request.user, plan, "plans:plan_detail")
    values = plan_values(plan)
    context = {
        **frame,
        "values": values,
        "has_measures": bool(measures_of(values)),
        "live": live_keys(plan) if frame["may_change"] else {},
        "deviates": plan.in_force_sha256 not in (None, content_hash(values)),
    }
    return render(request, "plans/plan_detail.html", context)


def choice_of(request: Request) -> Choice:
    return Choice(
        responsible=asked(request, "ansvarig", 500),
        level=asked(request, "niva"),
        lacks=asked(request, "saknar"),
        words=asked(request, "q"),
        sort=asked(request, "ordna"),
        rows=number(asked(request, "rows"), Choice.rows),
        page=asked(request, "sida") or "1",
    )


@require_GET
def plan_table(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    choice = choice_of(request)
    frame = plan_frame(request.user, plan, "plans:plan_table")
    table = measure_table(plan, choice)
    context = {**frame, "table": table, "choice": choice, "values": table.values}
    context |= {"live": table.live if frame["may_change"] else {}, "page": table.page}
    return render(request, "plans/plan_table.html", context)


@require_http_methods(["GET", "POST"])
def plan_update(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    form = PlanUpdateForm(sent(request), plan=plan)
    if form.is_bound and form.is_valid() and form.apply(update_plan, plan=plan, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(plan)
    context = {"title": _("About the plan"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    return render_form(request, "plans/plan_update.html", context)


@require_http_methods(["GET", "POST"])
def plan_withdraw(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.withdraw_plan", pk=pk)
    form = Form(sent(request))
    if removed(request, form, withdraw_plan, _("The plan is removed. It can be restored for 30 days."), plan=plan):
        return redirect("plans:plan_list")
    context = {"title": _("Remove the plan"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    context["standing"] = plan.editions.standing().without_values().order_by("number")
    return render_form(request, "plans/plan_withdraw.html", context)


@require_POST
def plan_restore(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.withdraw_plan", pk=pk)
    if press(request, restore_plan, _("The plan is back."), plan=plan):
        return redirect(plan)
    return redirect("plans:plan_list")


@require_GET
def plan_removed(request: Request, pk: int) -> HttpResponse:
    """What was removed from the plan in the last 30 days."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    context: dict[str, Any] = {"title": _("Removed from the plan"), "plan": plan, "breadcrumbs": way_up(plan)}
    rows = [
        {"kind": kind, "row": row, "restore_url": reverse(f"plans:{kind}_restore", args=[row.pk])}
        for kind, found in removed_parts(plan)
        for row in found
    ]
    return render(request, "plans/plan_removed.html", {**context, "rows": rows})


@require_http_methods(["GET", "POST"])
def plan_share(request: Request, pk: int) -> HttpResponse:
    """Who has been given the draft by name; give it to one more."""
    plan = get_for_user(request.user, PLANS, "plans.share_plan", pk=pk)
    form = PlanShareForm(sent(request))
    if form.is_bound and form.is_valid() and form.apply(share_plan, plan=plan, by=request.user):
        messages.success(request, _("The draft is shared."))
        return redirect("plans:plan_share", pk=plan.pk)
    context = {"title": _("Share the draft"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    return render_form(request, "plans/plan_share.html", {**context, "readers": readers_by_grant(plan)})


@require_POST
def plan_unshare(request: Request, pk: int) -> HttpResponse:
    plan: Plan = get_for_user(request.user, PLANS, "plans.share_plan", pk=pk)
    form = PlanUnshareForm(request.POST)
    if form.is_valid() and form.apply(end_sharing, plan=plan, by=request.user):
        messages.success(request, _("The draft is no longer shared with the person."))
    else:
        tell_refusal(request, form)
    return redirect("plans:plan_share", pk=plan.pk)
