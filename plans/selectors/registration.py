"""The registrar's list: what waits to be registered, and what has been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from accounts.models import User
from plans.models import (
    Decision,
    Dispatch,
    Document,
    Edition,
    Matter,
    ReferralRecipient,
    RegistrationItem,
    Statement,
)

A_PAGE = 50
WAITING, DONE = "vantar", "klara"
CHOICES = (WAITING, DONE)

# What an item may be about, the address of its page, and the field that names that page's row.
PLACES: dict[str, tuple[Any, str, str]] = {
    "plans.decision": (Decision, "plans:decision_detail", "pk"),
    "plans.dispatch": (Dispatch, "plans:decision_detail", "decision_id"),
    "plans.document": (Document, "plans:document_detail", "pk"),
    "plans.edition": (Edition, "plans:edition_detail", "pk"),
    "plans.referralrecipient": (ReferralRecipient, "plans:recipient_detail", "pk"),
    "plans.statement": (Statement, "plans:statement_detail", "pk"),
}


@dataclass(frozen=True)
class RegistrationRow:
    """An item, the page of what it is about where the reader may open that, and whether it came by a link."""

    item: RegistrationItem
    route: str = ""
    place: int | None = None
    sees_matter: bool = False
    came_by_link: bool = False


@dataclass(frozen=True)
class RegistrationList:
    page: Page[RegistrationItem]
    rows: list[RegistrationRow]
    waiting: int
    done: int


def registrations_for(user: User, *, choice: str = WAITING, page: str = "") -> RegistrationList:
    """What the reader may see of the list; the oldest first of what waits, the latest first of what is done."""
    seen = RegistrationItem.objects.visible_to(user)
    counts = seen.aggregate(waiting=Count("pk", filter=Q(registered_at=None)), all=Count("pk"))
    rows = seen.waiting() if choice == WAITING else seen.exclude(registered_at=None).order_by("-registered_at", "-pk")
    chosen = Paginator(rows.select_related("matter", "registered_by"), A_PAGE).get_page(page)
    return RegistrationList(
        page=chosen,
        rows=shown_rows(chosen.object_list, user),
        waiting=counts["waiting"],
        done=counts["all"] - counts["waiting"],
    )


def shown_rows(items: Iterable[RegistrationItem], user: User) -> list[RegistrationRow]:
    """The items with their places, in one statement for each kind of thing that they are about."""
    listed = list(items)
    by_model = defaultdict(set)
    for one in listed:
        by_model[one.target_model].add(one.target_pk)
    places = {name: places_of(name, keys, user) for name, keys in by_model.items() if name in PLACES}
    by_link = links_among(by_model.get("plans.statement", set()))
    matters = set(Matter.objects.visible_to(user).filter(registrations__in=listed).values_list("pk", flat=True))
    rows = []
    for one in listed:
        place = places.get(one.target_model, {}).get(one.target_pk)
        route = PLACES[one.target_model][1] if place is not None else ""
        is_linked = one.target_model == "plans.statement" and one.target_pk in by_link
        rows.append(RegistrationRow(one, route, place, one.matter_id in matters, is_linked))
    return rows


def places_of(name: str, keys: set[int], user: User) -> dict[int, int]:
    """For each of the things that the reader may open: the key of its page."""
    model, _route, field = PLACES[name]
    return dict(model.objects.visible_to(user).filter(pk__in=keys).values_list("pk", field))


def links_among(keys: set[int]) -> set[int]:
    """The statements that came by a one-time link: nobody at the authority has seen them come."""
    return set(Statement.objects.filter(pk__in=keys, came_by_link=True).values_list("pk", flat=True)) if keys else set()
