"""Comments: the list of a plan's threads, a thread, and the buttons in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent, tell_refusal
from plans.forms.comment import AnswerForm, CommentForm, CommentUpdateForm
from plans.models import Comment, Plan
from plans.models.comment import LONGEST_QUOTE
from plans.selectors.comment import group_of, place_named, placed, places_in_order, thread_of, threads_in_order
from plans.services.comment import (
    answer_comment,
    reopen_comment,
    resolve_comment,
    restore_comment,
    update_comment,
    withdraw_comment,
    write_comment,
)
from plans.values import plan_values
from plans.views.frame import PLANS, plan_frame, way, way_up

COMMENTS = Comment.objects.select_related(
    *("plan", "plan__municipality", "plan__responsible_unit", "parent"),
    *("section", "measure", "written_by", "resolved_by"),
)


@require_GET
def comment_list(request: Request, pk: int) -> HttpResponse:
    """Every thread of the plan in the order of its places: the open ones, the resolved, or all."""
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    values = plan_values(plan)
    threads, choice = threads_in_order(plan, values), request.GET.get("visa", "")
    shown = [one for one in threads if choice == "alla" or one.is_open == (choice != "losta")]
    context = {
        **plan_frame(request.user, plan, "plans:comment_list", values),
        "threads": shown,
        "choice": choice if choice in ("alla", "losta") else "",
        "open_count": sum(one.is_open for one in threads),
        "resolved_count": sum(not one.is_open for one in threads),
    }
    return render(request, "plans/comment_list.html", context)


def place_asked_for(request: Request, plan: Plan) -> dict[str, Any]:
    """The section or measure that the address names, as the service wants it. 404 when there is none such."""
    asked = {name: request.GET.get(word, "") for name, word in (("section", "avsnitt"), ("measure", "atgard"))}
    try:
        section, measure = place_named(plan, **asked)
    except ValueError as error:
        raise Http404 from error
    if any(asked.values()) and section is None and measure is None:
        raise Http404
    return {"section": section, "measure": measure}


@require_http_methods(["GET", "POST"])
def comment_create(request: Request, pk: int) -> HttpResponse:
    """Begin a thread about what the address names: `?avsnitt=UID&ord=…`, `?atgard=UID`, or the whole plan."""
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    place = place_asked_for(request, plan)
    initial = {"quote": request.GET.get("ord", "").replace("\x00", "")[:LONGEST_QUOTE]}
    form = CommentForm(sent(request), has_words=place["section"] is not None, initial=initial)
    if form.is_bound and form.is_valid() and form.apply(write_comment, plan=plan, **place, by=request.user):
        messages.success(request, _("The comment is written."))
        return redirect(back_in_document(form.result))
    context = {"title": _("New comment"), "plan": plan, "form": form, "people": group_of(plan), **place}
    return render_form(request, "plans/comment_create.html", {**context, "breadcrumbs": way_up(plan)})


def back_in_document(comment: Comment) -> str:
    """Where the comment stands beside the text."""
    if comment.measure is not None:
        return f"{comment.measure.get_absolute_url()}#kommentarer"
    if comment.section is not None:
        return f"{comment.plan.get_absolute_url()}#s-{comment.section.uid}"
    return reverse("plans:comment_list", args=[comment.plan_id])


@require_http_methods(["GET", "POST"])
def comment_detail(request: Request, pk: int) -> HttpResponse:
    """A thread, and the answer to it."""
    comment = get_for_user(request.user, COMMENTS, "plans.view_plan", pk=pk)
    first = comment.parent or comment
    if first != comment:
        return redirect(comment)
    form = AnswerForm(sent(request))
    if form.is_bound and form.is_valid() and form.apply(answer_comment, comment=first, by=request.user):
        messages.success(request, _("The answer is written."))
        return redirect(form.result)
    plan = first.plan
    thread = placed(thread_of(first), places_in_order(plan, plan_values(plan)))
    context = {"title": _("Comment"), "plan": plan, "thread": thread, "form": form, "people": group_of(plan)}
    context |= buttons(request.user, (first, *thread.answers))
    places = ((_("Plans"), reverse("plans:plan_list")), (plan.title, plan.get_absolute_url()))
    context["breadcrumbs"] = way(*places, (_("Comments"), reverse("plans:comment_list", args=[plan.pk])))
    return render_form(request, "plans/comment_detail.html", context)


def buttons(user: User, comments: Iterable[Comment]) -> dict[str, set[int]]:
    """The keys of the comments that the person may change, and may remove."""
    wanted = {"changeable": "plans.change_comment", "removable": "plans.withdraw_comment"}
    return {
        name: {one.pk for one in comments if not one.is_withdrawn and user.has_perm(permission, one)}
        for name, permission in wanted.items()
    }


@require_http_methods(["GET", "POST"])
def comment_update(request: Request, pk: int) -> HttpResponse:
    comment = get_for_user(request.user, COMMENTS.current(), "plans.change_comment", pk=pk)
    form = CommentUpdateForm(sent(request), initial=CommentUpdateForm.values_of(comment))
    if form.is_bound and form.is_valid() and form.apply(update_comment, comment=comment, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(comment)
    context = {"title": _("Change the comment"), "comment": comment, "form": form, "people": group_of(comment.plan)}
    return render_form(request, "plans/comment_update.html", {**context, "breadcrumbs": way_up(comment.plan)})


@require_POST
def comment_withdraw(request: Request, pk: int) -> HttpResponse:
    comment = get_for_user(request.user, COMMENTS, "plans.withdraw_comment", pk=pk)
    undo = reverse("plans:comment_restore", args=[comment.pk])
    form = Form(request.POST)
    if form.is_valid() and form.apply(withdraw_comment, comment=comment, by=request.user):
        messages.success(request, _("The comment is removed."), extra_tags=f"undo:{undo}")
    else:
        tell_refusal(request, form)
    return redirect("plans:comment_list", pk=comment.plan_id)


@require_POST
def comment_restore(request: Request, pk: int) -> HttpResponse:
    comment = get_for_user(request.user, COMMENTS, "plans.withdraw_comment", pk=pk)
    press(request, restore_comment, _("The comment is back."), comment=comment)
    return redirect(comment)


@require_POST
def comment_resolve(request: Request, pk: int) -> HttpResponse:
    comment = get_for_user(request.user, COMMENTS, "plans.view_plan", pk=pk)
    press(request, resolve_comment, _("The thread is resolved."), comment=comment)
    return redirect(back_in_document(comment))


@require_POST
def comment_reopen(request: Request, pk: int) -> HttpResponse:
    comment = get_for_user(request.user, COMMENTS, "plans.view_plan", pk=pk)
    press(request, reopen_comment, _("The thread is open again."), comment=comment)
    return redirect(comment)
