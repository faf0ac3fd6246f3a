"""Matters: the list with what waits, one matter as a line of stops, and what is said about it."""

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
from accounts.roles import Role
from audit.access import get_for_user
from foundation.http import asked, press, render_form, sent
from plans.forms.matter import CloseMatterForm, MatterCreateForm, MatterUpdateForm
from plans.models import Matter
from plans.selectors.matter_papers import CHOICES, OPEN, matter_page, matters_for, plans_to_choose
from plans.services.matter import close_matter, open_matter, reopen_matter, update_matter
from plans.views.frame import PLANS, way

MATTERS = Matter.objects.select_related("plan", "plan__municipality", "body", "municipality")


def way_to_matter(matter: Matter | None = None) -> list[dict[str, str]]:
    """From a page of a matter: to the matters, and to the one it belongs to."""
    matters = (_("Matters"), reverse("plans:matter_list"))
    return way(matters, (matter.title, matter.get_absolute_url())) if matter else way(matters)


@require_GET
def matter_list(request: Request) -> HttpResponse:
    words, wanted = asked(request, "q"), asked(request, "visa")
    choice = wanted if wanted in CHOICES else OPEN
    context = {
        "title": _("Matters"),
        "found": matters_for(request.user, words=words, choice=choice, page=asked(request, "sida")),
        "words": words,
        "choice": choice,
        "may_register": request.user.access.has_role(Role.COORDINATOR, Role.REGISTRAR, Role.AUDITOR),
        "may_add": Municipality.objects.visible_to(request.user, "plans.add_matter").exists(),
    }
    return render(request, "plans/matter_list.html", context)


@require_GET
def matter_detail(request: Request, pk: int) -> HttpResponse:
    matter = get_for_user(request.user, MATTERS, "plans.view_matter", pk=pk)
    may_change = request.user.has_perm("plans.change_matter", matter)
    context = {
        "title": matter.title,
        "matter": matter,
        "found": matter_page(matter, request.user),
        "may_change": may_change,
        "may_record": request.user.has_perm("plans.record_decision", matter) and not matter.closed_on,
        "sees_plan": bool(matter.plan and request.user.has_perm("plans.view_plan", matter.plan)),
        "breadcrumbs": way_to_matter(),
    }
    return render(request, "plans/matter_detail.html", context)


def home(request: Request) -> Municipality:
    """The municipality that a new matter is opened in: that of the role one works in."""
    held = active_membership(request)
    municipality: Municipality = get_for_user(
        request.user, Municipality.objects.all(), "plans.add_matter", pk=held.municipality_id if held else 0
    )
    return municipality


@require_http_methods(["GET", "POST"])
def matter_create(request: Request, pk: int | None = None) -> HttpResponse:
    """The matter in which the plan `pk` is to be decided; without one, a matter that belongs to no plan yet."""
    plan = get_for_user(request.user, PLANS, "plans.add_matter", pk=pk) if pk is not None else None
    municipality = plan.municipality if plan else home(request)
    initial = {"title": plan.title, "registry_number": plan.registry_number} if plan else {}
    plans = None if plan else plans_to_choose(request.user, municipality)
    form = MatterCreateForm(sent(request), initial=initial, municipality=municipality, plans=plans)
    place = {"municipality": municipality, **({"plan": plan} if plan else {})}
    if form.is_bound and form.is_valid() and form.apply(open_matter, by=request.user, **place):
        messages.success(request, _("The matter is open. Say which way it goes to the decision."))
        return redirect(form.result)
    context: dict[str, Any] = {"title": _("Open a matter"), "form": form, "plan": plan}
    context["earlier"] = list(plan.matters.current().open()) if plan else []
    context["cancel_url"] = plan.get_absolute_url() if plan else reverse("plans:matter_list")
    return render_form(request, "plans/matter_create.html", {**context, "breadcrumbs": way_to_matter()})


@require_http_methods(["GET", "POST"])
def matter_update(request: Request, pk: int) -> HttpResponse:
    matter = get_for_user(request.user, MATTERS, "plans.change_matter", pk=pk)
    plans = None if matter.plan else plans_to_choose(request.user, matter.municipality)
    form = MatterUpdateForm(sent(request), matter=matter, plans=plans)
    if form.is_bound and form.is_valid() and form.apply(update_matter, matter=matter, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(matter)
    context = {"title": _("About the matter"), "form": form, "cancel_url": matter.get_absolute_url()}
    return render_form(request, "plans/matter_update.html", {**context, "breadcrumbs": way_to_matter(matter)})


@require_http_methods(["GET", "POST"])
def matter_close(request: Request, pk: int) -> HttpResponse:
    matter = get_for_user(request.user, MATTERS, "plans.change_matter", pk=pk)
    form = CloseMatterForm(sent(request), initial=CloseMatterForm.first_values(matter))
    if form.is_bound and form.is_valid() and form.apply(close_matter, matter=matter, by=request.user):
        messages.success(request, _("The matter is closed."))
        return redirect(matter)
    context = {"title": _("Close the matter"), "matter": matter, "form": form, "cancel_url": matter.get_absolute_url()}
    return render_form(request, "plans/matter_close.html", {**context, "breadcrumbs": way_to_matter(matter)})


@require_POST
def matter_reopen(request: Request, pk: int) -> HttpResponse:
    matter = get_for_user(request.user, MATTERS, "plans.change_matter", pk=pk)
    press(request, reopen_matter, _("The matter is open again."), matter=matter)
    return redirect(matter)
