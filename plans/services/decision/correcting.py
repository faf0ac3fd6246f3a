"""Correcting what was noted of a decision, and taking away what was never decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import erase
from foundation.records import locked, locked_version
from plans.models import Decision, Edition, ReferralRound, RegistrationItem
from plans.services.decision.dispatch import change_recipients
from plans.services.decision.recording import DecisionFacts, keep_file, say, write
from plans.services.decision.rules import refuse_half
from plans.services.edition import correct_decision, note_registry_number, refuse_end, refuse_withdrawn
from plans.services.succession import first_day_noted, follow_each_other
from plans.services.texts import one_line
from plans.services.withdrawal import withdraw

LONGEST_REASON = 300


@transaction.atomic
def correct_decision_row(
    *,
    decision: Decision,
    version: int | None = None,
    met_on: date | None = None,
    decided_on: date | None = None,
    recipients: Sequence[str] | None = None,
    reason: str,
    by: User,
    **facts: Unpack[DecisionFacts],
) -> Decision:
    """Correct what is known of a decision, and say why; who decided what stays. The edition that it adopted follows.

    Raises ValidationError at the field that cannot be, StaleVersion when someone was faster.
    """
    keep_file(facts)
    if decision.edition is not None:
        locked(decision.edition.plan)
    decision = locked_version(decision, version)
    reason = said_why(reason, _("Write why the decision is corrected."))
    refuse_taken_away(decision)
    was = decision.decided_on
    decision.decided_on = decided_on or met_on
    say(decision, facts)
    refuse_half(decision)
    write(decision, met_on, reason=reason, by=by)
    if recipients is not None:
        change_recipients(decision, recipients, by=by)
    follow_decision(decision, was=was, by=by)
    return decision


def said_why(reason: str, missing: str) -> str:
    reason = one_line(reason)
    if not reason or len(reason) > LONGEST_REASON or "\x00" in reason:
        too_long = _("Write at most %(longest)d characters.") % {"longest": LONGEST_REASON}
        raise ValidationError({"reason": too_long if reason else missing})
    return reason


def refuse_taken_away(decision: Decision) -> None:
    if decision.is_withdrawn:
        raise ValidationError(_("The decision has been taken away already."))


def follow_decision(decision: Decision, *, was: date | None, by: User) -> None:
    """What stands of the decision beside its edition's frozen values follows it; `was` is the day it bore."""
    edition = decision.edition
    if edition is None:
        return
    mine = (decision.decided_on, decision.paragraph, decision.registry_number)
    if decision.has_adopted and mine != (edition.decided_on, edition.paragraph, edition.registry_number):
        decision.edition = correct_decision(
            edition=edition,
            decided_on=decision.decided_on,
            paragraph=decision.paragraph,
            registry_number=decision.registry_number,
            valid_from=edition.valid_from,
            by=by,
        )
    elif decision.outcome == Decision.Outcome.REPEAL:
        follow_repeal(decision, locked_version(edition, None), was=was, by=by)


def follow_repeal(decision: Decision, edition: Edition, *, was: date | None, by: User) -> None:
    """An end on the day of the decision moves with that day; one that was decided for another day stays.

    Raises ValidationError when the version cannot have ended on that day.
    """
    ended_on = decision.decided_on if was and edition.repealed_on == was else edition.repealed_on
    if (ended_on, decision.paragraph) == (edition.repealed_on, edition.repeal_paragraph):
        return
    if ended_on is not None and ended_on != edition.repealed_on:
        refuse_other_end(edition, ended_on)
    edition.repealed_on, edition.repeal_paragraph = ended_on, decision.paragraph
    decision.edition = follow_each_other(edition, was=first_day_noted(edition), reason=_("Decision corrected"), by=by)


def refuse_other_end(edition: Edition, on: date) -> None:
    """What the repeal of an edition refuses, at the field in which the decision's day is written."""
    refuse_withdrawn(edition.plan)
    try:
        refuse_end(edition, on)
    except ValidationError as error:
        raise ValidationError({"decided_on": error.messages}) from error


@transaction.atomic
def correct_adoption(
    *,
    edition: Edition,
    version: int | None = None,
    decided_on: date | None = None,
    paragraph: str = "",
    registry_number: str = "",
    valid_from: date | None = None,
    by: User,
) -> Edition:
    """Complete or correct what is known of the decision that adopted the edition; its row in the matter follows."""
    edition = correct_decision(
        edition=edition,
        version=version,
        decided_on=decided_on,
        paragraph=paragraph,
        registry_number=registry_number,
        valid_from=valid_from,
        by=by,
    )
    follow_edition(edition, by=by)
    return edition


@transaction.atomic
def note_adoption_number(
    *, edition: Edition, version: int | None = None, registry_number: str = "", by: User
) -> Edition:
    """Write the registry number of the decision that adopted the edition; its row in the matter follows."""
    edition = note_registry_number(edition=edition, version=version, registry_number=registry_number, by=by)
    follow_edition(edition, by=by)
    return edition


def follow_edition(edition: Edition, *, by: User) -> None:
    """The decision that adopted the edition says of day, § and registry number what stands beside the edition.

    A number that the register gave it is never wiped by one that is not known: it is corrected at the decision.
    """
    rows = edition.decisions.current().filter(outcome__in=Decision.ADOPTING)
    found = next((one for one in rows.select_related("meeting") if one.has_adopted), None)
    if found is None:
        return
    decision = locked_version(found, None)
    met_on = found.meeting.held_on if found.meeting and found.meeting.held_on != found.decided_on else None
    decision.decided_on, decision.paragraph = edition.decided_on, edition.paragraph
    decision.registry_number = edition.registry_number or decision.registry_number
    write(decision, met_on, reason=_("Decision corrected"), by=by)


@transaction.atomic
def withdraw_decision(*, decision: Decision, version: int | None = None, reason: str, by: User) -> Decision:
    """Take away a decision that was noted by mistake; it stays in the history, and its § is free again.

    Raises ValidationError when it put something in force or ended it, or when an answer or a referral rests on it.
    """
    decision = locked_version(decision, version)
    reason = said_why(reason, _("Write why the decision is taken away."))
    if decision.is_withdrawn:
        return decision
    if decision.has_changed_an_edition:
        told = _("A version of the plan is in force, or was ended, by this decision. Correct it instead.")
        raise ValidationError(told)
    if decision.statements.exists() or ReferralRound.objects.filter(decision=decision).exists():
        raise ValidationError(_("A statement or a referral rests on this decision. Correct it instead."))
    place = {"target_model": decision._meta.label_lower, "target_pk": decision.pk}
    for item in RegistrationItem.objects.waiting().filter(**place):
        erase(item, by=by, reason=reason)
    decision.version += 1
    return withdraw(decision, by=by, reason=reason)
