"""Accounts: who they belong to, whether they are open, and which roles they hold."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import UserForm
from accounts.http import Request
from accounts.models import Municipality, User
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent
from responsibilities.forms import PersonCreateForm
from responsibilities.selectors.people import PEOPLE_CHOICES, people_found, roles_of
from responsibilities.selectors.tree import offered_units
from responsibilities.services import people as services
from responsibilities.views.frame import administration_tabs, crumb

CHANGE = "accounts.change_user"
A_PAGE = 50


def person_for(request: Request, pk: int) -> User:
    person: User = get_for_user(request.user, User.objects.people(), CHANGE, pk=pk)
    return person


def way_to(person: User) -> list[dict[str, str]]:
    return [crumb(_("Users"), "user_list", person.municipality_id), crumb(str(person), "user_detail", person.pk)]


@require_GET
def user_list(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    choice = request.GET.get("visa", "")
    order = request.GET.get("ordna", "")
    people = people_found(municipality, user=request.user, words=words, choice=choice, order=order)
    context = {
        "object": municipality,
        "page": Paginator(people, A_PAGE).get_page(request.GET.get("sida")),
        "number": len(people),
        "words": words,
        "choice": choice if choice in PEOPLE_CHOICES else "",
        "choices": PEOPLE_CHOICES,
        "order": order,
        "tabs": administration_tabs(request, municipality, "user_list"),
    }
    return render(request, "responsibilities/user_list.html", context)


@require_http_methods(["GET", "POST"])
def user_create(request: Request, pk: int) -> HttpResponse:
    municipality = get_for_user(request.user, Municipality.objects.all(), CHANGE, pk=pk)
    form = PersonCreateForm(sent(request), units=offered_units(pk))
    if form.is_valid() and form.apply(services.invite_person, municipality=municipality, by=request.user):
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": form.result.email})
        return redirect(form.result)
    context = {"form": form, "object": municipality, "breadcrumbs": [crumb(_("Users"), "user_list", pk)]}
    return render_form(request, "responsibilities/user_create.html", context)


@require_GET
def user_detail(request: Request, pk: int) -> HttpResponse:
    person = person_for(request, pk)
    context = {
        "person": person,
        "roles": roles_of(person, user=request.user),
        "breadcrumbs": way_to(person)[:1],
    }
    return render(request, "responsibilities/user_detail.html", context)


@require_http_methods(["GET", "POST"])
def user_update(request: Request, pk: int) -> HttpResponse:
    person = person_for(request, pk)
    form = UserForm(sent(request), initial=UserForm.values_of(person))
    here = request.session.session_key or ""  # whoever changes their own address stays logged in here
    if form.is_valid() and form.apply(services.update_person, user=person, besides=here, by=request.user):
        messages.success(request, _("The account is saved."))
        return redirect(form.result)
    context = {"form": form, "person": person, "breadcrumbs": way_to(person)}
    return render_form(request, "responsibilities/user_update.html", context)


@require_http_methods(["GET", "POST"])
def user_deactivate(request: Request, pk: int) -> HttpResponse:
    person = person_for(request, pk)
    form = Form(sent(request))
    if form.is_valid() and form.apply(services.deactivate_person, user=person, by=request.user):
        messages.success(request, _("The account of %(name)s is closed.") % {"name": person})
        return redirect(person)
    context = {"form": form, "person": person, "breadcrumbs": way_to(person)}
    return render_form(request, "responsibilities/user_deactivate.html", context)


@require_POST
def user_reactivate(request: Request, pk: int) -> HttpResponse:
    person = person_for(request, pk)
    press(
        request, services.reactivate_person, _("The account of %(name)s is open again.") % {"name": person}, user=person
    )
    return redirect(person)


@require_POST
def user_invite(request: Request, pk: int) -> HttpResponse:
    """A new letter with a link for choosing a password."""
    person = person_for(request, pk)
    press(
        request,
        services.send_invitation,
        _("A new letter to %(email)s is on its way.") % {"email": person.email},
        user=person,
    )
    return redirect(person)
