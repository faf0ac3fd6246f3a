"""Referrals: sending one out, how it stands with each that is asked, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent
from plans.forms.referral import ReferralAddForm, ReferralOpenForm, ReferralUpdateForm
from plans.models import Edition, ReferralRound
from plans.selectors.referral import (
    askable_units,
    decisions_to_refer,
    is_decision_seen,
    own_lines,
    referral_overview,
    rounds_seen,
)
from plans.services.referral import (
    add_recipients,
    close_referral_round,
    open_referral_round,
    reopen_referral_round,
    update_referral_round,
)
from plans.services.referral.letter import default_letter, default_question
from plans.views.edition import edition_trail
from plans.views.frame import way

EDITIONS = Edition.objects.select_related("plan", "municipality").without_values()
ROUNDS = ReferralRound.objects.select_related(
    "edition__plan", "matter__body", "letter", "decision__body", "opened_by", "municipality"
).without_values()


def referral_trail(*more: tuple[str, str]) -> list[dict[str, str]]:
    return way((_("Referrals"), reverse("plans:referral_list")), *more)


def inner_trail(referral: ReferralRound) -> list[dict[str, str]]:
    return referral_trail((referral.edition.title, referral.get_absolute_url()))


@require_GET
def referral_list(request: Request) -> HttpResponse:
    """What one's units have to answer first, then the referrals that one sees."""
    context = {
        "title": _("Referrals"),
        "today": localdate(),
        "waiting": own_lines(request.user, today=localdate()),
        "referrals": list(rounds_seen(request.user)),
    }
    return render(request, "plans/referral_list.html", context)


@require_http_methods(["GET", "POST"])
def referral_open(request: Request, pk: int) -> HttpResponse:
    """Send the version out: what is asked, of whom, until when, and the letter that goes with it."""
    edition = get_for_user(request.user, EDITIONS, "plans.open_referralround", pk=pk)
    form = open_form(request, edition)
    if form.is_bound and form.is_valid() and form.apply(open_referral_round, edition=edition, by=request.user):
        messages.success(request, said_asked(form.result.recipients.count()))
        return redirect(form.result)
    context = {
        "title": _("Send on referral"),
        "edition": edition,
        "form": form,
        "open_round": edition.referral_rounds.open().first(),
        "breadcrumbs": edition_trail(request.user, edition),
    }
    return render_form(request, "plans/referral_open.html", context)


def open_form(request: Request, edition: Edition) -> ReferralOpenForm:
    """The form with what can be proposed: everything is there but who is asked."""
    matter = edition.plan.matters.current().open().order_by("-opened_on", "-pk").select_related("body").first()
    return ReferralOpenForm(
        sent(request),
        units=askable_units(edition.municipality),
        decisions=decisions_to_refer(edition.plan, request.user),
        today=localdate(),
        letter=default_letter(edition, matter),
        question=default_question(),
    )


def said_asked(number: int) -> str:
    text = ngettext("On referral: %(number)s is asked.", "On referral: %(number)s are asked.", number)
    return text % {"number": number}


@require_GET
def referral_detail(request: Request, pk: int) -> HttpResponse:
    """The referral as it stands, with a line for each that is asked."""
    referral = get_for_user(request.user, ROUNDS, "plans.view_referralround", pk=pk)
    user = request.user
    context = {
        "referral": referral,
        "title": referral.edition.title,
        "overview": referral_overview(referral, user),
        "is_open": referral.is_open,
        "days_left": (referral.answer_by - localdate()).days,
        "may_change": user.has_perm("plans.change_referralround", referral),
        "may_read_viewpoints": user.has_perm("plans.view_viewpoint", referral),
        "sees": what_is_seen(user, referral),
        "breadcrumbs": referral_trail(),
    }
    return render(request, "plans/referral_detail.html", context)


def what_is_seen(user: User, referral: ReferralRound) -> dict[str, bool]:
    """Where the page may lead the reader on."""
    return {
        "matter": user.has_perm("plans.view_matter", referral.matter),
        "edition": user.has_perm("plans.view_edition", referral.edition),
        "decision": is_decision_seen(user, referral.decision),
    }


@require_http_methods(["GET", "POST"])
def referral_add(request: Request, pk: int) -> HttpResponse:
    """Ask one more while the referral is open."""
    referral = get_for_user(request.user, ROUNDS, "plans.change_referralround", pk=pk)
    known = referral.recipients.values("unit")
    form = ReferralAddForm(sent(request), units=askable_units(referral.municipality).exclude(pk__in=known))
    if form.is_bound and form.is_valid() and form.apply(add_recipients, referral_round=referral, by=request.user):
        messages.success(request, _("They are asked, and told."))
        return redirect(referral)
    context = {
        "title": _("Ask one more"),
        "referral": referral,
        "form": form,
        "breadcrumbs": inner_trail(referral),
    }
    return render_form(request, "plans/referral_add.html", context)


@require_http_methods(["GET", "POST"])
def referral_update(request: Request, pk: int) -> HttpResponse:
    referral = get_for_user(request.user, ROUNDS, "plans.change_referralround", pk=pk)
    form = ReferralUpdateForm(sent(request), initial=ReferralUpdateForm.values_of(referral))
    if form.is_valid() and form.apply(update_referral_round, referral_round=referral, by=request.user):
        messages.success(request, _("The referral is saved."))
        return redirect(referral)
    context = {
        "title": _("Change the referral"),
        "referral": referral,
        "form": form,
        "breadcrumbs": inner_trail(referral),
    }
    return render_form(request, "plans/referral_update.html", context)


@require_http_methods(["GET", "POST"])
def referral_close(request: Request, pk: int) -> HttpResponse:
    """Ask, with those who have not answered, and end the referral."""
    referral = get_for_user(request.user, ROUNDS, "plans.change_referralround", pk=pk)
    form = Form(sent(request))
    if form.is_bound and form.is_valid() and form.apply(close_referral_round, referral_round=referral, by=request.user):
        messages.success(request, _("The referral is closed."))
        return redirect(referral)
    context = {
        "title": _("Close the referral"),
        "referral": referral,
        "form": form,
        "overview": referral_overview(referral, request.user),
        "is_open": referral.is_open,
        "breadcrumbs": inner_trail(referral),
    }
    return render_form(request, "plans/referral_close.html", context)


@require_POST
def referral_reopen(request: Request, pk: int) -> HttpResponse:
    referral = get_for_user(request.user, ROUNDS, "plans.change_referralround", pk=pk)
    press(request, reopen_referral_round, _("The referral is open again."), referral_round=referral)
    return redirect(referral)
