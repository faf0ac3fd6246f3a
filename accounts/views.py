"""A person's own account."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import AccountForm
from accounts.http import ACTIVE_MEMBERSHIP, Request, active_membership
from accounts.selectors import own_sessions
from accounts.services import end_sessions, update_account
from foundation.http import render_form


@require_GET
def account(request: Request) -> HttpResponse:
    """Who I am here, what I may do, and where I am logged in."""
    context = {
        "held": request.user.access.held,
        "active": active_membership(request),
        "sessions": own_sessions(request.user, current=request.session.session_key),
    }
    return render(request, "accounts/account.html", context)


@require_GET
def stay(request: Request) -> HttpResponse:
    """Somebody is writing on a page: that is a click too. The middleware has noted it already."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_http_methods(["GET", "POST"])
def account_update(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None, initial=AccountForm.values_of(request.user))
    if form.is_valid() and form.apply(update_account, user=request.user, by=request.user):
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:account")
    return render_form(request, "accounts/account_update.html", {"form": form})


@require_POST
def sessions_end(request: Request) -> HttpResponse:
    """Log out everywhere but here."""
    number = end_sessions(user=request.user, besides=request.session.session_key or "")
    said = ngettext(
        "You were logged out from %(n)d other place.", "You were logged out from %(n)d other places.", number
    )
    messages.success(request, said % {"n": number})
    return redirect("accounts:account")


@require_POST
def membership_switch(request: Request) -> HttpResponse:
    """Work as another of one's own roles: navigation and defaults follow, rights are the same."""
    chosen = request.POST.get("membership", "")
    held = next((one for one in request.user.access.held if str(one.pk) == chosen), None)
    if held is None:
        messages.error(request, _("You do not have that role."))
    else:
        request.session[ACTIVE_MEMBERSHIP] = held.pk
        messages.success(request, _("You now work as %(role)s.") % {"role": held.label})
    to = request.POST.get("next", "")
    is_here = to.startswith("/") and url_has_allowed_host_and_scheme(to, {request.get_host()})
    return redirect(to if is_here else "start")  # anything else would be taken for the name of a route
