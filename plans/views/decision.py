"""Decisions: noted in a matter, read, corrected, taken away, put in force when they changed the proposal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from files.http import file_response
from foundation.http import asked, render_form, sent
from plans.forms.decision import AmendedForm, DecisionCreateForm, DecisionUpdateForm, DecisionWithdrawForm
from plans.law_dates import decision_days, decision_hints
from plans.models import Decision, Edition, Matter, MatterStep
from plans.selectors.decision import (
    DECISIONS,
    bodies_to_record,
    editions_to_adopt,
    editions_to_decide_about,
    first_facts,
    is_dependent,
    may_record,
    motions_of,
    points_of,
)
from plans.selectors.differences import Differences, tree_differences
from plans.services.decision import adopt_amended, correct_decision_row, record_decision, withdraw_decision
from plans.views.frame import way

MATTERS = Matter.objects.current().select_related("plan", "body", "municipality")


def trail(user: User, matter: Matter, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from a decision: the matter, for whoever sees it."""
    sees = user.has_perm("plans.view_matter", matter)
    links = [(_("Matters"), reverse("plans:matter_list")), (matter.title, matter.get_absolute_url())] if sees else []
    return way(*links, *more)


def decision_trail(user: User, decision: Decision) -> list[dict[str, str]]:
    return trail(user, decision.matter, (str(decision), decision.get_absolute_url()))


@require_http_methods(["GET", "POST"])
def decision_create(request: Request, pk: int) -> HttpResponse:
    """Note what a body decided: short on top, the rest of the minutes folded."""
    matter = get_for_user(request.user, MATTERS, "plans.record_decision", pk=pk)
    step = step_asked(request, matter)
    form = DecisionCreateForm(
        sent(request),
        request.FILES or None,
        initial=first_facts(request.user, matter, step),
        bodies=bodies_to_record(request.user, matter),
        may_be_unknown=may_record(request.user, matter, None),
        editions=editions_to_decide_about(request.user, matter),
        adoptable=editions_to_adopt(request.user, matter),
    )
    if form.row_asked_for:
        form.show_unfinished()
    elif form.is_bound and form.is_valid() and form.apply(record_decision, matter=matter, step=step, by=request.user):
        tell_noted(request, form.result)
        return redirect(form.result)
    context = {"title": _("Note a decision"), "matter": matter, "form": form, "cancel_url": matter.get_absolute_url()}
    return render_form(request, "plans/decision_create.html", {**context, "breadcrumbs": trail(request.user, matter)})


def step_asked(request: Request, matter: Matter) -> MatterStep | None:
    """The step that the address names (`?steg=7`), when it is one of the matter's."""
    wanted = asked(request, "steg")
    return matter.steps.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else None


def tell_noted(request: Request, decision: Decision) -> None:
    """Say what was noted, and give a hint when the wording cannot be read by itself."""
    messages.success(request, _("%(decision)s is noted.") % {"decision": decision})
    if is_dependent(decision):
        messages.warning(request, _("The wording leans on a proposal. Look at it once more: it is to stand alone."))


@require_GET
def decision_detail(request: Request, pk: int) -> HttpResponse:
    decision = get_for_user(request.user, DECISIONS, "plans.view_decision", pk=pk)
    context = {"title": str(decision), **decision_page(request.user, decision)}
    return render(request, "plans/decision_detail.html", context)


