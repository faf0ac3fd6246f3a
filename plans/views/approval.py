"""Approval: laying the draft before somebody, reading exactly that, answering, and what has changed since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from files.http import file_response
from foundation.forms import Form
from foundation.http import render_form, sent
from plans.forms.approval import AnswerApprovalForm, AskApprovalForm
from plans.models import ApprovalRequest
from plans.prose import screen_prose
from plans.selectors.approval import answered_before, approvals_of, recalled_by
from plans.selectors.differences import tree_differences
from plans.selectors.edition import frozen_picture
from plans.selectors.recipients import approvers
from plans.services.approval import approve, ask_approval, recall_approval, return_with_note
from plans.values import content_hash, plan_values
from plans.views.frame import PLANS, plan_frame, tabs, way, way_up

APPROVALS = ApprovalRequest.objects.select_related(
    "plan", "plan__municipality", "plan__responsible_unit", "approver", "asked_by", "answered_by", "municipality"
)


@require_GET
def approval_list(request: Request, pk: int) -> HttpResponse:
    """What was laid before approvers, and what they said."""
    plan = get_for_user(request.user, PLANS, "plans.ask_approval", pk=pk)
    frame = plan_frame(request.user, plan, "plans:approval_list", plan_values(plan))
    return render(request, "plans/approval_list.html", {**frame, "approvals": approvals_of(plan, request.user)})


@require_http_methods(["GET", "POST"])
def approval_ask(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.ask_approval", pk=pk)
    people = [one for one in approvers(plan.municipality) if one != request.user]
    form = AskApprovalForm(sent(request), approvers=people)
    if form.is_bound and form.is_valid() and form.apply(ask_approval, plan=plan, by=request.user):
        messages.success(request, _("The plan lies before %(person)s.") % {"person": form.result.approver})
        return redirect("plans:approval_list", pk=plan.pk)
    context = {"title": _("Lay the draft before an approver"), "plan": plan, "form": form, "people": people}
    return render_form(request, "plans/approval_ask.html", {**context, "breadcrumbs": way_up(plan)})


def trail(user: User, approval: ApprovalRequest, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up; the approver, who does not see the draft, is not led there."""
    links = [(_("Plans"), reverse("plans:plan_list"))]
    if user.has_perm("plans.view_plan", approval.plan):
        links.append((approval.plan.title, approval.plan.get_absolute_url()))
        links.append((_("Approval"), reverse("plans:approval_list", args=[approval.plan_id])))
    return way(*links, *more)


def readable(request: Request, pk: int) -> ApprovalRequest:
    """A question of approval whose content the reader may open. 404 once it has been taken back from the reader."""
    rows = APPROVALS.readable_to(request.user)
    approval: ApprovalRequest = get_for_user(request.user, rows, "plans.view_approvalrequest", pk=pk)
    return approval


def approval_page(request: Request, approval: ApprovalRequest, route: str) -> dict[str, Any]:
    """What every view of a question of approval shows around its content."""
    user, is_open = request.user, approval.state == ApprovalRequest.State.ASKED and not approval.plan.is_withdrawn
    views = ((_("Document"), "plans:approval_detail"), (_("Table"), "plans:approval_table"))
    sees_draft = user.has_perm("plans.view_plan", approval.plan)
    now = plan_values(approval.plan)
    return {
        "approval": approval,
        "values": approval.tree,
        "may_answer": is_open and user.has_perm("plans.answer_approvalrequest", approval),
        "may_recall": is_open and user.has_perm("plans.ask_approval", approval.plan),
        "has_drifted": approval.sha256 != content_hash(now),
        "sees_draft": sees_draft,
        "before": answered_before(approval),
        "tabs": tabs(views, approval, route),
        "breadcrumbs": trail(user, approval),
    }


