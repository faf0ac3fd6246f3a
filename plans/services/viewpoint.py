"""Viewpoints: cut out of a statement, tied to a place in what was on referral, handled with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from plans.frozen import place_names
from plans.models import ReferralRound, Statement, Viewpoint
from plans.services.texts import checked, unified
from plans.values import plan_values

CHANGING = (Viewpoint.Handling.GRANTED, Viewpoint.Handling.PARTLY)
LONGEST_NAME = 300
LONGEST_SUMMARY = 100_000


@transaction.atomic
def cut_viewpoint(*, statement: Statement, text: str, place_uid: UUID | None = None, by: User) -> Viewpoint:
    """One thing that a registered statement says, about a section or measure of the version that was on referral.

    Raises ValidationError when the statement is a draft, the text is empty, or there is no such place.
    """
    statement = locked(statement)
    if statement.state != Statement.State.REGISTERED:
        raise ValidationError(_("The answer is a draft. Register it first."))
    viewpoint = Viewpoint(
        municipality_id=statement.municipality_id, statement=statement, position=statement.viewpoints.count()
    )
    word(viewpoint, text, place_uid)
    return record(viewpoint, by=by, reason=_("Viewpoint cut out"))


@transaction.atomic
def update_viewpoint(
    *, viewpoint: Viewpoint, version: int | None = None, text: str, place_uid: UUID | None = None, by: User
) -> Viewpoint:
    """Word a viewpoint anew, or tie it to another place. Raises StaleVersion when somebody was faster."""
    viewpoint = standing(viewpoint, version)
    word(viewpoint, text, place_uid)
    return record_version(viewpoint, by=by, reason=_("Changed"))


def word(viewpoint: Viewpoint, text: str, place_uid: UUID | None) -> None:
    viewpoint.text = unified(text)
    if not viewpoint.text:
        raise ValidationError({"text": _("Write or choose the words of the viewpoint.")})
    edition = viewpoint.statement.recipient.round.edition
    viewpoint.place_uid, viewpoint.place_name = place_uid, name_in(place_names(edition.tree), place_uid, "place_uid")
    checked(viewpoint, ("text",))


def name_in(names: Mapping[str, str], uid: UUID | None, field: str) -> str:
    if uid is None:
        return ""
    if str(uid) not in names:
        raise ValidationError({field: _("Choose a section or a measure that there is.")})
    return names[str(uid)][:LONGEST_NAME]


@transaction.atomic
def handle_viewpoint(
    *,
    viewpoint: Viewpoint,
    version: int | None = None,
    handling: str,
    reason: str,
    change_uid: UUID | None = None,
    by: User,
) -> Viewpoint:
    """Say what was done with a viewpoint, and why; what was granted may name what was changed for it.

    Raises ValidationError without a reason, or when a viewpoint that was not granted names a change.
    """
    viewpoint = standing(viewpoint, version)
    if handling not in Viewpoint.Handling.values:
        raise ValidationError({"handling": _("Choose what was done with the viewpoint.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Write why. The reason stands in the summary of the statements.")})
    if change_uid is not None and handling not in CHANGING:
        raise ValidationError({"change_uid": _("Only what was granted, wholly or in part, has led to a change.")})
    viewpoint.handling, viewpoint.reason = handling, unified(reason)
    viewpoint.change_uid, viewpoint.change_name = change_uid, name_in(changeable(viewpoint), change_uid, "change_uid")
    checked(viewpoint, ("reason",))
    return record_version(viewpoint, by=by, reason=_("Handled"))


def changeable(viewpoint: Viewpoint) -> dict[str, str]:
    """Every section and measure that can have been changed: what was on referral, called as in the draft."""
    edition = viewpoint.statement.recipient.round.edition
    return {**place_names(edition.tree), **place_names(plan_values(edition.plan))}


def standing(viewpoint: Viewpoint, version: int | None) -> Viewpoint:
    viewpoint = locked_version(viewpoint, version)
    if viewpoint.is_withdrawn:
        raise ValidationError(_("The viewpoint has been taken away. Bring it back first."))
    return viewpoint


@transaction.atomic
def withdraw_viewpoint(*, viewpoint: Viewpoint, by: User) -> Viewpoint:
    """Take away a viewpoint that was cut by mistake; it can be brought back."""
    viewpoint = locked_version(viewpoint, None)
    if not viewpoint.is_withdrawn:
        viewpoint.withdrawn_at, viewpoint.withdrawn_by = timezone.now(), by
    return record_version(viewpoint, by=by, reason=_("Taken away"))


@transaction.atomic
def restore_viewpoint(*, viewpoint: Viewpoint, by: User) -> Viewpoint:
    viewpoint = locked_version(viewpoint, None)
    viewpoint.withdrawn_at, viewpoint.withdrawn_by = None, None
    return record_version(viewpoint, by=by, reason=_("Brought back"))


@transaction.atomic
def save_summary(*, referral_round: ReferralRound, version: int | None = None, summary: str, by: User) -> ReferralRound:
    """Keep the summary of the statements, as it will stand in the covering letter. Raises StaleVersion."""
    referral = locked_version(referral_round, version)
    referral.summary = unified(summary)
    if len(referral.summary) > LONGEST_SUMMARY:
        raise ValidationError({"summary": _("The summary is too long. Shorten it to some pages.")})
    return record_version(referral, by=by, reason=_("Summary of the statements"))
