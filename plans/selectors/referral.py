"""What the pages of a referral show: who is asked, how it stands with each, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import Municipality, User
from accounts.roles import Role
from plans.models import AnswerLink, Decision, Edition, Plan, ReferralRecipient, ReferralRound, Statement
from plans.models.referral import ReferralRecipientQuerySet, ReferralRoundQuerySet
from plans.working_days import next_working_day
from responsibilities.models import Unit

Kind = Unit.Kind
How = ReferralRecipient.How
ASKED_KINDS = (*Unit.BODIES, Kind.ADMINISTRATION, Kind.COMPANY, Kind.ADVISORY, Kind.EXTERNAL)
ANSWERING = (Role.SECRETARY, Role.REPORTER, Role.MANAGER)
STUCK = timedelta(hours=1)
"""A letter that has not gone out by then is told: the worker has tried it many times."""
TIME_TO_ANSWER = timedelta(weeks=6)


@dataclass(frozen=True)
class Group:
    """Units of one kind, under its name."""

    name: str
    units: list[Unit]


def askable_units(municipality: Municipality) -> Any:
    """Whom a referral can be sent to, bodies first, external parties last."""
    rows = Unit.objects.selectable().filter(municipality=municipality, kind__in=ASKED_KINDS)
    return rows.in_order()


def in_groups(units: Iterable[Unit]) -> list[Group]:
    """Units under the name of their kind, in the order in which they are thought of."""
    listed = list(units)
    order = (Kind.BOARD, Kind.COMMITTEE, Kind.COUNCIL, Kind.ADMINISTRATION, Kind.COMPANY, Kind.ADVISORY, Kind.EXTERNAL)
    groups = [Group(str(kind.label), [one for one in listed if one.kind == kind]) for kind in order]
    return [group for group in groups if group.units]


def default_how(unit: Unit) -> str:
    """A mailbox gets a letter; without one the referral goes through the registry system."""
    return How.MAIL if unit.mailbox else How.REGISTER


def default_answer_by(today: date) -> date:
    return next_working_day(today + TIME_TO_ANSWER)


def seats_of(units: Iterable[Unit]) -> dict[int, list[int]]:
    """Whose staff may read and draft, by the unit that is asked: itself, and for a board its own administrations.

    One statement. What belongs to another body below it is that body's.
    """
    asked = list(units)
    if not asked:
        return {}
    rows = Unit.objects.selectable().filter(municipality=asked[0].municipality_id).only("pk", "parent", "kind")
    children: dict[int | None, list[Unit]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    return {
        unit.pk: [unit.pk, *(administrations_below(unit.pk, children) if unit.kind == Kind.BOARD else [])]
        for unit in asked
    }


def administrations_below(top: int, children: dict[int | None, list[Unit]]) -> list[int]:
    found, waiting, seen = [], [top], {top}
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child.pk not in seen and child.kind not in Unit.BODIES:
                seen.add(child.pk)
                waiting.append(child.pk)
                if child.kind == Kind.ADMINISTRATION:
                    found.append(child.pk)
    return found


@dataclass(frozen=True)
class Line:
    """How it stands with one that is asked: `standing` names its symbol; a draft of its answer is not told."""

    recipient: ReferralRecipient
    statement: Statement | None
    standing: str
    days_left: int
    is_followed: bool

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def is_late(self) -> bool:
        return self.standing == "late"

    @property
    def is_waited_for(self) -> bool:
        return self.statement is None and not self.recipient.gives_no_answer


def line_of(recipient: ReferralRecipient, *, today: date, is_followed: bool = True) -> Line:
    """Costs nothing when the round and the statement are read with the recipient."""
    draft = getattr(recipient, "statement", None)
    statement = draft if draft is not None and draft.state == Statement.State.REGISTERED else None
    days = (recipient.last_day - today).days
    return Line(recipient, statement, standing_of(recipient, statement, days), days, is_followed)


def standing_of(recipient: ReferralRecipient, statement: Statement | None, days: int) -> str:
    """The word and symbol of how it stands: what matters most is said."""
    if statement is not None:
        return "answered"
    if recipient.gives_no_answer:
        return "no_answer"
    if days < 0:
        return "late"
    if recipient.sent_how == How.MAIL and recipient.mailed_at is None:
        since = recipient.queued_at or recipient.round.opened_at
        return "not_sent" if recipient.refused_at or since < timezone.now() - STUCK else "being_sent"
    if recipient.sent_how == How.LINK and recipient.sent_on is None:
        return "link_waits"
    if recipient.is_extended:
        return "extended"
    return "opened" if recipient.opened_at else "sent"


@dataclass(frozen=True)
class ReferralOverview:
    """A referral with a line for each that is asked."""

    lines: list[Line]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def answered(self) -> int:
        return sum(line.statement is not None for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def unsent(self) -> list[Line]:
        return [line for line in self.lines if line.standing == "not_sent"]

    @property
    def silent(self) -> list[Line]:
        return [line for line in self.lines if line.is_waited_for]


RECIPIENTS = ReferralRecipient.objects.select_related("unit", "round", "statement", "statement__answered_by").defer(
    "statement__text", "statement__search_text", "round__summary"
)


def referral_overview(referral: ReferralRound, user: User, *, today: date | None = None) -> ReferralOverview:
    """Two statements, whatever the number of those who are asked; what the user may not open is not followed."""
    today = today or localdate()
    mine = set(ReferralRecipient.objects.visible_to(user).filter(round=referral).values_list("pk", flat=True))
    rows = RECIPIENTS.filter(round=referral)
    return ReferralOverview([line_of(row, today=today, is_followed=row.pk in mine) for row in rows])


def rounds_seen(user: User, permission: str = "") -> ReferralRoundQuerySet:
    """The referrals that one sees (or may do `permission` with), the open first, with how many have answered of all."""
    answered = Count("recipients", filter=Q(recipients__statement__state=Statement.State.REGISTERED))
    rows: ReferralRoundQuerySet = ReferralRound.objects.visible_to(user, permission).select_related("edition")
    counted: ReferralRoundQuerySet = rows.without_values().annotate(total=Count("recipients"), answered=answered)
    return counted.order_by("-state", "-answer_by", "-pk")


def own_waiting(user: User) -> ReferralRecipientQuerySet:
    """What the user's units are asked and have not answered, in open referrals."""
    units = user.access.units_as(*ANSWERING)
    rows = ReferralRecipient.objects.visible_to(user).open().waiting().filter(seats__unit__in=units)
    found: ReferralRecipientQuerySet = ReferralRecipient.objects.filter(pk__in=rows.order_by().values("pk"))
    return found.for_notices().select_related("unit").order_by("round__answer_by", "pk")


