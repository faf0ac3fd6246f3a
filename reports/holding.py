"""Who works on an ordered paper: one worker takes it, says that it lives, and loses it when it falls silent."""

from __future__ import annotations

from django.utils import timezone

from foundation.leases import Lease
from reports.models import ATTEMPTS, LEASE, ReportJob

HOLD = Lease(
    rows=lambda: ReportJob.objects.all(),
    running=ReportJob.State.RUNNING,
    attempts=ATTEMPTS,
    mark="token",
    sign_of_life=lambda: {"lease_until": timezone.now() + LEASE},
)


def note(job: ReportJob, **progress: object) -> None:
    """Write how far the job is and keep it. Raises LeaseLostError when it is not ours any more."""
    HOLD.keep(job, **progress)
