"""Where the words stand in drafts and reports: the keys of all rows in one statement, their texts in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Concat

from accounts.models import User
from plans.models import (
    Activity,
    Comment,
    FocusArea,
    Indicator,
    Measure,
    MeasureReport,
    Plan,
    RelatedDocument,
    Responsibility,
    Section,
    UnitReport,
)

PLAN, SECTION, AREA, MEASURE = "plan", "section", "area", "measure"
RELATED, COMMENT, REPORT, ANSWER = "related", "comment", "report", "answer"
PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Activity, ("text", "time_wording")),
    (Indicator, ("text", "target")),
    (Responsibility, ("wording", "scope_note")),
)
LAST = 1_000_000_000
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Key:
    """A row in which the words stand. `uid` names its place on the plan's page; `first`, `second` order it there."""

    kind: str
    pk: int
    plan: int
    first: int
    second: int
    uid: UUID


@dataclass(frozen=True)
class Said:
    """What a row is called, and everything it says."""

    name: str
    text: str


def keys(user: User, plans: Collection[int], sought: Sequence[str], *, also: Iterable[Rows] = ()) -> list[Key]:
    """Every row that `user` may see in which every term occurs, in one statement; `also` those of other kinds.

    `plans` are the drafts that the user sees: they narrow what is looked through, `visible_to` guards it.
    """
    said = containing(sought)
    report_plan = "round__edition__plan_id"
    reports = UnitReport.objects.visible_to(user).filter(said)
    answers = MeasureReport.objects.visible_to(user).filter(said)
    found = [
        keyed(REPORT, reports, plan=F(report_plan), first=F("pk"), second=Value(0)),
        keyed(ANSWER, answers, plan=F(f"unit_report__{report_plan}"), first=F("unit_report_id")),
    ]
    found += also
    if plans:
        found += in_drafts(user, plans, sought, said)
    return [Key(*row) for row in found[0].union(*found[1:], all=True)]


def in_drafts(user: User, plans: Collection[int], sought: Sequence[str], said: Q) -> Iterator[Rows]:
    def within(model: Any) -> Any:
        return model.objects.visible_to(user).current().filter(plan__in=plans)

    yield keyed(PLAN, Plan.objects.filter(said, pk__in=plans), plan=F("pk"))
    yield keyed(SECTION, within(Section).filter(said), first=F("position"))
    yield keyed(AREA, within(FocusArea).filter(said), first=F("position"))
    area = Coalesce("focus_area__position", Value(LAST))
    yield keyed(MEASURE, within(Measure).filter(said_in_measure(sought)), first=area, second=F("position"))
    yield keyed(RELATED, within(RelatedDocument).filter(said), first=F("position"))
    place = Coalesce("section__uid", "measure__uid", "plan__uid")
    yield keyed(COMMENT, within(Comment).filter(said), first=PLACE_OF_COMMENT, uid=place)


PLACE_OF_COMMENT = Case(When(section__isnull=False, then=1), When(measure__isnull=False, then=2), default=0)


def keyed(kind: str, rows: Rows, *, plan: Any = None, first: Any = None, second: Any = None, uid: Any = None) -> Rows:
    found: Rows = (
        rows.order_by()
        .annotate(
            hit_kind=Value(kind, CharField()),
            hit_plan=plan or F("plan_id"),
            hit_first=first or Value(0, IntegerField()),
            hit_second=second or F("pk"),
            hit_uid=uid or F("uid"),
        )
        .values_list("hit_kind", "pk", "hit_plan", "hit_first", "hit_second", "hit_uid")
    )
    return found


def containing(sought: Sequence[str], path: str = "search_text") -> Q:
    return reduce(Q.__and__, (Q(**{f"{path}__contains": term}) for term in sought), Q())


def said_in_measure(sought: Sequence[str]) -> Q:
    """Measures in which each term stands: in their own texts, in their area's name or in a row not taken away."""
    return reduce(Q.__and__, (said_somewhere(term) for term in sought), Q())


def said_somewhere(term: str) -> Q:
    said = containing([term]) | containing([term], "focus_area__search_text")
    for model, _fields in PARTS:
        said |= Q(Exists(model.objects.current().filter(containing([term]), measure=OuterRef("pk"))))
    return said


def texts(shown: Iterable[Key], says: Mapping[str, tuple[Any, Any, Any]]) -> dict[tuple[str, int], Said]:
    """What the rows that are shown are called and say, by kind in `says`; in one statement whatever their kinds."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in shown:
        wanted[key.kind].append(key.pk)
    asked = [rows for kind, pks in wanted.items() for rows in said_of(kind, pks, says)]
    names: dict[tuple[str, int], list[str]] = defaultdict(list)
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    found = asked[0].union(*asked[1:], all=True).order_by("said_place", "said_pk") if asked else ()
    for kind, pk, _place, name, text in found:
        names[kind, pk].append(name)
        said[kind, pk].append(text)
    return {one: Said(name=next(filter(None, names[one]), ""), text="\n".join(filter(None, said[one]))) for one in said}


def said_of(kind: str, pks: list[int], says: Mapping[str, tuple[Any, Any, Any]]) -> Iterator[Rows]:
    """The rows that hold the texts of one kind."""
    if kind == MEASURE:
        measures = Measure.objects.filter(pk__in=pks)
        yield saying(kind, measures, 0, name=F("text"), text=joined("condition", "time_wording", "result", "comment"))
        for place, (model, fields) in enumerate(PARTS, start=1):
            parts = model.objects.current().filter(measure__in=pks)
            yield saying(kind, parts, place, owner="measure_id", text=joined(*fields))
        yield saying(kind, measures.exclude(focus_area=None), 4, name=F("focus_area__name"), text=F("focus_area__name"))
        return
    model, name, text = says[kind]
    yield saying(kind, model.objects.filter(pk__in=pks), 0, name=name, text=text)


def saying(kind: str, rows: Rows, place: int, *, text: Any, name: Any = None, owner: str = "pk") -> Rows:
    found: Rows = (
        rows.order_by()
        .annotate(
            said_kind=Value(kind, CharField()),
            said_pk=F(owner),
            said_place=Value(place, IntegerField()),
            said_name=name or Value("", TextField()),
            said_text=text,
        )
        .values_list("said_kind", "said_pk", "said_place", "said_name", "said_text")
    )
    return found


def joined(*fields: str, between: str = "\n") -> Any:
    """Several texts of a row as one."""
    first, *others = fields
    parts = [part for field in others for part in (Value(between), F(field))]
    return Concat(F(first), *(parts or [Value("")]), output_field=TextField())


NOTHING = Value("", TextField())
SAYS: dict[str, tuple[Any, Any, Any]] = {
    PLAN: (Plan, F("title"), joined("document_type", "registry_number", between=" · ")),
    SECTION: (Section, F("heading"), F("body")),
    AREA: (FocusArea, F("name"), NOTHING),
    RELATED: (RelatedDocument, F("title"), F("reference")),
    COMMENT: (Comment, F("written_by__name"), joined("quote", "text")),
    REPORT: (UnitReport, joined("round__title", "unit__name", between=" · "), F("summary")),
    ANSWER: (
        MeasureReport,
        joined("unit_report__round__title", "unit__name", between=" · "),
        joined("result", "comment"),
    ),
}
