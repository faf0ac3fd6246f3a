"""The coordinator receives what the units submitted: accepts, or returns with a note."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation.history import record
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.models import MeasureReport, UnitReport
from plans.services.follow_up.report import refuse_closed
from plans.services.follow_up.round import tell_units
from plans.transitions import move

State = MeasureReport.State

NOT_SUBMITTED = gettext_lazy("The unit has not submitted this answer yet.")
WHY_NOT_ACCEPTED = {
    State.DRAFT: NOT_SUBMITTED,
    State.READY: NOT_SUBMITTED,
    State.RETURNED: gettext_lazy("This answer was returned. Wait until the unit has submitted it again."),
    State.ACCEPTED: gettext_lazy("This answer has been accepted already."),
}
WHY_NOT_RETURNED = {
    State.DRAFT: NOT_SUBMITTED,
    State.READY: NOT_SUBMITTED,
    State.RETURNED: gettext_lazy("This answer has been returned already."),
}
WHY_NOT_ALL_ACCEPTED = {
    UnitReport.State.OPEN: gettext_lazy("The unit has not submitted its report yet."),
    UnitReport.State.RETURNED: gettext_lazy("The report was returned. Wait until the unit has submitted it again."),
    UnitReport.State.ACCEPTED: gettext_lazy("The report has been accepted already."),
}


@transaction.atomic
def accept_measure_report(*, report: MeasureReport, version: int | None = None, by: User) -> MeasureReport:
    """Accept one answer; when it was the last one, the unit's report is accepted."""
    unit_report = locked(report.unit_report)
    report = locked_version(report, version)
    refuse_closed(unit_report)
    accept(report, by=by)
    if not unit_report.measure_reports.exclude(state=State.ACCEPTED).exists():
        finish(unit_report, by=by)
    return report


@transaction.atomic
def accept_unit_report(*, unit_report: UnitReport, version: int | None = None, by: User) -> UnitReport:
    """Accept all that a unit submitted. Raises ValidationError unless its whole report lies with the coordinator."""
    unit_report = locked_version(unit_report, version)
    refuse_closed(unit_report)
    for report in unit_report.measure_reports.filter(state=State.SUBMITTED):
        accept(report, by=by)
    return finish(unit_report, by=by)


@transaction.atomic
def return_measure_report(*, report: MeasureReport, version: int | None = None, note: str, by: User) -> MeasureReport:
    """Send one answer back to the unit with a note on what is missing; the unit is told once for each return.

    Raises ValidationError without a note, or unless the answer was submitted; StaleVersion when someone was faster.
    """
    unit_report = locked(report.unit_report)
    report = locked_version(report, version)
    refuse_closed(unit_report)
    if not note.strip():
        raise ValidationError({"note": _("Write what the unit is to add or change.")})
    move(report, State.RETURNED, because=WHY_NOT_RETURNED)
    report.return_note, report.reviewed_by = note, by
    report.version += 1
    record(report, by=by, reason=_("Returned"))
    if unit_report.state != UnitReport.State.RETURNED:
        move(unit_report, UnitReport.State.RETURNED)
        unit_report.version += 1
        record(unit_report, by=by, reason=_("Returned"))
        tell_units("unit_report_returned", [unit_report], step=str(unit_report.version))
    return report


def accept(report: MeasureReport, *, by: User) -> None:
    move(report, State.ACCEPTED, because=WHY_NOT_ACCEPTED)
    report.reviewed_by, report.return_note = by, ""
    report.version += 1
    record(report, by=by, reason=_("Accepted"))


def finish(unit_report: UnitReport, *, by: User) -> UnitReport:
    """The whole report is accepted, and who submitted it is told."""
    move(unit_report, UnitReport.State.ACCEPTED, because=WHY_NOT_ALL_ACCEPTED)
    unit_report.version += 1
    record(unit_report, by=by, reason=_("Accepted"))
    tell(
        recipients=[one for one in (unit_report.submitted_by,) if one and one != by],
        kind="unit_report_accepted",
        about=unit_report,
        municipality=unit_report.municipality,
        step=str(unit_report.version),
    )
    return unit_report
