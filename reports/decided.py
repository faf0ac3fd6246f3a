"""After adoption the paper of the decided edition is made once and kept with it: the same bytes ever after."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from plans.models import Edition
from plans.services.edition_states import keep_decided_paper
from reports.kinds import Kind
from reports.models import ReportJob
from reports.services import order_paper

log = logging.getLogger(__name__)
MANY = 20  # editions a time
AFTER_FAILURE = timedelta(hours=1)


def keep_decided_papers() -> int:
    """Keep the papers that are finished, order those that are not; returns how many were kept.

    A paper that could not be made is ordered again after an hour. What goes wrong with one edition keeps no other's
    paper waiting.
    """
    by, kept = User.objects.system(), 0
    for edition in editions_without_paper():
        try:
            kept += kept_or_ordered(edition, by=by)
        except Exception as error:  # named without its words, which may hold somebody's text
            log.warning("The paper of edition %s cannot be kept (%s)", edition.pk, type(error).__name__)
    return kept


def kept_or_ordered(edition: Edition, *, by: User) -> bool:
    """Keep its paper if it is finished, else order it; returns whether it is kept now."""
    job = order_paper(kind=Kind.PLAN, edition=edition, by=by)
    if job.file is None:
        return False
    keep_decided_paper(edition=edition, file=job.file, by=by)
    return True


def editions_without_paper() -> list[Edition]:
    """Editions whose paper is to be kept now, but for those where it just failed."""
    since = timezone.now() - AFTER_FAILURE
    failed = ReportJob.objects.filter(
        state=ReportJob.State.FAILED, requested_by=User.objects.system(), finished_at__gt=since, edition__isnull=False
    )
    rows = Edition.objects.to_keep_on_paper().exclude(pk__in=failed.values("edition"))
    return list(rows.select_related("municipality__logo", "body", "plan").order_by("pk")[:MANY])
