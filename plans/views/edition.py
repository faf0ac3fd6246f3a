"""Editions: the list of a plan's versions, freezing, reading, and noting the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from foundation.http import render_form
from plans.forms.edition import (
    AdoptForm,
    CorrectionForm,
    FreezeForm,
    ProposeForm,
    RegisterEditionForm,
    RegistryForm,
    RepealForm,
)
from plans.models import Edition, FollowUpRound, Matter, Plan, ReferralRound
from plans.prose import screen_prose
from plans.rows import read_plan
from plans.selectors.approval import approval_standing, approved_as
from plans.selectors.check import count_to_mend
from plans.selectors.check import plan_check as check_of
from plans.selectors.decision import decisions_about
from plans.selectors.edition import (
    bodies_of,
    bodies_to_name,
    draft_state,
    edition_in_force,
    editions_of,
    freeze_preview,
    may_name,
)
from plans.selectors.referral import referrals_of
from plans.services.decision import correct_adoption, note_adoption, note_adoption_number, note_repeal
from plans.services.edition import (
    freeze_edition,
    register_decided_edition,
)
from plans.services.edition_states import propose_edition
from plans.values import plan_values
from plans.views.frame import PLANS, plan_frame, tabs, way

EDITIONS = Edition.objects.select_related(
    "plan", "body", "repeal_body", "frozen_by", "municipality", "decided_paper"
).annotate(was_referred=Exists(ReferralRound.objects.filter(edition=OuterRef("pk"))))


def trail(user: User, plan: Plan, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way up from a page about a plan's editions; whoever does not see the draft is not led there."""
    links = [(_("Plans"), reverse("plans:plan_list"))]
    if user.has_perm("plans.view_plan", plan):
        links.append((plan.title, plan.get_absolute_url()))
        links.append((_("Versions"), reverse("plans:edition_list", args=[plan.pk])))
    return way(*links, *more)


def edition_tabs(edition: Edition, current: str) -> list[dict[str, Any]]:
    return tabs(((_("Document"), "plans:edition_detail"), (_("Table"), "plans:edition_table")), edition, current)


def edition_trail(user: User, edition: Edition) -> list[dict[str, str]]:
    name = _("Version %(number)s") % {"number": edition.number}
    return trail(user, edition.plan, (name, edition.get_absolute_url()))


