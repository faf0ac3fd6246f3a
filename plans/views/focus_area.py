"""Areas of a plan: named, moved, removed, restored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent, tell_refusal
from plans.forms.measure import FocusAreaCreateForm, FocusAreaUpdateForm
from plans.forms.section import MoveForm
from plans.models import FocusArea
from plans.services.focus_area import (
    create_focus_area,
    move_focus_area,
    restore_focus_area,
    update_focus_area,
    withdraw_focus_area,
)
from plans.services.reasons import decided
from plans.views.frame import PLANS, back_address, back_to, removed, way_up

AREAS = FocusArea.objects.select_related("plan", "plan__municipality")
WRITTEN = AREAS.annotate(plan_is_decided=decided("plan"))


@require_http_methods(["GET", "POST"])
def focus_area_create(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    form = FocusAreaCreateForm(sent(request))
    if form.is_bound and form.is_valid() and form.apply(create_focus_area, plan=plan, by=request.user):
        messages.success(request, _("The area is made. Write its first measure."))
        return redirect(f"{reverse('plans:measure_create', args=[plan.pk])}?omrade={form.result.pk}")
    context = {"title": _("New area"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    return render_form(request, "plans/focus_area_create.html", {**context, "cancel_url": back_address(request, plan)})


@require_http_methods(["GET", "POST"])
def focus_area_update(request: Request, pk: int) -> HttpResponse:
    area = get_for_user(request.user, WRITTEN.current(), "plans.change_plan", pk=pk)
    form = FocusAreaUpdateForm(sent(request), area=area)
    if form.is_bound and form.is_valid() and form.apply(update_focus_area, focus_area=area, by=request.user):
        messages.success(request, _("Saved."))
        return back_to(request, area.plan, f"omrade-{area.pk}")
    context = {"title": str(area), "focus_area": area, "form": form, "breadcrumbs": way_up(area.plan)}
    context["cancel_url"] = back_address(request, area.plan)
    return render_form(request, "plans/focus_area_update.html", context)


@require_POST
def focus_area_move(request: Request, pk: int) -> HttpResponse:
    area = get_for_user(request.user, AREAS.current(), "plans.change_plan", pk=pk)
    form = MoveForm(request.POST)
    if not (form.is_valid() and form.apply(move_focus_area, focus_area=area, by=request.user)):
        tell_refusal(request, form)
    return back_to(request, area.plan, f"omrade-{area.pk}")


@require_http_methods(["GET", "POST"])
def focus_area_withdraw(request: Request, pk: int) -> HttpResponse:
    area = get_for_user(request.user, AREAS.current(), "plans.change_plan", pk=pk)
    form = Form(sent(request))
    if removed(request, form, withdraw_focus_area, _("The area is removed."), focus_area=area):
        return back_to(request, area.plan)
    context = {"title": _("Remove the area"), "focus_area": area, "form": form, "breadcrumbs": way_up(area.plan)}
    context["cancel_url"] = back_address(request, area.plan)
    return render_form(request, "plans/focus_area_withdraw.html", context)


@require_POST
def focus_area_restore(request: Request, pk: int) -> HttpResponse:
    area = get_for_user(request.user, AREAS, "plans.change_plan", pk=pk)
    press(request, restore_focus_area, _("The area is back."), focus_area=area)
    return back_to(request, area.plan, f"omrade-{area.pk}")
