"""Reads of the pages about papers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from plans.models import ApprovalRequest, Edition, FollowUpRound, Plan
from reports.models import ReportJob, ReportJobQuerySet


def own_reports(user: User) -> ReportJobQuerySet:
    """The papers that the user has ordered and may still read the content of, newest first.

    Rights are asked again each time: even the title of a draft is no longer for who has lost it.
    """
    jobs: ReportJobQuerySet = ReportJob.objects.visible_to(user)
    laid = ApprovalRequest.objects.readable_to(user).order_by().values("pk")
    readable = Q(plan__in=seen(Plan, user)) | Q(edition__in=seen(Edition, user)) | Q(approval__in=laid)
    of_a_round = Q(follow_up_round=None) | Q(follow_up_round__in=seen(FollowUpRound, user))
    return jobs.filter(readable & of_a_round).with_sources().without_values().newest_first()


def seen(model: type[Plan | Edition | FollowUpRound], user: User) -> QuerySet[Any, Any]:
    """The keys of the rows that the user may see, for use inside another statement."""
    return model.objects.visible_to(user).order_by().values("pk")


def rounds_to_print(edition: Edition, user: User) -> list[FollowUpRound]:
    """The rounds on an edition whose answers the user may see, newest first."""
    return list(FollowUpRound.objects.visible_to(user).filter(edition=edition).order_by("-pk"))
