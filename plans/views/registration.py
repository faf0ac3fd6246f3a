"""To register: the registrar's list, and the form that takes a line off it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request, active_membership
from accounts.models import Municipality
from audit.access import get_for_user
from foundation.http import asked, press, render_form, sent
from plans.forms.registration import RegistrationForm
from plans.models import RegistrationItem
from plans.selectors.registration import CHOICES, WAITING, registrations_for, shown_rows
from plans.services.registration import note_registered, reopen_registration
from plans.views.frame import way
from plans.views.matter import way_to_matter

ITEMS = RegistrationItem.objects.select_related("matter", "registered_by")
CHANGE = "plans.change_registrationitem"


@require_GET
def registration_list(request: Request) -> HttpResponse:
    held = active_membership(request)
    home = held.municipality_id if held else 0
    get_for_user(request.user, Municipality.objects.all(), "plans.view_registrationitem", pk=home)
    wanted = asked(request, "visa")
    choice = wanted if wanted in CHOICES else WAITING
    context = {
        "title": _("To register"),
        "found": registrations_for(request.user, choice=choice, page=asked(request, "sida")),
        "choice": choice,
        "may_note": RegistrationItem.objects.visible_to(request.user, CHANGE).exists(),
        "breadcrumbs": way_to_matter(),
    }
    return render(request, "plans/registration_list.html", context)


@require_http_methods(["GET", "POST"])
def registration_note(request: Request, pk: int) -> HttpResponse:
    """Note day of arrival, registry number and document number: it is off the list."""
    item = get_for_user(request.user, ITEMS, CHANGE, pk=pk)
    form = RegistrationForm(sent(request), initial=RegistrationForm.first_values(item))
    if form.is_bound and form.is_valid() and form.apply(note_registered, item=item, by=request.user):
        undo = reverse("plans:registration_reopen", args=[item.pk])
        messages.success(request, _("“%(title)s” is registered.") % {"title": item.title}, extra_tags=f"undo:{undo}")
        return redirect("plans:registration_list")
    place = (_("To register"), reverse("plans:registration_list"))
    context = {"title": _("Note that it is registered"), "row": shown_rows([item], request.user)[0], "form": form}
    context |= {"cancel_url": place[1], "breadcrumbs": [*way_to_matter(), *way(place)]}
    return render_form(request, "plans/registration_note.html", context)


@require_POST
def registration_reopen(request: Request, pk: int) -> HttpResponse:
    item = get_for_user(request.user, ITEMS, CHANGE, pk=pk)
    press(request, reopen_registration, _("It waits to be registered again."), item=item)
    return redirect("plans:registration_list")
