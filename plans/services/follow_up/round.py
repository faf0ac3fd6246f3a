"""Opening, reminding in and closing a follow-up round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from foundation.history import record, record_all
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.assignments import REPORTING_PARTS, Directory, parts_of, proposals
from plans.frozen import frozen_measures
from plans.models import Edition, FollowUpRound, MeasureReport, UnitReport
from plans.selectors.directory import directory_of
from plans.selectors.recipients import answering_for
from plans.services.follow_up.report import tell_manager
from responsibilities.models import Unit

Assignments = Mapping[str, Collection[int | None]]
"""Which units report on a measure, by the measure's uid; None among them is the coordinator."""

REMINDERS = ((14, "14"), (7, "7"), (1, "1"), (-1, "late-1"), (-7, "late-7"))
"""Days left, and the step that is told then; the last one reached is the one that counts."""


@transaction.atomic
def open_round(
    *,
    edition: Edition,
    title: str,
    due_on: date,
    parts: Collection[str],
    body: Unit | None = None,
    reporter_may_submit: bool = True,
    assignments: Assignments | None = None,
    by: User,
) -> FollowUpRound:
    """Ask units to report on an edition in force; each gets its measures and is told.

    `assignments` is what the coordinator settled; without it, the proposal stands. Raises ValidationError when the
    edition is not in force, when it is being followed up already, or when nobody is asked.
    """
    edition = locked(edition)
    directory = directory_of(edition.municipality)
    if assignments is None:
        assignments = {one.measure.uid: one.unit_ids for one in proposals(edition.tree, parts, directory)}
    refuse_opening(edition, due_on=due_on, parts=parts, body=body)
    refuse_assignments(edition, assignments, directory)
    follow_up_round = record(
        FollowUpRound(
            municipality_id=edition.municipality_id,
            edition=edition,
            body=body,
            title=title,
            due_on=due_on,
            parts=[part for part in REPORTING_PARTS if part in parts],
            reporter_may_submit=reporter_may_submit,
            opened_by=by,
        ),
        by=by,
    )
    reports = hand_out(follow_up_round, assignments, directory, by=by)
    tell_units("round_opened", reports)
    return follow_up_round


def refuse_opening(edition: Edition, *, due_on: date, parts: Collection[str], body: Unit | None) -> None:
    """Raise ValidationError unless a round may be opened now."""
    if not edition.is_in_force:
        raise ValidationError(_("A follow-up is opened on the version in force. This one is not."))
    if edition.rounds.open().exists():
        raise ValidationError(_("This version is being followed up already. Close that follow-up first."))
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("Choose a day that has not passed.")})
    if not set(parts) or set(parts) - set(REPORTING_PARTS):
        raise ValidationError({"parts": _("Choose who reports: at least one of the parts.")})
    if body is not None and (body.municipality_id != edition.municipality_id or not body.is_body):
        raise ValidationError({"body": _("Choose one of the municipality's own bodies.")})


def refuse_assignments(edition: Edition, assignments: Assignments, directory: Directory) -> None:
    """Raise ValidationError unless known units are asked about the edition's own measures."""
    if set(assignments) - {measure.uid for measure in frozen_measures(edition.tree)}:
        raise ValidationError(_("One of the measures does not stand in this version. Reload the page."))
    asked = {unit for units in assignments.values() for unit in units}
    if not asked:
        raise ValidationError(_("Nobody is asked. Choose who reports on at least one measure."))
    if asked - {unit.pk for unit in directory.selectable} - {None}:
        raise ValidationError(_("One of the units cannot report: it has ended, is external or is not yours."))


def hand_out(
    follow_up_round: FollowUpRound, assignments: Assignments, directory: Directory, *, by: User
) -> list[UnitReport]:
    """One report for each unit, one row in it for each of its measures."""
    asked = {unit for units in assignments.values() for unit in units}
    municipality = follow_up_round.municipality_id
    order: list[int | None] = [unit.pk for unit in directory.selectable if unit.pk in asked]
    reports = record_all(
        [
            UnitReport(municipality_id=municipality, round=follow_up_round, unit=directory.by_pk.get(unit or 0))
            for unit in [*order, *([None] if None in asked else [])]
        ],
        by=by,
    )
    by_unit = {report.unit_id: report for report in reports}
    rows = []
    for position, measure in enumerate(frozen_measures(follow_up_round.edition.tree)):
        held = parts_of(measure, directory)
        for unit in dict.fromkeys(assignments.get(measure.uid, ())):
            rows.append(
                MeasureReport(
                    municipality_id=municipality,
                    unit_report=by_unit[unit],
                    unit_id=unit,
                    measure_uid=measure.uid,
                    position=position,
                    parts=held.get(unit or 0, []),
                )
            )
    record_all(rows, by=by)
    return reports