@require_GET
def approval_detail(request: Request, pk: int) -> HttpResponse:
    approval = get_for_user(request.user, APPROVALS, "plans.view_approvalrequest", pk=pk)
    if not approval.is_readable_to(request.user):
        context = {
            "approval": approval,
            "recalled_by": recalled_by(approval),
            "breadcrumbs": trail(request.user, approval),
        }
        return render(request, "plans/approval_recalled.html", context)
    context = approval_page(request, approval, "plans:approval_detail")
    prose = screen_prose(context["values"], lambda uid: reverse("plans:approval_image", args=[pk, uid]))
    return render(request, "plans/approval_detail.html", {**context, "prose": prose})


@require_GET
def approval_table(request: Request, pk: int) -> HttpResponse:
    approval = readable(request, pk)
    return render(request, "plans/approval_table.html", approval_page(request, approval, "plans:approval_table"))


@require_GET
def approval_image(request: Request, pk: int, uid: UUID) -> HttpResponse:
    """A picture of what was laid before the approver."""
    return file_response(frozen_picture(readable(request, pk).tree, uid))


@require_http_methods(["GET", "POST"])
def approval_answer(request: Request, pk: int) -> HttpResponse:
    """Two buttons under one note: approve, or return."""
    approval = get_for_user(request.user, APPROVALS, "plans.answer_approvalrequest", pk=pk)
    form = AnswerApprovalForm(sent(request), initial=AnswerApprovalForm.values_of(approval))
    is_return = "return" in request.POST
    service = return_with_note if is_return else approve
    if form.is_bound and form.is_valid() and form.apply(service, approval=approval, by=request.user):
        said = _("The plan is returned.") if is_return else _("The plan is approved.")
        messages.success(request, said + " " + _("%(person)s is told.") % {"person": approval.asked_by})
        return redirect(approval)
    place = (approval.title, approval.get_absolute_url())
    context = {"title": _("Answer"), "approval": approval, "form": form}
    context["breadcrumbs"] = trail(request.user, approval, place)
    return render_form(request, "plans/approval_answer.html", context)


@require_http_methods(["GET", "POST"])
def approval_recall(request: Request, pk: int) -> HttpResponse:
    """Ask, and then take the question back: what was laid before the approver is closed to them."""
    approval = get_for_user(request.user, APPROVALS, "plans.ask_approval", pk=pk)
    form = Form(sent(request))
    if form.is_bound and form.is_valid() and form.apply(recall_approval, approval=approval, by=request.user):
        messages.success(request, _("The question to %(person)s is taken back.") % {"person": approval.approver})
        return redirect("plans:approval_list", pk=approval.plan_id)
    context = {"title": _("Take back the question"), "approval": approval, "form": form}
    place = (approval.title, approval.get_absolute_url())
    return render_form(
        request, "plans/approval_recall.html", {**context, "breadcrumbs": trail(request.user, approval, place)}
    )


@require_GET
def approval_changes(request: Request, pk: int) -> HttpResponse:
    """What has changed in the draft since it was laid there, for who sees the draft."""
    approval = get_for_user(request.user, APPROVALS, "plans.view_approvalrequest", pk=pk)
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=approval.plan_id)
    context = {
        "title": _("Changed since it was laid before %(person)s") % {"person": approval.approver},
        "approval": approval,
        "differences": tree_differences(approval.tree, plan_values(plan)),
        "breadcrumbs": trail(request.user, approval, (approval.title, approval.get_absolute_url())),
    }
    return render(request, "plans/approval_changes.html", context)


@require_GET
def approval_since(request: Request, pk: int) -> HttpResponse:
    """What has changed since the same approver answered last: both were laid before them."""
    approval = readable(request, pk)
    before = answered_before(approval)
    if before is None:
        raise Http404
    context = {
        "title": _("Changed since the last answer"),
        "approval": approval,
        "before": before,
        "differences": tree_differences(before.tree, approval.tree),
        "breadcrumbs": trail(request.user, approval, (approval.title, approval.get_absolute_url())),
    }
    return render(request, "plans/approval_changes.html", context)
