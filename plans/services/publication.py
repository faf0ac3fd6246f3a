"""Letting anyone read a decided version, and ending that."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from plans.models import Edition
from plans.services.edition import locked_in_plan, refuse_undecided, refuse_withdrawn


@transaction.atomic
def publish_edition(*, edition: Edition, by: User) -> Edition:
    """Let anyone read the version, in force or not. Raises ValidationError before there is a decision."""
    edition = locked_in_plan(edition, None)
    refuse_undecided(edition)
    refuse_withdrawn(edition.plan)
    if edition.published_at is not None:
        return edition
    edition.published_at, edition.published_by = timezone.now(), by
    return record(edition, by=by, reason=_("Published"))


@transaction.atomic
def unpublish_edition(*, edition: Edition, by: User) -> Edition:
    """End that anyone may read the version; what somebody has copied is out of reach."""
    edition = locked_in_plan(edition, None)
    if edition.published_at is None:
        return edition
    edition.published_at = edition.published_by = None
    return record(edition, by=by, reason=_("No longer published"))
