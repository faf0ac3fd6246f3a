"""Measures: read, written, moved, removed, restored; and what a time means while one writes it."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent
from plans.forms.measure import MeasureCreateForm, MeasureMoveForm, MeasureUpdateForm
from plans.forms.measure_rows import Rearranged, interpreted, rearranged
from plans.models import Measure, Plan
from plans.selectors.comment import threads_by_place
from plans.selectors.indicators import indicator_series
from plans.services.measure import create_measure, move_measure, restore_measure, update_measure, withdraw_measure
from plans.services.reasons import decided
from plans.subjects import known_subjects
from plans.values import COLUMNS, measure_values
from plans.views.frame import PLANS, back_address, back_to, removed, way_up
from plans.views.unsaved import Desk

MEASURES = Measure.objects.select_related("plan", "plan__municipality", "focus_area", "section")
WRITTEN = MEASURES.annotate(plan_is_decided=decided("plan"))


def form_page(request: Request, plan: Plan, form: Form, **more: Any) -> dict[str, Any]:
    names = SimpleLazyObject(lambda: known_subjects(plan.municipality).names())
    return {
        "plan": plan,
        "form": form,
        "subjects": names,
        "breadcrumbs": way_up(plan),
        "cancel_url": back_address(request, plan),
        **more,
    }


@require_GET
def measure_detail(request: Request, pk: int) -> HttpResponse:
    measure = get_for_user(request.user, MEASURES.with_parts(), "plans.view_plan", pk=pk)
    values = measure_values(measure, number=0, section_numbers={})
    context = {
        "title": str(measure),
        "measure": measure,
        "values": values,
        "series": indicator_series(request.user, values["uid"], values["indicators"]),
        "labels": {**COLUMNS, **measure.plan.column_labels},
        "breadcrumbs": way_up(measure.plan),
        "may_change": may_change(request, measure),
        "beside": threads_by_place(measure.plan).get(str(measure.uid)),
        "may_comment": not measure.plan.is_withdrawn,
        "changes": measure.history.select_related("history_user").order_by("-history_date", "-history_id")[:10],
    }
    return render(request, "plans/measure_detail.html", context)


def may_change(request: Request, measure: Measure) -> bool:
    is_removed = measure.is_withdrawn or measure.plan.is_withdrawn
    return request.user.has_perm("plans.change_plan", measure) and not is_removed


@require_http_methods(["GET", "POST"])
def measure_create(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    data = sent(request)
    changed = rearranged(data) if data is not None else None
    area, section = request.GET.get("omrade", ""), request.GET.get("avsnitt", "")
    make = partial(MeasureCreateForm, plan=plan, area=area, section=section, is_next="nasta" in request.GET)
    desk = Desk(request, plan, f"measure-new:{plan.pk}", make)
    form = desk.form(changed.data if changed else data)
    context = form_page(request, plan, form, title=_("New measure"), desk=desk)
    if changed is not None:
        return render(request, "plans/measure_create.html", unfinished(context, changed))
    if desk.is_saving and form.is_valid() and form.apply(create_measure, plan=plan, by=request.user):
        desk.clear()
        messages.success(request, _("The measure is saved."))
        return after_saving(request, cast("Measure", form.result))
    return render_form(request, "plans/measure_create.html", context)


@require_http_methods(["GET", "POST"])
def measure_update(request: Request, pk: int) -> HttpResponse:
    measure = get_for_user(request.user, WRITTEN.current(), "plans.change_plan", pk=pk)
    data = sent(request)
    changed = rearranged(data) if data is not None else None
    desk = Desk(request, measure.plan, f"measure:{pk}", partial(MeasureUpdateForm, measure=measure), measure)
    form = desk.form(changed.data if changed else data)
    context = form_page(request, measure.plan, form, title=str(measure), measure=measure, desk=desk)
    if changed is not None:
        return render(request, "plans/measure_update.html", unfinished(context, changed))
    if desk.is_saving and form.is_valid() and form.apply(update_measure, measure=measure, by=request.user):
        desk.clear()
        messages.success(request, _("The measure is saved."))
        return after_saving(request, cast("Measure", form.result))
    return render_form(request, "plans/measure_update.html", context)


def unfinished(context: dict[str, Any], changed: Rearranged) -> dict[str, Any]:
    """The form with its rows otherwise: nobody is told yet what is wrong in them."""
    context["form"].show_as_unfinished(changed.kind, changed.place)
    return context


def after_saving(request: Request, measure: Measure) -> HttpResponse:
    if "next" in request.POST:
        place = {"omrade": measure.focus_area_id, "avsnitt": measure.section_id, "fran": request.GET.get("fran")}
        query = urlencode({"nasta": 1, **{name: value for name, value in place.items() if value}})
        return redirect(f"{reverse('plans:measure_create', args=[measure.plan_id])}?{query}")
    if request.GET.get("fran") == "atgard":
        return redirect(measure)
    return back_to(request, measure.plan, f"atgard-{measure.pk}")


@require_http_methods(["GET", "POST"])
def measure_move(request: Request, pk: int) -> HttpResponse:
    """Buttons and dragging send a step or a place; the page offers another area."""
    measure = get_for_user(request.user, MEASURES.current(), "plans.change_plan", pk=pk)
    form = MeasureMoveForm(sent(request), measure=measure)
    if form.is_bound and form.is_valid() and form.apply(move_measure, measure=measure, by=request.user):
        return back_to(request, measure.plan, f"atgard-{measure.pk}")
    context = {"title": _("Move the measure"), "measure": measure, "form": form, "breadcrumbs": way_up(measure.plan)}
    context["cancel_url"] = back_address(request, measure.plan)
    return render_form(request, "plans/measure_move.html", context)


@require_http_methods(["GET", "POST"])
def measure_withdraw(request: Request, pk: int) -> HttpResponse:
    measure = get_for_user(request.user, MEASURES.current(), "plans.change_plan", pk=pk)
    form = Form(sent(request))
    if removed(request, form, withdraw_measure, _("The measure is removed."), measure=measure):
        return back_to(request, measure.plan)
    context = {"title": _("Remove the measure"), "measure": measure, "form": form, "breadcrumbs": way_up(measure.plan)}
    context["cancel_url"] = back_address(request, measure.plan)
    return render_form(request, "plans/measure_withdraw.html", context)


@require_POST
def measure_restore(request: Request, pk: int) -> HttpResponse:
    measure = get_for_user(request.user, MEASURES, "plans.change_plan", pk=pk)
    press(request, restore_measure, _("The measure is back."), measure=measure)
    return back_to(request, measure.plan, f"atgard-{measure.pk}")


@require_GET
def time_interpret(request: Request) -> HttpResponse:
    """What a wording of time is understood as, said beside the field while one writes."""
    names = [name for name in request.GET if name.endswith("time_wording")]
    wording = request.GET.get(names[0], "")[:200].replace("\x00", "") if names else ""
    return render(request, "plans/time_interpret.html", {"interpretation": interpreted(wording)})
