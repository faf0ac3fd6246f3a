"""What has reached its end when an edition gets its decision: the plan's revision, and asking about the edition."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from plans.models import Edition, ReferralRound
from plans.transitions import move


def end_revision_with(edition: Edition, *, by: User) -> None:
    """The plan's revision, if one is open, has reached what it was for."""
    for revision in edition.plan.revisions.open():
        revision.ended_at, revision.ended_with = timezone.now(), edition
        revision.version += 1
        record(revision, by=by, reason=_("Ended with version %(number)s") % {"number": edition.number})


def close_referrals_of(edition: Edition, *, by: User) -> None:
    """Nobody is asked any more what to decide: not of this edition, nor of the proposal that it was changed from.

    An answer that comes late is registered as with every closed referral. The plan is locked by the caller.
    """
    changed = edition.decisions.exclude(amended_from=None).values("amended_from")
    rows = ReferralRound.objects.open().filter(Q(edition=edition) | Q(edition__in=changed))
    for referral in rows.select_for_update(of=("self",)).order_by("pk"):
        move(referral, ReferralRound.State.CLOSED)
        referral.closed_at = timezone.now()
        record_version(referral, by=by, reason=_("Closed: the version has been decided"))
