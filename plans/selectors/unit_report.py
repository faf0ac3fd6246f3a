"""What a unit meets when it reports: its measures as they were frozen, its answers, and what it said last time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from notifications.models import Notice
from plans.frozen import FrozenMeasure, measured, measures_by_uid
from plans.measuring import is_reached
from plans.models import MeasureReport, UnitReport
from plans.selectors.recipients import coordinators, managers_of
from responsibilities.models import Unit

State = MeasureReport.State


@dataclass(frozen=True)
class ReportRow:
    """One measure to report: the wording, the answer so far, and the answer of the round before."""

    report: MeasureReport
    measure: FrozenMeasure
    previous: MeasureReport | None
    labels: dict[str, str]

    @property
    def label(self) -> str:
        """The plan's own word for the answer; empty until one is chosen."""
        return self.labels.get(self.report.fulfilment, "")

    @property
    def previous_label(self) -> str:
        return self.labels[self.previous.fulfilment] if self.previous else ""

    @property
    def shown_state(self) -> str:
        """As the unit sees it: a draft that nobody has touched is not begun."""
        if self.report.state == State.DRAFT:
            return "started" if self.report.written_by_id else "not_started"
        return self.report.state

    @property
    def is_done(self) -> bool:
        return self.report.is_ready

    @property
    def is_answered(self) -> bool:
        """Whether anybody has written anything, so that there is an answer to show."""
        return self.report.written_by_id is not None

    @property
    def indicators(self) -> list[tuple[str, str, bool | None]]:
        """Each indicator's wording with the value that was written, and whether that meets its target."""
        written = {str(one.indicator_uid): one.value for one in self.report.indicator_values.all()}
        values = [(one, written.get(one["uid"], "")) for one in self.measure.values["indicators"]]
        return [
            (one["text"], measured(value, one["kind"]), is_reached(one["target"], value, one["kind"]))
            for one, value in values
        ]


@dataclass(frozen=True)
class ReportSheet:
    """All rows of a unit's report, in the order of the plan."""

    unit_report: UnitReport
    rows: tuple[ReportRow, ...]

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row.is_done)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def is_last_left(self) -> bool:
        return self.left <= 1

    @property
    def is_begun(self) -> bool:
        return any(row.is_answered for row in self.rows)

    @property
    def next_to_do(self) -> ReportRow | None:
        return next((row for row in self.rows if not row.is_done), None)

    def around(self, report: MeasureReport) -> tuple[ReportRow | None, ReportRow, ReportRow | None]:
        """The row before `report`, its own, and the one after it."""
        place = next(number for number, row in enumerate(self.rows) if row.report.pk == report.pk)
        before = self.rows[place - 1] if place else None
        after = self.rows[place + 1] if place + 1 < len(self.rows) else None
        return before, self.rows[place], after

    def place_of(self, report: MeasureReport) -> int:
        return next(number for number, row in enumerate(self.rows, start=1) if row.report.pk == report.pk)


def report_sheet(unit_report: UnitReport) -> ReportSheet:
    """Four statements (round and edition are loaded with the report), whatever the number of measures."""
    values = unit_report.round.edition.tree
    measures, labels = measures_by_uid(values), values["fulfilment_labels"]
    reports = list(
        unit_report.measure_reports.select_related("written_by", "reviewed_by").prefetch_related("indicator_values")
    )
    before = previous_answers(unit_report, [report.measure_uid for report in reports])
    for report in reports:
        report.unit_report = unit_report
    return ReportSheet(
        unit_report=unit_report,
        rows=tuple(
            ReportRow(
                report=one,
                measure=measures[str(one.measure_uid)],
                previous=before.get(str(one.measure_uid)),
                labels=labels,
            )
            for one in reports
        ),
    )


@dataclass(frozen=True)
class Submitters:
    """Who submits a report where the reporter may not: the managers, and those of them who know that it is ready."""

    managers: list[User]
    told: list[User]
    coordinators: list[User]


def submitters_of(unit_report: UnitReport) -> Submitters:
    """Four statements. Where nobody is manager for the unit, the coordinators may submit."""
    managers = managers_of(unit_report.unit)
    notices = Notice.objects.filter(
        kind="unit_report_ready", target_model=unit_report._meta.label_lower, target_pk=unit_report.pk
    )
    told = set(notices.filter(step=str(unit_report.version)).values_list("recipient", flat=True))
    return Submitters(
        managers=managers,
        told=[one for one in managers if one.pk in told],
        coordinators=[] if managers else coordinators(unit_report.municipality),
    )


def next_to_write(report: MeasureReport) -> MeasureReport | None:
    """The next measure of the same report that is not ready: those after this one first, then from the beginning."""
    unready = list(MeasureReport.objects.filter(unit_report=report.unit_report_id, state__in=MeasureReport.UNREADY))
    following = [one for one in unready if (one.position, one.pk) > (report.position, report.pk)]
    others = [one for one in unready if one.pk != report.pk]
    return next(iter(following or others), None)


def previous_answers(unit_report: UnitReport, measure_uids: Iterable[object]) -> dict[str, MeasureReport]:
    """What the unit, or one that it has taken over from, answered last on each measure in an earlier round."""
    unit = unit_report.unit_id
    taken_over = Q(unit__successor=unit, unit__status=Unit.Status.ENDED)
    own = Q(unit=unit) | taken_over if unit else Q(unit=None)
    rows = MeasureReport.objects.filter(
        own,
        municipality=unit_report.municipality_id,
        measure_uid__in=list(measure_uids),
        state__in=MeasureReport.ANSWERED,
        unit_report__round__opened_at__lt=unit_report.round.opened_at,
    )
    oldest_first = rows.select_related("unit_report__round").order_by("unit_report__round__opened_at", "pk")
    return {str(row.measure_uid): row for row in oldest_first}
