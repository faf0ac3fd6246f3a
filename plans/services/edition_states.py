"""An edition on its way: out on referral, before a body that is to decide, kept as a paper when it is decided."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from files.models import StoredFile
from foundation.history import record
from plans.models import Edition
from plans.services.edition import (
    locked_in_plan,
    refuse_foreign_body,
    refuse_settled,
    refuse_undecided,
    refuse_withdrawn,
    tell_body,
)
from plans.transitions import Reasons, move
from responsibilities.models import Unit

State = Edition.State

WHY_NOT_REFERRED: Reasons = {
    State.ADOPTED: gettext_lazy("This version has been adopted. Freeze the plan anew to send it on referral."),
    State.REPEALED: gettext_lazy("This version has been replaced. Freeze the plan anew to send it on referral."),
}
WHY_NOT_PROPOSED: Reasons = {
    State.PROPOSAL: gettext_lazy("This version is a proposal for decision already."),
    State.ADOPTED: gettext_lazy("This version has been adopted already."),
    State.REPEALED: gettext_lazy("This version has been replaced. Freeze the plan anew and propose the new version."),
}


@transaction.atomic
def refer_edition(*, edition: Edition, by: User) -> Edition:
    """Make the edition the referral version; it may be sent on referral more than once.

    Raises ValidationError when it has been decided, or the plan has been taken away.
    """
    edition = locked_in_plan(edition, None)
    refuse_withdrawn(edition.plan)
    if edition.state == State.REFERRAL:
        return edition
    move(edition, State.REFERRAL, because=WHY_NOT_REFERRED)
    edition.version += 1
    return record(edition, by=by, reason=_("Sent on referral"))


@transaction.atomic
def propose_edition(*, edition: Edition, version: int | None = None, body: Unit | None, by: User) -> Edition:
    """Lay what was on referral before `body`, which is to decide on exactly this.

    Raises ValidationError when it is no referral version or was rejected already, when the plan has been taken away or
    when `body` is none of the municipality's own; StaleVersion when someone else was faster.
    """
    edition = locked_in_plan(edition, version)
    move(edition, State.PROPOSAL, because=WHY_NOT_PROPOSED)
    refuse_settled(edition)
    refuse_withdrawn(edition.plan)
    if body is None:
        raise ValidationError({"body": _("Choose the body that is to decide.")})
    refuse_foreign_body(body, edition.municipality_id)
    edition.body = body
    edition.version += 1
    record(edition, by=by, reason=_("Proposed for decision"))
    tell_body("edition_proposed", edition, step=str(edition.version), by=by)
    return edition


@transaction.atomic
def keep_decided_paper(*, edition: Edition, file: StoredFile, by: User) -> Edition:
    """Keep the paper of a decided edition, once: whoever comes later leaves the first as it is.

    The version is not raised: a form that is open meanwhile is not overtaken by a machine. Raises ValidationError
    before there is a decision.
    """
    edition = locked_in_plan(edition, None)
    refuse_undecided(edition)
    if edition.decided_paper_id is not None:
        return edition
    edition.decided_paper = file
    return record(edition, by=by, reason=_("The decided paper is kept"))
