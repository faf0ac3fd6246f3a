"""The check of a plan before it leaves the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import press
from plans.rows import read_plan
from plans.selectors.check import plan_check as check_of
from plans.services.check import note_contacts_checked
from plans.values import plan_values
from plans.views.frame import PLANS, plan_frame


@require_GET
def plan_check(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    rows = read_plan(plan)
    values = plan_values(plan, rows)
    check = check_of(plan, rows, values, request.user)
    frame = plan_frame(request.user, plan, "plans:plan_check", values, to_mend=check.to_mend)
    return render(request, "plans/plan_check.html", {**frame, "check": check})


@require_POST
def contacts_check(request: Request, pk: int) -> HttpResponse:
    """The contacts in the text were tried today."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    press(request, note_contacts_checked, _("Noted: the contacts were checked today."), plan=plan)
    return redirect("plans:plan_check", plan.pk)
