"""Two trees of a plan side by side: what the page and the paper "Sammanställning av ändringar" are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from plans.models import Edition, Plan
from plans.schema import Values
from plans.selectors.differences import Differences, PartChange, tree_differences
from plans.selectors.edition import edition_in_force, editions_of
from plans.selectors.revision import open_revision


@dataclass(frozen=True)
class Counts:
    """How many of a kind of part came, went, were changed and were moved; one may be both changed and moved."""

    about: str
    added: int
    removed: int
    changed: int
    moved: int

    @property
    def is_none(self) -> bool:
        return not (self.added or self.removed or self.changed or self.moved)


@dataclass(frozen=True)
class Comparison:
    """What became of one version in another, and what the two are called."""

    old_name: str
    new_name: str
    differences: Differences

    @property
    def counts(self) -> list[Counts]:
        """One line for sections, areas and measures each, where anything differs."""
        named = (
            ("sections", self.differences.sections),
            ("areas", self.differences.areas),
            ("measures", self.differences.measures),
        )
        return [line for line in (counted(about, changes) for about, changes in named) if not line.is_none]


def comparison(old_values: Values, new_values: Values, old_name: str, new_name: str) -> Comparison:
    """What became of `old_values` in `new_values`, both a plan's values in today's shape."""
    return Comparison(old_name, new_name, tree_differences(old_values, new_values))


def counted(about: str, changes: tuple[PartChange, ...]) -> Counts:
    kinds = [change.kind for change in changes]
    moved = sum(change.is_moved for change in changes)
    return Counts(about, kinds.count("added"), kinds.count("removed"), kinds.count("changed"), moved)


@dataclass(frozen=True)
class Comparable:
    """A version that can be put on one side: its number, or "utkast" for the draft."""

    key: str
    edition: Edition | None


DRAFT = "utkast"


def comparables(plan: Plan, user: User) -> list[Comparable]:
    """The draft, then the versions that `user` may read, the newest first."""
    return [Comparable(DRAFT, None), *(Comparable(str(one.number), one) for one in editions_of(plan, user))]


def first_compared(plan: Plan, rows: list[Comparable]) -> Comparable | None:
    """What the draft is compared with unasked: what is being revised, else what is in force, else the newest."""
    revision, in_force = open_revision(plan), edition_in_force(plan)
    wanted = revision.base_id if revision else in_force.pk if in_force else None
    editions = [one for one in rows if one.edition]
    return next((one for one in editions if one.edition and one.edition.pk == wanted), next(iter(editions), None))


def editions_beside(edition: Edition, user: User) -> Iterator[Edition]:
    """The other versions of the same plan that `user` may read, the newest first."""
    return (one for one in editions_of(edition.plan, user) if one.pk != edition.pk)
