"""Municipalities: the keeper opens them, their administrators keep contact details and lists."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms import AdministratorForm, DecisionListsForm, ListsForm, MunicipalityCreateForm, MunicipalityForm
from accounts.http import Request, active_membership
from accounts.models import Municipality
from accounts.roles import Role
from accounts.services import update_decision_lists, update_lists, update_municipality
from audit.access import get_for_user
from files.models import BrokenFileError
from foundation.http import render_form, sent
from responsibilities.selectors.people import invited_administrator, to_look_at, unmanned_municipalities
from responsibilities.services.people import appoint_administrator, open_municipality
from responsibilities.views.frame import administration_tabs, crumb


@require_GET
def administration(request: Request) -> HttpResponse:
    """To the municipality that the person administers; the active role decides when there are several."""
    held = [one for one in request.user.access.held if one.role == Role.ADMINISTRATOR]
    active = active_membership(request)
    if held:
        chosen = active if active in held else held[0]
        return redirect("responsibilities:municipality_detail", chosen.municipality_id)
    refuse_all_but_keepers(request)
    return redirect("responsibilities:municipality_list")


def refuse_all_but_keepers(request: Request) -> None:
    if not request.user.has_perm("accounts.add_municipality"):
        raise PermissionDenied(_("Only the keeper of the installation adds municipalities."))


@require_GET
def municipality_list(request: Request) -> HttpResponse:
    """The names of the municipalities in the installation, which of them nobody administers, and nothing else."""
    refuse_all_but_keepers(request)
    context = {
        "municipalities": Municipality.objects.values("pk", "name", "code", "county"),
        "unmanned": set(unmanned_municipalities().values_list("pk", flat=True)),
    }
    return render(request, "responsibilities/municipality_list.html", context)


@require_http_methods(["GET", "POST"])
def municipality_create(request: Request) -> HttpResponse:
    refuse_all_but_keepers(request)
    form = MunicipalityCreateForm(sent(request))
    if form.is_valid() and form.apply(open_municipality, by=request.user):
        messages.success(request, _("%(name)s is added. The invitation is on its way.") % {"name": form.result.name})
        return redirect("responsibilities:municipality_list")
    context = {"form": form, "breadcrumbs": [crumb(_("Municipalities"), "municipality_list")]}
    return render_form(request, "responsibilities/municipality_create.html", context)


@require_http_methods(["GET", "POST"])
def administrator_appoint(request: Request, pk: int) -> HttpResponse:
    """The keeper invites an administrator, or mends a mistyped address, where nobody who has logged in administers."""
    refuse_all_but_keepers(request)
    municipality = unmanned_municipalities().filter(pk=pk).first()
    if municipality is None:
        raise Http404
    invited = invited_administrator(municipality)
    form = AdministratorForm(sent(request), initial=AdministratorForm.values_of(invited))
    if form.is_valid() and form.apply(appoint_administrator, municipality=municipality, by=request.user):
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": form.result.email})
        return redirect("responsibilities:municipality_list")
    context = {
        "form": form,
        "object": municipality,
        "invited": invited,
        "breadcrumbs": [crumb(_("Municipalities"), "municipality_list")],
    }
    return render_form(request, "responsibilities/administrator_appoint.html", context)


@require_GET
def municipality_detail(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), "accounts.change_municipality", pk=pk)
    context = {
        "object": municipality,
        "look_at": to_look_at(municipality),
        "tabs": administration_tabs(request, municipality, "municipality_detail"),
    }
    return render(request, "responsibilities/municipality_detail.html", context)


@require_http_methods(["GET", "POST"])
def municipality_update(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), "accounts.change_municipality", pk=pk)
    initial = MunicipalityForm.values_of(municipality)
    form = MunicipalityForm(sent(request), request.FILES or None, initial=initial, has_logo=bool(municipality.logo_id))
    if form.is_valid() and form.apply(update_municipality, municipality=municipality, by=request.user):
        messages.success(request, _("The municipality is saved."))
        return redirect("responsibilities:municipality_detail", municipality.pk)
    context = {
        "form": form,
        "object": municipality,
        "breadcrumbs": [crumb(_("Administration"), "municipality_detail", municipality.pk)],
    }
    return render_form(request, "responsibilities/municipality_update.html", context)


@require_http_methods(["GET", "POST"])
def lists_update(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), "accounts.change_municipality", pk=pk)
    form = ListsForm(sent(request), initial=ListsForm.values_of(municipality))
    if form.is_valid() and form.apply(update_lists, municipality=municipality, by=request.user):
        messages.success(request, _("The lists are saved. Plans that stand already keep theirs."))
        return redirect("responsibilities:lists_update", municipality.pk)
    context = {
        "form": form,
        "object": municipality,
        "tabs": administration_tabs(request, municipality, "lists_update"),
    }
    return render_form(request, "responsibilities/lists_update.html", context)


@require_http_methods(["GET", "POST"])
def decision_lists_update(request: Request, pk: int) -> HttpResponse:
    """The ways to a decision, the headings of letters, the Word template."""
    municipality = get_for_user(request.user, Municipality.objects.all(), "accounts.change_municipality", pk=pk)
    initial, has_template = DecisionListsForm.values_of(municipality), bool(municipality.word_template_id)
    form = DecisionListsForm(sent(request), request.FILES or None, initial=initial, has_template=has_template)
    if form.is_valid() and form.apply(update_decision_lists, municipality=municipality, by=request.user):
        messages.success(request, _("The lists are saved. Matters that are open keep their way."))
        return redirect("responsibilities:decision_lists_update", municipality.pk)
    context = {
        "form": form,
        "object": municipality,
        "tabs": administration_tabs(request, municipality, "decision_lists_update"),
    }
    return render_form(request, "responsibilities/decision_lists_update.html", context)


@require_GET
def municipality_logo(request: Request, pk: int) -> HttpResponse:
    """The picture itself, for everybody in the municipality."""
    municipality = get_for_user(request.user, Municipality.objects.all(), "accounts.view_municipality", pk=pk)
    if municipality.logo is None:
        raise Http404
    try:
        return HttpResponse(municipality.logo.read(), content_type=municipality.logo.content_type)
    except BrokenFileError as error:
        raise Http404 from error
