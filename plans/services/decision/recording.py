"""Noting a decision when it has been made, and putting in force what it adopted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from files.models import StoredFile
from files.pdfs import PDF, checked_pdf
from files.services import store_bytes
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.minutes import motion_of, point_of, sections_of
from plans.models import Decision, Edition, Matter, MatterStep, RegistrationItem
from plans.models.decision import paragraph_key_of, year_of
from plans.selectors.recipients import answering_for, coordinators, registrars
from plans.services.decision.dispatch import list_dispatches
from plans.services.decision.rules import (
    paragraph_is_used,
    refuse_days,
    refuse_edition,
    refuse_half,
    refuse_lists,
    refuse_maker,
    refuse_order,
    refuse_place,
    refuse_used_paragraph,
    step_of,
)
from plans.services.decision.sitting import meeting_of
from plans.services.edition import adopt_edition, refuse_settled, repeal_edition
from plans.services.registration import await_registration
from plans.services.settling import close_referrals_of
from plans.services.texts import one_line, unified
from responsibilities.models import Unit

Outcome = Decision.Outcome
LINES = ("paragraph", "page", "registry_number", "heading", "delegation", "file_name")
LONGEST_REPEAL_REASON = 300


class DecisionFacts(TypedDict, total=False):
    """What the minutes say besides who decided what, and when. What is left out is empty."""

    paragraph: str
    page: str
    registry_number: str
    heading: str
    sections: Iterable[Mapping[str, Any]]
    proposal: str
    wording: str
    points: Iterable[Mapping[str, Any]]
    amendment: str
    motions: Iterable[Mapping[str, str] | str]
    order_of_propositions: str
    reservations: str
    is_adjusted_at_once: bool
    is_delegated: bool
    delegation: str
    basis: Iterable[str]
    file: StoredFile | bytes | None
    file_name: str


@transaction.atomic
def record_decision(
    *,
    matter: Matter,
    step: MatterStep | None = None,
    body: Unit | None = None,
    met_on: date | None = None,
    decided_on: date | None = None,
    outcome: str,
    edition: Edition | None = None,
    valid_from: date | None = None,
    recipients: Sequence[str] = (),
    by: User,
    **facts: Unpack[DecisionFacts],
) -> Decision:
    """Note what `body` decided in the matter; an adoption puts the edition in force, a repeal ends it.

    An adoption with change puts nothing in force: the changed version is adopted by `adopt_amended`. Raises
    ValidationError at the field that is wanting, that another decision contradicts, or whose § is used.
    """
    keep_file(facts)
    if edition is not None:
        locked(edition.plan)
    matter = locked(matter)
    refuse_place(matter, outcome)
    decision = Decision(municipality_id=matter.municipality_id, matter=matter, body=body, noted_by=by)
    decision.step = step_of(matter, body, step, outcome=outcome)
    decision.outcome, decision.edition, decision.decided_on = outcome, edition, decided_on or met_on
    say(decision, facts)
    refuse_edition(decision, edition)
    refuse_half(decision)
    write(decision, met_on, reason=_("Decision noted"), by=by)
    list_dispatches(decision, recipients, by=by)
    put_in_force(decision, valid_from, by=by)
    if edition is not None and Decision.objects.settling().filter(pk=decision.pk).exists():
        close_referrals_of(edition, by=by)
    tell_of(decision, by=by)
    return decision


def keep_file(facts: DecisionFacts) -> None:
    """Keep the extract as it came, when it is a PDF that can be opened; before anything is held, for it takes time."""
    content = facts.get("file")
    if not isinstance(content, bytes):
        return
    try:
        checked_pdf(content)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    facts["file"] = store_bytes(content, content_type=PDF)


def say(decision: Decision, facts: DecisionFacts) -> None:
    """Put on the row what the minutes say, tidied; what is not named stays as it is."""
    for name, value in facts.items():
        if isinstance(value, str):
            value = one_line(value) if name in LINES else unified(value)
        elif name == "sections":
            value = sections_of(facts["sections"])
        elif name == "points":
            value = [point_of(one) for one in facts["points"]]
        elif name == "motions":
            value = [motion_of(one) if isinstance(one, str) else dict(one) for one in facts["motions"]]
        elif name == "basis":
            value = [line for line in map(one_line, facts["basis"]) if line]
        setattr(decision, name, value)


def write(decision: Decision, met_on: date | None, *, reason: str, by: User) -> Decision:
    """Save the row when nothing speaks against it; of two who note the same § at once, the second is told."""
    decision.paragraph_key = paragraph_key_of(decision.paragraph)
    decision.year = year_of(decision.decided_on)
    refuse_maker(decision)
    refuse_days(decision, met_on)
    refuse_lists(decision)
    refuse_order(decision)
    refuse_used_paragraph(decision)
    decision.meeting = meeting_of(decision, met_on, by=by)
    save = record_version if decision.pk else record
    try:
        with transaction.atomic():
            return save(decision, by=by, reason=reason)
    except IntegrityError as error:
        if "paragraph" not in str(error):
            raise
        raise paragraph_is_used(decision) from error


def put_in_force(decision: Decision, valid_from: date | None, *, by: User) -> None:
    """What the decision does to its edition: adopted as it stands, or repealed."""
    edition, day = decision.edition, valid_from or decision.decided_on
    if edition is None or day is None:
        return
    if decision.outcome == Outcome.ADOPT:
        adopted = adopt_edition(edition=edition, valid_from=valid_from, by=by, **said_of_adoption(decision))
        decision.edition = adopted
    elif decision.outcome == Outcome.REPEAL:
        decision.edition = repeal_edition(
            edition=edition,
            repealed_on=day,
            body=decision.body,
            paragraph=decision.paragraph,
            reason=(decision.wording or _("Repealed by decision"))[:LONGEST_REPEAL_REASON],
            by=by,
        )


def said_of_adoption(decision: Decision) -> dict[str, Any]:
    """What stands beside the frozen values of what the decision adopted."""
    body = decision.body if decision.body and decision.body.is_body else None
    return {
        "body": body,
        "decided_on": decision.decided_on,
        "paragraph": decision.paragraph,
        "registry_number": decision.registry_number,
    }


@transaction.atomic
def adopt_amended(
    *, decision: Decision, version: int | None = None, edition: Edition, valid_from: date | None = None, by: User
) -> Decision:
    """Put in force the version in which the change of the decision is written, with the decision's day and §.

    The decision keeps the proposal that it changed. Raises ValidationError when something is in force by it already,
    or when the version says the same as the proposal.
    """
    locked(edition.plan)
    decision = locked_version(decision, version)
    refuse_amended(decision, edition)
    decision.amended_from, decision.edition = decision.edition, edition
    decision.version += 1
    record(decision, by=by, reason=_("The changed version is adopted"))
    decision.edition = adopt_edition(edition=edition, valid_from=valid_from, by=by, **said_of_adoption(decision))
    return decision


def refuse_amended(decision: Decision, edition: Edition) -> None:
    if not decision.awaits_edition:
        raise ValidationError(_("This decision waits for no changed version."))
    if edition.plan_id != decision.matter.plan_id:
        raise ValidationError({"edition": _("Choose a version of the matter's own plan.")})
    refuse_settled(edition)
    proposal = decision.edition
    if proposal is not None and edition.number <= proposal.number:
        raise ValidationError({"edition": _("Choose a version that was frozen after the proposal.")})
    if proposal is not None and edition.sha256 == proposal.sha256:
        raise ValidationError(
            {"edition": _("This version says the same as the proposal. Write the change into the draft and freeze it.")}
        )


def tell_of(decision: Decision, *, by: User) -> None:
    """What was decided awaits registration; the coordinators, the body and the registrars are told.

    The answer to a referral is registered and told of as a statement; of an edition its own notice tells the others.
    """
    if decision.outcome == Outcome.STATEMENT:
        return
    await_registration(
        kind=RegistrationItem.Kind.DECISION,
        about=decision,
        title=f"{decision}: {decision.heading or decision.matter.title}",
        matter=decision.matter,
        occurred_on=decision.decided_on,
        by=by,
    )
    people = coordinators(decision.municipality)
    if decision.outcome not in (Outcome.ADOPT, Outcome.REPEAL):
        body = decision.body
        beside = answering_for([body], Role.SECRETARY, Role.MEMBER)[body.pk] if body else []
        people = [*people, *beside, *registrars(decision.municipality)]
    told = [one for one in dict.fromkeys(people) if one != by]
    tell(recipients=told, kind="decision_noted", about=decision, municipality=decision.municipality)
