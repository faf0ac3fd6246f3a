"""What the pages about answers to a referral show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from accounts.models import User
from plans.minutes import motion_line
from plans.models import Decision, ReferralRecipient, Statement
from plans.selectors.edition import bodies_of
from responsibilities.models import Unit, UnitQuerySet

RECIPIENTS = ReferralRecipient.objects.select_related(
    "unit", "municipality", "round__edition", "round__matter__body"
).defer("round__edition__values", "round__edition__search_text")
STATEMENTS = Statement.objects.select_related(
    "municipality",
    "recipient__unit",
    "recipient__round__edition",
    "recipient__round__matter__body",
    "answered_by",
    "document__file",
    "decision__body",
    "decision__meeting",
    "registered_by",
    "written_by",
).defer("recipient__round__edition__values", "recipient__round__edition__search_text")


@dataclass(frozen=True)
class Correction:
    """That a registered answer was corrected: by whom, when and why."""

    by: str
    at: datetime
    reason: str


def corrections_of(statement: Statement) -> list[Correction]:
    """Every correction since it was registered, the latest first; one statement."""
    if statement.registered_at is None:
        return []
    rows = statement.history.filter(state=Statement.State.REGISTERED).select_related("history_user")
    versions = list(rows.order_by("-history_date", "-history_id"))[:-1]  # the first of them is the registration
    return [Correction(str(one.history_user or ""), one.history_date, one.history_change_reason) for one in versions]


def draft_seen_by(user: User, recipient: ReferralRecipient) -> Statement | None:
    """The draft of the one that was asked, for those who may read it."""
    found: Statement | None = Statement.objects.visible_to(user).filter(recipient=recipient).first()
    return found


def has_unseen_draft(user: User, recipient: ReferralRecipient) -> bool:
    """Whether those who are asked have begun a draft that `user` may not read."""
    is_draft = Statement.objects.filter(recipient=recipient, state=Statement.State.DRAFT).exists()
    return is_draft and draft_seen_by(user, recipient) is None


def bodies_to_decide(user: User, recipient: ReferralRecipient) -> UnitQuerySet:
    """The bodies in whose name `user` may note a decision: of their own, or every one for the coordinator."""
    bodies = bodies_of(recipient.municipality)
    mine = [one.pk for one in bodies if may_note(user, one)]
    rows: UnitQuerySet = Unit.objects.filter(pk__in=mine)
    return rows.in_order()


def may_note(user: User, body: Unit) -> bool:
    as_noted = Decision(municipality_id=body.municipality_id, body=body)
    return bool(user.has_perm("plans.record_decision", as_noted))


def first_values(recipient: ReferralRecipient, draft: Statement | None, *, drafts: bool) -> dict[str, Any]:
    """What is known before the answer is registered. Who reads no drafts is not asked whether one has changed."""
    known: dict[str, Any] = {
        "answered_by": recipient.unit,
        "received_on": localdate(),
        "registry_number": recipient.registry_number,
        "body": recipient.unit if recipient.unit.is_body else None,
        "version": 0 if drafts else None,
    }
    if draft is None:
        return known
    drafted = {name: getattr(draft, name) for name in ("version", "stance", "text", "signer", "signer_title")}
    return {**known, **drafted, "answered_by": draft.answered_by or recipient.unit}


def motion_lines(decision: Decision | None) -> list[str]:
    return [motion_line(one) for one in decision.motions] if decision else []
