"""Title and fields of a document's head, beside what its plan says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foundation.search_text import folded
from plans.checks import waits
from plans.models import Plan
from plans.models.plan import HeaderState, HeaderValue

UNNAMED = frozenset(
    ("", "plan", "planen", "ny plan", "min plan", "ny handlingsplan", "ny riktlinje", "utkast", "namnlös", "test")
)
"""Titles that somebody writes to come further: they say nothing of their own."""


@dataclass(frozen=True)
class HeadReview:
    """A field of the document's head beside what the plan has now."""

    name: str
    label: str
    value: str
    now: str
    is_taken: bool
    waits: bool = False
    """Whether the document itself says that it is still to be filled in ("2026-xx-xx")."""
    field: HeaderValue | None = None


def head_reviews(plan: Plan, reading: Mapping[str, Any]) -> list[HeadReview]:
    """Title and header fields that were found; ticked where the plan says nothing of its own yet.

    What the document itself leaves to be filled in is never ticked: it is shown, to be mended.
    """
    found = []
    title = reading["title"]
    if title and title != plan.title:
        found.append(HeadReview("titel", _("Title"), title, plan.title, is_unnamed(plan) and not waits(title)))
    stands = {folded(one["label"]): one for one in plan.header}
    for place, one in enumerate(reading["header"]):
        value: HeaderValue = {"label": one["label"], "state": one["state"], "value": one["value"]}
        now = stands.get(folded(one["label"]))
        if now != value:
            is_waiting = waits(one["value"])
            is_taken = not is_waiting and (now is None or now["state"] == HeaderState.MISSING)
            row = HeadReview(f"huvud-{place}", one["label"], said(value), said(now), is_taken, is_waiting, value)
            found.append(row)
    return found


def is_unnamed(plan: Plan) -> bool:
    """Whether the plan's title says nothing of its own: none, or only what kind of document it is."""
    types = (folded(one) for one in plan.municipality.document_types)
    return folded(plan.title) in {*UNNAMED, *types}


def said(value: HeaderValue | None) -> str:
    if value is None or value["state"] == HeaderState.MISSING:
        return ""
    return "–" if value["state"] == HeaderState.NONE else str(value["value"])
