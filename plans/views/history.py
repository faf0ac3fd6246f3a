"""The history of a plan and of what stands in it; one version of it, and the way back there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import asked, render_form, sent
from foundation.numbers import whole_number
from plans.forms.history import HistoryForm, RestoreForm
from plans.models import FocusArea, Measure, Plan, Section
from plans.selectors.history import History, changes_in_plan, changes_of_area, changes_of_measure, changes_of_section
from plans.selectors.history.version import version_of
from plans.services.history import restore_focus_area_version, restore_measure_version, restore_section_version
from plans.views.frame import PLANS, way_up

SECTIONS = Section.objects.select_related("plan", "plan__municipality", "parent")
AREAS = FocusArea.objects.select_related("plan", "plan__municipality")
MEASURES = Measure.objects.select_related("plan", "plan__municipality", "focus_area", "section")


@require_GET
def plan_history(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    form = HistoryForm(request.GET, plan=plan, user=request.user)
    choice = form.choice(page_asked(request))
    found = changes_in_plan(plan, choice, user=request.user)
    return list_page(request, plan, found, plan=plan, form=form, is_narrowed=bool(choice))


@require_GET
def section_history(request: Request, pk: int) -> HttpResponse:
    section = get_for_user(request.user, SECTIONS, "plans.view_plan", pk=pk)
    return list_page(request, section, changes_of_section(section, page=page_asked(request)))


@require_GET
def focus_area_history(request: Request, pk: int) -> HttpResponse:
    area = get_for_user(request.user, AREAS, "plans.view_plan", pk=pk)
    return list_page(request, area, changes_of_area(area, page=page_asked(request)))


@require_GET
def measure_history(request: Request, pk: int) -> HttpResponse:
    measure = get_for_user(request.user, MEASURES, "plans.view_plan", pk=pk)
    return list_page(request, measure, changes_of_measure(measure, page=page_asked(request)))


@require_http_methods(["GET", "POST"])
def section_version(request: Request, pk: int, history_pk: int) -> HttpResponse:
    section = get_for_user(request.user, SECTIONS, permission(request), pk=pk)
    return version_page(request, "avsnitt", history_pk, restore_section_version, section=section)


@require_http_methods(["GET", "POST"])
def focus_area_version(request: Request, pk: int, history_pk: int) -> HttpResponse:
    area = get_for_user(request.user, AREAS, permission(request), pk=pk)
    return version_page(request, "omrade", history_pk, restore_focus_area_version, focus_area=area)


@require_http_methods(["GET", "POST"])
def measure_version(request: Request, pk: int, history_pk: int) -> HttpResponse:
    measure = get_for_user(request.user, MEASURES, permission(request), pk=pk)
    return version_page(request, "atgard", history_pk, restore_measure_version, measure=measure)


def permission(request: Request) -> str:
    """Whoever sees the draft sees what it said; who changes it may restore."""
    return "plans.change_plan" if request.method == "POST" else "plans.view_plan"


def page_asked(request: Request) -> int:
    return max(1, whole_number(asked(request, "sida"), 99_999) or 1)


def may_restore(request: Request, row: Any, plan: Plan) -> bool:
    """In a plan that was removed nothing is written."""
    return request.user.has_perm("plans.change_plan", row) and not (row.is_withdrawn or plan.is_withdrawn)


def list_page(request: Request, row: Any, found: History, **more: Any) -> HttpResponse:
    plan = more.pop("plan", None) or row.plan
    context = {
        "title": _("History: %(what)s") % {"what": row},
        "row": row,
        "plan": plan,
        "history": found,
        "may_restore": may_restore(request, row, plan),
        "breadcrumbs": way_up(plan),
    }
    return render(request, "plans/history_list.html", context | more)


def version_page(
    request: Request, name: str, history_pk: int, service: Callable[..., Any], **named: Any
) -> HttpResponse:
    """How a row stood, beside what stands now; sent, what is chosen of it stands again."""
    ((kind, row),) = named.items()
    version = version_of(name, row, history_pk)
    if version is None:
        raise Http404(_("There is no such page, or you may not see it."))
    form = RestoreForm(sent(request), row=row, version=version, name=asked(request, "falt"))
    if form.is_bound and form.is_valid() and form.apply(service, by=request.user, **named):
        messages.success(request, _("Restored. The history keeps both."))
        return redirect(f"plans:{kind}_history", pk=row.pk)
    context = {"title": _("As it stood: %(what)s") % {"what": row}, "row": row, "kind": kind, "form": form}
    context |= {"cancel_url": reverse(f"plans:{kind}_history", args=[row.pk])}
    context |= {"version": version, "may_restore": may_restore(request, row, row.plan), "breadcrumbs": way_up(row.plan)}
    return render_form(request, "plans/history_detail.html", context)
