"""What waits for a person today, and what the plans say in figures: the plans' share of the start page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Role
from plans.models import (
    ApprovalRequest,
    Edition,
    FollowUpRound,
    Fulfilment,
    MeasureReport,
    Plan,
    ReferralRound,
    RegistrationItem,
    Revision,
    Statement,
    UnitReport,
)
from plans.round_values import round_values
from plans.selectors.decision import commissions
from plans.selectors.referral import own_lines, rounds_seen

SOON = timedelta(days=90)
NEAR = timedelta(days=14)
REPORTING = (Role.REPORTER, Role.MANAGER)


@dataclass(frozen=True)
class Waiting:
    """One thing to do: `kind` names the sentence, `target` is where it is done, `days` are left (late: negative)."""

    kind: str
    target: Any
    count: int = 0
    total: int = 0
    days: int | None = None
    on: date | None = None
    who: str = ""

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def days_late(self) -> int:
        return -(self.days or 0)


@dataclass(frozen=True)
class Figures:
    """The totals of one follow-up round, in the order in which they are drawn."""

    follow_up_round: FollowUpRound
    counts: list[tuple[str, str, int]]
    total: int
    silent: list[str]


def waiting_for(user: User, *, today: date) -> list[Waiting]:
    """Everything that waits for `user`: the late first, then by day, then what has no day."""
    found = [*own_reports(user, today), *reports_to_review(user), *silent_units(user, today)]
    found += [*referrals_to_answer(user, today), *referrals_that_end(user, today)]
    found += [
        *approvals_to_answer(user),
        *editions_to_decide(user),
        *editions_to_register(user),
        *editions_to_publish(user),
        *waiting_registrations(user),
        *statements_to_register(user, today),
        *viewpoints_to_handle(user),
        *drafts_without_edition(user),
        *open_revisions(user),
    ]
    return sorted(found, key=lambda one: one.days if one.days is not None else SOON.days)


def own_reports(user: User, today: date) -> Iterator[Waiting]:
    """Reports that the user's units have not submitted, or got back; for a coordinator also those without a unit."""
    units = user.access.units_as(*REPORTING)
    is_coordinator = user.access.has_role(Role.COORDINATOR)
    if not units and not is_coordinator:
        return
    mine = Q(unit__in=units) | Q(unit=None) if is_coordinator else Q(unit__in=units)
    rows = UnitReport.objects.visible_to(user, "plans.write_unitreport").filter(
        mine, state__in=UnitReport.WRITABLE, round__closed_at=None
    )
    ready = Count("measure_reports", filter=~Q(measure_reports__state__in=(MeasureReport.State.DRAFT, "returned")))
    for report in (
        rows.select_related("round__edition", "unit")
        .defer("round__edition__values")
        .annotate(ready=ready, total=Count("measure_reports"))
    ):
        kind = "report_returned" if report.state == UnitReport.State.RETURNED else "report_to_write"
        days = (report.round.due_on - today).days
        yield Waiting(kind=kind, target=report, count=report.ready, total=report.total, days=days)


def open_rounds(user: User) -> Any:
    return FollowUpRound.objects.visible_to(user, "plans.change_followupround").open()


def reports_to_review(user: User) -> Iterator[Waiting]:
    """Rounds in which units have submitted reports that nobody has accepted yet."""
    submitted = Count("unit_reports", filter=Q(unit_reports__state=UnitReport.State.SUBMITTED))
    rows = open_rounds(user).annotate(submitted=submitted).filter(submitted__gt=0)
    for follow_up_round in rows.select_related("edition").defer("edition__values"):
        yield Waiting(kind="reports_to_review", target=follow_up_round, count=follow_up_round.submitted, days=0)


