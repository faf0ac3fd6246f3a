"""A request behind the login, and the membership that steers its navigation."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.access import Held
from accounts.models import User

ACTIVE_MEMBERSHIP = "active_membership"


class Request(HttpRequest):
    """A request that the login middleware let through: the user is known."""

    user: User
    htmx: HtmxDetails


def active_membership(request: HttpRequest) -> Held | None:
    """The membership the user chose to work as, else the first; it steers navigation and defaults, never rights."""
    user = request.user
    if not isinstance(user, User) or not user.access.held:
        return None
    chosen = request.session.get(ACTIVE_MEMBERSHIP)
    return next((held for held in user.access.held if held.pk == chosen), user.access.held[0])
