"""A matter as a line of stops: Remiss → Yttranden → Utskott → KS → Expedierat, each done, now or coming."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from plans.models import (
    Decision,
    Edition,
    Matter,
    MatterStep,
    ReferralRecipient,
    ReferralRound,
    Statement,
)

UNFINISHED = (Decision.Outcome.REMIT_BACK, Decision.Outcome.TABLE)
"""Outcomes after which the body has the matter still before it."""

LABELS = {"referral": _("Referral"), "statements": _("Statements"), "dispatch": _("Dispatched")}


@dataclass(frozen=True)
class Facts:
    """What has happened in one matter, as far as its line tells of it."""

    matter: Matter
    steps: Sequence[MatterStep] = ()
    rounds: Sequence[ReferralRound] = ()
    decisions: Sequence[Decision] = ()

    @property
    def recipients(self) -> list[ReferralRecipient]:
        return [one for sent in self.rounds for one in sent.recipients.all()]

    @property
    def unanswered(self) -> list[ReferralRecipient]:
        """Those whose answer is still waited for."""
        is_open = {sent.pk for sent in self.rounds if sent.state == ReferralRound.State.OPEN}
        return [one for one in self.recipients if one.round_id in is_open and is_waited_for(one)]


@dataclass(frozen=True)
class Stop:
    """One stop: `state` is done, now or coming; `done` of `total` when it is made of several."""

    kind: str
    label: str
    is_done: bool
    state: str = "coming"
    step: MatterStep | None = None
    done: int = 0
    total: int = 0
    last_day: date | None = None
    decisions: list[Decision] = field(default_factory=list)
    rounds: list[ReferralRound] = field(default_factory=list)

    @cached_property
    def days(self) -> int | None:
        """Days that are left until the last day; negative when it has passed."""
        return (self.last_day - localdate()).days if self.last_day else None

    @property
    def is_late(self) -> bool:
        return self.state == "now" and self.days is not None and self.days < 0


def is_waited_for(recipient: ReferralRecipient) -> bool:
    return not recipient.gives_no_answer and not has_answered(recipient)


def has_answered(recipient: ReferralRecipient) -> bool:
    statement: Statement | None = getattr(recipient, "statement", None)
    return statement is not None and statement.state == Statement.State.REGISTERED


def facts_of(matters: Iterable[Matter]) -> dict[int, Facts]:
    """What has happened in each of some matters, in six statements whatever their number."""
    rows = list(matters)
    steps = by_matter(MatterStep.objects.filter(matter__in=rows).select_related("body"))
    asked = ReferralRecipient.objects.select_related("unit", "statement__answered_by", "round").defer(
        "statement__text", "statement__search_text"
    )
    rounds = by_matter(
        ReferralRound.objects.filter(matter__in=rows)
        .select_related("letter")
        .prefetch_related(Prefetch("recipients", queryset=asked))
        .order_by("opened_at", "pk")
    )
    decisions = by_matter(
        Decision.objects.current().filter(matter__in=rows).select_related("body").prefetch_related("dispatches")
    )
    return {one.pk: Facts(one, steps[one.pk], rounds[one.pk], decisions[one.pk]) for one in rows}


def by_matter(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def line_of(facts: Facts) -> list[Stop]:
    """The stops in order; the first that is not done is now, unless the matter is closed."""
    stops = [*stops_of(facts)]
    now = None if facts.matter.closed_on else next((one for one in stops if not one.is_done), None)
    return [replace(one, state="done" if one.is_done else "now" if one is now else "coming") for one in stops]


def stops_of(facts: Facts) -> Iterator[Stop]:
    referral = [step for step in facts.steps if step.kind == MatterStep.Kind.REFERRAL]
    bodies = [step for step in facts.steps if step.kind != MatterStep.Kind.REFERRAL]
    if referral or facts.rounds:
        yield referral_stop(facts, referral[0] if referral else None)
        yield statements_stop(facts)
    decided = [body_stop(facts, step) for step in bodies]
    yield from decided
    last = [one for one in decided if one.kind == MatterStep.Kind.DECISION]
    if last:
        yield dispatch_stop([decision for one in last if one.is_done for decision in one.decisions])


def referral_stop(facts: Facts, step: MatterStep | None) -> Stop:
    return Stop(
        kind="referral",
        label=str(LABELS["referral"]),
        is_done=bool(facts.rounds),
        step=step,
        rounds=list(facts.rounds),
    )


def statements_stop(facts: Facts) -> Stop:
    """Done when everybody has answered, or when what is out is closed."""
    waiting = facts.unanswered
    return Stop(
        kind="statements",
        label=str(LABELS["statements"]),
        is_done=bool(facts.rounds) and not waiting,
        done=sum(has_answered(one) for one in facts.recipients),
        total=len(facts.recipients),
        last_day=min((one.last_day for one in waiting), default=None),
    )


def body_stop(facts: Facts, step: MatterStep) -> Stop:
    made = [one for one in facts.decisions if is_of(one, step)]
    is_done = bool(made) and made[-1].outcome not in UNFINISHED
    return Stop(kind=step.kind, label=name_of(step), is_done=is_done, step=step, decisions=made)


def is_of(decision: Decision, step: MatterStep) -> bool:
    """Whether a decision is that of the step: it says so, or the body of the step made it and it names no step.

    What sends the matter on referral, or answers one, neither prepares nor decides it, whatever step it names.
    """
    if decision.outcome in Decision.ASIDE:
        return False
    if decision.step_id is not None:
        return decision.step_id == step.pk
    return step.body_id is not None and decision.body_id == step.body_id


def name_of(step: MatterStep) -> str:
    """The body as it is called on the line: its abbreviation says enough to those who sit there."""
    name = str(step)
    return name[:1].upper() + name[1:]


def dispatch_stop(decisions: list[Decision]) -> Stop:
    """Done when everybody on the list has got it; "Akten" is sent nothing, but a list with it alone is a list."""
    listed = [one for decision in decisions for one in decision.dispatches.all()]
    rows = [one for one in listed if not one.is_file]
    sent = sum(one.sent_on is not None for one in rows)
    return Stop(
        kind="dispatch",
        label=str(LABELS["dispatch"]),
        is_done=bool(listed) and sent == len(rows),
        done=sent,
        total=len(rows),
        decisions=decisions,
    )


@dataclass(frozen=True)
class Asked:
    """What a matter asks of somebody: `kind` names the sentence, `target` is the row it is about."""

    kind: str
    name: str
    target: Any = None
    last_day: date | None = None

    @property
    def days(self) -> int | None:
        return (self.last_day - localdate()).days if self.last_day else None

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0


def asked_of(facts: Facts, line: Sequence[Stop], units: frozenset[int], *, leads: bool) -> list[Asked]:
    """What is asked of those who sit in `units`, and of whoever `leads` the matter; the nearest last day first."""
    found = [Asked("statement", str(one.unit), one, one.last_day) for one in facts.unanswered if one.unit_id in units]
    now = next((one for one in line if one.state == "now"), None)
    if now is not None and (leads or not units.isdisjoint(bodies_at(now))):
        target = now.decisions[-1] if now.kind == "dispatch" and now.decisions else now.step
        found.append(Asked(now.kind, now.label, target, now.last_day))
    if leads and not line and not facts.matter.closed_on:
        found.append(Asked("way", ""))
    return sorted(found, key=lambda one: one.last_day or date.max)


def bodies_at(stop: Stop) -> set[int | None]:
    """The bodies whose turn it is: the one of the step; those that decided, while the decision is to be sent."""
    if stop.kind == "dispatch":
        return {one.body_id for one in stop.decisions}
    return {stop.step.body_id} if stop.step is not None else set()


def editions_of_matter(matter: Matter) -> Any:
    """The frozen versions that the matter is about: those of its plan, and those that its referrals sent out."""
    if matter.plan_id is None:
        return Edition.objects.filter(referral_rounds__matter=matter).distinct()
    return Edition.objects.filter(plan=matter.plan_id)
