"""Reads of the pages about papers."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from plans.extracts import answering_in
from plans.models import (
    ApprovalRequest,
    Decision,
    Document,
    Edition,
    FollowUpRound,
    Matter,
    Plan,
    ReferralRecipient,
    ReferralRound,
)
from plans.selectors.directory import directory_of
from reports.kinds import Kind
from reports.models import ReportJob, ReportJobQuerySet
from responsibilities.models import Unit, UnitQuerySet

VIEWPOINTS = "plans.view_viewpoint"  # what a summary of statements holds besides the statements


def own_reports(user: User) -> ReportJobQuerySet:
    """The papers that the user has ordered and may still read the content of, newest first.

    Rights are asked again each time: even the title of a draft is no longer for who has lost it.
    """
    jobs: ReportJobQuerySet = ReportJob.objects.visible_to(user)
    return jobs.filter(readable_sources(user)).with_sources().without_values().newest_first()


def readable_sources(user: User) -> Q:
    """Every source that a job names must be one that the user may see: those of a kind, and those it leaves empty."""
    rows: dict[str, QuerySet[Any, Any]] = {
        "plan": Plan.objects.visible_to(user),
        "edition": Edition.objects.visible_to(user),
        "approval": ApprovalRequest.objects.readable_to(user),
        "follow_up_round": FollowUpRound.objects.visible_to(user),
        "matter": Matter.objects.visible_to(user),
        "document": Document.objects.visible_to(user),
        "decision": Decision.objects.visible_to(user),
        "referral_round": ReferralRound.objects.visible_to(user),
        "compared_with": Edition.objects.visible_to(user),
    }
    seen = reduce(and_, (Q(**{column: None}) | Q(**{f"{column}__in": keys(found)}) for column, found in rows.items()))
    summarised = ReferralRound.objects.visible_to(user, VIEWPOINTS)
    return seen & (~Q(kind=Kind.SUMMARY) | Q(referral_round__in=keys(summarised)))


def keys(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The keys of rows, for use inside another statement."""
    return rows.order_by().values("pk")


def units_of_extracts(edition: Edition) -> tuple[UnitQuerySet, bool]:
    """The units in work that answer for something in the edition, or are asked about it; and whether anything there is
    nobody's."""
    found = answering_in(edition.tree, directory_of(edition.municipality))
    asked = ReferralRecipient.objects.filter(round__edition=edition).order_by().values("unit")
    concerned = Q(pk__in=[unit.pk for unit in found if unit is not None]) | Q(pk__in=asked)
    return Unit.objects.selectable().filter(concerned).in_order(), None in found


def asked_in(edition: Edition, unit: Unit, user: User) -> ReferralRound | None:
    """The newest referral of the edition in which `unit` is asked, if the user may see it."""
    rounds = ReferralRound.objects.visible_to(user).filter(edition=edition, recipients__unit=unit)
    found: ReferralRound | None = rounds.order_by("-opened_at", "-pk").first()
    return found


def comparable(edition: Edition, user: User) -> list[Edition]:
    """The other editions of the same plan that the user may see, newest first."""
    rows = Edition.objects.visible_to(user).filter(plan=edition.plan_id).exclude(pk=edition.pk)
    return list(rows.without_values().order_by("-number"))


def rounds_to_print(edition: Edition, user: User) -> list[FollowUpRound]:
    """The rounds on an edition whose answers the user may see, newest first."""
    return list(FollowUpRound.objects.visible_to(user).filter(edition=edition).order_by("-pk"))
