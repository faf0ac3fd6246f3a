"""The chapters of a plan's life.

plan ← measure ← writing ← edition ← revision ← matter ← decision ← referral ← statement ← approval ← follow-up
"""

from plans.models.approval import ApprovalRequest
from plans.models.comment import Comment
from plans.models.decision import Decision, Dispatch, Meeting
from plans.models.document_import import DocumentImport
from plans.models.edition import Edition
from plans.models.follow_up import FollowUpRound, Fulfilment, IndicatorValue, MeasureReport, UnitReport
from plans.models.grant import PlanGrant
from plans.models.matter import Document, Matter, MatterStep
from plans.models.measure import Activity, FocusArea, Indicator, Measure, MeasureImport, Responsibility
from plans.models.plan import Plan, Section
from plans.models.referral import AnswerLink, AnswerLinkUse, ReferralRecipient, ReferralRound, ReferralSeat
from plans.models.registration import RegistrationItem
from plans.models.related import RelatedDocument
from plans.models.revision import Revision
from plans.models.statement import Statement, Viewpoint
from plans.models.time import Timed
from plans.models.writing import PlanImage, PlanReading, TextDraft

__all__ = [
    "Activity",
    "AnswerLink",
    "AnswerLinkUse",
    "ApprovalRequest",
    "Comment",
    "Decision",
    "Dispatch",
    "Document",
    "DocumentImport",
    "Edition",
    "FocusArea",
    "FollowUpRound",
    "Fulfilment",
    "Indicator",
    "IndicatorValue",
    "Matter",
    "MatterStep",
    "Measure",
    "MeasureImport",
    "MeasureReport",
    "Meeting",
    "Plan",
    "PlanGrant",
    "PlanImage",
    "PlanReading",
    "ReferralRecipient",
    "ReferralRound",
    "ReferralSeat",
    "RegistrationItem",
    "RelatedDocument",
    "Responsibility",
    "Revision",
    "Section",
    "Statement",
    "TextDraft",
    "Timed",
    "UnitReport",
    "Viewpoint",
]
