"""A unit answers: measure by measure, then as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from foundation.history import record
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.models import Fulfilment, IndicatorValue, MeasureReport, UnitReport
from plans.models.follow_up import NEEDS_MOTIVATION
from plans.selectors.recipients import coordinators, managers_of
from plans.transitions import move

State = MeasureReport.State

WHY_NOT_WRITTEN = {
    State.SUBMITTED: gettext_lazy("This answer has been submitted. It can be changed if the coordinator returns it."),
    State.ACCEPTED: gettext_lazy("This answer has been accepted. It can be changed if the coordinator returns it."),
}
WHY_NOT_SUBMITTED = {
    UnitReport.State.SUBMITTED: gettext_lazy("The report has been submitted already."),
    UnitReport.State.ACCEPTED: gettext_lazy("The report has been submitted and accepted already."),
}


@transaction.atomic
def write_measure_report(
    *,
    report: MeasureReport,
    version: int | None = None,
    fulfilment: str,
    result: str = "",
    comment: str = "",
    indicator_values: Mapping[str, str] | None = None,
    is_ready: bool = False,
    by: User,
) -> MeasureReport:
    """Write a unit's answer on one measure: a draft may be half and `fulfilment` empty, what is ready must be motivated
    where it falls short.

    Raises ValidationError when the answer cannot be changed now, or is ready without its fulfilment or motivation;
    StaleVersion when someone else was faster.
    """
    unit_report = locked(report.unit_report, "round")
    report = locked_version(report, version)
    refuse_closed(unit_report)
    if unit_report.state not in UnitReport.WRITABLE:
        raise ValidationError(str(WHY_NOT_SUBMITTED[UnitReport.State(unit_report.state)]))
    target = State.READY if is_ready else State.DRAFT
    if report.state != target:
        move(report, target, because=WHY_NOT_WRITTEN)
    if is_ready and fulfilment not in Fulfilment.values:
        raise ValidationError({"fulfilment": _("Choose how far the measure has come.")})
    if is_ready and fulfilment in NEEDS_MOTIVATION and not comment.strip():
        raise ValidationError(
            {"comment": _("Write why the measure is not fully fulfilled, or why it is not assessed.")}
        )
    report.fulfilment, report.result, report.comment = fulfilment, result, comment
    report.written_by = by
    report.version += 1
    record(report, by=by)
    write_indicator_values(report, indicator_values or {}, by=by)
    if is_ready:
        tell_manager(unit_report)
    return report


def write_indicator_values(report: MeasureReport, values: Mapping[str, str], *, by: User) -> None:
    """Keep the values that changed; an emptied value is kept as empty, so that its history is not lost."""
    known = {str(one.indicator_uid): one for one in report.indicator_values.all()}
    for uid, value in values.items():
        row = known.get(uid) or IndicatorValue(
            municipality_id=report.municipality_id, measure_report=report, indicator_uid=uid
        )
        if row.value != value:
            row.value = value
            record(row, by=by)


def tell_manager(unit_report: UnitReport) -> None:
    """When every measure is ready and only the manager may submit, the manager is told."""
    if unit_report.round.reporter_may_submit or unready(unit_report.measure_reports.all()):
        return
    tell(
        recipients=managers_of(unit_report.unit),
        kind="unit_report_ready",
        about=unit_report,
        municipality=unit_report.municipality,
        step=str(unit_report.version),
    )


@transaction.atomic
def submit_unit_report(
    *, unit_report: UnitReport, version: int | None = None, summary: str = "", by: User
) -> UnitReport:
    """Submit all of a unit's answers as one, and tell the coordinators.

    Raises ValidationError when the round is closed, when the person may not submit, when a measure is not ready or
    when the report is in already; StaleVersion when someone else was faster.
    """
    unit_report = locked_version(unit_report, version)
    refuse_closed(unit_report)
    refuse_submitter(unit_report, by)
    move(unit_report, UnitReport.State.SUBMITTED, because=WHY_NOT_SUBMITTED)
    rows = list(unit_report.measure_reports.all())
    refuse_unready(rows)
    for row in rows:
        if row.state == State.READY:
            move(row, State.SUBMITTED)
            row.version += 1
            record(row, by=by, reason=_("Submitted"))
    unit_report.summary = summary
    unit_report.submitted_at, unit_report.submitted_by = timezone.now(), by
    unit_report.version += 1
    record(unit_report, by=by, reason=_("Submitted"))
    tell(
        recipients=[one for one in coordinators(unit_report.municipality) if one != by],
        kind="unit_report_submitted",
        about=unit_report,
        municipality=unit_report.municipality,
        step=str(unit_report.version),
    )
    return unit_report


def refuse_closed(unit_report: UnitReport) -> None:
    if not unit_report.round.is_open:
        raise ValidationError(_("The follow-up is closed, so nothing more can be changed."))


def refuse_submitter(unit_report: UnitReport, by: User) -> None:
    """The round may leave it to the manager to submit."""
    if not (unit_report.round.reporter_may_submit or by.has_perm("plans.answer_for_unitreport", unit_report)):
        raise ValidationError(_("In this follow-up the manager of the unit submits the report."))


def refuse_unready(rows: list[MeasureReport]) -> None:
    left = len(unready(rows))
    if left:
        message = ngettext(
            "%(number)s measure is not ready. Open it, answer and mark it ready.",
            "%(number)s measures are not ready. Open them, answer and mark them ready.",
            left,
        )
        raise ValidationError(message % {"number": left})


def unready(rows: Iterable[MeasureReport]) -> list[MeasureReport]:
    """The rows that are not ready to go with the report."""
    return [row for row in rows if not row.is_ready]
