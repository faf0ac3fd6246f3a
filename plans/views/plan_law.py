"""How a plan stands to lag 2023:196: read by whoever reads the draft, written by whoever writes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import render_form, sent
from plans.forms.plan_law import STANDINGS, LawForm
from plans.law import DUTIES, SOURCE, follows_law
from plans.models.plan import LawStanding
from plans.services.plan_law import update_law
from plans.views.frame import PLANS, plan_frame


@require_http_methods(["GET", "POST"])
def plan_law(request: Request, pk: int) -> HttpResponse:
    permission = "plans.change_plan" if request.method == "POST" else "plans.view_plan"
    plan = get_for_user(request.user, PLANS, permission, pk=pk)
    frame = plan_frame(request.user, plan, "plans:plan_law") | {"source": SOURCE}
    if not frame["may_change"] and request.method != "POST":
        answers = [(duty, plan.law_evidence.get(duty.key, "")) for duty in DUTIES]
        standing = STANDINGS[LawStanding(plan.law_standing)] if plan.law_standing else _("Not decided yet")
        context = {"answers": answers, "standing": standing, "follows_law": follows_law(plan.law_standing)}
        return render(request, "plans/plan_law.html", {**frame, **context, "form": None})
    form = LawForm(sent(request), plan=plan)
    if form.is_bound and form.is_valid() and form.apply(update_law, plan=plan, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("plans:plan_law", plan.pk)
    return render_form(request, "plans/plan_law.html", {**frame, "form": form})
