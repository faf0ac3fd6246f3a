"""What the pages of administration share: the tabs, and a button that does one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import Request
from accounts.models import Municipality
from foundation.forms import Form

Tab = dict[str, Any]


def administration_tabs(request: Request, municipality: Municipality, current: str) -> list[Tab]:
    """The views of a municipality's administration that the person may use."""
    tabs = (
        ("municipality_detail", _("The municipality"), "accounts.change_municipality"),
        ("lists_update", _("Lists"), "accounts.change_municipality"),
        ("unit_tree", _("Units"), "responsibilities.change_unit"),
        ("user_list", _("Users"), "accounts.change_user"),
        ("membership_list", _("Roles"), "responsibilities.change_membership"),
    )
    return [
        {
            "label": label,
            "url": reverse(f"responsibilities:{route}", args=[municipality.pk]),
            "current": route == current,
        }
        for route, label, permission in tabs
        if request.user.has_perm(permission, municipality)
    ]


def crumb(label: str, route: str, *args: Any) -> dict[str, str]:
    """One step of the way up."""
    return {"label": label, "url": reverse(f"responsibilities:{route}", args=args)}


def press(request: Request, service: Callable[..., Any], said: str, **arguments: Any) -> bool:
    """A button that does one thing: say what was done, or why not."""
    form = Form(request.POST)
    if form.is_valid() and form.apply(service, by=request.user, **arguments):
        messages.success(request, said)
        return True
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return False
