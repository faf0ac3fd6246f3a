"""A referral as a whole: its last day, its end, and that it goes on after all."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation.history import record_version
from foundation.records import locked, locked_version
from plans.models import ReferralRecipient, ReferralRound
from plans.services.edition import refuse_settled, refuse_withdrawn
from plans.services.referral.opening import refuse_closed, refuse_past
from plans.services.referral.telling import tell_by_day
from plans.services.texts import checked, one_line
from plans.transitions import move

State = ReferralRound.State
WHY_NOT = {
    State.OPEN: gettext_lazy("The referral is open already."),
    State.CLOSED: gettext_lazy("The referral is closed already."),
}


@transaction.atomic
def update_referral_round(
    *, referral_round: ReferralRound, version: int | None = None, answer_by: date, decided_wording: str = "", by: User
) -> ReferralRound:
    """Move the last day, or word the decision to refer. Whoever has not answered, and gets another day by it, is told.

    Raises ValidationError when the referral is closed or the new day has passed; StaleVersion when someone was faster.
    """
    referral = locked_version(referral_round, version)
    refuse_closed(referral)
    was = referral.answer_by
    if answer_by != was:
        refuse_past(answer_by)
    referral.answer_by, referral.decided_wording = answer_by, one_line(decided_wording)
    checked(referral, ("decided_wording",))
    record_version(referral, by=by, reason=_("Changed"))
    moved = [one for one in waiting_in(referral) if one.last_day != max(was, one.extended_to or was)]
    tell_by_day("referral_moved", moved, besides=by)
    return referral


@transaction.atomic
def close_referral_round(*, referral_round: ReferralRound, version: int | None = None, by: User) -> ReferralRound:
    """End the referral: nobody is reminded any more. The edition stays as it is, and a public document."""
    referral = locked_version(referral_round, version)
    move(referral, State.CLOSED, because=WHY_NOT)
    referral.closed_at = timezone.now()
    return record_version(referral, by=by, reason=_("Closed"))


@transaction.atomic
def reopen_referral_round(*, referral_round: ReferralRound, version: int | None = None, by: User) -> ReferralRound:
    """Let the referral go on. Raises ValidationError when its edition is decided or on another referral,
    or when the plan has been taken away.
    """
    plan = locked(referral_round.edition.plan)
    referral = locked_version(referral_round, version)
    move(referral, State.OPEN, because=WHY_NOT)
    refuse_withdrawn(plan)
    edition = referral.edition
    if edition.is_decided:
        raise ValidationError(_("This version has been decided. A proposal goes on referral before its decision."))
    refuse_settled(edition)
    if edition.referral_rounds.open().exists():
        raise ValidationError(_("This version is on referral already."))
    referral.closed_at = None
    return record_version(referral, by=by, reason=_("Opened again"))


def waiting_in(referral: ReferralRound) -> list[ReferralRecipient]:
    """Those who have not answered, and are expected to."""
    rows = ReferralRecipient.objects.waiting().filter(round=referral)
    return list(rows.select_related("unit", "municipality", "round"))
