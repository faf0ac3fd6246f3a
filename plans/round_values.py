"""A follow-up round as values: every measure with its answers, the totals, and who is silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils.timezone import localdate

from plans.aggregation import aggregate
from plans.frozen import measured
from plans.models import FollowUpRound, MeasureReport, UnitReport
from plans.schema import SCHEMA, Values
from plans.values import measures_of, normalised


def round_values(follow_up_round: FollowUpRound) -> Values:
    """The round as it stands, in three statements. Only what was submitted counts; drafts stay with their unit."""
    reports = list(
        follow_up_round.unit_reports.select_related("unit", "submitted_by").order_by(
            "unit__position", "unit__name", "pk"
        )
    )
    answers = MeasureReport.objects.filter(unit_report__round=follow_up_round).select_related(
        "unit_report__unit", "written_by"
    )
    asked: dict[str, list[MeasureReport]] = defaultdict(list)
    for answer in answers.prefetch_related("indicator_values").order_by("unit_report__unit__name", "pk"):
        asked[str(answer.measure_uid)].append(answer)
    frozen = measures_of(follow_up_round.edition.tree)
    measures = {uid: measure_answers(frozen[uid], asked[uid]) for uid in frozen if asked[uid]}
    return normalised(  # type: ignore[no-any-return]
        {
            "schema": SCHEMA,
            "kind": "round",
            "uid": str(follow_up_round.uid),
            "classification": "open",
            "title": follow_up_round.title,
            "due_on": follow_up_round.due_on.isoformat(),
            "opened_on": localdate(follow_up_round.opened_at).isoformat(),
            "closed_on": localdate(follow_up_round.closed_at).isoformat() if follow_up_round.closed_at else None,
            "counts": dict(Counter(one["fulfilment"] for one in measures.values())),
            "units": [unit_state(report) for report in reports],
            "measures": measures,
        }
    )


def unit_state(report: UnitReport) -> Values:
    """Where one unit's report is. A unit that has not submitted is silent, whatever it has drafted."""
    silent = report.state == UnitReport.State.OPEN
    return {
        "uid": str(report.unit.uid) if report.unit else "",
        "name": str(report),
        "state": "silent" if silent else report.state,
        "submitted_on": localdate(report.submitted_at).isoformat() if report.submitted_at else None,
        "submitted_by": str(report.submitted_by) if report.submitted_by else "",
        "summary": "" if silent else report.summary,
    }


def measure_answers(measure: Values, asked: Iterable[MeasureReport]) -> Values:
    """All that was answered on one measure. An answer that was returned is none until it comes again."""
    asked = list(asked)
    given = [report for report in asked if report.state in MeasureReport.ANSWERED]
    total = aggregate([(str(one.unit_report), one.fulfilment if one in given else None) for one in asked])
    indicators = {indicator["uid"]: indicator for indicator in measure["indicators"]}
    return {
        "fulfilment": str(total.fulfilment.value),
        "answered": total.answered,
        "asked": total.asked,
        "silent": list(total.silent),
        "reports": [answer_values(report, indicators) for report in given],
    }


def answer_values(report: MeasureReport, indicators: dict[str, Values]) -> Values:
    unit = report.unit_report.unit
    return {
        "unit": str(report.unit_report),
        "unit_uid": str(unit.uid) if unit else "",
        "fulfilment": report.fulfilment,
        "result": report.result,
        "comment": report.comment,
        "indicator_values": [
            {"indicator": indicator["text"], "value": measured(one.value, indicator["kind"])}
            for one in report.indicator_values.all()
            if one.value and (indicator := indicators.get(str(one.indicator_uid)))
        ],
        "written_by": str(report.written_by) if report.written_by else "",
    }
