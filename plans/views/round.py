"""Follow-up rounds: what is asked, how it stands, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import render_form, sent
from foundation.numbers import whole_number
from plans.forms.follow_up import CloseForm
from plans.forms.round import RoundForm, RoundUpdateForm
from plans.models import Edition, FollowUpRound
from plans.selectors.directory import directory_of
from plans.selectors.follow_up import follow_up_list, round_overview
from plans.selectors.recipients import unmanned
from plans.services.follow_up import close_round, open_round, update_round
from plans.views.edition import edition_trail
from plans.views.frame import PLANS, plan_frame, way

EDITIONS = Edition.objects.select_related("plan", "municipality")
ROUNDS = FollowUpRound.objects.select_related("edition", "body", "opened_by")


def round_trail(*more: tuple[str, str]) -> list[dict[str, str]]:
    return way((_("Follow-up"), reverse("plans:round_list")), *more)


@require_GET
def round_list(request: Request) -> HttpResponse:
    """Reports to write first, then the rounds; with ?plan= only those of one plan, under the plan's own tabs."""
    frame = {}
    plan_id = whole_number(request.GET.get("plan", ""))
    if plan_id is not None:
        plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=plan_id)
        frame = plan_frame(request.user, plan, "plans:round_list")
    found = follow_up_list(request.user, plan_id=plan_id)
    return render(request, "plans/round_list.html", {**frame, "found": found})


@require_http_methods(["GET", "POST"])
def round_open(request: Request, pk: int) -> HttpResponse:
    """Ask units to report. The preview of who gets what follows the form, with or without JavaScript."""
    edition = get_for_user(request.user, EDITIONS, "plans.open_followupround", pk=pk)
    only_preview = "preview" in request.POST
    form = RoundForm(
        None if only_preview else request.POST or None,
        edition=edition,
        directory=directory_of(edition.municipality),
        settled=request.POST if only_preview else None,
    )
    if form.is_bound and form.is_valid() and form.apply(open_round, edition=edition, by=request.user):
        asked = form.result.unit_reports.count()
        text = ngettext("%(number)s unit has been asked.", "%(number)s units have been asked.", asked)
        messages.success(request, text % {"number": asked})
        return redirect(form.result)
    context = {
        "edition": edition,
        "form": form,
        "unmanned": unmanned(form.asked_units),
        "open_round": edition.rounds.open().first(),
        "breadcrumbs": edition_trail(request.user, edition),
    }
    fragment = "#round-preview" if only_preview and request.htmx else ""
    return render_form(request, f"plans/round_open.html{fragment}", context)


@require_GET
def round_detail(request: Request, pk: int) -> HttpResponse:
    """The round as it stands; with ?uppfyllelse= only the measures that stand so far."""
    follow_up_round = get_for_user(request.user, ROUNDS, "plans.view_followupround", pk=pk)
    overview = round_overview(follow_up_round)
    chosen = next((bar for bar in overview.bars if bar["value"] == request.GET.get("uppfyllelse")), None)
    context = {
        "round": follow_up_round,
        "overview": overview,
        "chosen": chosen,
        "areas": overview.of(str(chosen["value"]) if chosen else ""),
        "may_change": request.user.has_perm("plans.change_followupround", follow_up_round),
        "may_read_edition": request.user.has_perm("plans.view_edition", follow_up_round.edition),
        "breadcrumbs": round_trail(),
    }
    return render(request, "plans/round_detail.html", context)


@require_http_methods(["GET", "POST"])
def round_update(request: Request, pk: int) -> HttpResponse:
    follow_up_round = get_for_user(request.user, ROUNDS, "plans.change_followupround", pk=pk)
    form = RoundUpdateForm(sent(request), initial=RoundUpdateForm.values_of(follow_up_round))
    if form.is_valid() and form.apply(update_round, follow_up_round=follow_up_round, by=request.user):
        messages.success(request, _("The follow-up is saved."))
        return redirect(follow_up_round)
    context = {
        "title": _("Change the follow-up"),
        "round": follow_up_round,
        "form": form,
        "breadcrumbs": round_trail((follow_up_round.title, follow_up_round.get_absolute_url())),
    }
    return render_form(request, "plans/round_update.html", context)


@require_http_methods(["GET", "POST"])
def round_close(request: Request, pk: int) -> HttpResponse:
    follow_up_round = get_for_user(request.user, ROUNDS, "plans.change_followupround", pk=pk)
    form = CloseForm(request.POST or None, initial=CloseForm.values_of(follow_up_round))
    if form.is_bound and form.is_valid() and form.apply(close_round, follow_up_round=follow_up_round, by=request.user):
        messages.success(request, _("The follow-up is closed. Its totals stand."))
        return redirect(follow_up_round)
    context = {
        "round": follow_up_round,
        "form": form,
        "overview": round_overview(follow_up_round),
        "breadcrumbs": round_trail((follow_up_round.title, follow_up_round.get_absolute_url())),
    }
    return render_form(request, "plans/round_close.html", context)