def decision_page(user: User, decision: Decision) -> dict[str, Any]:
    """What the page of a decision shows, as far as the person sees what it is about."""
    edition, meeting = decision.edition, decision.meeting
    sees = edition is not None and user.has_perm("plans.view_edition", edition)
    may_record = user.has_perm("plans.record_decision", decision) and not decision.is_withdrawn
    dispatches = list(decision.dispatches.select_related("unit"))
    return {
        "decision": decision,
        "points": points_of(decision),
        "motions": motions_of(decision),
        "is_dependent": is_dependent(decision),
        "dispatches": dispatches,
        "waits_to_be_sent": any(one.sent_on is None for one in dispatches if not one.is_file),
        "meeting": meeting,
        "law_days": decision_days(decision, is_adopting=decision.outcome in Decision.ADOPTING) if meeting else [],
        "hints": decision_hints(decision) if meeting else [],
        "edition": edition if sees else None,
        "proposal": decision.amended_from if sees else None,
        "sees_matter": user.has_perm("plans.view_matter", decision.matter),
        "may_record": may_record,
        "may_adopt": may_record and decision.awaits_edition,
        "may_withdraw": may_record and not decision.has_changed_an_edition,
        "breadcrumbs": trail(user, decision.matter),
    }


@require_GET
def decision_file(request: Request, pk: int) -> HttpResponse:
    """The extract of the minutes, as it came."""
    decision = get_for_user(request.user, DECISIONS, "plans.view_decision", pk=pk)
    return file_response(decision.file)


@require_http_methods(["GET", "POST"])
def decision_update(request: Request, pk: int) -> HttpResponse:
    """Correct or complete what is known of a decision, and say why."""
    decision = get_for_user(request.user, DECISIONS.current(), "plans.record_decision", pk=pk)
    form = DecisionUpdateForm(sent(request), request.FILES or None, initial=DecisionUpdateForm.values_of(decision))
    if form.row_asked_for:
        form.show_unfinished()
    elif form.is_bound and form.is_valid() and form.apply(correct_decision_row, decision=decision, by=request.user):
        tell_noted(request, form.result)
        return redirect(decision)
    context = {"title": _("Correct the decision"), "decision": decision, "form": form}
    context |= {"cancel_url": decision.get_absolute_url(), "breadcrumbs": decision_trail(request.user, decision)}
    return render_form(request, "plans/decision_update.html", context)


@require_http_methods(["GET", "POST"])
def decision_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take away a decision that was noted by mistake."""
    decision = get_for_user(request.user, DECISIONS, "plans.record_decision", pk=pk)
    form = DecisionWithdrawForm(sent(request), initial=DecisionWithdrawForm.values_of(decision))
    if form.is_bound and form.is_valid() and form.apply(withdraw_decision, decision=decision, by=request.user):
        messages.success(request, _("The decision is taken away."))
        return redirect(decision)
    context = {"title": _("Take the decision away"), "decision": decision, "form": form}
    context |= {"cancel_url": decision.get_absolute_url(), "breadcrumbs": decision_trail(request.user, decision)}
    return render_form(request, "plans/decision_withdraw.html", context)


@require_http_methods(["GET", "POST"])
def decision_adopt_amended(request: Request, pk: int) -> HttpResponse:
    """Choose the version in which the change is written, beside what it changes in the proposal; put it in force."""
    decision = get_for_user(request.user, DECISIONS, "plans.record_decision", pk=pk)
    editions = editions_to_decide_about(request.user, decision.matter).exclude(state__in=Edition.decided_states)
    offered = editions.filter(number__gt=decision.edition.number) if decision.edition else editions
    wanted = asked(request, "version")
    shown = offered.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else offered.first()
    initial = {"version": decision.version, "edition": shown}
    form = AmendedForm(sent(request), initial=initial, editions=offered)
    if form.is_bound and form.is_valid() and form.apply(adopt_amended, decision=decision, by=request.user):
        messages.success(request, _("The version with the change is adopted."))
        return redirect(decision)
    context = {"title": _("Adopt the changed version"), "decision": decision, "form": form, "offered": offered}
    context |= {"shown": shown, "differences": changes(decision.edition, shown)}
    context |= {"cancel_url": decision.get_absolute_url(), "breadcrumbs": decision_trail(request.user, decision)}
    return render_form(request, "plans/decision_adopt_amended.html", context)


def changes(proposal: Edition | None, shown: Edition | None) -> Differences | None:
    """What the version that is shown changes in the proposal."""
    return tree_differences(proposal.tree, shown.tree) if proposal and shown else None
