"""Sections of a plan: written, moved, removed, restored."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent
from foundation.numbers import whole_number
from plans.forms.section import SectionCreateForm, SectionMoveForm, SectionUpdateForm
from plans.models import Section
from plans.selectors.writing_targets import Writing
from plans.services.reasons import decided
from plans.services.section import create_section, move_section, restore_section, update_section, withdraw_section
from plans.views.frame import PLANS, back_to, removed, way_up
from plans.views.unsaved import Desk

SECTIONS = Section.objects.select_related("plan", "plan__municipality", "parent")
WRITTEN = SECTIONS.annotate(plan_is_decided=decided("plan"))


@require_http_methods(["GET", "POST"])
def section_create(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    under = request.GET.get("under", "")
    initial = {"parent": under} if whole_number(under) is not None else {}
    make = partial(SectionCreateForm, plan=plan, initial=initial)
    desk = Desk(request, plan, f"section-new:{plan.pk}", make)
    form = desk.form()
    if desk.is_saving and form.is_valid() and form.apply(create_section, plan=plan, by=request.user):
        desk.clear()
        messages.success(request, _("Saved."))
        if "next" in request.POST:
            return redirect("plans:section_create", pk=plan.pk)
        return redirect(form.result)
    context = {"title": _("New section"), "plan": plan, "form": form, "desk": desk, "breadcrumbs": way_up(plan)}
    context["writing"] = Writing(plan)
    return render_form(request, "plans/section_create.html", context)


@require_http_methods(["GET", "POST"])
def section_update(request: Request, pk: int) -> HttpResponse:
    section = get_for_user(request.user, WRITTEN.current(), "plans.change_plan", pk=pk)
    make = partial(SectionUpdateForm, section=section, reader=request.user)
    desk = Desk(request, section.plan, f"section:{section.pk}", make, section)
    form = cast("SectionUpdateForm", desk.form())
    if form.is_to_be_edited:
        form.show_unfinished()
    elif desk.is_saving and form.is_valid() and form.apply(update_section, section=section, by=request.user):
        desk.clear()
        messages.success(request, _("Saved."))
        return redirect(form.result)
    context = {"title": section.heading, "section": section, "form": form, "desk": desk}
    context |= {"breadcrumbs": way_up(section.plan), "writing": Writing(section.plan)}
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
