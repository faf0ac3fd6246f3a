"""Who has been given a draft by name, and what giving it to one more may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import INTERNAL_ROLES, Role
from plans.models import Plan, PlanGrant
from responsibilities.models import Membership, Unit
from responsibilities.selectors.people import invitations_sent

GIVEN = {
    "view_plan": gettext_lazy("Read the draft and comment on it"),
    "change_plan": gettext_lazy("Read, comment and write in the draft"),
}
"""What can be given, and what it is called: who may write may also read."""


@dataclass(frozen=True)
class Reader:
    """A person who has the draft, since when and given by whom; `invited_at` when a letter waits for its answer."""

    person: User
    may_write: bool
    since: datetime | None = None
    given_by: User | None = None
    invited_at: datetime | None = None

    @property
    def has_come(self) -> bool:
        return self.person.last_login is not None


def readers_by_grant(plan: Plan) -> list[Reader]:
    """Each person once, in three statements: the grants, what history says of them, and who was sent a letter."""
    rows = list(
        PlanGrant.objects.filter(content_object=plan).select_related("user", "permission").order_by("user__name", "pk")
    )
    made = PlanGrant.history.filter(id__in=[one.pk for one in rows], history_type="+").select_related("history_user")
    beginning = {one.id: one for one in made}
    held: dict[int, list[PlanGrant]] = {}
    for grant in rows:
        held.setdefault(grant.user_id, []).append(grant)
    invited = invitations_sent(grant.user for grant in rows)
    readers = [reader(grants, beginning.get(grants[0].pk)) for grants in held.values()]
    return [one if one.has_come else replace(one, invited_at=invited.get(one.person.pk)) for one in readers]


def reader_by_grant(plan: Plan, person_id: int) -> Reader | None:
    """What one person has been given, or None."""
    return next((one for one in readers_by_grant(plan) if one.person.pk == person_id), None)


def reader(grants: list[PlanGrant], made: object) -> Reader:
    return Reader(
        person=grants[0].user,
        may_write="change_plan" in {one.permission.codename for one in grants},
        since=getattr(made, "history_date", None),
        given_by=getattr(made, "history_user", None),
    )


def why_public(plan: Plan, person: User | None) -> list[str]:
    """Why the draft may become a public document when this person gets it, in sentences; empty when it does not.

    A draft becomes one when it is sent to another authority or to somebody outside (tryckfrihetsförordningen 2:4 and
    2:10). Within a municipality each committee is an authority of its own. `person` None is somebody without account.
    """
    if person is None:
        return [_("The person has no account, and so no work in the municipality that is known here.")]
    held = Membership.objects.valid_on(localdate()).filter(user=person, municipality=plan.municipality_id)
    rows = list(held.select_related("unit").order_by("pk"))
    if not rows:
        return [_("%(email)s holds no role in the municipality.") % {"email": person.email}]
    tree = {unit.pk: unit for unit in Unit.objects.filter(municipality=plan.municipality_id)}
    home = authority(tree.get(plan.responsible_unit_id or 0), tree)
    return list(dict.fromkeys(filter(None, (foreign(person, row, home, tree) for row in rows))))


def foreign(person: User, row: Membership, home: Unit | None, tree: dict[int, Unit]) -> str:
    """Why a role that the person holds makes them another authority's, or nothing."""
    named = {"person": person, "role": Role(row.role).label, "unit": row.unit}
    if row.role not in INTERNAL_ROLES or row.role == Role.AUDITOR:
        return _("%(person)s is no employee of the committee: %(role)s.") % named
    if row.unit is None:
        return ""
    body = authority(tree[row.unit.pk], tree)
    if body == home:
        return ""
    if body == row.unit or body is None:
        return _("%(person)s works in %(unit)s.") % named
    return _("%(person)s works in %(unit)s under %(body)s.") % {**named, "body": body}


def authority(unit: Unit | None, tree: dict[int, Unit]) -> Unit | None:
    """The body that the unit belongs to: itself, or the nearest above; without any, the topmost."""
    way = list(upward(unit, tree))
    return next((one for one in way if one.is_body), way[-1] if way else None)


def upward(unit: Unit | None, tree: dict[int, Unit]) -> Iterable[Unit]:
    seen = set[int]()
    while unit is not None and unit.pk not in seen:
        seen.add(unit.pk)
        yield unit
        unit = tree.get(unit.parent_id or 0)
