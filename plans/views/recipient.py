"""One that is asked: what it reads and answers, its own number, more time, reminders, one-time links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from foundation.http import press, render_form, sent
from plans.forms.referral import ExtensionForm, LinkForm, OwnNumberForm, ResendForm
from plans.models import AnswerLink, ReferralRecipient
from plans.selectors.referral import is_asked, line_of, links_of
from plans.services.referral import (
    extend_recipient,
    note_no_answer,
    note_opened,
    note_own_number,
    remind_recipient,
    revoke_answer_link,
    send_again,
    send_answer_link,
)
from plans.views.referral import inner_trail

RECIPIENTS = ReferralRecipient.objects.for_notices().select_related(
    "unit", "round__matter", "round__letter", "round__edition__plan", "municipality", "statement"
)
LINKS = AnswerLink.objects.select_related("recipient__unit", "recipient__round")


def trail(recipient: ReferralRecipient) -> list[dict[str, str]]:
    return [*inner_trail(recipient.round), {"label": str(recipient.unit), "url": recipient.get_absolute_url()}]


@require_GET
def recipient_detail(request: Request, pk: int) -> HttpResponse:
    """The referral as it is for the one that is asked. The first time that one of its people reads it is noted."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.view_referralround", pk=pk)
    if recipient.opened_at is None and is_asked(request.user, recipient):
        note_opened(recipient=recipient, by=request.user)
    context = {
        "title": str(recipient.unit),
        "recipient": recipient,
        "referral": recipient.round,
        "line": line_of(recipient, today=localdate()),
        "links": links_of(recipient, request.user) if recipient.unit.is_external else [],
        "is_open": recipient.round.is_open,
        "may": what_may_be_done(request.user, recipient),
        "breadcrumbs": inner_trail(recipient.round),
    }
    return render(request, "plans/recipient_detail.html", context)


def what_may_be_done(user: User, recipient: ReferralRecipient) -> dict[str, bool]:
    """What the person who reads may do here."""
    statement = getattr(recipient, "statement", None)
    return {
        "change": user.has_perm("plans.change_referralround", recipient),
        "number": user.has_perm("plans.register_statement", recipient),
        "draft": user.has_perm("plans.draft_statement", recipient),
        "edition": user.has_perm("plans.view_edition", recipient.round.edition),
        "matter": user.has_perm("plans.view_matter", recipient.round.matter),
        "statement": statement is not None and user.has_perm("plans.view_statement", statement),
    }


@require_http_methods(["GET", "POST"])
def recipient_update(request: Request, pk: int) -> HttpResponse:
    """Its own registry number; whoever leads the referral also gives it more time."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.register_statement", pk=pk)
    leads = request.user.has_perm("plans.change_referralround", recipient)
    kind, service = (ExtensionForm, extend_recipient) if leads else (OwnNumberForm, note_own_number)
    form = kind(sent(request), initial=kind.values_of(recipient))
    if form.is_valid() and form.apply(service, recipient=recipient, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(recipient)
    context = {
        "title": _("Registry number and more time") if leads else _("Your own registry number"),
        "recipient": recipient,
        "form": form,
        "breadcrumbs": trail(recipient),
    }
    return render_form(request, "plans/recipient_update.html", context)


@require_http_methods(["GET", "POST"])
def recipient_resend(request: Request, pk: int) -> HttpResponse:
    """Send the letter anew, or note that it went another way."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.change_referralround", pk=pk)
    form = ResendForm(sent(request), initial=ResendForm.values_of(recipient))
    if form.is_valid() and form.apply(send_again, recipient=recipient, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(recipient)
    context = {
        "title": _("How the referral is sent"),
        "recipient": recipient,
        "form": form,
        "breadcrumbs": trail(recipient),
    }
    return render_form(request, "plans/recipient_resend.html", context)


@require_POST
def recipient_remind(request: Request, pk: int) -> HttpResponse:
    recipient = get_for_user(request.user, RECIPIENTS, "plans.change_referralround", pk=pk)
    press(request, remind_recipient, _("A reminder is on its way."), recipient=recipient)
    return redirect(recipient)


@require_POST
def recipient_no_answer(request: Request, pk: int) -> HttpResponse:
    """Note that it gives no answer; pressed again, that it is to answer after all."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.change_referralround", pk=pk)
    gives_none = not recipient.gives_no_answer
    said = _("Noted: it gives no answer.") if gives_none else _("Noted: it is to answer.")
    press(request, note_no_answer, said, recipient=recipient, gives_no_answer=gives_none)
    return redirect(recipient)


@require_http_methods(["GET", "POST"])
def link_send(request: Request, pk: int) -> HttpResponse:
    """Send an external party a link by which it answers once, without an account."""
    recipient = get_for_user(request.user, RECIPIENTS, "plans.open_referralround", pk=pk)
    form = LinkForm(sent(request), initial=LinkForm.first_values(recipient, localdate()))
    if form.is_valid() and form.apply(send_answer_link, recipient=recipient, by=request.user):
        messages.success(request, _("The link is sent to %(address)s.") % {"address": form.cleaned_data["to"]})
        return redirect(recipient)
    context = {
        "title": _("Send a one-time link"),
        "recipient": recipient,
        "form": form,
        "has_open": recipient.links.usable().exists(),
        "breadcrumbs": trail(recipient),
    }
    return render_form(request, "plans/link_send.html", context)


@require_POST
def link_revoke(request: Request, pk: int) -> HttpResponse:
    link = get_for_user(request.user, LINKS, "plans.open_referralround", pk=pk)
    press(request, revoke_answer_link, _("The link is taken back."), link=link)
    return redirect(link.recipient)
