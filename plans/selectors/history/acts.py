"""Acts: what one person changed in many measures at once, told as one with the rest behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import ngettext

from plans.selectors.history.kinds import KINDS, PARTS
from plans.selectors.history.version import restored_as
from plans.selectors.history.words import VERBS

GATHERED = ("atgard", *PARTS)
"""Kinds of which an act writes many rows; all with one moment, see `foundation.history.record_changes`."""
MOST_SHOWN = 100
"""Rows of acts that are read for one page of a history."""


@dataclass(frozen=True)
class Act:
    """Several measures changed at one moment: how many, in what, and the changes (`left` more are not read here)."""

    verb: str
    number: int
    labels: tuple[str, ...]
    changes: list[Any]
    left: int = 0

    @property
    def verb_word(self) -> str:
        return str(VERBS[self.verb])

    @property
    def words(self) -> str:
        said = ngettext("%(number)d measure", "%(number)d measures", self.number) % {"number": self.number}
        return f"{said}: {', '.join(self.labels)}" if self.labels else said


def first_of_act(name: str, wanted: Q) -> Q:
    """Of the rows that one act wrote of a kind, the first that is wanted; any row that was written by itself."""
    same = {field: OuterRef(field) for field in ("history_date", "history_user", "history_type")}
    earlier = KINDS[name].model.history.filter(wanted, **same, history_id__lt=OuterRef("history_id"))
    return Q(~Exists(earlier))


def others_of_acts(wanted: Mapping[str, Q], heads: Iterable[tuple[str, int, datetime]]) -> list[tuple[str, int, Any]]:
    """The other rows of the acts that `heads`, (kind, key, moment), begin; a statement a kind that stands there."""
    found: list[tuple[str, int, datetime]] = []
    moments = {name: {at for kind, _pk, at in heads if kind == name} for name in GATHERED}
    known = {(name, pk) for name, pk, _at in heads}
    for name, dates in moments.items():
        if dates and name in wanted:
            rows = KINDS[name].model.history.filter(wanted[name], history_date__in=dates).order_by("history_id")
            found += [
                (name, pk, at) for pk, at in rows.values_list("history_id", "history_date") if (name, pk) not in known
            ]
    return found


def gathered(changes: list[Any], written: Mapping[datetime, int]) -> tuple[list[Any], list[Act]]:
    """The changes that stand by themselves, and the acts; `written` says how many measures each moment wrote."""
    moments: dict[datetime, list[Any]] = {}
    for one in changes:
        if one.kind in GATHERED:
            moments.setdefault(one.at, []).append(one)
    acts = {at: act_of(rows, written.get(at, 0)) for at, rows in moments.items()}
    together = {at: act for at, act in acts.items() if act.number > 1}
    return [one for one in changes if one.kind not in GATHERED or one.at not in together], list(together.values())


def act_of(rows: list[Any], measures: int) -> Act:
    own = [one for one in rows if one.kind == "atgard"]
    shown = len({one.measure for one in rows})
    verb = own[0].verb if own else "changed"
    labels = [labels_of(one) for one in rows] if verb == "changed" else []
    said = tuple(dict.fromkeys(label for some in labels for label in some))
    return Act(verb, max(measures, shown), said, rows, max(0, measures - shown))


def labels_of(change: Any) -> list[str]:
    """What was changed in a measure: its fields (a time is one), or the kind of row."""
    if change.kind != "atgard":
        return [str(KINDS[change.kind].label)]
    fields = {restored_as(one.name): one.label for one in reversed(change.fields)}
    return list(reversed(fields.values()))
