"""The words in which the matrix is written: groups of people, ways to name a row of the world, kinds of addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.world import GUEST, IN_BOARD, IN_SOCIAL, KEEPER, READS_ADOPTED, World

Target = Callable[[World], dict[str, Any]]

COORDINATOR = frozenset[Who]({Role.COORDINATOR})
ADMINISTRATOR = frozenset[Who]({Role.ADMINISTRATOR})
ORGANISERS = frozenset[Who]({Role.ADMINISTRATOR, Role.COORDINATOR})
ANYONE = frozenset[Who]({*Role, KEEPER, GUEST})
INSIDE = frozenset[Who](role for role in Role if role not in (Role.POLICE, Role.COUNTY))
DRAFTS = frozenset[Who]({Role.COORDINATOR, GUEST})
APPROVER = frozenset[Who]({Role.APPROVER})
LAID_BEFORE = COORDINATOR | APPROVER
ADOPTED = frozenset[Who](READS_ADOPTED)
PROPOSED = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})
DECIDERS = frozenset[Who]({Role.COORDINATOR, Role.SECRETARY})
FOLLOWERS = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.AUDITOR, *IN_BOARD})
SOCIAL = frozenset[Who]({Role.COORDINATOR, *IN_SOCIAL})
REGISTRARS = DECIDERS | {Role.REGISTRAR}
READERS_OF_SUBMITTED = frozenset[Who]({Role.COORDINATOR, Role.AUDITOR})
KEEPERS = frozenset[Who]({KEEPER})
NOBODY = frozenset[Who]()


def of(name: str, key: str = "pk", **fixed: Any) -> Target:
    """The address of one row of the world."""
    return lambda world: {key: getattr(world, name).pk, **fixed}


def version_of(name: str) -> Target:
    """The first version of one row of the world."""

    def target(world: World) -> dict[str, Any]:
        row = getattr(world, name)
        return {"pk": row.pk, "history_pk": row.history.order_by("history_id").first().history_id}

    return target


def picture_of(name: str, image: Callable[[World], Any]) -> Target:
    """A picture in the text of one row of the world."""
    return lambda world: {"pk": getattr(world, name).pk, "uid": image(world)}


def page(who: frozenset[Who], target: Target | None = None, shows: str = "", **more: Any) -> Row:
    """A page that is only read."""
    return Row(get=who, target=target or nowhere, shows=shows, **more)


def form(who: frozenset[Who], target: Target | None = None, shows: str = "", **more: Any) -> Row:
    """A page with a form: whoever may open it may send it."""
    return Row(get=who, post=who, target=target or nowhere, shows=shows, has_post=True, **more)


def version(name: str, shows: str) -> Row:
    """A version of a row of the draft: read by whoever reads drafts, restored by whoever writes them."""
    return Row(DRAFTS, COORDINATOR, version_of(name), shows, has_post=True, remembers=("ADOPTED",))


def button(who: frozenset[Who], target: Target | None = None, **more: Any) -> Row:
    """An address that is only sent to."""
    return Row(post=who, target=target or nowhere, has_get=False, has_post=True, **more)


def nowhere(world: World) -> dict[str, Any]:
    return {}


def of_guest(world: World) -> dict[str, Any]:
    """The invited reader of the draft."""
    return {"pk": world.plan.pk, "person_pk": world.people[GUEST].pk}


def unmanned(world: World) -> dict[str, Any]:
    """A municipality that nobody administers: the keeper's business, wherever it lies, and nobody else's."""
    return {"pk": world.unmanned.pk} if world.number == 1 else {}
