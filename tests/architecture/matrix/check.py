"""The permission matrix: one row for each address, asked by every role of two municipalities, by every method.

A row says who may. Everybody else gets 404 (cannot see it) or 403 (sees it, may not do this), and whatever is answered,
no canary of another municipality, of a draft or of another unit may stand in it. Whoever may read gets 200 *and* the
canary: a page that fails cannot pass for a page that refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from accounts.roles import Role
from accounts.visibility import Guarded, people_who_see, view_permission
from tests.architecture.matrix.world import World

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
REFUSED = (403, 404)
ANSWERED = (200, 302, 303, 409, 422)
STRANGER = "stranger"
Who = Role | str


@dataclass(frozen=True)
class Row:
    """One address. `get` and `post` name the roles that may; `target` gives its arguments in a municipality's world.

    `shows` is the canary that a reader must be shown ("DRAFT-body"); "" for a page without content. `query` is added to
    the address.
    `remembers` names secrets that whoever may see the page meets there besides: what the draft once said.
    """

    get: frozenset[Who] = frozenset()
    post: frozenset[Who] = frozenset()
    target: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    shows: str = ""
    remembers: tuple[str, ...] = ()
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    query: str = ""
    has_get: bool = True
    has_post: bool = False
    redirects: bool = False
    accepted: tuple[int, ...] = ANSWERED
    refused: tuple[int, ...] = REFUSED


@dataclass(frozen=True)
class Leak:
    """Something that is not as the matrix says."""

    route: str
    who: str
    method: str
    what: str


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The name of every address of the resolver, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else f"unnamed {entry.pattern}"


def name_of(route: str) -> str:
    """A row may be one of several of the same address: "reports:report_order of a draft"."""
    return route.split(" ")[0]


def leaks(matrix: dict[str, Row], worlds: Sequence[World], whom: Iterable[Who]) -> Iterator[Leak]:
    """Ask every address as each of `whom`, in the own municipality and in the others; yield what is wrong."""
    own = worlds[0]
    clients = {who: client_for(own, who) for who in whom}
    for route, row in matrix.items():
        for who, client in clients.items():
            for world in worlds:
                for method in methods(row):
                    yield from ask(client, route, row, who, method, world=world, home=own)


def open_doors(matrix: dict[str, Row], worlds: tuple[World, World], whom: Iterable[Who]) -> Iterator[Leak]:
    """Ask every address by every method that it is not made for; yield what is answered with anything but a refusal."""
    own, other = worlds
    made_for: dict[str, set[str]] = {}
    for route, row in matrix.items():
        made_for.setdefault(name_of(route), set()).update(methods(row))
    for who in whom:
        client = client_for(own, who)
        for route, row in matrix.items():
            for world in (own, other):
                for method in sorted(set(METHODS) - made_for[name_of(route)]):
                    yield from ask(client, route, row, who, method, world=world, home=own)


def methods(row: Row) -> list[str]:
    return (["get"] if row.has_get else []) + (["post"] if row.has_post else [])


def client_for(world: World, who: Who) -> Client:
    client = Client(raise_request_exception=False)
    if who != STRANGER:
        client.force_login(world.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ask(client: Client, route: str, row: Row, who: Who, method: str, *, world: World, home: World) -> list[Leak]:
    """One request, rolled back afterwards, and everything that is wrong with its answer."""
    target = row.target(world)
    if world is not home and not target:
        return []
    logged_in = copy(client.cookies)
    with transaction.atomic():
        address = reverse(name_of(route), kwargs=target) + row.query
        response = getattr(client, method)(address, **({"data": row.data(world)} if method == "post" else {}))
        body = body_of(response)
        transaction.set_rollback(True)
    client.cookies = logged_in
    name = f"{who} in the other municipality" if world is not home else str(who)
    allowed = method in methods(row) and world is home and who in getattr(row, method)
    expected = expected_answers(row, who, method, is_home=world is home, allowed=allowed)
    wrong = [] if response.status_code in expected else [f"answers {response.status_code}, not {expected}"]
    shown = home.canary(row.shows)
    if allowed and method == "get" and response.status_code == 200 and row.shows and shown not in body:
        wrong.append(f"does not show {shown}")
    remembered = [home.canary(f"{secret}-") for secret in row.remembers if allowed]
    hidden = [canary for canary in home.hidden_from(who) if canary not in remembered]
    wrong += [f"leaks {canary}" for canary in hidden if canary in body]
    return [Leak(route, name, method, what) for what in wrong]


def expected_answers(row: Row, who: Who, method: str, *, is_home: bool, allowed: bool) -> tuple[int, ...]:
    if method not in methods(row):
        return (302, 405) if who == STRANGER else (405,)
    if who == STRANGER:
        return (302,)
    if allowed:
        return row.accepted if method == "post" or row.redirects else (200,)
    # What stands in another municipality does not exist: 404, never "you may not".
    return row.refused if is_home else (404,)


def body_of(response: Any) -> str:
    """Everything that reached the reader: headers, and the body whether streamed or not; marked or not."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode(errors="replace").replace("<mark>", "").replace("</mark>", "")
    return f"{response.headers} {text}"


def disagreements(worlds: tuple[World, World], models: Iterable[Any]) -> list[str]:
    """Where "what is seen" and "may it be seen" are not one: every row of two municipalities, asked as every person."""
    found = []
    for model in models:
        permission = view_permission(model)
        for who, person in worlds[0].people.items():
            reader = User.objects.get(pk=person.pk)
            seen = set(model._default_manager.all().visible_to(reader).values_list("pk", flat=True))
            may = {row.pk for row in model._default_manager.all() if reader.has_perm(permission, row)}
            if seen != may:
                found.append(f"{who}: {model._meta.label} {sorted(seen ^ may)}")
    return found


def disagreements_backwards(worlds: tuple[World, World], model: Any) -> list[str]:
    """Where "who sees this row" names somebody else than those who see it: every row, every person."""
    readers = [User.objects.get(pk=person.pk) for person in worlds[0].people.values()]
    seen = {reader: set(model._default_manager.all().visible_to(reader)) for reader in readers}
    found = []
    for row in model._default_manager.all():
        named = set(people_who_see(row, User.objects.all()))
        wrong = [str(reader) for reader in readers if (reader in named) != (row in seen[reader])]
        found += [f"{model._meta.label} {row.pk}: {', '.join(wrong)}"] if wrong else []
    return found


def guarded_models() -> list[Any]:
    """Every model whose rows only some may see."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Guarded) and hasattr(model._default_manager.all(), "visible_to")
    ]