def silent_units(user: User, today: date) -> Iterator[Waiting]:
    """Units that have not answered in a round that is due within a week, or late. The coordinator is no unit."""
    rows = UnitReport.objects.filter(
        round__in=open_rounds(user), state=UnitReport.State.OPEN, round__due_on__lte=today + timedelta(days=7)
    ).exclude(unit=None)
    for report in rows.select_related("round", "unit"):
        yield Waiting(kind="unit_is_silent", target=report, days=(report.round.due_on - today).days)


def referrals_to_answer(user: User, today: date) -> Iterator[Waiting]:
    """Referrals that the user's units are asked about and have not answered."""
    for line in own_lines(user, today=today):
        yield Waiting(kind="referral_to_answer", target=line.recipient, days=line.days_left)


def referrals_that_end(user: User, today: date) -> Iterator[Waiting]:
    """Open referrals that end within two weeks, or have ended, with how many have answered: for whoever leads them."""
    if user.access.has_role(Role.COORDINATOR):
        rows = rounds_seen(user, "plans.change_referralround").open().filter(answer_by__lte=today + NEAR)
        for one in rows:
            days = (one.answer_by - today).days
            yield Waiting(kind="referral_ends", target=one, count=one.answered, total=one.total, days=days)


def approvals_to_answer(user: User) -> Iterator[Waiting]:
    """Drafts that were laid before the user as approver."""
    if user.access.has_role(Role.APPROVER):
        rows = ApprovalRequest.objects.visible_to(user, "plans.answer_approvalrequest").waiting()
        for asked in rows.without_values().filter(plan__withdrawn_at=None).select_related("asked_by"):
            yield Waiting(kind="approval_to_answer", target=asked)


def editions_to_decide(user: User) -> Iterator[Waiting]:
    """Proposals that lie before a body in which the user is secretary or member."""
    bodies = user.access.units_as(Role.SECRETARY, Role.MEMBER)
    if bodies:
        rows = Edition.objects.visible_to(user).undecided().filter(body__in=bodies, plan__withdrawn_at=None)
        for edition in rows.without_values().select_related("body"):
            yield Waiting(kind="edition_to_decide", target=edition)


def editions_to_register(user: User) -> Iterator[Waiting]:
    """Decided editions without a registry number, in force or about to be, for whoever keeps the register."""
    if user.access.has_role(Role.REGISTRAR):
        rows = Edition.objects.visible_to(user, "plans.register_edition").standing().filter(registry_number="")
        for edition in rows.without_values():
            yield Waiting(kind="edition_to_register", target=edition)


def editions_to_publish(user: User) -> Iterator[Waiting]:
    """Versions in force that nobody outside reads, while an earlier version of the same plan is published."""
    if user.access.has_role(Role.COORDINATOR):
        rows = Edition.objects.visible_to(user, "plans.publish_edition").in_force()
        earlier = Edition.objects.filter(number__lt=OuterRef("number"), plan=OuterRef("plan"))
        is_read = Exists(earlier.exclude(published_at=None))
        for edition in rows.filter(is_read, published_at=None, plan__withdrawn_at=None).without_values():
            yield Waiting(kind="edition_to_publish", target=edition)


def waiting_registrations(user: User) -> Iterator[Waiting]:
    """What stands on the list of what is to be registered, for whoever keeps the register."""
    if user.access.has_role(Role.REGISTRAR):
        rows = RegistrationItem.objects.visible_to(user, "plans.change_registrationitem").waiting()
        count = rows.count()
        if count:
            yield Waiting(kind="registrations", target=None, count=count)


def statements_to_register(user: User, today: date) -> Iterator[Waiting]:
    """Drafts of answers that the user's own bodies are asked for, until their secretary registers them."""
    units = user.access.units_as(Role.SECRETARY)
    if units:
        asked = Statement.objects.filter(state=Statement.State.DRAFT, recipient__seats__unit__in=units)
        rows = Statement.objects.visible_to(user).filter(pk__in=asked.order_by().values("pk"))
        for draft in rows.select_related("recipient__unit", "recipient__round").defer("text", "search_text"):
            yield Waiting(kind="statement_to_register", target=draft, days=(draft.recipient.last_day - today).days)


