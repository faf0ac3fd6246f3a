"""The history of a plan, or of one section, area or measure: what was changed, by whom, when and why, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.models import User
from foundation.differences import FieldChange
from foundation.numbers import whole_number
from plans.models import FocusArea, Measure, Plan, Section
from plans.selectors.history.acts import GATHERED, MOST_SHOWN, Act, first_of_act, gathered, others_of_acts
from plans.selectors.history.kinds import KINDS, PARTS, TOGETHER, Kind
from plans.selectors.history.words import VERBS, field_changes, kind_words, short, title_of, verb_of

ROWS = 25
Found = tuple[str, int]
Dated = tuple[str, int, datetime]


@dataclass(frozen=True)
class Choice:
    """What the reader has asked to see of a plan's history; empty means all."""

    kind: str = ""
    person: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    since: datetime | None = None
    place: str = ""
    page: int = 1

    def __bool__(self) -> bool:
        return self != Choice(page=self.page)


@dataclass(frozen=True)
class Change:
    """What became of one row; `before` is the address of the version before, where it has one."""

    kind: str
    pk: int
    before: str
    verb: str
    what: str
    title: str
    address: str
    of_measure: str
    fields: list[FieldChange]
    at: datetime
    measure: int

    @property
    def verb_word(self) -> str:
        return str(VERBS[self.verb])


@dataclass
class Entry:
    """What one person wrote at one time."""

    at: datetime
    who: str
    reason: str
    changes: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True)
class History:
    """One page of a history, the newest first. `days` are (day, entries)."""

    days: list[tuple[date, list[Entry]]]
    page: int
    has_older: bool


def changes_in_plan(plan: Plan, choice: Choice, *, user: User) -> History:
    """What was changed in all of the plan, as far as `choice` goes."""
    chosen = {name: kind for name, kind in KINDS.items() if choice.kind in ("", "atgard" if kind.is_part else name)}
    place = place_of(choice.place)
    wanted = {
        name: kind.of_plan(plan, user) & asked(choice) & inside(kind, plan, place) for name, kind in chosen.items()
    }
    heads = {name: which & first_of_act(name, which) if name in GATHERED else which for name, which in wanted.items()}
    return history(heads, choice.page, together=wanted)


def changes_of_section(section: Section, *, page: int = 1) -> History:
    return history({"avsnitt": Q(id=section.pk)}, page)


def changes_of_area(area: FocusArea, *, page: int = 1) -> History:
    return history({"omrade": Q(id=area.pk)}, page)


def changes_of_measure(measure: Measure, *, page: int = 1) -> History:
    """Of a measure with everything that belongs to it."""
    return history({"atgard": Q(id=measure.pk), **dict.fromkeys(PARTS, Q(measure=measure.pk))}, page)


def asked(choice: Choice) -> Q:
    """By whom and when."""
    found = Q() if choice.person is None else Q(history_user=choice.person)
    if choice.first_day:
        found &= Q(history_date__gte=timezone.make_aware(datetime.combine(choice.first_day, datetime.min.time())))
    if choice.last_day:
        after = choice.last_day + timedelta(days=1)
        found &= Q(history_date__lt=timezone.make_aware(datetime.combine(after, datetime.min.time())))
    return found & Q(history_date__gt=choice.since) if choice.since else found


def place_of(words: str) -> Found | None:
    """A section or an area, as the address names it: "avsnitt-12"."""
    name, _dash, key = words.partition("-")
    pk = whole_number(key)
    return (name, pk) if name in ("avsnitt", "omrade") and pk is not None else None


def inside(kind: Kind, plan: Plan, place: Found | None) -> Q:
    """The place itself, and the measures that stand there now."""
    if place is None:
        return Q()
    name, pk = place
    if kind is KINDS[name]:
        return Q(id=pk)
    path = "section" if name == "avsnitt" else "focus_area"
    measures = plan.measures.filter(**{path: pk}).order_by().values("pk")
    if kind is KINDS["atgard"]:
        return Q(id__in=measures)
    if kind.is_part:
        return Q(measure__in=measures)
    if kind is KINDS["kommentar"]:
        return Q(measure__in=measures) | (Q(section=pk) if name == "avsnitt" else Q(pk__in=[]))
    return Q(pk__in=[])


