"""What every page shows around its content: whose municipality, as whom, where to go, what is unread."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import Held
from accounts.http import active_membership
from accounts.models import User
from accounts.roles import INTERNAL_ROLES, Role
from notifications.models import Notice
from vbe_portal.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

PLAN_ROLES = tuple(role for role in INTERNAL_ROLES if role is not Role.ADMINISTRATOR)
FOLLOW_UP_ROLES = (
    Role.COORDINATOR,
    Role.APPROVER,
    Role.REPORTER,
    Role.MANAGER,
    Role.SECRETARY,
    Role.MEMBER,
    Role.AUDITOR,
)
MATTER_ROLES = (
    Role.COORDINATOR,
    Role.APPROVER,
    Role.REGISTRAR,
    Role.AUDITOR,
    Role.SECRETARY,
    Role.MEMBER,
)
ANSWERING = (Role.REPORTER, Role.MANAGER)  # they see no matters, only what their unit is asked

# Addresses of the parts of a thing, under the word that leads to the whole.
PLACES = {
    "plans:plan_list": (
        "/avsnitt/",
        "/omraden/",
        "/atgarder/",
        "/dokument/",
        "/versioner/",
        "/inlasningar/",
        "/inlasta-dokument/",
        "/utskrifter/",
        "/sok/",
        "/kommentarer/",
        "/godkannanden/",
    ),
    "plans:matter_list": ("/handlingar/", "/remisser/", "/yttranden/", "/beslut/", "/sammantraden/", "/diarium/"),
    "plans:referral_list": ("/yttranden/",),
    "plans:round_list": ("/redovisning/",),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. Without a known user (login, errors) only what is public."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return (
            {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD, "is_demo": True} if settings.DEMO else {}
        )
    held = active_membership(request)
    return {
        "municipality": held.municipality_name if held else "",
        "municipality_logo": logo_url(held),
        "active_role_label": held.label if held else "",
        "own_roles": [{"value": one.pk, "label": one.label, "current": one == held} for one in user.access.held],
        "role_switch_url": reverse("accounts:membership_switch"),
        "account_links": account_links(user),
        "navigation": navigation(request.path, held),
        "unread_notices": SimpleLazyObject(lambda: Notice.objects.unread().filter(recipient=user).count()),
        "search_url": reverse("search") if user.access.has_role(*PLAN_ROLES) else "",
        "is_demo": settings.DEMO,
    }


def logo_url(held: Held | None) -> str:
    if held is None or not held.has_logo:
        return ""
    return reverse("responsibilities:municipality_logo", args=[held.municipality_id])


def account_links(user: User) -> list[dict[str, str]]:
    """What stands in the menu under the user's name."""
    links = [{"label": _("My account"), "url": reverse("accounts:account")}]
    if user.access.held:
        links.append({"label": _("My prints"), "url": reverse("reports:report_list")})
    if user.is_superuser:
        links.append({"label": _("Municipalities"), "url": reverse("responsibilities:municipality_list")})
    if settings.DEMO:
        links.append({"label": _("Mailbox of the demo"), "url": reverse("notifications:mailbox")})
    return links


def navigation(path: str, held: Held | None) -> list[dict[str, Any]]:
    """At most seven words: only those that the active role may use, and that exist."""
    if held is None:
        return [entry(path, _("Overview"), "start")]
    chosen = [(_("Overview"), "start", True)]
    chosen.append((_("Plans"), "plans:plan_list", held.role in PLAN_ROLES))
    chosen.append((_("Matters"), "plans:matter_list", held.role in MATTER_ROLES))
    chosen.append((_("Referrals"), "plans:referral_list", held.role in ANSWERING))
    chosen.append((_("Follow-up"), "plans:round_list", held.role in FOLLOW_UP_ROLES))
    chosen.append((_("Responsibilities"), "responsibilities:unit_list", held.role in INTERNAL_ROLES))
    chosen.append((_("Administration"), "responsibilities:administration", held.role == Role.ADMINISTRATOR))
    return [entry(path, label, route) for label, route, shown in chosen if shown]


def entry(path: str, label: str, route: str) -> dict[str, Any]:
    url = reverse(route)
    inside = (url, *PLACES.get(route, ()))
    return {"label": label, "url": url, "current": path == url or (url != "/" and path.startswith(inside))}
