"""Plans: the list, the document, the table, and what is said about a plan as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request, active_membership
from accounts.models import Municipality
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import asked, press, render_form, sent
from foundation.numbers import whole_number
from plans.forms.plan import PlanCreateForm, PlanUpdateForm
from plans.forms.plan_head import with_one_more
from plans.marking import marked_prose
from plans.prose import screen_prose
from plans.rows import read_plan
from plans.selectors.check import count_to_mend
from plans.selectors.comment import threads_by_place
from plans.selectors.measure import LACKING, Choice, MeasureTable, measure_table
from plans.selectors.plan import DEFAULT_SORT, known_abbreviations, plan_lists, removed_parts, removed_plans
from plans.selectors.writing import draft_count
from plans.services.plan import create_plan, restore_plan, update_plan, withdraw_plan
from plans.services.writing import note_reading
from plans.values import content_hash, measures_of, plan_values
from plans.views.frame import PLANS, plan_frame, removed, way_up


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
    rows = read_plan(plan)
    values = plan_values(plan, rows)
    to_mend = count_to_mend(plan, rows, values)
    frame = plan_frame(request.user, plan, "plans:plan_detail", values, to_mend=to_mend)
    prose = screen_prose(values, lambda uid: reverse("plans:plan_image", args=[plan.pk, uid]))
    threads = threads_by_place(plan)
    context = {
        **frame,
        "values": values,
        "news": note_reading(plan=plan, by=request.user),
        "prose": marked_prose(prose, {uid: beside.quotes for uid, beside in threads.items()}),
        "threads": threads,
        "has_measures": bool(measures_of(values)),
        "live": rows.live_keys() if frame["may_change"] else {},
        "tools_drawn": {},
        "draft_count": draft_count(request.user, plan) if frame["may_change"] else 0,
        "deviates": bool(plan.in_force_sha256) and plan.in_force_sha256 != content_hash(values),
    }
    return render(request, "plans/plan_detail.html", context)


def choice_of(request: Request) -> Choice:
    rows = whole_number(asked(request, "rows"), 99_999)
    return Choice(
        responsible=asked(request, "ansvarig", 500),
        level=asked(request, "niva"),
        lacks=tuple(one for one in request.GET.getlist("saknar")[:9] if one in LACKING),
        words=asked(request, "q"),
        sort=asked(request, "ordna"),
        rows=rows if rows is not None else Choice.rows,
        page=asked(request, "sida") or "1",
    )


def with_query(request: Request, **instead: list[str]) -> str:
    """The query of this address with other values under some names; the page is not kept."""
    query = request.GET.copy()
    query.pop("sida", None)
    for name, values in instead.items():
        query.setlist(name, values)
    return query.urlencode()


def chips(request: Request, choice: Choice, table: MeasureTable) -> list[dict[str, Any]]:
    """What can be missing, each with how often it is, and the address that adds it to what is asked for or drops it."""
    labels = {
        "tid": _("Time missing"),
        "ansvarig": _("Responsible missing"),
        "indikator": _("Indicator missing"),
        "omrade": _("Area missing"),
    }
    return [
        {
            "label": label,
            "count": table.lacking[name],
            "is_on": name in choice.lacks,
            "url": f"?{with_query(request, saknar=sorted({*choice.lacks} ^ {name}))}",
        }
        for name, label in labels.items()
        if table.lacking[name] or name in choice.lacks
    ]


@require_GET
def plan_table(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    choice = choice_of(request)
    table = measure_table(plan, choice)
    frame = plan_frame(request.user, plan, "plans:plan_table")
    context = {**frame, "table": table, "choice": choice, "values": table.values}
    context |= {"live": table.live if frame["may_change"] else {}, "page": table.page}
    context |= {"chips": chips(request, choice, table), "all_chosen": asked(request, "valj") == "alla"}
    context["choose_all"] = f"?{with_query(request, valj=['alla'])}"
    return render(request, "plans/plan_table.html", context)


@require_http_methods(["GET", "POST"])
def plan_update(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    data = sent(request)
    more = with_one_more(data) if data is not None and "add" in data else None
    form = PlanUpdateForm(more or data, plan=plan)
    if more is None and form.is_bound and form.is_valid() and form.apply(update_plan, plan=plan, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(plan)
    context = {"title": _("About the plan"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    context["abbreviations"] = SimpleLazyObject(lambda: known_abbreviations(plan))
    if more is not None:
        form.show_as_unfinished()
        return render(request, "plans/plan_update.html", context)
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
