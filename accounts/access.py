"""What a person holds today, read once a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Held:
    """One membership: a role in a municipality, for the whole of it or for some units."""

    pk: int
    role: Role
    municipality_id: int
    municipality_name: str
    has_logo: bool = False
    unit_name: str = ""
    unit_ids: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        """The role in words, with the unit it is held in."""
        return f"{Role(self.role).label} · {self.unit_name}" if self.unit_name else str(Role(self.role).label)


@dataclass(frozen=True)
class Access:
    """All memberships of a person that are valid today. Rights are their union."""

    user_id: int
    held: tuple[Held, ...] = ()

    def has_role(self, *roles: Role) -> bool:
        return any(one.role in roles for one in self.held)

    def units_as(self, *roles: Role) -> frozenset[int]:
        """The units in which one of these roles is held, with those below them."""
        return frozenset().union(*(one.unit_ids for one in self.held if one.role in roles))


def read_access(user: User) -> Access:
    """The memberships of `user`, in two statements: memberships, and the units of those that are bound to one.

    The rows belong to an upper app and are reached through the reverse relation, so nothing is imported upward.
    """
    if not user.is_active or user.pk is None:
        return Access(user_id=0)  # nobody: neither what was granted nor what was ordered is reached by a closed account
    related: Any = user
    rows = list(
        related.memberships.valid_on(timezone.localdate()).select_related("municipality", "unit").order_by("pk")
    )
    below = units_below(rows)
    return Access(
        user_id=user.pk,
        held=tuple(
            Held(
                pk=row.pk,
                role=Role(row.role),
                municipality_id=row.municipality_id,
                municipality_name=row.municipality.name,
                has_logo=row.municipality.logo_id is not None,
                unit_name=row.unit.name if row.unit else "",
                unit_ids=below.get(row.unit_id, frozenset()),
            )
            for row in sorted(rows, key=lambda row: (list(Role).index(Role(row.role)), row.pk))
        ),
    )


def units_below(memberships: Iterable[Any]) -> dict[int, frozenset[int]]:
    """For each unit that a membership names: itself, all below it, and all that it has taken over already."""
    bound = [row for row in memberships if row.unit_id]
    if not bound:
        return {}
    children: dict[int, set[int]] = defaultdict(set)
    for above, below in steps_down(type(bound[0].unit), {row.municipality_id for row in bound}):
        children[above].add(below)
    return {row.unit_id: reached_from(row.unit_id, children) for row in bound}


def units_above(model: Any, unit_id: int, municipality_id: int) -> frozenset[int]:
    """The other way: itself, and every unit from which it is reached. One statement."""
    parents: dict[int, set[int]] = defaultdict(set)
    for above, below in steps_down(model, {municipality_id}):
        parents[below].add(above)
    return reached_from(unit_id, parents)


def steps_down(model: Any, municipalities: set[int]) -> Iterator[tuple[int, int]]:
    """Each (unit, unit that is reached from it in one step): what stands below it, and what has gone into it."""
    units = model._base_manager.filter(municipality__in=municipalities)
    for pk, parent, successor, status in units.values_list("pk", "parent_id", "successor_id", "status"):
        for above in {parent, successor if status == model.Status.ENDED else None} - {None}:
            yield above, pk


def reached_from(unit_id: int, steps: Mapping[int, set[int]]) -> frozenset[int]:
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        for one in steps.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)
