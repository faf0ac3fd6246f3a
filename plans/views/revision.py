"""Revising a plan that is in force, and small changes by the right to revise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import render_form
from plans.forms.revision import DelegatedForm, EndRevisionForm, ReviseForm
from plans.models import Edition, Revision
from plans.selectors.differences import tree_differences
from plans.selectors.edition import draft_state, edition_in_force
from plans.selectors.revision import adds_or_removes, open_revision, right_to_revise
from plans.services.decision import note_small_change
from plans.services.revision import end_revision, start_revision
from plans.values import content_hash, plan_values
from plans.views.edition import said_of
from plans.views.frame import PLANS, way_up


@require_http_methods(["GET", "POST"])
def revision_start(request: Request, pk: int) -> HttpResponse:
    """Begin to write the plan anew from the version in force, with a reason."""
    plan = get_for_user(request.user, PLANS, "plans.freeze_edition", pk=pk)
    form = ReviseForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.apply(start_revision, plan=plan, by=request.user):
        messages.success(request, _("The revision has started. You write in the draft."))
        return redirect(plan)
    context = {
        "title": _("Revise the plan"),
        "plan": plan,
        "form": form,
        "draft": draft_state(plan, plan_values(plan)),
        "revision": open_revision(plan),
        "breadcrumbs": way_up(plan),
    }
    return render_form(request, "plans/revision_start.html", context)


@require_http_methods(["GET", "POST"])
def revision_end(request: Request, pk: int) -> HttpResponse:
    """Give a revision up: what was written stays in the draft."""
    revisions = Revision.objects.select_related("plan").defer("plan__search_text")
    revision = get_for_user(request.user, revisions, "plans.freeze_edition", pk=pk)
    form = EndRevisionForm(request.POST or None, initial=EndRevisionForm.values_of(revision))
    if form.is_bound and form.is_valid() and form.apply(end_revision, revision=revision, by=request.user):
        messages.success(request, _("The revision is given up. What was written stays in the draft."))
        return redirect(revision.plan)
    context = {"title": _("Give up the revision"), "revision": revision, "plan": revision.plan, "form": form}
    return render_form(request, "plans/revision_end.html", {**context, "breadcrumbs": way_up(revision.plan)})


@require_http_methods(["GET", "POST"])
def edition_delegated(request: Request, pk: int) -> HttpResponse:
    """Show what a small change would change, and put it in force by the right to revise."""
    plan = get_for_user(request.user, PLANS, "plans.freeze_edition", pk=pk)
    current, right = edition_in_force(plan), right_to_revise(plan)
    old = Edition.objects.get(pk=current.pk).tree if current else None
    new = plan_values(plan)
    seen = content_hash(new)
    initial = {"delegation": right[:300], "decided_on": localdate(), "seen": seen}
    form = DelegatedForm(request.POST or None, initial=initial, is_large=old is not None and adds_or_removes(old, new))
    if form.is_bound and form.is_valid() and form.apply(note_small_change, plan=plan, by=request.user):
        messages.success(request, said_of(form.result))
        return redirect(form.result)
    if form.is_bound:
        form.show(seen)
    context = {
        "title": _("Small change by the right to revise"),
        "plan": plan,
        "form": form,
        "right": right,
        "current": current,
        "revision": open_revision(plan),
        "differences": tree_differences(old, new) if old else None,
        "breadcrumbs": way_up(plan),
    }
    return render_form(request, "plans/edition_delegated.html", context)
