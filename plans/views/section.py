"""Sections of a plan: written, moved, removed, restored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent
from plans.forms.section import SectionCreateForm, SectionMoveForm, SectionUpdateForm
from plans.models import Section
from plans.services.section import create_section, move_section, restore_section, update_section, withdraw_section
from plans.views.frame import PLANS, back_to, removed, way_up

SECTIONS = Section.objects.select_related("plan", "plan__municipality", "parent")


@require_http_methods(["GET", "POST"])
def section_create(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    under = request.GET.get("under", "")
    initial = {"parent": under} if under.isdecimal() and len(under) < 15 else {}
    form = SectionCreateForm(sent(request), plan=plan, initial=initial)
    if form.is_bound and form.is_valid() and form.apply(create_section, plan=plan, by=request.user):
        messages.success(request, _("Saved."))
        if "next" in request.POST:
            return redirect("plans:section_create", pk=plan.pk)
        return redirect(form.result)
    context = {"title": _("New section"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    return render_form(request, "plans/section_create.html", context)


@require_http_methods(["GET", "POST"])
def section_update(request: Request, pk: int) -> HttpResponse:
    section = get_for_user(request.user, SECTIONS.current(), "plans.change_plan", pk=pk)
    form = SectionUpdateForm(sent(request), section=section)
    if form.is_bound and form.is_valid() and form.apply(update_section, section=section, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(form.result)
    context = {"title": section.heading, "section": section, "form": form, "breadcrumbs": way_up(section.plan)}
    return render_form(request, "plans/section_update.html", context)


@require_http_methods(["GET", "POST"])
def section_move(request: Request, pk: int) -> HttpResponse:
    """Buttons and dragging send a step or a place; the page offers another parent."""
    section = get_for_user(request.user, SECTIONS.current(), "plans.change_plan", pk=pk)
    form = SectionMoveForm(sent(request), section=section)
    if form.is_bound and form.is_valid() and form.apply(move_section, section=section, by=request.user):
        return redirect(section)
    context = {"title": _("Move the section"), "section": section, "form": form, "breadcrumbs": way_up(section.plan)}
    return render_form(request, "plans/section_move.html", context)


@require_http_methods(["GET", "POST"])
def section_withdraw(request: Request, pk: int) -> HttpResponse:
    section = get_for_user(request.user, SECTIONS.current(), "plans.change_plan", pk=pk)
    form = Form(sent(request))
    if removed(request, form, withdraw_section, _("The section is removed."), section=section):
        return redirect(section.plan)
    context = {"title": _("Remove the section"), "section": section, "form": form, "breadcrumbs": way_up(section.plan)}
    return render_form(request, "plans/section_withdraw.html", context)


@require_POST
def section_restore(request: Request, pk: int) -> HttpResponse:
    section = get_for_user(request.user, SECTIONS, "plans.change_plan", pk=pk)
    if press(request, restore_section, _("The section is back."), section=section):
        return redirect(section)
    return back_to(request, section.plan)
