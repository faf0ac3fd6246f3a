"""Who has been given a draft by name."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from plans.models import Plan, PlanGrant


@dataclass(frozen=True)
class Reader:
    person: User
    may_write: bool


def readers_by_grant(plan: Plan) -> list[Reader]:
    """Each person once, in one statement."""
    held: dict[int, tuple[User, set[str]]] = {}
    rows = (
        PlanGrant.objects.filter(content_object=plan).select_related("user", "permission").order_by("user__name", "pk")
    )
    for grant in rows:
        held.setdefault(grant.user_id, (grant.user, set()))[1].add(grant.permission.codename)
    return [Reader(person=person, may_write="change_plan" in given) for person, given in held.values()]