def own_lines(user: User, *, today: date) -> list[Line]:
    """What waits for the user's units to answer, the most urgent first. One statement, none without a role."""
    if not user.access.units_as(*ANSWERING):
        return []
    rows = own_waiting(user).select_related("statement").defer("statement__text", "statement__search_text")
    return sorted((line_of(row, today=today) for row in rows), key=lambda line: line.days_left)


def referrals_of(edition: Edition, user: User) -> Sequence[ReferralRound]:
    """The referrals of an edition that the user sees, the newest first."""
    rows: ReferralRoundQuerySet = ReferralRound.objects.visible_to(user).filter(edition=edition)
    return list(rows.select_related("letter").order_by("-opened_at", "-pk"))


def decisions_to_refer(plan: Plan, user: User) -> Any:
    """Decisions of the plan's matters, among which the one to refer may be."""
    rows = Decision.objects.visible_to(user).filter(matter__plan=plan, withdrawn_at=None)
    return rows.select_related("body").order_by("-decided_on", "-pk")


def is_decision_seen(user: User, decision: Decision | None) -> bool:
    return decision is not None and user.has_perm("plans.view_decision", decision)


def is_asked(user: User, recipient: ReferralRecipient) -> bool:
    """Whether the user is of those who are asked: in a seat's unit, in whatever role of a unit. One statement."""
    units = user.access.units_as(*ANSWERING, Role.MEMBER)
    return bool(units) and recipient.seats.filter(unit__in=units).exists()


def links_of(recipient: ReferralRecipient, user: User) -> list[AnswerLink]:
    """The one-time links that were sent, with what was done with each. Two statements."""
    rows = AnswerLink.objects.visible_to(user).filter(recipient=recipient)
    return list(rows.select_related("made_by").prefetch_related("uses"))


def letters_due() -> list[ReferralRecipient]:
    """Those whose letter waits to be sent from here, oldest first. The edition comes without its frozen tree."""
    rows = ReferralRecipient.objects.letters_due().for_notices()
    return list(rows.select_related("unit", "municipality", "round__matter", "round__letter").order_by("pk"))
