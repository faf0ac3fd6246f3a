"""The chapters of a plan's life: plan ← measure ← writing ← edition ← approval ← follow-up."""

from plans.models.approval import ApprovalRequest
from plans.models.comment import Comment
from plans.models.document_import import DocumentImport
from plans.models.edition import Edition
from plans.models.follow_up import FollowUpRound, Fulfilment, IndicatorValue, MeasureReport, UnitReport
from plans.models.grant import PlanGrant
from plans.models.measure import Activity, FocusArea, Indicator, Measure, MeasureImport, Responsibility
from plans.models.plan import Plan, Section
from plans.models.related import RelatedDocument
from plans.models.time import Timed
from plans.models.writing import PlanImage, PlanReading, TextDraft

__all__ = [
    "Activity",
    "ApprovalRequest",
    "Comment",
    "DocumentImport",
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
    "PlanImage",
    "PlanReading",
    "RelatedDocument",
    "Responsibility",
    "Section",
    "TextDraft",
    "Timed",
    "UnitReport",
]
