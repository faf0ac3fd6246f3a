"""What an address under "bestall" names: found at the one door, with what may be chosen about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from audit.access import get_for_user
from plans.models import ApprovalRequest, Decision, Document, Edition, FollowUpRound, Matter, Plan, ReferralRound
from reports.kinds import Kind
from reports.models import ReportJob, Told
from reports.selectors import VIEWPOINTS


@dataclass(frozen=True)
class Wanted:
    """A paper that can be ordered: its kind, what the page is about, and the columns of the job that are known."""

    kind: Kind
    about: Told
    sources: Mapping[str, Any] = field(default_factory=dict)


def find_wanted(user: User, word: str, pk: int) -> Wanted:
    """What the address names, if the user may read it."""
    if word not in FINDERS:
        raise Http404
    return FINDERS[word](user, pk)


def editions() -> QuerySet[Edition, Edition]:
    rows: QuerySet[Edition, Edition] = Edition.objects.select_related("municipality__logo", "body", "plan")
    return rows


def of_plan(user: User, pk: int) -> Wanted:
    plans = Plan.objects.current().select_related("municipality__logo", "responsible_unit")
    plan: Plan = get_for_user(user, plans, "plans.view_plan", pk=pk)
    return Wanted(Kind.PLAN, plan, {"plan": plan})


def of_edition(user: User, pk: int) -> Wanted:
    edition = get_for_user(user, editions(), "plans.view_edition", pk=pk)
    return Wanted(Kind.PLAN, edition, {"edition": edition})


def of_round(user: User, pk: int) -> Wanted:
    found: FollowUpRound = get_for_user(user, FollowUpRound.objects.all(), "plans.view_followupround", pk=pk)
    edition = get_for_user(user, editions(), "plans.view_edition", pk=found.edition_id)
    return Wanted(Kind.PLAN, edition, {"edition": edition, "follow_up_round": found})


def of_approval(user: User, pk: int) -> Wanted:
    laid = ApprovalRequest.objects.readable_to(user).select_related("municipality__logo", "plan")
    approval: ApprovalRequest = get_for_user(user, laid, "plans.view_approvalrequest", pk=pk)
    return Wanted(Kind.PLAN, approval, {"approval": approval})


def of_extract(user: User, pk: int) -> Wanted:
    edition = get_for_user(user, editions(), "plans.view_edition", pk=pk)
    return Wanted(Kind.UNIT_EXTRACT, edition, {"edition": edition})


def of_comparison(user: User, pk: int) -> Wanted:
    edition = get_for_user(user, editions(), "plans.view_edition", pk=pk)
    return Wanted(Kind.COMPARISON, edition, {"compared_with": edition})


def of_document(kind: Kind) -> Callable[[User, int], Wanted]:
    def found(user: User, pk: int) -> Wanted:
        rows = Document.objects.current().select_related("municipality__logo", "matter__body", "file")
        document: Document = get_for_user(user, rows, "plans.view_matter", pk=pk)
        return Wanted(kind, document, {"document": document})

    return found


def of_matter(user: User, pk: int) -> Wanted:
    rows = Matter.objects.current().select_related("municipality__logo", "body", "plan")
    matter: Matter = get_for_user(user, rows, "plans.view_matter", pk=pk)
    return Wanted(Kind.DECISION_PACKAGE, matter, {"matter": matter})


def of_decision(user: User, pk: int) -> Wanted:
    rows = Decision.objects.current().select_related(
        "municipality__logo", "matter__body", "body", "meeting", "edition", "file"
    )
    decision: Decision = get_for_user(user, rows, "plans.view_decision", pk=pk)
    return Wanted(Kind.TRANSCRIPT, decision, {"decision": decision})


def of_referral(kind: Kind, permission: str) -> Callable[[User, int], Wanted]:
    def found(user: User, pk: int) -> Wanted:
        rows = ReferralRound.objects.select_related(
            "municipality__logo", "matter__body", "edition__body", "letter__file", "decision__body"
        )
        referral: ReferralRound = get_for_user(user, rows, permission, pk=pk)
        return Wanted(kind, referral, {"referral_round": referral})

    return found


FINDERS: Mapping[str, Callable[[User, int], Wanted]] = {
    "plan": of_plan,
    "version": of_edition,
    "omgang": of_round,
    "godkannande": of_approval,
    "handling": of_document(Kind.LETTER),
    "protokollstext": of_document(Kind.PROTOCOL_PROPOSAL),
    "beslutshandlingar": of_matter,
    "avskrift": of_decision,
    "remiss": of_referral(Kind.REFERRAL_PACKAGE, "plans.view_referralround"),
    "sammanstallning": of_referral(Kind.SUMMARY, VIEWPOINTS),
    "utdrag": of_extract,
    "jamforelse": of_comparison,
}
"""The words of the addresses."""

WORDS = {
    Kind.LETTER: ("handling", "document"),
    Kind.PROTOCOL_PROPOSAL: ("protokollstext", "document"),
    Kind.DECISION_PACKAGE: ("beslutshandlingar", "matter"),
    Kind.TRANSCRIPT: ("avskrift", "decision"),
    Kind.REFERRAL_PACKAGE: ("remiss", "referral_round"),
    Kind.SUMMARY: ("sammanstallning", "referral_round"),
    Kind.UNIT_EXTRACT: ("utdrag", "edition"),
    Kind.COMPARISON: ("jamforelse", "compared_with"),
}


def place_of(job: ReportJob) -> tuple[str, int]:
    """The address at which the same paper is ordered again."""
    if job.kind != Kind.PLAN:
        word, column = WORDS[Kind(job.kind)]
        return word, getattr(job, f"{column}_id")
    if job.follow_up_round_id is not None:
        return "omgang", job.follow_up_round_id
    word = "plan" if job.plan_id else "godkannande" if job.approval_id else "version"
    return word, job.printed_plan.pk
