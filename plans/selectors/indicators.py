"""What units have reported of a measure's indicators, round after round, in every edition that it stood in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from plans.charts import Chart, line_chart
from plans.frozen import measured
from plans.measuring import is_reached, number_of, target_number
from plans.models import FollowUpRound, IndicatorValue, MeasureReport
from plans.schema import Values


@dataclass(frozen=True)
class Reported:
    """One value of one unit in one round; `is_reached` is None where the target cannot be compared with it."""

    round: str
    year: str
    value: str
    raw: str
    is_reached: bool | None


@dataclass(frozen=True)
class Series:
    """The values of one indicator from one unit, the oldest first."""

    indicator: Values
    unit: str
    rows: tuple[Reported, ...]

    @property
    def target(self) -> str:
        return measured(self.indicator["target"], self.indicator["kind"])

    @cached_property
    def chart(self) -> Chart | None:
        """The numbers as a line, where there are two to draw it between."""
        kind = self.indicator["kind"]
        numbers = [(number_of(row.raw, kind), row.value, row.year) for row in self.rows]
        known = [(number, value, year) for number, value, year in numbers if number is not None]
        return line_chart(known, target=target_number(self.indicator["target"], kind))


def indicator_series(user: User, measure_uid: str, indicators: Iterable[Values]) -> list[Series]:
    """Every indicator's submitted values that `user` may see, by unit; one statement whatever is found.

    Indicators and measures are the same ones across editions by their uid.
    """
    asked = {one["uid"]: one for one in indicators}
    if not asked:
        return []
    rows = (
        IndicatorValue.objects.visible_to(user)
        .filter(
            indicator_uid__in=asked,
            measure_report__measure_uid=measure_uid,
            measure_report__state__in=MeasureReport.ANSWERED,
        )
        .exclude(value="")
        .select_related("measure_report__unit_report__unit", "measure_report__unit_report__round")
        .order_by("measure_report__unit_report__round__opened_at", "pk")
    )
    found: dict[tuple[str, str], list[Reported]] = defaultdict(list)
    for row in rows:
        report = row.measure_report.unit_report
        indicator = asked[str(row.indicator_uid)]
        found[indicator["uid"], str(report)].append(reported(row.value, indicator, report.round))
    return [
        Series(indicator, unit, tuple(values))
        for uid, indicator in asked.items()
        for (own, unit), values in found.items()
        if own == uid
    ]


def reported(value: str, indicator: Values, of: FollowUpRound) -> Reported:
    kind = indicator["kind"]
    return Reported(
        round=str(of),
        year=str(of.due_on.year),
        value=measured(value, kind),
        raw=value,
        is_reached=is_reached(indicator["target"], value, kind),
    )