@transaction.atomic
def update_round(
    *,
    follow_up_round: FollowUpRound,
    version: int | None = None,
    title: str,
    due_on: date,
    reporter_may_submit: bool,
    by: User,
) -> FollowUpRound:
    """Change an open round. Whoever still has to submit is told of another last day, and reminded by it; a manager who
    alone may submit from now on is told of what is ready.

    Raises ValidationError when the round is closed, or when the new last day has passed; StaleVersion when someone
    else was faster.
    """
    follow_up_round = locked_version(follow_up_round, version)
    if not follow_up_round.is_open:
        raise ValidationError(_("The follow-up is closed already."))
    is_moved = due_on != follow_up_round.due_on
    is_for_managers = follow_up_round.reporter_may_submit and not reporter_may_submit
    if is_moved and due_on < timezone.localdate():
        raise ValidationError({"due_on": _("Choose a day that has not passed.")})
    follow_up_round.title, follow_up_round.due_on = title, due_on
    follow_up_round.reporter_may_submit = reporter_may_submit
    follow_up_round.version += 1
    record(follow_up_round, by=by, reason=_("Changed"))
    if is_moved:
        tell_units("round_moved", waiting_in(follow_up_round), step=str(follow_up_round.version))
    for report in waiting_in(follow_up_round) if is_for_managers else ():
        tell_manager(report)
    return follow_up_round


def waiting_in(follow_up_round: FollowUpRound) -> list[UnitReport]:
    """The reports that have not been submitted, or have come back."""
    reports = follow_up_round.unit_reports.filter(state__in=UnitReport.WRITABLE)
    return list(reports.select_related("unit", "municipality", "round"))


@transaction.atomic
def close_round(*, follow_up_round: FollowUpRound, version: int | None = None, by: User) -> FollowUpRound:
    """End the round: nothing more is written, its totals stand, and the body that gets them is told.

    Raises ValidationError if it is closed.
    """
    follow_up_round = locked_version(follow_up_round, version)
    if not follow_up_round.is_open:
        raise ValidationError(_("The follow-up is closed already."))
    follow_up_round.closed_at = timezone.now()
    follow_up_round.version += 1
    record(follow_up_round, by=by, reason=_("Closed"))
    if follow_up_round.body is not None:
        people = answering_for([follow_up_round.body], Role.SECRETARY, Role.MEMBER)[follow_up_round.body.pk]
        tell(recipients=people, kind="round_closed", about=follow_up_round, municipality=follow_up_round.municipality)
    return follow_up_round


def tell_units(kind: str, reports: Collection[UnitReport], *, step: str = "") -> int:
    """Tell the reporters and managers of each report's unit; returns how many persons were asked to be told."""
    people = answering_for([report.unit for report in reports if report.unit])
    return sum(
        tell(
            recipients=people[report.unit_id],
            kind=kind,
            about=report,
            municipality=report.municipality,
            step=step,
        )
        for report in reports
        if report.unit_id and people[report.unit_id]
    )


@transaction.atomic
def remind_units(*, today: date) -> int:
    """Remind those who have not submitted, computed from how things stand: each step is told once a person.

    Returns the number of persons that had something to be reminded of.
    """
    told = 0
    for follow_up_round in FollowUpRound.objects.open().exclude(opened_at__date=today):
        step = reminder_step((follow_up_round.due_on - today).days)
        if step is None:
            continue
        kind = "unit_report_late" if step.startswith("late") else "unit_report_due"
        # With the day: a round that has been given another last day reminds anew.
        told += tell_units(kind, waiting_in(follow_up_round), step=f"{step} {follow_up_round.due_on}")
    return told


def reminder_step(days_left: int) -> str | None:
    """The last step that has been reached when `days_left` are left (negative: late)."""
    reached = [step for days, step in REMINDERS if days_left <= days]
    return reached[-1] if reached else None