def viewpoints_to_handle(user: User) -> Iterator[Waiting]:
    """Referrals whose statements say what nobody has handled, until the plan is decided."""
    if user.access.has_role(Role.COORDINATOR):
        open_ones = Q(recipients__statement__viewpoints__handling="")
        open_ones &= Q(recipients__statement__viewpoints__withdrawn_at=None)
        rows = ReferralRound.objects.visible_to(user, "plans.change_viewpoint").exclude(
            edition__state__in=Edition.decided_states
        )
        counted = rows.annotate(unhandled=Count("recipients__statement__viewpoints", filter=open_ones))
        for referral in counted.filter(unhandled__gt=0).select_related("edition").without_values():
            yield Waiting(kind="viewpoints_to_handle", target=referral, count=referral.unhandled)


def drafts_without_edition(user: User) -> Iterator[Waiting]:
    """Plans that have never been frozen, for whoever freezes them: not for those who only help with the writing."""
    rows = Plan.objects.visible_to(user, "plans.freeze_edition").current().filter(editions=None)
    for plan in rows.annotate(written=Count("measures", filter=Q(measures__withdrawn_at=None))):
        yield Waiting(kind="draft_without_edition", target=plan, count=plan.written)


def open_revisions(user: User) -> Iterator[Waiting]:
    """Plans that are being revised, for whoever leads that."""
    if user.access.has_role(Role.COORDINATOR):
        rows = Revision.objects.visible_to(user, "plans.freeze_edition").open().filter(plan__withdrawn_at=None)
        for revision in rows.select_related("plan"):
            yield Waiting(kind="revision_open", target=revision)


def latest_figures(user: User) -> Figures | None:
    """The totals of the round that is open, or else of the one that closed last, among those the user may see."""
    rows = FollowUpRound.objects.visible_to(user).select_related("edition")
    chosen = rows.order_by("closed_at", "-due_on").open().first() or rows.order_by("-closed_at").first()
    if chosen is None:
        return None
    values = round_values(chosen)
    counts = [(str(value), str(Fulfilment(value).label), values["counts"].get(value, 0)) for value in Fulfilment.values]
    silent = [unit["name"] for unit in values["units"] if unit["state"] == "silent"]
    return Figures(follow_up_round=chosen, counts=counts, total=sum(count for *_, count in counts), silent=silent)


def in_force(user: User) -> Iterable[Edition]:
    """The plans in force that the user may read."""
    rows: Iterable[Edition] = (
        Edition.objects.visible_to(user).in_force().without_values().select_related("body").order_by("title", "pk")
    )
    return rows


def coming(user: User, *, today: date) -> list[Waiting]:
    """What has a day within 90 days: rounds that are due, referrals that end, tasks that are reported back."""
    span = (today, today + SOON)
    rounds = FollowUpRound.objects.visible_to(user).open().filter(due_on__range=span)
    found = [Waiting(kind="round_due", target=one, days=(one.due_on - today).days, on=one.due_on) for one in rounds]
    referrals = ReferralRound.objects.visible_to(user).open().filter(answer_by__range=span)
    rows = referrals.select_related("edition").without_values()
    found += [
        Waiting(kind="referral_ends", target=one, days=(one.answer_by - today).days, on=one.answer_by) for one in rows
    ]
    found += tasks_due(user, today)
    return sorted(found, key=lambda one: (one.on or today, one.kind, one.target.pk))


def tasks_due(user: User, today: date) -> Iterator[Waiting]:
    """What a body gave somebody to do, with a day to report back, for the coordinator."""
    if not user.access.has_role(Role.COORDINATOR):
        return
    for decision, point, day in commissions(user):
        if today <= day <= today + SOON:
            who = point.get("who") or point["text"]
            yield Waiting(kind="commission_due", target=decision, days=(day - today).days, on=day, who=who)
