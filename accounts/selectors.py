"""What a person may know about their own logins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OwnSession:
    """One browser that is logged in."""

    device: str
    address: str
    began_at: datetime
    is_current: bool


def own_sessions(user: User, *, current: str | None) -> list[OwnSession]:
    """Where the person is logged in now, this browser first. Two statements, however many there are."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    alive = set(
        SessionStore.get_model_class()
        .objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
        .values_list("session_key", flat=True)
    )
    sessions = [
        OwnSession(
            device=device_name(row.user_agent),
            address=row.ip,
            began_at=row.created_at,
            is_current=row.session_key == current,
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(sessions, key=lambda session: not session.is_current)


def device_name(user_agent: str) -> str:
    """Browser and system as a person would name them; never trusted for anything else."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Unknown browser"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
