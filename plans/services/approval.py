"""A draft is laid before an approver, who approves or returns exactly what was laid there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation.history import record
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.models import ApprovalRequest, Plan
from plans.selectors.recipients import approvers
from plans.services.ordering import locked_plan
from plans.services.texts import checked, unified
from plans.transitions import move
from plans.values import content_hash, plan_values

State = ApprovalRequest.State

WHY_NOT = {
    State.APPROVED: gettext_lazy("This has been approved already."),
    State.RETURNED: gettext_lazy("This has been returned already."),
    State.RECALLED: gettext_lazy("The question was taken back before you answered. Nothing waits for you here."),
}


@transaction.atomic
def ask_approval(*, plan: Plan, approver: User, question: str = "", by: User) -> ApprovalRequest:
    """Lay the draft as it stands now before one of the municipality's approvers.

    Raises ValidationError when the person is no approver, is asked already, or is the one who asks.
    """
    plan = locked_plan(plan)
    refuse_approver(plan, approver, by=by)
    values = plan_values(plan)
    asked = ApprovalRequest(
        municipality_id=plan.municipality_id,
        plan=plan,
        title=plan.title,
        values=values,
        sha256=content_hash(values),
        question=unified(question),
        approver=approver,
        asked_by=by,
    )
    checked(asked, ("question",))
    record(asked, by=by, reason=_("Laid before an approver"))
    tell(recipients=[approver], kind="approval_asked", about=asked, municipality=plan.municipality)
    return asked


def refuse_approver(plan: Plan, approver: User, *, by: User) -> None:
    if approver == by:
        raise ValidationError({"approver": _("Somebody else approves what you lay before them.")})
    if approver not in approvers(plan.municipality):
        raise ValidationError({"approver": _("Choose one of the municipality's approvers.")})
    if plan.approval_requests.waiting().filter(approver=approver).exists():
        raise ValidationError({"approver": _("A question to this person waits already. Take it back first.")})


@transaction.atomic
def approve(
    *, approval: ApprovalRequest, version: int | None = None, sha256: str, note: str = "", by: User
) -> ApprovalRequest:
    """Approve exactly the content whose hash was shown."""
    return answer(approval, State.APPROVED, version=version, sha256=sha256, note=note, by=by)


@transaction.atomic
def return_with_note(
    *, approval: ApprovalRequest, version: int | None = None, sha256: str, note: str, by: User
) -> ApprovalRequest:
    """Return what was laid there, and say what should be changed. Raises ValidationError without a note."""
    if not note.strip():
        raise ValidationError({"note": _("Write what should be changed before you return it.")})
    return answer(approval, State.RETURNED, version=version, sha256=sha256, note=note, by=by)


def answer(
    approval: ApprovalRequest, state: str, *, version: int | None, sha256: str, note: str, by: User
) -> ApprovalRequest:
    refuse_withdrawn(locked(approval.plan))
    approval = locked_version(approval, version)
    move(approval, state, because=WHY_NOT)
    if sha256 != approval.sha256:
        raise ValidationError(_("What you answer is not what was laid before you. Open the page again."))
    approval.note, approval.answered_by, approval.answered_at = unified(note), by, timezone.now()
    checked(approval, ("note",))
    approval.version += 1
    record(approval, by=by, reason=str(approval.get_state_display()))
    tell(
        recipients=[approval.asked_by],
        kind="approval_answered",
        about=approval,
        municipality=approval.municipality,
    )
    return approval


@transaction.atomic
def recall_approval(*, approval: ApprovalRequest, by: User) -> ApprovalRequest:
    """Take the question back while it waits; what was answered stays answered."""
    locked(approval.plan)
    approval = locked(approval)
    if approval.state != State.ASKED:
        raise ValidationError(_("It has been answered already: there is nothing to take back."))
    move(approval, State.RECALLED)
    approval.version += 1
    record(approval, by=by, reason=_("Question taken back"))
    tell(recipients=[approval.approver], kind="approval_recalled", about=approval, municipality=approval.municipality)
    return approval


def refuse_withdrawn(plan: Plan) -> None:
    if plan.is_withdrawn:
        raise ValidationError(_("The plan has been taken away. There is nothing to answer now."))