@require_GET
def edition_list(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    rows = read_plan(plan)
    values = plan_values(plan, rows)
    to_mend = count_to_mend(plan, rows, values)
    context = {
        **plan_frame(request.user, plan, "plans:edition_list", values, to_mend=to_mend),
        "editions": editions_of(plan, request.user),
        "draft": draft_state(plan, values),
        "may_freeze": request.user.has_perm("plans.freeze_edition", plan) and not plan.is_withdrawn,
        "may_adopt": request.user.has_perm("plans.adopt_edition", plan) and not plan.is_withdrawn,
        "may_refer": request.user.has_perm("plans.open_referralround", plan) and not plan.is_withdrawn,
    }
    return render(request, "plans/edition_list.html", context)


def said_of(edition: Edition) -> str:
    """What has come of a decision that was noted."""
    if edition.is_in_force and not edition.repealed_on:
        return _("Version %(number)s is in force.") % {"number": edition.number}
    return _("Version %(number)s: %(standing)s.") % {"number": edition.number, "standing": edition.standing_words}


@require_http_methods(["GET", "POST"])
def edition_freeze(request: Request, pk: int) -> HttpResponse:
    """Show what would be frozen and what is missing in it; freeze it."""
    plan = get_for_user(request.user, PLANS, "plans.freeze_edition", pk=pk)
    form = FreezeForm(request.POST or None, municipality=plan.municipality)
    if form.is_bound and form.is_valid() and form.apply(freeze_edition, plan=plan, by=request.user):
        messages.success(request, _("Version %(number)s is frozen.") % {"number": form.result.number})
        return redirect(form.result)
    rows = read_plan(plan)
    values = plan_values(plan, rows)
    context = {
        "plan": plan,
        "form": form,
        "preview": freeze_preview(plan, values),
        "check": check_of(plan, rows, values, request.user),
        "approval": approval_standing(plan, values, request.user) if plan.is_asked_about else None,
        "breadcrumbs": trail(request.user, plan),
    }
    return render_form(request, "plans/edition_freeze.html", context)


@require_http_methods(["GET", "POST"])
def edition_register(request: Request, pk: int) -> HttpResponse:
    """Freeze the draft as what was decided before it came here."""
    plan = get_for_user(request.user, PLANS, "plans.freeze_edition", pk=pk)
    form = RegisterEditionForm(request.POST or None, bodies=bodies_of(plan.municipality))
    if form.is_bound and form.is_valid() and form.apply(register_decided_edition, plan=plan, by=request.user):
        messages.success(request, said_of(form.result))
        return redirect(form.result)
    context = {
        "plan": plan,
        "form": form,
        "in_force": edition_in_force(plan),
        "breadcrumbs": trail(request.user, plan),
    }
    return render_form(request, "plans/edition_register.html", context)


def edition_page(request: Request, pk: int, route: str) -> dict[str, Any]:
    """What both views of an edition show around its content."""
    edition = get_for_user(request.user, EDITIONS, "plans.view_edition", pk=pk)
    user = request.user
    is_proposal = edition.state == Edition.State.PROPOSAL
    goes_on = not edition.plan.is_withdrawn and not edition.is_settled
    may_decide = user.has_perm("plans.adopt_edition", edition)
    may_freeze = user.has_perm("plans.freeze_edition", edition)
    may_follow_up = edition.is_in_force and user.has_perm("plans.open_followupround", edition)
    # Who opens rounds sees them all.
    rounds = list(FollowUpRound.objects.visible_to(user).filter(edition=edition).order_by("-due_on", "-pk"))
    return {
        "edition": edition,
        "values": edition.tree,
        "rounds": rounds,
        "may_adopt": is_proposal and may_decide and goes_on,
        "may_propose": edition.is_on_referral and may_freeze and goes_on,
        "may_repeal": edition.is_decided and not edition.is_over and may_decide,
        "has_beside": edition.plan.editions.visible_to(user).exclude(pk=edition.pk).exists(),
        "may_publish": edition.is_decided and user.has_perm("plans.publish_edition", edition),
        "may_note": edition.is_decided and user.has_perm("plans.register_edition", edition),
        "may_follow_up": may_follow_up and not any(one.is_open for one in rounds),
        "approvals": approved_as(edition),
        **referral_part(user, edition),
        **matter_part(user, edition),
        "tabs": edition_tabs(edition, route),
        "breadcrumbs": trail(user, edition.plan),
    }


def matter_part(user: User, edition: Edition) -> dict[str, Any]:
    """The matters in which the plan is handled, as far as the user sees them, and whether one can be opened."""
    matters = Matter.objects.visible_to(user).current().filter(plan=edition.plan_id)
    is_free = not edition.is_decided and not edition.plan.is_withdrawn
    return {"matters": list(matters), "may_open_matter": is_free and user.has_perm("plans.add_matter", edition)}


def referral_part(user: User, edition: Edition) -> dict[str, Any]:
    """The referrals of an edition that the user sees, and whether it can go on one now."""
    referrals = referrals_of(edition, user) if getattr(edition, "was_referred", True) else []
    is_free = not edition.is_decided and not edition.plan.is_withdrawn and not edition.is_settled
    may_refer = is_free and user.has_perm("plans.open_referralround", edition)
    return {"referrals": referrals, "may_refer": may_refer and not any(one.is_open for one in referrals)}


@require_GET
def edition_detail(request: Request, pk: int) -> HttpResponse:
    context = edition_page(request, pk, "plans:edition_detail")
    prose = screen_prose(context["values"], lambda uid: reverse("plans:edition_image", args=[pk, uid]))
    decisions = decisions_about(context["edition"], request.user)
    return render(request, "plans/edition_detail.html", {**context, "prose": prose, "decisions": decisions})


@require_GET
def edition_table(request: Request, pk: int) -> HttpResponse:
    return render(request, "plans/edition_table.html", edition_page(request, pk, "plans:edition_table"))


@require_http_methods(["GET", "POST"])
def edition_adopt(request: Request, pk: int) -> HttpResponse:
    """Note the decision: the edition is in force from its first day, and the one before it until then."""
    edition = get_for_user(request.user, EDITIONS, "plans.adopt_edition", pk=pk)
    initial = AdoptForm.first_values(edition)
    form = AdoptForm(request.POST or None, initial=initial, **bodies_offered(request.user, edition))
    if form.is_bound and form.is_valid() and form.apply(note_adoption, edition=edition, by=request.user):
        messages.success(request, said_of(form.result))
        return redirect(edition)
    replaced = edition.plan.editions.in_force().without_values().exclude(pk=edition.pk).first()
    context = {
        "edition": edition,
        "form": form,
        "replaced": replaced,
        "open_round": replaced.rounds.open().first() if replaced else None,
        "breadcrumbs": edition_trail(request.user, edition),
    }
    return render_form(request, "plans/edition_adopt.html", context)


@require_http_methods(["GET", "POST"])
def edition_propose(request: Request, pk: int) -> HttpResponse:
    """Lay a referral version before the body that is to decide on exactly this."""
    edition = get_for_user(request.user, EDITIONS, "plans.freeze_edition", pk=pk)
    form = ProposeForm(request.POST or None, initial=ProposeForm.values_of(edition), municipality=edition.municipality)
    if form.is_bound and form.is_valid() and form.apply(propose_edition, edition=edition, by=request.user):
        said = _("Version %(number)s is laid before %(body)s.")
        messages.success(request, said % {"number": edition.number, "body": form.result.body})
        return redirect(edition)
    context = {"edition": edition, "form": form, "breadcrumbs": edition_trail(request.user, edition)}
    return render_form(request, "plans/edition_propose.html", context)


def bodies_offered(user: User, edition: Edition) -> dict[str, Any]:
    """The bodies in whose name the person may note a decision, and whether that may be left unknown."""
    return {"bodies": bodies_to_name(user, edition), "may_be_unknown": may_name(user, edition, None)}


@require_http_methods(["GET", "POST"])
def edition_repeal(request: Request, pk: int) -> HttpResponse:
    """Note that an edition was repealed without a new one in its place."""
    edition = get_for_user(request.user, EDITIONS, "plans.adopt_edition", pk=pk)
    initial = RepealForm.first_values(edition)
    form = RepealForm(request.POST or None, initial=initial, **bodies_offered(request.user, edition))
    if form.is_bound and form.is_valid() and form.apply(note_repeal, edition=edition, by=request.user):
        messages.success(request, said_of(form.result))
        return redirect(edition)
    context = {
        "edition": edition,
        "form": form,
        "open_round": edition.rounds.open().first(),
        "breadcrumbs": edition_trail(request.user, edition),
    }
    return render_form(request, "plans/edition_repeal.html", context)


@require_http_methods(["GET", "POST"])
def edition_update(request: Request, pk: int) -> HttpResponse:
    """Complete what is known of the decision: the registrar its registry number, whoever decides also day and §."""
    edition = get_for_user(request.user, EDITIONS, "plans.register_edition", pk=pk)
    is_whole = request.user.has_perm("plans.adopt_edition", edition)
    kind, service = (CorrectionForm, correct_adoption) if is_whole else (RegistryForm, note_adoption_number)
    form = kind(request.POST or None, initial=kind.values_of(edition))
    if form.is_bound and form.is_valid() and form.apply(service, edition=edition, by=request.user):
        messages.success(request, _("What is known of the decision is saved."))
        return redirect(edition)
    context = {"edition": edition, "form": form, "breadcrumbs": edition_trail(request.user, edition)}
    return render_form(request, "plans/edition_update.html", context)
