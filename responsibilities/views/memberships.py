"""Who has which role."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import Municipality
from audit.access import get_for_user
from foundation.http import render_form, sent
from responsibilities.forms import ConfirmForm, MembershipCreateForm, MembershipForm
from responsibilities.models import Membership
from responsibilities.selectors.people import people_to_choose, who_has_what
from responsibilities.selectors.tree import offered_units
from responsibilities.services import memberships as services
from responsibilities.views.frame import administration_tabs, crumb

CHANGE = "responsibilities.change_membership"


def membership_for(request: Request, pk: int) -> Membership:
    rows = Membership.objects.filter(withdrawn_at=None).select_related("user", "unit", "municipality")
    membership: Membership = get_for_user(request.user, rows, CHANGE, pk=pk)
    return membership


def back_from(request: Request, membership: Membership) -> HttpResponse:
    """To the person, or to the roles when another municipality keeps the account."""
    person = membership.user
    if request.user.has_perm("accounts.change_user", person):
        return redirect(person)
    return redirect("responsibilities:membership_list", membership.municipality_id)


@require_GET
def membership_list(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    with_past = request.GET.get("avslutade") == "1"
    context = {
        "object": municipality,
        "groups": who_has_what(municipality, user=request.user, with_past=with_past),
        "with_past": with_past,
        "tabs": administration_tabs(request, municipality, "membership_list"),
    }
    return render(request, "responsibilities/membership_list.html", context)


@require_http_methods(["GET", "POST"])
def membership_create(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    initial = {"user": request.GET.get("person", ""), "unit": request.GET.get("enhet", "")}
    people = people_to_choose(municipality, user=request.user)
    form = MembershipCreateForm(sent(request), units=offered_units(pk), people=people, initial=initial)
    if form.is_valid() and form.apply(services.give_role, municipality=municipality, by=request.user):
        messages.success(request, _("%(name)s has the role.") % {"name": form.result.user})
        return back_from(request, form.result)
    context = {"form": form, "object": municipality, "breadcrumbs": [crumb(_("Roles"), "membership_list", pk)]}
    return render_form(request, "responsibilities/membership_create.html", context)


@require_http_methods(["GET", "POST"])
def membership_update(request: Request, pk: int) -> HttpResponse:
    membership = membership_for(request, pk)
    form = MembershipForm(sent(request), initial=MembershipForm.values_of(membership))
    if form.is_valid() and form.apply(services.update_role, membership=membership, by=request.user):
        messages.success(request, _("The dates are saved."))
        return back_from(request, membership)
    crumbs = [crumb(_("Roles"), "membership_list", membership.municipality_id)]
    context = {"form": form, "membership": membership, "breadcrumbs": crumbs}
    return render_form(request, "responsibilities/membership_update.html", context)


@require_http_methods(["GET", "POST"])
def membership_withdraw(request: Request, pk: int) -> HttpResponse:
    membership = membership_for(request, pk)
    form = ConfirmForm(sent(request), initial=ConfirmForm.values_of(membership))
    if form.is_valid() and form.apply(services.withdraw_role, membership=membership, by=request.user):
        messages.success(request, _("The role is taken away."))
        return back_from(request, membership)
    crumbs = [crumb(_("Roles"), "membership_list", membership.municipality_id)]
    context = {"form": form, "membership": membership, "breadcrumbs": crumbs}
    return render_form(request, "responsibilities/membership_withdraw.html", context)
