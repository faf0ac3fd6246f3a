"""Writing a decided plan anew, with a reason; and small changes that somebody has the right to make."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked, locked_version
from plans.models import Edition, Plan, Revision
from plans.selectors.edition import edition_in_force
from plans.selectors.revision import adds_or_removes, open_revision, right_to_revise
from plans.services.edition import freeze_edition, put_in_force, refuse_withdrawn
from plans.transitions import move


@transaction.atomic
def start_revision(*, plan: Plan, reason: str, aims: str = "", by: User) -> Revision:
    """Begin to write the plan anew from the version in force. The draft stays as it stands.

    Raises ValidationError when no version is in force, when a revision goes on already, without a reason, or when the
    plan has been taken away.
    """
    plan = locked(plan)
    refuse_withdrawn(plan)
    base = edition_in_force(plan)
    if base is None:
        raise ValidationError(_("No version is in force, so there is nothing to revise. Write in the draft."))
    if open_revision(plan) is not None:
        raise ValidationError(_("The plan is being revised already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the plan is revised.")})
    revision = Revision(
        municipality_id=plan.municipality_id,
        plan=plan,
        base=base,
        reason=reason.strip(),
        aims=aims.strip(),
        started_by=by,
    )
    return record(revision, by=by, reason=_("Revision started"))


@transaction.atomic
def end_revision(*, revision: Revision, version: int | None = None, reason: str, by: User) -> Revision:
    """Give the revision up; what was written stays in the draft. The reason stands in its history.

    Raises ValidationError when it has ended or without a reason, StaleVersion when someone else was faster.
    """
    locked(revision.plan)
    revision = locked_version(revision, version)
    if revision.ended_at is not None:
        raise ValidationError(_("The revision has ended already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the revision is given up.")})
    revision.ended_at = timezone.now()
    revision.version += 1
    return record(revision, by=by, reason=_("Given up: %(reason)s") % {"reason": reason.strip()})


@transaction.atomic
def adopt_delegated_edition(
    *,
    plan: Plan,
    note: str,
    decided_on: date | None,
    delegation: str = "",
    is_confirmed: bool = False,
    seen: str = "",
    by: User,
) -> Edition:
    """Freeze a small change of the plan in force and put it in force, by the right to revise that the plan gives.

    The plan itself is never adopted like this: a version must be in force, and the plan's header says who may.
    `seen` is the content hash of the draft that was looked at. Raises ValidationError when that is not so, when
    nothing differs, when the draft is another than was seen, and when parts came or went unconfirmed.
    """
    plan = locked(plan)
    refuse_withdrawn(plan)
    refuse_no_right(plan)
    in_force = edition_in_force(plan)
    if in_force is None:
        raise ValidationError(_("No version is in force. The plan itself is always adopted by a body."))
    refuse_wordless(note, decided_on, in_force)
    edition = freeze_edition(plan=plan, note=note.strip(), by=by)
    if seen and edition.sha256 != seen:
        raise ValidationError(_("The draft was changed while you looked. See below what differs now, and send again."))
    refuse_large_change(in_force, edition, is_confirmed=is_confirmed)
    move(edition, Edition.State.ADOPTED)
    edition.is_delegated, edition.delegation = True, delegation.strip() or right_to_revise(plan)[:300]
    edition.decided_on = decided_on
    return put_in_force(edition, reason=_("Small change by the right to revise"), by=by)


def refuse_no_right(plan: Plan) -> None:
    if not right_to_revise(plan):
        raise ValidationError(_("The plan does not say who has the right to revise it. Fill that in first."))
    if open_revision(plan) is not None:
        raise ValidationError(_("The plan is being revised: what is in the draft is decided by the body."))


def refuse_wordless(note: str, decided_on: date | None, in_force: Edition) -> None:
    """What was changed, why and when is always said; and the change comes after what it changes."""
    if not note.strip():
        raise ValidationError({"note": _("Write what was changed and why.")})
    if decided_on is None:
        raise ValidationError({"decided_on": _("Write the day on which it was decided.")})
    if in_force.first_day and decided_on < in_force.first_day:
        raise ValidationError({"decided_on": _("This day is before the first day of the version in force.")})


def refuse_large_change(in_force: Edition, edition: Edition, *, is_confirmed: bool) -> None:
    if edition.sha256 == in_force.sha256:
        raise ValidationError(_("Nothing differs from the version in force."))
    if adds_or_removes(Edition.objects.get(pk=in_force.pk).tree, edition.tree) and not is_confirmed:
        asked = _("Sections or measures have come or gone. Confirm that the right to revise covers that.")
        raise ValidationError({"is_confirmed": asked})
