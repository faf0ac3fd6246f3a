"""The organisation in search: units and functions. They are few in a municipality, so the words are sought here, and
read in the same statement as the titles of the plans."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from accounts.models import User
from foundation.excerpts import holds
from foundation.search_text import folded
from plans.models import Plan
from plans.selectors.search.rows import NOTHING, joined
from responsibilities.models import Function, Unit

PLAN, UNIT, FUNCTION = "plan", "unit", "function"
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Known:
    """A unit, or a function with the unit that it stands in."""

    kind: str
    pk: int
    name: str
    text: str
    unit: str = ""
    unit_pk: int = 0

    @property
    def url(self) -> str:
        """The unit's page; of a function its row there, or in the register when it serves the whole municipality."""
        if self.kind == UNIT:
            return reverse("responsibilities:unit_detail", args=[self.pk])
        page = reverse("responsibilities:unit_detail", args=[self.unit_pk]) if self.unit_pk else ""
        return f"{page or reverse('responsibilities:unit_list')}#funktion-{self.pk}"


def titles_and_known(user: User, sought: Sequence[str]) -> tuple[dict[int, str], list[Known]]:
    """The drafts that `user` sees by key, and the units and functions in which every term stands. One statement."""
    functions = Function.objects.visible_to(user).current().filter(Q(unit=None) | Q(unit__withdrawn_at=None))
    rows = said(PLAN, Plan.objects.visible_to(user).current(), name="title").union(
        said(UNIT, Unit.objects.visible_to(user).current(), "abbreviation", "mailbox", "address", name="name"),
        said(FUNCTION, functions, "holder_name", "holder_phone", "holder_email", name="title", unit="unit"),
        all=True,
    )
    titles: dict[int, str] = {}
    known = []
    for kind, pk, name, text, aliases, unit, unit_pk in rows:
        if kind == PLAN:
            titles[pk] = name
            continue
        parts = [*json.loads(aliases), *text.splitlines()]
        one = Known(kind, pk, name, " · ".join(filter(str.strip, parts)), unit, unit_pk)
        if holds(folded(f"{one.name}\n{one.text}"), sought):
            known.append(one)
    return titles, sorted(known, key=lambda one: (folded(one.name), folded(one.unit), one.pk))


def said(kind: str, rows: Rows, *texts: str, name: str, unit: str = "") -> Rows:
    found: Rows = (
        rows.order_by()
        .annotate(
            said_kind=Value(kind, CharField()),
            said_name=F(name),
            said_text=joined(*texts) if texts else NOTHING,
            said_aliases=Cast("aliases", TextField()) if texts else Value("[]", TextField()),
            said_unit=Coalesce(f"{unit}__name", NOTHING, output_field=TextField()) if unit else NOTHING,
            said_unit_pk=Coalesce(f"{unit}_id", 0) if unit else Value(0, IntegerField()),
        )
        .values_list("said_kind", "pk", "said_name", "said_text", "said_aliases", "said_unit", "said_unit_pk")
    )
    return found
