"""Keeping the functions and who holds them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.models import Municipality
from audit.access import get_for_user
from foundation.http import press, render_form, sent
from responsibilities.forms import ConfirmForm, FunctionCreateForm, FunctionForm
from responsibilities.models import Function
from responsibilities.selectors.tree import offered_units
from responsibilities.services import functions as services
from responsibilities.views.frame import crumb

CHANGE = "responsibilities.change_function"


def function_for(request: Request, pk: int) -> Function:
    functions = Function.objects.select_related("municipality", "unit")
    function: Function = get_for_user(request.user, functions, CHANGE, pk=pk)
    return function


def way_to(function: Function) -> list[dict[str, str]]:
    way = [crumb(_("Responsibilities"), "unit_list")]
    return [*way, crumb(function.unit.name, "unit_detail", function.unit.pk)] if function.unit else way


def back_from(function: Function) -> HttpResponse:
    return redirect(function.unit) if function.unit else redirect("responsibilities:unit_list")


@require_http_methods(["GET", "POST"])
def function_create(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    form = FunctionCreateForm(sent(request), units=offered_units(pk), initial={"unit": request.GET.get("enhet", "")})
    if form.is_valid() and form.apply(services.create_function, municipality=municipality, by=request.user):
        messages.success(request, _("%(name)s is added.") % {"name": form.result.title})
        return back_from(form.result)
    context = {"form": form, "object": municipality, "breadcrumbs": [crumb(_("Responsibilities"), "unit_list")]}
    return render_form(request, "responsibilities/function_create.html", context)


@require_http_methods(["GET", "POST"])
def function_update(request: Request, pk: int) -> HttpResponse:
    function = function_for(request, pk)
    form = FunctionForm(
        sent(request),
        units=offered_units(function.municipality_id),
        function=function,
        initial=FunctionForm.values_of(function),
    )
    if form.is_valid() and form.apply(services.update_function, function=function, by=request.user):
        messages.success(request, _("The function is saved."))
        return back_from(form.result)
    context = {"form": form, "function": function, "breadcrumbs": way_to(function)}
    return render_form(request, "responsibilities/function_update.html", context)


@require_http_methods(["GET", "POST"])
def function_withdraw(request: Request, pk: int) -> HttpResponse:
    function = function_for(request, pk)
    form = ConfirmForm(sent(request), initial=ConfirmForm.values_of(function))
    if form.is_valid() and form.apply(services.withdraw_function, function=function, by=request.user):
        said = _("%(name)s is removed. You can bring it back here.")
        messages.success(request, said % {"name": function.title})
        return back_from(function)
    context = {"form": form, "function": function, "breadcrumbs": way_to(function)}
    return render_form(request, "responsibilities/function_withdraw.html", context)


@require_POST
def function_restore(request: Request, pk: int) -> HttpResponse:
    function = function_for(request, pk)
    said = _("%(name)s is back.") % {"name": function.title}
    press(request, services.restore_function, said, function=function)
    return back_from(function)
