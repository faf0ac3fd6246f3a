"""Who is given a draft by name: co-authors and invited readers."""

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
from foundation.http import press, render_form, sent
from plans.forms.grant import PlanShareForm
from plans.models import Plan
from plans.selectors.sharing import Reader, reader_by_grant, readers_by_grant
from plans.services.grant import end_sharing, invite_reader_again, share_plan
from plans.views.frame import PLANS, way, way_up


@require_http_methods(["GET", "POST"])
def plan_share(request: Request, pk: int) -> HttpResponse:
    """Who has been given the draft by name; give it to one more."""
    plan = get_for_user(request.user, PLANS, "plans.share_plan", pk=pk)
    form = PlanShareForm(sent(request))
    if form.is_bound and form.is_valid() and form.apply(share_plan, plan=plan, by=request.user):
        messages.success(request, _("The draft is shared with %(person)s.") % {"person": form.result.user})
        return redirect("plans:plan_share", pk=plan.pk)
    if form.is_one_more_step:
        form.show_unfinished()
    context = {"title": _("Share the draft"), "plan": plan, "form": form, "breadcrumbs": way_up(plan)}
    return render_form(request, "plans/plan_share.html", {**context, "readers": readers_by_grant(plan)})


@require_POST
def plan_invite(request: Request, pk: int, person_pk: int) -> HttpResponse:
    """A new letter to somebody who was invited and has not come."""
    plan = get_for_user(request.user, PLANS, "plans.share_plan", pk=pk)
    press(request, invite_reader_again, _("A new invitation is on its way."), plan=plan, person_id=person_pk)
    return redirect("plans:plan_share", pk=plan.pk)


@require_http_methods(["GET", "POST"])
def plan_unshare(request: Request, pk: int, person_pk: int) -> HttpResponse:
    """Ask, and then take the draft back from a person."""
    plan = get_for_user(request.user, PLANS, "plans.share_plan", pk=pk)
    reader = reader_by_grant(plan, person_pk)
    form = Form(sent(request))
    if reader is None:
        messages.error(request, _("Nothing was ended: the person does not have the draft."))
        return redirect("plans:plan_share", pk=plan.pk)
    if form.is_bound and form.is_valid() and form.apply(end_sharing, plan=plan, person_id=person_pk, by=request.user):
        messages.success(request, said_of_ending(reader, plan))
        return redirect("plans:plan_share", pk=plan.pk)
    context = {"title": _("End the sharing"), "plan": plan, "form": form, "reader": reader}
    place = (_("Share the draft"), reverse("plans:plan_share", args=[plan.pk]))
    return render_form(request, "plans/plan_unshare.html", {**context, "breadcrumbs": [*way_up(plan), *way(place)]})


def said_of_ending(reader: Reader, plan: Plan) -> str:
    """What the person has lost by it, or that a role still gives it."""
    named = {"person": reader.person}
    if reader.person.has_perm("plans.view_plan", plan):
        return _("The draft is no longer shared with %(person)s, who still sees it through a role.") % named
    return (
        _("%(person)s can no longer open the draft, its history or its comments. What the person wrote stays.") % named
    )
