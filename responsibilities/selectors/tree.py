"""The tree of units and the functions in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from accounts.models import Municipality, User
from foundation.search_text import folded
from responsibilities.models import Function, Unit


@dataclass(frozen=True)
class Branch:
    """A unit at its place in the tree."""

    unit: Unit
    depth: int
    above: tuple[str, ...]
    functions: tuple[Function, ...]
    children: tuple[Branch, ...]

    @property
    def path(self) -> str:
        """The names above it, outermost first."""
        return " › ".join(self.above)

    def flat(self) -> Iterator[Branch]:
        """The branch and all below it, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.flat()


def unit_tree(units: Iterable[Unit], functions: Iterable[Function] = ()) -> list[Branch]:
    """The trunk and all its branches. A unit whose parent is not among `units` stands at the trunk."""
    listed = list(units)
    known = {unit.pk for unit in listed}
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in listed:
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    held: dict[int | None, list[Function]] = defaultdict(list)
    for function in functions:
        held[function.unit_id].append(function)
    return [branch(unit, (), children, held) for unit in children[None]]


def branch(
    unit: Unit,
    above: tuple[str, ...],
    children: dict[int | None, list[Unit]],
    held: dict[int | None, list[Function]],
) -> Branch:
    return Branch(
        unit=unit,
        depth=len(above),
        above=above,
        functions=tuple(held.get(unit.pk, ())),
        children=tuple(branch(child, (*above, unit.name), children, held) for child in children.get(unit.pk, ())),
    )


def flat(tree: Iterable[Branch]) -> list[Branch]:
    """All branches in the order of the tree."""
    return [one for trunk in tree for one in trunk.flat()]


def found_branches(tree: Iterable[Branch], words: str) -> list[Branch]:
    """Units, or functions in them, that are known by every word of `words`."""
    wanted = folded(words).split()
    return [one for one in flat(tree) if all(word in known_as(one) for word in wanted)]


def known_as(one: Branch) -> str:
    return "\n".join([*one.unit.names, *(name for function in one.functions for name in function.names)])


def tree_of(municipality_id: int, *, user: User, with_ended: bool = False) -> list[Branch]:
    """The municipality's units and their functions, as `user` may see them. Two statements."""
    units = Unit.objects.visible_to(user).current().filter(municipality=municipality_id).in_order()
    if not with_ended:
        units = units.selectable()
    functions = Function.objects.visible_to(user).current().filter(municipality=municipality_id)
    return unit_tree(units, functions)


def offered_units(municipality_id: int, *, besides: Unit | None = None) -> list[Branch]:
    """Units that can be chosen in a form: in use and not ended; without `besides` and what stands below it."""
    every = flat(unit_tree(Unit.objects.filter(municipality=municipality_id).selectable().in_order()))
    taken = {one.unit.pk for top in every if top.unit == besides for one in top.flat()}
    return [one for one in every if one.unit.pk not in taken]


def keys_above(unit: Unit) -> set[int]:
    """The keys of all units that stand above `unit`."""
    parents = dict(Unit.objects.filter(municipality=unit.municipality_id).values_list("pk", "parent_id"))
    found: set[int] = set()
    key = unit.parent_id
    while key is not None and key not in found:
        found.add(key)
        key = parents.get(key)
    return found


def withdrawn_units(municipality: Municipality) -> list[Unit]:
    """Units that were removed and can be brought back, the latest first."""
    removed = Unit.objects.filter(municipality=municipality).exclude(withdrawn_at=None)
    return list(removed.select_related("withdrawn_by").order_by("-withdrawn_at"))


@dataclass(frozen=True)
class UnitFacts:
    """What stands around a unit."""

    above: list[Unit]
    children: list[Unit]
    functions: list[Function]
    removed_functions: list[Function]
    predecessors: list[Unit]


def unit_facts(unit: Unit, *, user: User) -> UnitFacts:
    """The units above and below it, its functions, and the units that it took over. Three statements."""
    units = {one.pk: one for one in Unit.objects.visible_to(user).filter(municipality=unit.municipality_id).in_order()}
    functions = list(Function.objects.visible_to(user).filter(unit=unit))
    return UnitFacts(
        above=way_down(unit, units),
        children=[one for one in units.values() if one.parent_id == unit.pk and not one.is_withdrawn],
        functions=[one for one in functions if not one.is_withdrawn],
        removed_functions=[one for one in functions if one.is_withdrawn],
        predecessors=[one for one in units.values() if one.successor_id == unit.pk and not one.is_withdrawn],
    )


def way_down(unit: Unit, units: Mapping[int, Unit]) -> list[Unit]:
    """The units above `unit`, outermost first."""
    way: list[Unit] = []
    parent = units.get(unit.parent_id) if unit.parent_id else None
    while parent is not None and parent not in way:
        way.insert(0, parent)
        parent = units.get(parent.parent_id) if parent.parent_id else None
    return way
