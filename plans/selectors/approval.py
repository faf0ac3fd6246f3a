"""Who waits for whom: questions of approval, and whether what was approved is still what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from plans.models import ApprovalRequest, Edition, Plan
from plans.models.approval import ApprovalQuerySet
from plans.schema import Values
from plans.values import content_hash

State = ApprovalRequest.State


@dataclass(frozen=True)
class Standing:
    """How a draft stands to its approvers: who is waited for, and the newest answer, if any."""

    waiting: tuple[ApprovalRequest, ...]
    answered: ApprovalRequest | None
    has_drifted: bool | None


def approval_standing(plan: Plan, values: Values | None, user: User) -> Standing:
    """As far as `user` may know it, in one statement: who was asked is not told to everybody who reads the draft.

    `values` are those of the draft as it stands; without them it is not known what has changed.
    """
    rows = list(approvals_of(plan, user).exclude(state=State.RECALLED))
    answered = [row for row in rows if row.answered_at]
    newest = max(answered, key=lambda row: (row.answered_at, row.pk), default=None)
    return Standing(
        waiting=tuple(row for row in rows if row.state == State.ASKED),
        answered=newest,
        has_drifted=newest.sha256 != content_hash(values) if newest and values else None,
    )


def recalled_by(approval: ApprovalRequest) -> User | None:
    """Who took the question back, as its history says. One statement."""
    rows = ApprovalRequest.history.filter(id=approval.pk, state=State.RECALLED).select_related("history_user")
    row = rows.order_by("history_date", "history_id").first()
    return row.history_user if row is not None else None


def approvals_of(plan: Plan, user: User) -> ApprovalQuerySet:
    """What was laid before approvers and the user may see, the newest first."""
    rows: ApprovalQuerySet = ApprovalRequest.objects.visible_to(user).filter(plan=plan).without_values()
    return rows.select_related("approver", "asked_by", "answered_by")


def approved_as(edition: Edition) -> list[ApprovalRequest]:
    """The approvals of exactly this edition's content."""
    rows: ApprovalQuerySet = ApprovalRequest.objects.filter(
        plan=edition.plan_id, sha256=edition.sha256, state=State.APPROVED
    )
    return list(rows.without_values().select_related("answered_by").order_by("answered_at", "pk"))


def answered_before(approval: ApprovalRequest) -> ApprovalRequest | None:
    """What the same approver answered last about the same plan before this was laid there, with its values."""
    rows = ApprovalRequest.objects.filter(plan=approval.plan_id, approver=approval.approver_id)
    earlier: ApprovalRequest | None = (
        rows.filter(answered_at__isnull=False, asked_at__lt=approval.asked_at).order_by("-asked_at", "-pk").first()
    )
    return earlier
