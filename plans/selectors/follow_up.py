"""What the coordinator's pages about follow-up show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import Role
from plans.aggregation import Aggregate, aggregate
from plans.frozen import FrozenMeasure, frozen_measures
from plans.models import Edition, FollowUpRound, Fulfilment, MeasureReport, UnitReport
from plans.models.edition import EditionQuerySet

READY = Count("measure_reports", filter=~Q(measure_reports__state__in=MeasureReport.UNREADY))


@dataclass(frozen=True)
class Answer:
    """What one unit says on one measure; `label` is the plan's own word, empty while the unit is silent."""

    report: MeasureReport
    label: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure in a round: what its units say together, and each of them."""

    measure: FrozenMeasure
    total: Aggregate
    label: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class AreaRows:
    name: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class RoundOverview:
    """A round as it stands. Only what is submitted counts; whoever has not submitted is silent, and named."""

    units: list[UnitReport]
    areas: list[AreaRows]
    counts: list[tuple[str, str, int]]
    not_asked: list[FrozenMeasure]

    @property
    def asked(self) -> int:
        """How many measures somebody was asked about."""
        return sum(number for *_rest, number in self.counts)

    @property
    def silent(self) -> list[UnitReport]:
        return [unit for unit in self.units if unit.state == UnitReport.State.OPEN]

    @property
    def returned(self) -> list[UnitReport]:
        return [unit for unit in self.units if unit.state == UnitReport.State.RETURNED]

    @property
    def waiting(self) -> list[UnitReport]:
        """What has been submitted or returned, and is not accepted."""
        return [unit for unit in self.units if unit.state in (UnitReport.State.SUBMITTED, UnitReport.State.RETURNED)]

    @property
    def bars(self) -> list[dict[str, object]]:
        """The totals as they are drawn, each the way to its measures."""
        return [
            {
                "value": value,
                "label": label,
                "number": number,
                "url": f"?uppfyllelse={value}#measures" if number else "",
            }
            for value, label, number in self.counts
        ]

    @property
    def has_everyone(self) -> bool:
        return self.answered == len(self.units)

    def of(self, fulfilment: str) -> list[AreaRows]:
        """The measures that together stand so far ("" for all), under their areas."""
        chosen = [
            AreaRows(area.name, tuple(row for row in area.rows if fulfilment in ("", row.total.fulfilment)))
            for area in self.areas
        ]
        return [area for area in chosen if area.rows]

    @property
    def answered(self) -> int:
        return sum(1 for unit in self.units if unit.state in UnitReport.ANSWERED)


def round_overview(follow_up_round: FollowUpRound) -> RoundOverview:
    """Two statements (the edition is loaded already), whatever the number of units and measures."""
    units = list(unit_reports_of(follow_up_round))
    by_pk = {unit.pk: unit for unit in units}
    asked: dict[str, list[MeasureReport]] = defaultdict(list)
    for report in MeasureReport.objects.filter(unit_report__round=follow_up_round):
        report.unit_report = by_pk[report.unit_report_id]
        asked[str(report.measure_uid)].append(report)
    order = {unit.pk: number for number, unit in enumerate(units)}
    values = follow_up_round.edition.tree
    labels = values["fulfilment_labels"]
    frozen = list(frozen_measures(values))
    rows = [
        measure_row(measure, sorted(asked[measure.uid], key=lambda one: order[one.unit_report_id]), labels)
        for measure in frozen
        if measure.uid in asked
    ]
    counted = Counter(str(row.total.fulfilment) for row in rows)
    return RoundOverview(
        units=units,
        areas=[AreaRows(name, tuple(inside)) for name, inside in groupby(rows, key=lambda row: row.measure.area)],
        counts=[(value, labels[value], counted[value]) for value in Fulfilment.values],
        not_asked=[measure for measure in frozen if measure.uid not in asked],
    )


def measure_row(measure: FrozenMeasure, reports: list[MeasureReport], labels: dict[str, str]) -> MeasureRow:
    given = [(report, report.fulfilment if report.state in MeasureReport.ANSWERED else None) for report in reports]
    total = aggregate((str(report.unit_report), answer) for report, answer in given)
    return MeasureRow(
        measure=measure,
        total=total,
        label=labels[total.fulfilment],
        answers=tuple(Answer(report, labels[answer] if answer else "") for report, answer in given),
    )


def unit_reports_of(follow_up_round: FollowUpRound) -> Iterable[UnitReport]:
    rows: Iterable[UnitReport] = (
        follow_up_round.unit_reports.select_related("unit", "submitted_by")
        .annotate(ready=READY, total=Count("measure_reports"))
        .order_by("unit__position", "unit__name", "pk")
    )
    return rows


@dataclass(frozen=True)
class FollowUpList:
    """What a person meets under Follow-up: reports to write, rounds to see, editions to open a round on."""

    own_open: list[UnitReport]
    own_closed: list[UnitReport]
    rounds: list[FollowUpRound]
    to_open: list[Edition]


def follow_up_list(user: User, *, plan_id: int | None = None) -> FollowUpList:
    """Four statements at most, whatever the number of rows."""
    own = list(own_reports(user, plan_id))
    return FollowUpList(
        own_open=[report for report in own if report.is_writable and report.round.is_open],
        own_closed=[report for report in own if not (report.is_writable and report.round.is_open)],
        rounds=list(rounds_seen(user, plan_id)),
        to_open=list(editions_to_follow_up(user, plan_id)),
    )


def own_reports(user: User, plan_id: int | None) -> Iterable[UnitReport]:
    """Reports of the units that the user reports for; the coordinator's own among them."""
    mine = Q(unit__in=user.access.units_as(Role.REPORTER, Role.MANAGER))
    if user.access.has_role(Role.COORDINATOR):
        mine |= Q(unit=None)
    rows = UnitReport.objects.visible_to(user, "plans.write_unitreport").filter(mine)
    if plan_id is not None:
        rows = rows.filter(round__edition__plan=plan_id)
    found: Iterable[UnitReport] = (
        rows.select_related("unit", "round")
        .annotate(ready=READY, total=Count("measure_reports"))
        .order_by("round__due_on", "unit__name", "pk")
    )
    return found


def rounds_seen(user: User, plan_id: int | None) -> Iterable[FollowUpRound]:
    rows = FollowUpRound.objects.visible_to(user)
    if plan_id is not None:
        rows = rows.filter(edition__plan=plan_id)
    in_answered = Q(unit_reports__state__in=UnitReport.ANSWERED)
    found: Iterable[FollowUpRound] = (
        rows.select_related("edition", "body")
        .defer("edition__values")
        .annotate(asked=Count("unit_reports"), answered=Count("unit_reports", filter=in_answered))
        .order_by("closed_at", "-due_on", "-pk")
    )
    return sorted(found, key=lambda one: not one.is_open)


def editions_to_follow_up(user: User, plan_id: int | None) -> EditionQuerySet:
    """Editions in force that the user may open a round on, and that have none open."""
    rows: EditionQuerySet = Edition.objects.visible_to(user, "plans.open_followupround").in_force().without_values()
    if plan_id is not None:
        rows = rows.filter(plan=plan_id)
    return rows.exclude(rounds__in=FollowUpRound.objects.open()).order_by("title", "pk")
