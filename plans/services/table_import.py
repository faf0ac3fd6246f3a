"""A table becomes measures: all of its rows or none, and undone as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_all, record_changes
from foundation.records import locked
from foundation.search_text import folded
from plans.inputs import MeasureInput
from plans.models import Activity, DocumentImport, FocusArea, Indicator, Measure, MeasureImport, Plan, Responsibility
from plans.services.measure.parts import Subjects, write_activity, write_indicator, write_responsibility
from plans.services.measure.writing import write_own
from plans.services.ordering import locked_plan, next_position
from plans.services.texts import checked, one_line, unified
from plans.services.withdrawal import refuse_if_too_old, withdraw_all
from plans.subjects import KnownSubjects, known_subjects

MOST_ROWS = 2_000
LABELS = ("column_labels", "fulfilment_labels")


@transaction.atomic
def import_measures(
    *,
    plan: Plan,
    rows: Sequence[MeasureInput],
    source_name: str = "",
    column_labels: Mapping[str, str] | None = None,
    fulfilment_labels: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    document: DocumentImport | None = None,
    by: User,
) -> MeasureImport:
    """Read in rows as new measures, in new areas where the plan has none of the name.

    The labels of the first part of the table become the plan's, unless it has its own; a later part that is labelled
    otherwise keeps its labels on its areas. The number of statements does not grow with the rows.
    """
    plan = locked_plan(plan)
    if not 0 < len(rows) <= MOST_ROWS:
        raise ValidationError(_("Read in between 1 and %(most)d rows at a time.") % {"most": MOST_ROWS})
    made = MeasureImport.objects.create(
        municipality_id=plan.municipality_id,
        plan=plan,
        document=document,
        source_name=one_line(source_name)[:200],
        notes=list(notes),
        imported_by=by,
    )
    reason = import_reason(made)
    take_labels(plan, column_labels or rows[0].column_labels, fulfilment_labels or {}, by=by, reason=reason)
    areas = areas_for(plan, rows, by=by, reason=reason)
    measures = record_all(new_measures(plan, rows, areas, made), by=by, reason=reason)
    write_all_parts(measures, rows, known_subjects(plan.municipality), by=by, reason=reason)
    return made


def import_reason(made: MeasureImport) -> str:
    """What the history says of every row that a table made; the identity finds them again."""
    if made.document_id is not None:
        return _("Read in from a document: %(source)s") % {"source": f"{made.source_name} ({made.uid})"}
    return _("Read in from a table: %(source)s") % {"source": f"{made.source_name} ({made.uid})"}


def take_labels(
    plan: Plan, columns: Mapping[str, str], fulfilment: Mapping[str, str], *, by: User, reason: str
) -> None:
    """The table's own words become the plan's where the plan has none."""
    before = (plan.column_labels, plan.fulfilment_labels)
    if columns and not plan.column_labels:
        plan.column_labels = dict(columns)
    if fulfilment and not plan.fulfilment_labels:
        plan.fulfilment_labels = dict(fulfilment)
    if (plan.column_labels, plan.fulfilment_labels) != before:
        plan.version += 1
        record(plan, by=by, reason=reason)


def areas_for(plan: Plan, rows: Sequence[MeasureInput], *, by: User, reason: str) -> dict[str, FocusArea]:
    """The area of each name among the rows: one that stands already, or a new one after the last."""
    found = {folded(area.name): area for area in plan.focus_areas.current()}
    position = next_position(plan.focus_areas.all())
    new: dict[str, FocusArea] = {}
    for number, row in enumerate(rows, start=1):
        name = unified(row.focus_area)
        key = folded(name)
        if not key or key in found or key in new:
            continue
        own = {label: words for label, words in row.column_labels.items() if plan.column_labels.get(label) != words}
        area = FocusArea(
            municipality_id=plan.municipality_id,
            plan=plan,
            name=name,
            position=position + len(new),
            column_labels=own,
        )
        with at_row(row.row_number or number):
            checked(area, ("name",))
        new[key] = area
    made = record_all(list(new.values()), by=by, reason=reason)
    return found | {folded(area.name): area for area in made}


def new_measures(
    plan: Plan, rows: Sequence[MeasureInput], areas: Mapping[str, FocusArea], made: MeasureImport
) -> list[Measure]:
    first = next_position(plan.measures.all())
    measures = []
    for number, row in enumerate(rows):
        measure = Measure(municipality_id=plan.municipality_id, plan=plan, position=first + number, imported_in=made)
        with at_row(row.row_number or number + 1):
            write_own(measure, row.own_values(areas.get(folded(row.focus_area))))
        measures.append(measure)
    return measures


def write_all_parts(
    measures: Sequence[Measure], rows: Sequence[MeasureInput], known: KnownSubjects, *, by: User, reason: str
) -> None:
    """Activities, indicators and responsibilities of all the measures, in two statements a kind."""
    parts: dict[type[Any], list[Any]] = {Activity: [], Indicator: [], Responsibility: []}
    for number, (measure, row) in enumerate(zip(measures, rows, strict=True)):
        subjects = Subjects(measure, known)
        with at_row(row.row_number or number + 1):
            for position, activity in enumerate(row.activities):
                write_activity(added(parts[Activity], Activity, measure, position), activity)
            for position, indicator in enumerate(row.indicators):
                write_indicator(added(parts[Indicator], Indicator, measure, position), indicator)
            for position, one in enumerate(row.responsibilities):
                write_responsibility(added(parts[Responsibility], Responsibility, measure, position), one, subjects)
    for made in parts.values():
        record_all(made, by=by, reason=reason)


def added(rows: list[Any], model: type[Any], measure: Measure, position: int) -> Any:
    rows.append(model(measure=measure, municipality_id=measure.municipality_id, position=position))
    return rows[-1]


class at_row:  # noqa: N801 - read as a word: "with at_row(3):"
    """Say which row of the table a refusal is about."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, _traceback: object) -> None:
        if isinstance(error, ValidationError):
            told = "; ".join(error.messages)
            raise ValidationError(_("Row %(number)d: %(told)s") % {"number": self.number, "told": told}) from error


