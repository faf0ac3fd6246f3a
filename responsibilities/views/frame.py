"""What the pages of administration share: the tabs and the way up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import Request
from accounts.models import Municipality

Tab = dict[str, Any]


def administration_tabs(request: Request, municipality: Municipality, current: str) -> list[Tab]:
    """The views of a municipality's administration that the person may use."""
    tabs = (
        ("municipality_detail", _("The municipality"), "accounts.change_municipality"),
        ("lists_update", _("Lists"), "accounts.change_municipality"),
        ("decision_lists_update", _("Decisions"), "accounts.change_municipality"),
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
