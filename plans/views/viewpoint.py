"""Viewpoints: cut out of a statement, listed, handled; and the summary that is made from them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from foundation.differences import said_differences, word_differences
from foundation.forms import Form
from foundation.http import asked, press, render_form, sent
from foundation.numbers import whole_number
from plans.forms.viewpoint import CutForm, HandleForm, SummaryForm, ViewpointForm
from plans.frozen import place_names
from plans.models import Edition, ReferralRound, Statement, Viewpoint
from plans.schema import Values
from plans.selectors.viewpoint import (
    VIEWPOINTS,
    by_body,
    by_place,
    changed_places,
    counts_of,
    paragraphs_of,
    places_of,
    summary_of,
    viewpoints_of,
)
from plans.services.viewpoint import (
    cut_viewpoint,
    handle_viewpoint,
    restore_viewpoint,
    save_summary,
    update_viewpoint,
    withdraw_viewpoint,
)
from plans.values import plan_values
from plans.views.frame import removed
from plans.views.referral import inner_trail

ROUNDS = ReferralRound.objects.select_related("edition__plan__municipality", "municipality").without_values()
STATEMENTS = Statement.objects.registered().select_related(
    "answered_by", "recipient__unit", "recipient__round__edition"
)


def answers_to(referral: ReferralRound) -> Any:
    """Whose answers can be cut: their names alone."""
    rows = Statement.objects.registered().filter(recipient__round=referral)
    return rows.select_related("answered_by", "recipient__unit").defer("text", "search_text")


def tree_of(edition_id: int) -> Values:
    """What was frozen; read for itself, so that no list carries it."""
    return Edition.objects.get(pk=edition_id).tree


def list_address(viewpoint: Viewpoint) -> str:
    """The viewpoint in the list of its referral."""
    address = reverse("plans:viewpoint_list", args=[viewpoint.statement.recipient.round_id])
    return f"{address}#synpunkt-{viewpoint.pk}"


def trail(viewpoint: Viewpoint) -> list[dict[str, str]]:
    referral = viewpoint.statement.recipient.round
    return [*inner_trail(referral), {"label": _("Viewpoints"), "url": list_address(viewpoint)}]


@require_GET
def viewpoint_list(request: Request, pk: int) -> HttpResponse:
    """All viewpoints of a referral, by section and measure or by body; what is unhandled is never hidden."""
    referral = get_for_user(request.user, ROUNDS, "plans.view_viewpoint", pk=pk)
    rows = list(viewpoints_of(referral))
    is_unhandled, is_by_body = asked(request, "visa") == "ohanterade", asked(request, "ordna") == "organ"
    shown = [one for one in rows if not one.handling] if is_unhandled else rows
    tree = tree_of(referral.edition_id)
    context = {
        "title": _("Viewpoints"),
        "referral": referral,
        "counts": counts_of(referral),
        "groups": by_body(shown) if is_by_body else by_place(shown, place_names(tree)),
        "is_unhandled": is_unhandled,
        "is_by_body": is_by_body,
        **changes_seen(request.user, referral, tree),
        "may_change": request.user.has_perm("plans.change_viewpoint", referral),
        "statements": answers_to(referral),
        "breadcrumbs": inner_trail(referral),
    }
    return render(request, "plans/viewpoint_list.html", context)


def changes_seen(user: User, referral: ReferralRound, tree: Values) -> dict[str, Any]:
    """What differs in the draft from what was on referral, for who reads the draft."""
    plan = referral.edition.plan
    if not user.has_perm("plans.view_plan", plan):
        return {"changed": {}, "compare_url": ""}
    address = f"{reverse('plans:plan_compare', args=[plan.pk])}?fran={referral.edition.number}&till=utkast"
    return {"changed": changed_places(tree, plan_values(plan)), "compare_url": address}


@require_http_methods(["GET", "POST"])
def viewpoint_create(request: Request, pk: int) -> HttpResponse:
    """Cut a viewpoint out of a statement: marked words, or a paragraph that is chosen."""
    statement = get_for_user(request.user, STATEMENTS, "plans.view_statement", pk=pk)
    get_for_user(request.user, ROUNDS, "plans.change_viewpoint", pk=statement.recipient.round_id)
    paragraphs = paragraphs_of(statement.text)
    form = CutForm(
        sent(request),
        places=places_of(statement.recipient.round.edition.tree),
        initial={"text": chosen_words(request, paragraphs)},
    )
    if form.is_bound and form.is_valid() and form.apply(cut_viewpoint, statement=statement, by=request.user):
        messages.success(request, _("The viewpoint is cut out."))
        return redirect("plans:viewpoint_create", pk=pk) if "next" in request.POST else redirect(statement)
    context = {
        "title": _("Cut out a viewpoint"),
        "statement": statement,
        "paragraphs": paragraphs,
        "cut": statement.viewpoints.current(),
        "form": form,
        "breadcrumbs": [
            *inner_trail(statement.recipient.round),
            {"label": str(statement), "url": statement.get_absolute_url()},
        ],
    }
    return render_form(request, "plans/viewpoint_create.html", context)


def chosen_words(request: Request, paragraphs: list[str]) -> str:
    """The words that were marked (`ord`), or the paragraph that was chosen (`stycke`)."""
    number = whole_number(request.GET.get("stycke", ""))
    if number and 0 < number <= len(paragraphs):
        return paragraphs[number - 1]
    return asked(request, "ord", 5000)


@require_http_methods(["GET", "POST"])
def viewpoint_update(request: Request, pk: int) -> HttpResponse:
    viewpoint = get_for_user(request.user, VIEWPOINTS, "plans.change_viewpoint", pk=pk)
    places = places_of(viewpoint.statement.recipient.round.edition.tree)
    form = ViewpointForm(sent(request), places=places, initial=ViewpointForm.values_of(viewpoint))
    if form.is_bound and form.is_valid() and form.apply(update_viewpoint, viewpoint=viewpoint, by=request.user):
        messages.success(request, _("The viewpoint is saved."))
        return redirect(list_address(viewpoint))
    context = {"title": _("Change the viewpoint"), "viewpoint": viewpoint, "form": form}
    context |= {"back": list_address(viewpoint), "breadcrumbs": trail(viewpoint)}
    return render_form(request, "plans/viewpoint_update.html", context)


@require_http_methods(["GET", "POST"])
def viewpoint_handle(request: Request, pk: int) -> HttpResponse:
    """Say what was done with a viewpoint, and why."""
    viewpoint = get_for_user(request.user, VIEWPOINTS, "plans.change_viewpoint", pk=pk)
    edition = viewpoint.statement.recipient.round.edition
    draft = plan_values(edition.plan)
    changed = changed_places(edition.tree, draft)
    names = {**dict(places_of(edition.tree)), **dict(places_of(draft))}
    marked = [(uid, f"{name} ({_('changed')})" if uid in changed else name) for uid, name in names.items()]
    form = HandleForm(sent(request), places=marked, initial=HandleForm.values_of(viewpoint))
    if form.is_bound and form.is_valid() and form.apply(handle_viewpoint, viewpoint=viewpoint, by=request.user):
        messages.success(request, _("The viewpoint is handled."))
        return redirect(list_address(viewpoint))
    context = {"title": _("Handle the viewpoint"), "viewpoint": viewpoint, "form": form}
    context |= {"back": list_address(viewpoint), "breadcrumbs": trail(viewpoint)}
    return render_form(request, "plans/viewpoint_handle.html", context)


@require_http_methods(["GET", "POST"])
def viewpoint_withdraw(request: Request, pk: int) -> HttpResponse:
    viewpoint = get_for_user(request.user, VIEWPOINTS, "plans.change_viewpoint", pk=pk)
    form = Form(sent(request))
    said = _("The viewpoint is taken away.")
    if removed(request, form, withdraw_viewpoint, said, viewpoint=viewpoint):
        return redirect("plans:viewpoint_list", pk=viewpoint.statement.recipient.round_id)
    context = {"title": _("Take away the viewpoint"), "viewpoint": viewpoint, "form": form}
    context |= {"back": list_address(viewpoint), "breadcrumbs": trail(viewpoint)}
    return render_form(request, "plans/viewpoint_withdraw.html", context)


@require_POST
def viewpoint_restore(request: Request, pk: int) -> HttpResponse:
    viewpoint = get_for_user(request.user, VIEWPOINTS, "plans.change_viewpoint", pk=pk)
    press(request, restore_viewpoint, _("The viewpoint is back."), viewpoint=viewpoint)
    return redirect(list_address(viewpoint))


@require_http_methods(["GET", "POST"])
def referral_summary(request: Request, pk: int) -> HttpResponse:
    """The summary of the statements: made from stances and viewpoints, changed by hand, made anew when asked."""
    referral = get_for_user(request.user, ROUNDS, "plans.change_viewpoint", pk=pk)
    generated = summary_of(referral)
    initial = SummaryForm.values_of(referral) | ({} if referral.summary else {"summary": generated})
    form = SummaryForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid() and form.apply(save_summary, referral_round=referral, by=request.user):
        messages.success(request, _("The summary is saved."))
        return redirect("plans:referral_summary", pk=pk)
    is_other = bool(referral.summary) and referral.summary != generated
    context = {
        "title": _("Summary of the statements"),
        "referral": referral,
        "generated": generated,
        "difference": said_differences(word_differences(referral.summary, generated)) if is_other else "",
        "counts": counts_of(referral),
        "form": form,
        "breadcrumbs": inner_trail(referral),
    }
    return render_form(request, "plans/referral_summary.html", context)
