"""Swedish addresses of allauth's pages. What we do not offer (signing up, own addresses) is refused, not missing."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from django.utils.decorators import method_decorator
from django.views.generic import RedirectView


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    """Accounts are made by administrators: nobody signs up."""
    raise Http404


@method_decorator(login_not_required, name="dispatch")
class ToPasswordReset(RedirectView):
    """Whoever has no password yet chooses one through a letter, which proves the address."""

    pattern_name = "account_reset_password"


urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("konto/avstangt/", views.account_inactive, name="account_inactive"),
    path("konto/ny/", refused, name="account_signup"),
    path("konto/bekrafta/", views.reauthenticate, name="account_reauthenticate"),
    path("konto/losenord/", views.password_change, name="account_change_password"),
    path("konto/losenord/valj/", ToPasswordReset.as_view(), name="account_set_password"),
    path("konto/glomt-losenord/", views.password_reset, name="account_reset_password"),
    path("konto/glomt-losenord/skickat/", views.password_reset_done, name="account_reset_password_done"),
    path("konto/nytt-losenord/klart/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^konto/nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