@transaction.atomic
def undo_import(*, measure_import: MeasureImport, by: User) -> MeasureImport:
    """Withdraw everything that a table made, within 30 days. Areas that hold something else by now stay.

    The words above the columns go too, so that a corrected table can bring its own.
    """
    plan = locked_plan(measure_import.plan)
    made = locked(measure_import)
    if made.is_withdrawn:
        return made
    refuse_late_undo(made)
    return take_back(plan, made, at=timezone.now(), reason=_("Reading in of a table undone"), by=by)


def take_back(plan: Plan, made: MeasureImport, *, at: datetime, reason: str, by: User) -> MeasureImport:
    """Withdraw what one table made, in a plan that is held already."""
    withdraw_all(list(plan.measures.current().filter(imported_in=made)), by=by, at=at, reason=reason)
    born_here = FocusArea.history.filter(history_type="+", history_change_reason=import_reason(made)).values("id")
    empty = plan.focus_areas.current().filter(pk__in=born_here)
    empty = empty.exclude(pk__in=plan.measures.current().exclude(focus_area=None).values("focus_area"))
    withdraw_all(list(empty), by=by, at=at, reason=reason)
    made.withdrawn_at, made.withdrawn_by = at, by
    made.save(update_fields=["withdrawn_at", "withdrawn_by"])
    give_back_labels(plan, by=by, reason=reason)
    give_back_area_labels(plan, made, by=by, reason=reason)
    return made


def give_back_labels(plan: Plan, *, by: User, reason: str) -> None:
    """Words that tables put above the plan's columns go with the tables.

    Words that somebody changed since stay, and so do those that a table read in later, and not undone, stands under.
    """
    standing = plan.imports.filter(withdrawn_at=None).aggregate(last=Max("pk"))["last"] or 0
    undone = [import_reason(one) for one in plan.imports.filter(pk__gt=standing)]
    is_changed = False
    for written in plan.history.filter(history_change_reason__in=undone):
        before = written.prev_record
        for name in LABELS:
            words = getattr(written, name)
            if words and words == getattr(plan, name) != getattr(before, name):
                setattr(plan, name, getattr(before, name))
                is_changed = True
    if is_changed:
        plan.version += 1
        record(plan, by=by, reason=reason)


def give_back_area_labels(plan: Plan, made: MeasureImport, *, by: User, reason: str) -> None:
    """An area that the table made, and that holds only what people wrote by now, has the plan's words again."""
    born = FocusArea.history.filter(history_type="+", history_change_reason=import_reason(made))
    words = dict(born.values_list("id", "column_labels"))
    areas = plan.focus_areas.current().filter(pk__in=words).exclude(column_labels={})
    read_in = plan.measures.current().exclude(focus_area=None).exclude(imported_in=None).values("focus_area")
    changed = [area for area in areas.exclude(pk__in=read_in) if area.column_labels == words[area.pk]]
    for area in changed:
        area.column_labels = {}
        area.version += 1
    record_changes(changed, ["column_labels", "version"], by=by, reason=reason)


def refuse_late_undo(made: MeasureImport) -> None:
    age = MeasureImport(withdrawn_at=made.imported_at)
    try:
        refuse_if_too_old(age)
    except ValidationError as error:
        raise ValidationError(_("The table was read in more than 30 days ago and can no longer be undone.")) from error
