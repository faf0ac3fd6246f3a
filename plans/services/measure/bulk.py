"""The same change in many measures at once: all that nobody else has changed since, in a few statements.

Each takes `versions`: the measures of one plan, by key, with the version that the writer saw. All that one act writes
has one moment in the history, by which it is told there as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record_all, record_changes
from plans.inputs import ResponsibilityInput, TimeInput
from plans.models import Activity, FocusArea, Indicator, Measure, Plan, Responsibility
from plans.services.measure.parts import MOST, Subjects, write_responsibility
from plans.services.measure.times import TIME_FIELDS, write_time
from plans.services.ordering import locked_plan, next_position
from plans.services.plan import unique_words
from plans.services.reasons import said_reason
from plans.services.texts import LONGEST, checked, one_line
from plans.services.withdrawal import refuse_if_too_old, withdraw_all
from plans.subjects import known_subjects

ADD, REPLACE, REMOVE = "add", "replace", "remove"
COPIED: tuple[Any, ...] = (Activity, Indicator, Responsibility)
SEARCH_TEXT: Any = Measure._meta.get_field("search_text")
OWN = ("id", "uid", "version", "withdrawn_at", "withdrawn_by", "imported_in", "search_text")


MOST_AT_ONCE = 500
"""Measures that one act changes."""


@dataclass(frozen=True)
class Outcome:
    """What was written, and what was left as it was because somebody else had changed or removed it."""

    written: list[Measure]
    left: list[Measure]

    @property
    def versions(self) -> dict[int, int]:
        """What was written, as it stands after it: what is undone is exactly that."""
        return {row.pk: row.version for row in self.written}


@dataclass
class Chosen:
    """The measures that are to be changed, held for the rest of the transaction, and those that are left."""

    plan: Plan
    rows: list[Measure]
    left: list[Measure]
    at: datetime = field(default_factory=timezone.now)

    def reason(self, given: str) -> str:
        """Why, as it is asked for each measure; what a plan that has been decided is changed for is said."""
        return said_reason(self.plan, given, _("Changed for several measures"))

    def written(self, changed: Sequence[Measure], fields: Sequence[str], *, by: User, reason: str) -> Outcome:
        """Write `fields` of what became different, as a new version of each."""
        for row in changed:
            row.version += 1
        record_changes(changed, [*fields, "version"], by=by, reason=reason, at=self.at)
        return Outcome(list(changed), self.left)


def chosen(plan: Plan, versions: Mapping[int, int]) -> Chosen:
    """Three statements however many are chosen. Those with another version, or removed, are left."""
    refuse_too_many(len(versions))
    plan = locked_plan(plan)
    found: Any = Measure.objects.select_for_update(of=("self",)).filter(plan=plan, pk__in=versions).in_order()
    rows = list(found)
    for row in rows:
        row.plan = plan
    same = [row for row in rows if row.version == versions[row.pk] and not row.is_withdrawn]
    return Chosen(plan, same, [row for row in rows if row not in same])


def refuse_too_many(number: int) -> None:
    if number > MOST_AT_ONCE:
        said = _("%(number)d measures are chosen. At most %(most)d can be changed at once: choose fewer.")
        raise ValidationError({"row": said % {"number": number, "most": MOST_AT_ONCE}})


def changed_by(rows: Sequence[Measure], fields: Sequence[str], change: Any) -> list[Measure]:
    """The rows of which `change` made any of `fields` become different."""
    found = []
    for row in rows:
        before = [getattr(row, name) for name in fields]
        change(row)
        if [getattr(row, name) for name in fields] != before:
            found.append(row)
    return found


@transaction.atomic
def set_time(*, plan: Plan, versions: Mapping[int, int], time_wording: str = "", reason: str = "", by: User) -> Outcome:
    """Give the measures one time, understood from its wording; none when it is empty. Activities keep theirs."""
    some = chosen(plan, versions)
    changed = changed_by(some.rows, TIME_FIELDS, lambda row: write_time(row, TimeInput(time_wording=time_wording)))
    for row in changed:
        checked(row, ("time_wording",))
        SEARCH_TEXT.pre_save(row, False)  # rows that are written in bulk do not do it themselves
    return some.written(changed, [*TIME_FIELDS, "search_text"], by=by, reason=some.reason(reason))


@transaction.atomic
def move_to_area(
    *, plan: Plan, versions: Mapping[int, int], focus_area: FocusArea | None = None, reason: str = "", by: User
) -> Outcome:
    """Move the measures, in their order, last in an area; or out of every area."""
    some = chosen(plan, versions)
    if focus_area is not None and (focus_area.plan_id != some.plan.pk or focus_area.is_withdrawn):
        raise ValidationError({"focus_area": _("Choose from this plan's own list.")})
    moved = [row for row in some.rows if row.focus_area_id != (focus_area.pk if focus_area else None)]
    first = next_position(some.plan.measures.filter(focus_area=focus_area))
    for position, row in enumerate(moved, start=first):
        row.focus_area, row.position = focus_area, position
    return some.written(moved, ["focus_area", "position"], by=by, reason=some.reason(reason))


@transaction.atomic
def change_levels(
    *,
    plan: Plan,
    versions: Mapping[int, int],
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    reason: str = "",
    by: User,
) -> Outcome:
    """Add prevention levels to the measures, and take others away."""
    some = chosen(plan, versions)

    def change(row: Measure) -> None:
        row.levels = unique_words([*(level for level in row.levels if level not in remove), *add])

    changed = changed_by(some.rows, ["levels"], change)
    return some.written(changed, ["levels"], by=by, reason=some.reason(reason))


@transaction.atomic
def change_responsible(
    *,
    plan: Plan,
    versions: Mapping[int, int],
    how: str,
    part: str,
    wording: str = "",
    scope_note: str = "",
    reason: str = "",
    by: User,
) -> Outcome:
    """Give somebody a part in the measures, in place of those who have it, or take it away (from all, unless named)."""
    some = chosen(plan, versions)
    if how not in (ADD, REPLACE, REMOVE):
        raise ValidationError({"how": _("Choose what is to be done.")})
    if how != REMOVE and not one_line(wording):
        raise ValidationError({"wording": _("Write who it is.")})
    subjects = Subjects(Measure(municipality=some.plan.municipality), known_subjects(some.plan.municipality))
    given = ResponsibilityInput(wording=wording, part=part, scope_note=scope_note)
    standing: dict[int, list[Responsibility]] = defaultdict(list)
    for one in Responsibility.objects.current().filter(measure__in=some.rows):
        standing[one.measure_id].append(one)
    gone: list[Responsibility] = []
    new: list[Responsibility] = []
    for row in some.rows:
        away, more = differing(row, standing[row.pk], given, how, subjects)
        gone += away
        new += more
    reason = some.reason(reason)
    withdraw_all(gone, by=by, at=some.at, reason=reason)
    record_all(new, by=by, reason=reason, at=some.at)
    touched = {one.measure_id for one in (*gone, *new)}
    return some.written([row for row in some.rows if row.pk in touched], [], by=by, reason=reason)


def differing(
    measure: Measure, standing: list[Responsibility], given: ResponsibilityInput, how: str, subjects: Subjects
) -> tuple[list[Responsibility], list[Responsibility]]:
    """Which of those that stand go away from a measure, and who is new."""
    wording = one_line(given.wording)
    same = [one for one in standing if one.part == given.part and one.wording == wording]
    in_part = [one for one in standing if one.part == given.part]
    if how == REMOVE:
        return same if wording else in_part, []
    away = [one for one in in_part if one not in same] if how == REPLACE else []
    if same:
        return away, []
    if len(standing) - len(away) >= MOST:
        raise ValidationError(_("A measure holds at most %(most)d rows of a kind.") % {"most": MOST})
    last = max((one.position for one in standing), default=-1)
    position = away[0].position if away else last + 1
    new = Responsibility(measure=measure, municipality_id=measure.municipality_id, position=position)
    write_responsibility(new, given, subjects)
    return away, [new]


@transaction.atomic
def duplicate_measures(*, plan: Plan, versions: Mapping[int, int], by: User) -> Outcome:
    """Copies of the measures with all their rows, last in their areas and named as copies. The originals stay."""
    some = chosen(plan, versions)
    lasts: dict[int | None, int] = {}
    copies = []
    for row in some.rows:
        area = row.focus_area_id
        if area not in lasts:
            lasts[area] = next_position(some.plan.measures.filter(focus_area=area))
        copies.append(copied(row, position=lasts[area], text=copy_name(row.text)))
        lasts[area] += 1
    why = _("Measure duplicated")
    made = record_all(copies, by=by, reason=why, at=some.at)
    copy_of = {row.pk: copy for row, copy in zip(some.rows, made, strict=True)}
    for model in COPIED:
        parts = model.objects.current().filter(measure__in=some.rows).order_by("measure", "position", "pk")
        rows = [copied(part, measure=copy_of[part.measure_id]) for part in parts]
        record_all(rows, by=by, reason=why, at=some.at)
    return Outcome(made, some.left)


def copy_name(text: str) -> str:
    """The text of a copy; one that only its area or its activities tell has no text to mark."""
    said = _("%(text)s (copy)") % {"text": text} if text else ""
    return said if len(said) <= LONGEST else text


def copied(row: models.Model, **instead: Any) -> Any:
    """An unsaved copy of a row, with a name of its own."""
    fields = [field for field in row._meta.concrete_fields if field.name not in OWN and field.name not in instead]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields}, **instead)


@transaction.atomic
def withdraw_measures(*, plan: Plan, versions: Mapping[int, int], by: User) -> Outcome:
    """Remove the measures. They stay in the editions they stand in, and can be restored for 30 days."""
    some = chosen(plan, versions)
    for row in some.rows:
        row.withdrawn_at, row.withdrawn_by = some.at, by
    return some.written(some.rows, ["withdrawn_at", "withdrawn_by"], by=by, reason=_("Measure removed"))


@transaction.atomic
def restore_measures(*, plan: Plan, versions: Mapping[int, int], by: User) -> Outcome:
    """Bring back measures that stand removed as they were; one that came back and went again since is left.

    Raises ValidationError when 30 days have passed.
    """
    plan = locked_plan(plan)
    found: Any = plan.measures.select_for_update().filter(pk__in=versions)
    rows = [row for row in found if row.is_withdrawn and row.version == versions[row.pk]]
    for row in rows:
        refuse_if_too_old(row)
        row.withdrawn_at = row.withdrawn_by = None
    some = Chosen(plan, rows, [row for row in found if row not in rows])
    return some.written(rows, ["withdrawn_at", "withdrawn_by"], by=by, reason=_("Measure restored"))


def rehearsed(service: Any, *, plan: Plan, versions: Mapping[int, int], by: User, **given: Any) -> dict[int, Measure]:
    """The measures as `service` would leave them, with their parts; nothing is written. Raises what it raises."""
    with transaction.atomic():
        service(plan=plan, versions=versions, by=by, **given)
        after = {row.pk: row for row in Measure.objects.filter(pk__in=versions).with_parts()}
        transaction.set_rollback(True)
    return after
