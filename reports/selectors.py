"""Reads of the pages about papers."""

from __future__ import annotations

from accounts.models import User
from plans.models import Edition, FollowUpRound
from reports.models import ReportJob, ReportJobQuerySet


def own_reports(user: User) -> ReportJobQuerySet:
    """The papers that the user has ordered, newest first."""
    jobs: ReportJobQuerySet = ReportJob.objects.visible_to(user)
    return jobs.with_sources().without_values().newest_first()


def rounds_to_print(edition: Edition, user: User) -> list[FollowUpRound]:
    """The rounds on an edition whose answers the user may see, newest first."""
    return list(FollowUpRound.objects.visible_to(user).filter(edition=edition).order_by("-pk"))


def may_have(user: User, job: ReportJob) -> bool:
    """Whether the user may still read what the paper was made of: rights are asked again at every download."""
    if job.plan is not None:
        return user.has_perm("plans.view_plan", job.plan)
    if job.follow_up_round is not None and not user.has_perm("plans.view_followupround", job.follow_up_round):
        return False
    return user.has_perm("plans.view_edition", job.edition)
