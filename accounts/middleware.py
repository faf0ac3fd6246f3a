"""Sessions that end: 30 minutes without a click, 12 hours after login (the figures stand in settings)."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase

BEGAN = "_began"
SEEN = "_seen"
TOUCH_SECONDS = 60  # so that an ordinary page costs no write


def is_background(request: HttpRequest) -> bool:
    """Is it a script that asks (htmx, autosave)? It cannot use a login page; it keeps the text and tells the person."""
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
        return super().handle_no_permission(request, view_func)
