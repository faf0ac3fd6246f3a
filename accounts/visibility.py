"""One declaration, three questions: which rows does a person see, may they do this with that row, and who sees it.

A model that holds content declares how the matrix applies to it:

- `municipality_field`: the column that says whose it is (default `municipality_id`)
- `unit_path`: the way to the unit it belongs to, over single foreign keys (`unit_report__unit`)
- `asked_path`: the way, over rows of many, to the units that are asked about it (`recipients__seats__unit`)
- `owner_path`: the way to the person it belongs to
- `decided_states`: the values of `state` in which it is public inside the municipality
- `view_permission`: what it takes to see it (default `app.view_model`)
- `grant_path`: the way to the object on which a named person may have been given access
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from accounts import grants, roles
from accounts.access import Access, Held, units_above
from accounts.roles import Reach, Role, reaches

if TYPE_CHECKING:
    from accounts.models import User

NOTHING = Q(pk__in=())


class Guarded(models.Model):
    """Abstract: a row that only some may see."""

    municipality_field: ClassVar[str] = "municipality_id"
    unit_path: ClassVar[str] = ""
    asked_path: ClassVar[str] = ""
    owner_path: ClassVar[str] = ""
    decided_states: ClassVar[tuple[str, ...]] = ()
    view_permission: ClassVar[str] = ""
    grant_path: ClassVar[str] = ""

    class Meta:
        abstract = True


class VisibleQuerySet(models.QuerySet[Any]):
    """The base of every QuerySet of content."""

    def visible_to(self, user: User, permission: str = "") -> Self:
        """The rows that `user` may see (or do `permission` with)."""
        return self.filter(reachable(self.model, user.access, permission or view_permission(self.model)))


def view_permission(model: type[models.Model]) -> str:
    return getattr(model, "view_permission", "") or f"{model._meta.app_label}.view_{model._meta.model_name}"


def reachable(model: type[models.Model], access: Access, permission: str) -> Q:
    """The condition under which rows of `model` are within reach."""
    wanted = [
        within(model, held, reach, access.user_id) for held in access.held for reach in reaches(permission, held.role)
    ]
    if permission in roles.OWN:
        wanted.append(Q(**{getattr(model, "owner_path", ""): access.user_id}))
    path = getattr(model, "grant_path", "")
    granted = grants.granted_ids(access.user_id, permission) if path else None
    if granted is not None:
        wanted.append(Q(**{f"{path}__in": granted}))
    return reduce(or_, wanted, NOTHING)


def within(model: Any, held: Held, reach: Reach, user_id: int) -> Q:
    home = Q(**{model.municipality_field: held.municipality_id})
    if reach is Reach.MUNICIPALITY:
        return home
    if reach is Reach.UNITS and model.unit_path:
        return home & Q(**{f"{model.unit_path}__in": held.unit_ids})
    if reach is Reach.ASKED and model.asked_path:
        asked = model._base_manager.filter(**{f"{model.asked_path}__in": held.unit_ids})
        return home & Q(pk__in=asked.order_by().values("pk"))  # a row that asks several of them is one row
    if reach is Reach.DECIDED and model.decided_states:
        return home & Q(state__in=model.decided_states)
    if reach is Reach.OWN and model.owner_path:
        return home & Q(**{model.owner_path: user_id})
    return NOTHING


def may(access: Access, permission: str, row: Any) -> bool:
    """Whether `permission` reaches `row`: the same declaration, asked of one row.

    Costs a statement only where a unit is asked about the row, which many rows beside it say.
    """
    if permission in roles.OWN and followed(row, row.owner_path) == access.user_id:
        return True
    if any(
        covers(row, held, reach, access.user_id) for held in access.held for reach in reaches(permission, held.role)
    ):
        return True
    path = getattr(row, "grant_path", "")
    granted = grants.granted_ids(access.user_id, permission) if path else None
    return granted is not None and granted.filter(content_object=followed(row, path)).exists()


def covers(row: Any, held: Held, reach: Reach, user_id: int) -> bool:
    if followed(row, row.municipality_field) != held.municipality_id:
        return False
    if reach is Reach.UNITS:
        return bool(row.unit_path) and followed(row, row.unit_path) in held.unit_ids
    if reach is Reach.ASKED:
        return bool(row.asked_path) and not asked_units(row).isdisjoint(held.unit_ids)
    if reach is Reach.DECIDED:
        return bool(row.decided_states) and row.state in row.decided_states
    if reach is Reach.OWN:
        return bool(row.owner_path) and followed(row, row.owner_path) == user_id
    return True


def asked_units(row: Any) -> set[int]:
    """The units that are asked about `row`; one statement."""
    rows = type(row)._base_manager.filter(pk=row.pk).order_by()
    return set(rows.values_list(row.asked_path, flat=True)) - {None}


def people_who_see(row: Any, people: models.QuerySet[Any], permission: str = "") -> models.QuerySet[Any]:
    """Those of `people` who see `row` today (or may do `permission` with it): the same declaration, read backwards.

    Costs no statement of its own, but one for the tree of units where a right reaches as far as a unit.
    """
    permission = permission or view_permission(type(row))
    wanted = [
        who_hold(row, people.model, role, reach)
        for role in Role
        for reach in sorted(reaches(permission, role), key=str)
    ]
    if permission in roles.OWN:
        wanted.append(Q(pk=followed(row, row.owner_path)))
    path = getattr(row, "grant_path", "")
    holders = grants.holder_ids(followed(row, path), permission) if path else None
    if holders is not None:
        wanted.append(Q(pk__in=holders))
    return people.filter(reduce(or_, wanted, NOTHING), is_active=True)


def who_hold(row: Any, people: Any, role: Role, reach: Reach) -> Q:
    """Those who hold `role` where it reaches `row`. Memberships belong to an upper app: nothing is imported upward."""
    held = people._meta.get_field("memberships").related_model.objects.valid_on(localdate())
    held = held.filter(role=role, municipality=followed(row, row.municipality_field))
    if reach is Reach.UNITS:
        unit_id = followed(row, row.unit_path) if row.unit_path else None
        if unit_id is None:
            return NOTHING
        units = held.model._meta.get_field("unit").related_model
        held = held.filter(unit__in=units_above(units, unit_id, followed(row, row.municipality_field)))
    if reach is Reach.ASKED:
        asked = asked_units(row) if row.asked_path else set()
        if not asked:
            return NOTHING
        units = held.model._meta.get_field("unit").related_model
        home = followed(row, row.municipality_field)
        held = held.filter(unit__in=frozenset().union(*(units_above(units, one, home) for one in asked)))
    if reach is Reach.DECIDED and not (row.decided_states and row.state in row.decided_states):
        return NOTHING
    if reach is Reach.OWN:
        held = held.filter(user=followed(row, row.owner_path)) if row.owner_path else held.none()
    return Q(pk__in=held.order_by().values("user"))


def followed(row: Any, path: str) -> Any:
    """The key at the end of `path`, read from the row and what it was loaded with."""
    *way, last = path.split("__")
    for step in way:
        row = getattr(row, step)
    if last == "pk" or last.endswith("_id"):
        return getattr(row, last)
    return getattr(row, f"{last}_id")
