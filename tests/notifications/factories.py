"""Notices, as services write them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from notifications.services import tell
from responsibilities.models import Unit
from tests.responsibilities.factories import UnitFactory, member


def told(recipient: User, about: Unit | None = None, **facts: Any) -> Notice:
    """A notice about a unit (a new one of the recipient's municipality unless named), of a kind without own words."""
    about = about or UnitFactory(municipality=recipient.municipality)
    kind = facts.pop("kind", "unit_changed")
    tell(recipients=[recipient], kind=kind, about=about, municipality=about.municipality, **facts)
    return Notice.objects.filter(recipient=recipient).order_by("-pk")[0]


def reader(**facts: Any) -> User:
    return member(Role.EMPLOYEE, **facts)
