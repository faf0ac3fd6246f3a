"""Keeping the tree of units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import Municipality
from audit.access import get_for_user
from foundation.http import press, render_form, sent
from foundation.numbers import whole_number
from responsibilities.forms import ConfirmForm, UnitCreateForm, UnitEndForm, UnitForm, UnitMergeForm
from responsibilities.models import Unit
from responsibilities.selectors.tree import found_branches, offered_units, tree_of, withdrawn_units
from responsibilities.services import endings
from responsibilities.services import units as services
from responsibilities.views.frame import administration_tabs, crumb

CHANGE = "responsibilities.change_unit"


def unit_for(request: Request, pk: int) -> Unit:
    units = Unit.objects.select_related("municipality", "parent")
    unit: Unit = get_for_user(request.user, units, CHANGE, pk=pk)
    return unit


def way_to(unit: Unit) -> list[dict[str, str]]:
    return [crumb(_("Units"), "unit_tree", unit.municipality_id), crumb(unit.name, "unit_detail", unit.pk)]


@require_GET
def unit_tree(request: Request, pk: int) -> HttpResponse:
    """All units with what can be done to them; the removed ones apart."""
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    tree = tree_of(municipality.pk, user=request.user, with_ended=True)
    context = {
        "object": municipality,
        "tree": tree,
        "words": words,
        "found": found_branches(tree, words) if words else [],
        "withdrawn": withdrawn_units(municipality),
        "tabs": administration_tabs(request, municipality, "unit_tree"),
    }
    return render(request, "responsibilities/unit_tree.html", context)


@require_http_methods(["GET", "POST"])
def unit_create(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    under = request.GET.get("under", "")
    form = UnitCreateForm(sent(request), units=offered_units(pk), initial={"parent": under})
    if form.is_valid() and form.apply(services.create_unit, municipality=municipality, by=request.user):
        messages.success(request, _("%(name)s is added.") % {"name": form.result.name})
        if "next" in request.POST:
            return redirect(f"{request.path}?under={form.result.parent_id or ''}")
        return redirect(form.result)
    context = {"form": form, "object": municipality, "breadcrumbs": [crumb(_("Units"), "unit_tree", pk)]}
    return render_form(request, "responsibilities/unit_create.html", context)


@require_http_methods(["GET", "POST"])
def unit_update(request: Request, pk: int) -> HttpResponse:
    unit = unit_for(request, pk)
    units = offered_units(unit.municipality_id, besides=unit)
    form = UnitForm(sent(request), units=units, unit=unit, initial=UnitForm.values_of(unit))
    if form.is_valid() and form.apply(services.update_unit, unit=unit, by=request.user):
        messages.success(request, _("The unit is saved."))
        return redirect(form.result)
    context = {"form": form, "unit": unit, "breadcrumbs": way_to(unit)}
    return render_form(request, "responsibilities/unit_update.html", context)


@require_POST
def unit_move(request: Request, pk: int) -> HttpResponse:
    """Up, down, or to a place among those under the same parent."""
    unit = unit_for(request, pk)
    position = whole_number(request.POST.get("position", ""), 99_999)
    if position is not None:
        services.move_unit(unit=unit, to=position, by=request.user)
    else:
        steps = -1 if request.POST.get("direction") == "up" else 1
        services.shift_unit(unit=unit, steps=steps, by=request.user)
    messages.success(request, _("%(name)s is moved.") % {"name": unit.name})
    return redirect(f"{reverse('responsibilities:unit_tree', args=[unit.municipality_id])}#enhet-{unit.pk}")


@require_http_methods(["GET", "POST"])
def unit_end(request: Request, pk: int) -> HttpResponse:
    unit = unit_for(request, pk)
    form = UnitEndForm(sent(request), initial=UnitEndForm.values_of(unit))
    if form.is_valid() and form.apply(endings.end_unit, unit=unit, by=request.user):
        messages.success(request, _("The end of the unit is noted."))
        return redirect(form.result)
    context = {"form": form, "unit": unit, "breadcrumbs": way_to(unit)}
    return render_form(request, "responsibilities/unit_end.html", context)


@require_POST
def unit_keep(request: Request, pk: int) -> HttpResponse:
    """Take a planned end back."""
    unit = unit_for(request, pk)
    press(request, endings.keep_unit, _("The planned end is taken back. %(name)s goes on.") % {"name": unit}, unit=unit)
    return redirect(unit)


@require_http_methods(["GET", "POST"])
def unit_merge(request: Request, pk: int) -> HttpResponse:
    unit = unit_for(request, pk)
    initial: dict[str, Any] = {**UnitMergeForm.values_of(unit), "valid_until": timezone.localdate()}
    form = UnitMergeForm(sent(request), units=offered_units(unit.municipality_id, besides=unit), initial=initial)
    if form.is_valid() and form.apply(endings.merge_unit, unit=unit, by=request.user):
        messages.success(request, _("%(name)s takes over after the last day.") % {"name": form.result.successor.name})
        return redirect(form.result)
    context = {"form": form, "unit": unit, "breadcrumbs": way_to(unit)}
    return render_form(request, "responsibilities/unit_merge.html", context)


@require_http_methods(["GET", "POST"])
def unit_withdraw(request: Request, pk: int) -> HttpResponse:
    unit = unit_for(request, pk)
    form = ConfirmForm(sent(request), initial=ConfirmForm.values_of(unit))
    if form.is_valid() and form.apply(services.withdraw_unit, unit=unit, by=request.user):
        messages.success(
            request,
            _("%(name)s is removed. You can bring it back from the list of removed units.") % {"name": unit.name},
        )
        return redirect("responsibilities:unit_tree", unit.municipality_id)
    context = {"form": form, "unit": unit, "breadcrumbs": way_to(unit)}
    return render_form(request, "responsibilities/unit_withdraw.html", context)


@require_POST
def unit_restore(request: Request, pk: int) -> HttpResponse:
    unit = unit_for(request, pk)
    press(request, services.restore_unit, _("%(name)s is back.") % {"name": unit.name}, unit=unit)
    return redirect("responsibilities:unit_tree", unit.municipality_id)
