"""The chapters of a plan's life: plan ← measure ← edition ← follow-up."""

from plans.models.edition import Edition
from plans.models.follow_up import FollowUpRound, Fulfilment, IndicatorValue, MeasureReport, UnitReport
from plans.models.grant import PlanGrant
from plans.models.measure import Activity, FocusArea, Indicator, Measure, MeasureImport, Responsibility
from plans.models.plan import Plan, Section
from plans.models.time import Timed

__all__ = [
    "Activity",
    "Edition",
    "FocusArea",
    "FollowUpRound",
    "Fulfilment",
    "Indicator",
    "IndicatorValue",
    "Measure",
    "MeasureImport",
    "MeasureReport",
    "Plan",
    "PlanGrant",
    "Responsibility",
    "Section",
    "Timed",
    "UnitReport",
]
