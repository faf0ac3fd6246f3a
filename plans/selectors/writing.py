"""What a person has written and not saved, and who else writes in the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from plans.models import Measure, Plan, Section, TextDraft
from plans.models.writing import WRITING_NOW

NAMED: dict[str, QuerySet[Any]] = {
    "section": Section.objects.only("heading", "withdrawn_at"),
    "measure": Measure.objects.select_related("focus_area").only("text", "withdrawn_at", "focus_area__name"),
}
"""What a place is called: the name is read, and nothing of the text."""


@dataclass(frozen=True)
class DraftsInPlace:
    """The unsaved texts of one's own in one place, the newest first; those thrown away that can be brought back; and
    the names of others who write there now."""

    own: tuple[TextDraft, ...]
    thrown_away: tuple[TextDraft, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Unsaved:
    """An unsaved text in a list: what it belongs to, where one goes on with it."""

    pk: int
    name: str
    saved_at: datetime
    address: str
    is_gone: bool
    thrown_away_at: datetime | None


def drafts_in_place(user: User, plan: Plan, place: str) -> DraftsInPlace:
    """In two statements: one's own texts, and who else writes."""
    rows = list(TextDraft.objects.filter(user=user, plan=plan, place=place).exclude(fields={}))
    return DraftsInPlace(
        own=tuple(one for one in rows if one.ended_at is None),
        thrown_away=tuple(one for one in rows if one.ended_at is not None),
        others=others_writing(user, plan, place),
    )


def others_writing(user: User, plan: Plan, place: str) -> tuple[str, ...]:
    """Who else writes in a place now. Nothing of what they write is read."""
    writing = written_now().filter(plan=plan, place=place).exclude(user=user)
    people = User.objects.filter(pk__in=writing.order_by().values("user"))
    return tuple(sorted(str(person) for person in people.defer("password")))


def is_elsewhere(draft: TextDraft) -> bool:
    """Whether the same person writes in the same place in another tab right now."""
    here = written_now().filter(user=draft.user_id, plan=draft.plan_id, place=draft.place)
    return here.exclude(pk=draft.pk).exclude(fields={}).exists()


def written_now() -> QuerySet[TextDraft]:
    rows: QuerySet[TextDraft] = TextDraft.objects.open().filter(saved_at__gte=timezone.now() - WRITING_NOW)
    return rows


def own_drafts(user: User) -> QuerySet[TextDraft]:
    """The unsaved texts of `user` in plans that stand and that the user may still change, also those thrown away."""
    mine = Plan.objects.visible_to(user, "plans.change_plan").filter(withdrawn_at=None)
    rows: QuerySet[TextDraft] = TextDraft.objects.visible_to(user).filter(plan__in=mine).exclude(fields={})
    return rows


def draft_count(user: User, plan: Plan) -> int:
    """How many unsaved texts `user` has in a plan that the user may change; one statement."""
    return TextDraft.objects.visible_to(user).open().filter(plan=plan).exclude(fields={}).count()


def unsaved_in(user: User, plan: Plan) -> list[Unsaved]:
    """The unsaved texts of `user` in `plan`, the newest first, then those thrown away; in three statements at most."""
    rows = sorted(own_drafts(user).filter(plan=plan), key=lambda one: one.ended_at is not None)
    named = names(rows)
    return [unsaved(one, plan, named) for one in rows]


def names(rows: Iterable[TextDraft]) -> dict[str, tuple[str, bool]]:
    """What the places are called, and whether what stood there has been removed."""
    keys: dict[str, set[int]] = defaultdict(set)
    for one in rows:
        kind, _colon, pk = one.place.partition(":")
        keys[kind].add(int(pk))
    found = {}
    for kind, rows_of_kind in NAMED.items():
        if keys[kind]:
            for row in rows_of_kind.filter(pk__in=keys[kind]):
                found[f"{kind}:{row.pk}"] = (str(row), row.is_withdrawn)
    return found


def unsaved(draft: TextDraft, plan: Plan, named: dict[str, tuple[str, bool]]) -> Unsaved:
    kind, _colon, pk = draft.place.partition(":")
    is_new = kind.endswith("-new")
    heading = " ".join((draft.fields.get("heading") or draft.fields.get("text") or [""])[0].split())
    if is_new:
        word = _("New section") if kind.startswith("section") else _("New measure")
        name, is_gone = (f"{word}: {heading[:80]}" if heading else word), False
    else:
        name, is_gone = named.get(draft.place, ("–", True))
    route = f"plans:{kind.removesuffix('-new')}_{'create' if is_new else 'update'}"
    address = f"{reverse(route, args=[plan.pk if is_new else int(pk)])}?utkast={draft.pk}"
    return Unsaved(draft.pk, name, draft.saved_at, address, is_gone, thrown_away_at=draft.ended_at)
