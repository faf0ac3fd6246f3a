"""Answers to a referral: written as a draft, registered, read, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from files.http import download_response
from foundation.http import render_form, sent
from plans.forms.statement import CorrectForm, DraftForm, RegisterForm
from plans.models import ReferralRecipient, Statement, Viewpoint
from plans.selectors.statement import (
    RECIPIENTS,
    STATEMENTS,
    bodies_to_decide,
    corrections_of,
    draft_seen_by,
    first_values,
    has_unseen_draft,
    motion_lines,
)
from plans.services.statement import correct_statement, draft_statement, register_statement
from plans.views.referral import referral_trail


def trail(user: User, recipient: ReferralRecipient, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from an answer; whoever does not follow the one that is asked is led to the list of referrals."""
    if not user.has_perm("plans.view_referralround", recipient):
        return referral_trail(*more)
    referral = (recipient.round.edition.title, recipient.round.get_absolute_url())
    return referral_trail(referral, (str(recipient.unit), recipient.get_absolute_url()), *more)


@require_http_methods(["GET", "POST"])
def statement_write(request: Request, pk: int) -> HttpResponse:
    """Draft the answer, for the staff of the one that is asked."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.draft_statement", pk=pk)
    draft = draft_seen_by(request.user, recipient)
    initial = DraftForm.values_of(draft) if draft else {"version": 0}
    form = DraftForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid() and form.apply(draft_statement, recipient=recipient, by=request.user):
        messages.success(request, _("The draft is saved. The secretary can register it."))
        return redirect(form.result)
    context = {"title": _("Write the answer"), "recipient": recipient, "statement": draft, "form": form}
    return render_form(
        request, "plans/statement_write.html", {**context, "breadcrumbs": trail(request.user, recipient)}
    )


@require_http_methods(["GET", "POST"])
def statement_register(request: Request, pk: int) -> HttpResponse:
    """Register the answer, with the file that came and the body's own decision."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.register_statement", pk=pk)
    known = draft_seen_by(request.user, recipient)
    drafts = request.user.has_perm("plans.draft_statement", recipient)
    form = RegisterForm(
        sent(request),
        request.FILES or None,
        municipality=recipient.municipality,
        bodies=bodies_to_decide(request.user, recipient),
        initial=first_values(recipient, known, drafts=drafts),
    )
    if form.is_bound and form.is_valid() and form.apply(register_statement, recipient=recipient, by=request.user):
        messages.success(request, _("The answer of %(name)s is registered.") % {"name": form.result})
        return redirect(form.result)
    context = {
        "title": _("Register the answer"),
        "recipient": recipient,
        "registered": known if known and known.state == Statement.State.REGISTERED else None,
        "has_unseen_draft": has_unseen_draft(request.user, recipient),
        "form": form,
        "breadcrumbs": trail(request.user, recipient),
    }
    return render_form(request, "plans/statement_register.html", context)


@require_GET
def statement_detail(request: Request, pk: int) -> HttpResponse:
    """All that is known of an answer."""
    statement = get_for_user(request.user, STATEMENTS, "plans.view_statement", pk=pk)
    user, recipient = request.user, statement.recipient
    is_draft = statement.state == Statement.State.DRAFT
    may_register = user.has_perm("plans.register_statement", recipient)
    context = {
        "title": str(statement),
        "statement": statement,
        "motions": motion_lines(statement.decision),
        "corrections": corrections_of(statement),
        "viewpoints": Viewpoint.objects.visible_to(user).current().filter(statement=statement),
        "is_draft": is_draft,
        "may_write": is_draft and user.has_perm("plans.draft_statement", recipient),
        "may_register": is_draft and may_register,
        "may_correct": not is_draft and may_register,
        "may_cut": not is_draft and user.has_perm("plans.change_viewpoint", recipient),
        "may_read_decision": user.has_perm("plans.view_decision", statement.decision),
        "may_read_edition": user.has_perm("plans.view_edition", recipient.round.edition),
        "breadcrumbs": trail(user, recipient),
    }
    return render(request, "plans/statement_detail.html", context)


@require_GET
def statement_file(request: Request, pk: int) -> HttpResponse:
    """The file as it came."""
    statement = get_for_user(request.user, STATEMENTS, "plans.view_statement", pk=pk)
    document = statement.document
    if document is None:
        raise Http404
    return download_response(document.file, document.file_name)


@require_http_methods(["GET", "POST"])
def statement_update(request: Request, pk: int) -> HttpResponse:
    """Correct a registered answer, and say why."""
    statement = get_for_user(request.user, STATEMENTS.registered(), "plans.view_statement", pk=pk)
    recipient = get_for_user(request.user, RECIPIENTS, "plans.register_statement", pk=statement.recipient_id)
    form = CorrectForm(
        sent(request),
        request.FILES or None,
        municipality=recipient.municipality,
        bodies=bodies_to_decide(request.user, recipient),
        has_decision=statement.decision_id is not None,
        initial=CorrectForm.values_of(statement),
    )
    if form.is_bound and form.is_valid() and form.apply(correct_statement, statement=statement, by=request.user):
        messages.success(request, _("The answer is corrected."))
        return redirect(statement)
    context: dict[str, Any] = {"title": _("Correct the answer"), "statement": statement, "form": form}
    place = (str(statement), statement.get_absolute_url())
    return render_form(
        request, "plans/statement_update.html", {**context, "breadcrumbs": trail(request.user, recipient, place)}
    )
