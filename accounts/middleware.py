"""Sessions that end: 30 minutes without a click, 12 hours after login (the figures stand in settings)."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

BEGAN = "_began"
SEEN = "_seen"
TOUCH_SECONDS = 60  # so that an ordinary page costs no write


def is_background(request: HttpRequest) -> bool:
    """Is it a script that asks? It cannot use a login page: static/js/session.js tells the person instead."""
    return request.headers.get("HX-Request") == "true" or request.headers.get("Sec-Fetch-Dest") == "empty"


class SessionMiddleware(DjangoSessionMiddleware):
    """Asks the database only for what can be the key of a session: a forged cookie is no cookie."""

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (key.isascii() and key.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)


class IdleSessionMiddleware:
    """Log out whoever has been away too long or logged in too long ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.check(request, now=int(time.time()))
        return self.get_response(request)

    def check(self, request: HttpRequest, *, now: int) -> None:
        session = request.session
        seen = session.get(SEEN, now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif SEEN not in session or now - seen >= TOUCH_SECONDS:
            session.setdefault(BEGAN, now)
            session[SEEN] = now


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Closed by default: people are sent to the login page, scripts get 401."""

    def handle_no_permission(  # type: ignore[override]  # a script cannot use a redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if is_background(request):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if request.method == "GET":
            return super().handle_no_permission(request, view_func)
        messages.warning(request, _("You were logged out after a while away. What you sent last is not saved yet."))
        return redirect_to_login(page_of(request), login_url=resolve_url(settings.LOGIN_URL))


def page_of(request: HttpRequest) -> str:
    """The page of ours from which something was sent: a form can be opened again, what its button asks for cannot."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    there = urlsplit(came_from)
    return urlunsplit(("", "", there.path or "/", there.query, "")) if is_ours else "/"