def history(wanted: Mapping[str, Q], page: int, together: Mapping[str, Q] | None = None) -> History:
    """One statement for the page, one more for each kind that stands on it.

    With `together`, `wanted` holds the first row of each act only, and the others are found in it.
    """
    found = newest(wanted, (page - 1) * ROWS, ROWS + 1)
    heads = found[:ROWS]
    others = others_of_acts(together or {}, heads)
    shown = sorted([*heads, *others[:MOST_SHOWN]], key=lambda one: (one[2], one[1]), reverse=True)
    rows = written([(name, pk) for name, pk, _at in shown])
    told = list(entries(rows[name, pk] for name, pk, _at in shown))
    if together is not None:
        measures = Counter(at for name, _pk, at in (*heads, *others) if name == "atgard")
        for entry in told:
            entry.changes, entry.acts = gathered(entry.changes, measures)
    return History(by_day(told), page, has_older=len(found) > ROWS)


def newest(wanted: Mapping[str, Q], first: int, count: int) -> list[Dated]:
    """(kind, key, moment) of the historical rows that are wanted, the newest first, in one statement."""
    legs = [
        KINDS[name].model.history.filter(which).order_by().annotate(of=Value(name, output_field=CharField()))
        for name, which in wanted.items()
    ]
    one, *others = [leg.values_list("of", "history_id", "history_date") for leg in legs]
    rows = (one.union(*others, all=True) if others else one).order_by("-history_date", "-history_id")
    return list(rows[first : first + count])


def written(keys: Collection[Found]) -> dict[Found, tuple[Any, Change]]:
    """Each of the historical rows and what it changed; a statement a kind reads the rows and those before them."""
    found = {}
    for name in dict.fromkeys(name for name, _pk in keys):
        kind, pks = KINDS[name], [pk for one, pk in keys if one == name]
        which = Q(history_id__in=pks) | Q(history_id__in=before(kind, pks))
        rows = {row.history_id: row for row in kind.rows.filter(which)}
        for pk in pks:
            found[name, pk] = rows[pk], change(name, previous(rows, rows[pk]), rows[pk])
    return found


def before(kind: Kind, pks: Collection[int]) -> Any:
    """The keys of the versions just before those named."""
    own = kind.model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    last = Subquery(own.order_by("-history_id").values("history_id")[:1])
    return kind.model.history.filter(history_id__in=pks).order_by().annotate(last=last).values("last")


def previous(rows: Mapping[int, Any], row: Any) -> Any:
    """Among the rows that were read, the version just before `row`."""
    own = [one for pk, one in rows.items() if one.id == row.id and pk < row.history_id]
    return max(own, key=lambda one: one.history_id, default=None)


def change(name: str, old: Any, new: Any) -> Change:
    kind = KINDS[name]
    fields = field_changes(kind, old, new) if old is not None and new.history_type != "-" else []
    return Change(
        kind=name,
        pk=new.id,
        before=kind.version_address(old) if old is not None else "",
        verb=verb_of(old, new, fields),
        what=kind_words(kind, new),
        title=title_of(kind, new) if name != "plan" else "",
        address=kind.address(new),
        of_measure=short(str(new.measure)) if kind.is_part else "",
        fields=fields,
        at=new.history_date,
        measure=new.measure_id if kind.is_part else new.id,
    )


def entries(found: Iterable[tuple[Any, Change]]) -> Iterator[Entry]:
    """Rows that one save wrote stand together; those that only changed places are told in one line."""
    entry, last = None, None
    for row, one in found:
        is_same = (
            entry is not None
            and is_one_save(last, row)
            and not any((one.kind, one.pk) == (other.kind, other.pk) for other in (*entry.changes, *entry.moved))
        )
        if not one.verb:
            continue
        if entry is None or not is_same:
            if entry is not None:
                yield entry
            entry = Entry(row.history_date, str(row.history_user or ""), row.history_change_reason)
        (entry.moved if one.verb == "moved" else entry.changes).append(one)
        last = row
    if entry is not None:
        yield entry


def is_one_save(later: Any, earlier: Any) -> bool:
    of_one = (later.history_user_id, later.history_change_reason) == (
        earlier.history_user_id,
        earlier.history_change_reason,
    )
    return of_one and bool(later.history_date - earlier.history_date <= TOGETHER)


def by_day(found: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    return [(day, list(group)) for day, group in groupby(found, key=lambda entry: timezone.localdate(entry.at))]
