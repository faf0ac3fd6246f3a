"""Swedish addresses of allauth's pages. What we do not offer (signing up, own addresses) is refused, not missing."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path
from django.views.decorators.http import require_GET, require_http_methods

# allauth answers to more methods than a page sends; a form is opened and sent, and nothing else.
page = require_http_methods(["GET", "POST"])


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    """Accounts are made by administrators: nobody signs up."""
    raise Http404


@login_not_required
@require_GET
def to_password_reset(request: HttpRequest) -> HttpResponse:
    """Whoever has no password yet chooses one through a letter, which proves the address."""
    return redirect("account_reset_password")


urlpatterns = [
    path("logga-in/", page(views.login), name="account_login"),
    path("logga-ut/", page(views.logout), name="account_logout"),
    path("konto/avstangt/", page(views.account_inactive), name="account_inactive"),
    path("konto/ny/", refused, name="account_signup"),
    path("konto/bekrafta/", page(views.reauthenticate), name="account_reauthenticate"),
    path("konto/losenord/", page(views.password_change), name="account_change_password"),
    path("konto/losenord/valj/", to_password_reset, name="account_set_password"),
    path("konto/glomt-losenord/", page(views.password_reset), name="account_reset_password"),
    path("konto/glomt-losenord/skickat/", page(views.password_reset_done), name="account_reset_password_done"),
    path(
        "konto/nytt-losenord/klart/",
        page(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^konto/nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
