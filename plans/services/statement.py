"""What those who are asked answer: drafted by their staff, registered by their secretary or the coordinator."""

from __future__ import annotations

from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import StaleVersion, locked, locked_version
from notifications.services import tell
from plans.answers import OwnDecision, ReceivedFile, StatementFacts
from plans.models import ReferralRecipient, RegistrationItem, Statement
from plans.selectors.recipients import coordinators
from plans.services.enclosures import enclose, refuse_bad_file
from plans.services.registration import await_registration
from plans.services.texts import checked, one_line, unified
from plans.transitions import move

State = Statement.State
TEXTS = ("text", "registry_number", "signer", "signer_title")


@transaction.atomic
def draft_statement(
    *,
    recipient: ReferralRecipient,
    version: int | None = None,
    stance: str = "",
    by: User,
    **facts: Unpack[StatementFacts],
) -> Statement:
    """Write the answer as a draft, which stays with those who are asked until it is registered.

    `version` 0 says that there was no draft when the writer began. Raises ValidationError when the answer has been
    registered, StaleVersion when somebody else has written in the meantime.
    """
    recipient = locked(recipient)
    statement = answer_of(recipient, version, by=by)
    if statement.state == State.REGISTERED:
        raise ValidationError(_("The answer has been registered already. Copy what you want to keep of your text."))
    refuse_unknown_stance(stance)
    say(statement, stance, facts)
    reason = _("Drafted")
    return record_version(statement, by=by, reason=reason) if statement.pk else record(statement, by=by, reason=reason)


@transaction.atomic
def register_statement(
    *,
    recipient: ReferralRecipient,
    version: int | None = None,
    stance: str,
    file: ReceivedFile | None = None,
    decision: OwnDecision | None = None,
    came_by_link: bool = False,
    by: User,
    **facts: Unpack[StatementFacts],
) -> Statement:
    """Register the answer: what it says, as text or as the file that came, and the body's own decision.

    It lands on the registrar's list, and the coordinators are told. Raises ValidationError at the field that is
    wanting or whose § is used; StaleVersion when it has been registered, or the draft been changed, in the meantime.
    """
    refuse_bad_file(file)
    recipient = locked(recipient, "round__matter", "unit", "municipality")
    statement = answer_of(recipient, version, by=by)
    if statement.state == State.REGISTERED:
        raise StaleVersion(statement)
    say(statement, stance, facts)
    refuse_half(statement, file)
    move(statement, State.REGISTERED)
    statement.came_by_link = came_by_link
    statement.registered_at, statement.registered_by = timezone.now(), by
    enclose(statement, recipient, file, decision, by=by)
    statement.version += 1 if statement.pk else 0
    record(statement, by=by, reason=_("Registered"))
    tell_of(statement, recipient, by=by)
    return statement


@transaction.atomic
def correct_statement(
    *,
    statement: Statement,
    version: int | None = None,
    reason: str,
    stance: str,
    file: ReceivedFile | None = None,
    decision: OwnDecision | None = None,
    by: User,
    **facts: Unpack[StatementFacts],
) -> Statement:
    """Correct or complete a registered answer; what stood there stays in its history, with the reason.

    A new file takes the place of the one before, which is kept. Raises ValidationError before it is registered,
    without a reason, or when the decision is known already; StaleVersion when somebody was faster.
    """
    refuse_bad_file(file)
    recipient = locked(statement.recipient, "round__matter", "unit", "municipality")
    statement = locked_version(statement, version)
    if statement.state != State.REGISTERED:
        raise ValidationError(_("The answer is a draft. Register it first."))
    if not one_line(reason):
        raise ValidationError({"reason": _("Write why it is corrected.")})
    if decision is not None and statement.decision_id is not None:
        raise ValidationError(_("The body's decision is noted already. Correct it on its own page."))
    say(statement, stance, facts)
    refuse_half(statement, file)
    enclose(statement, recipient, file, decision, by=by)
    return record_version(statement, by=by, reason=one_line(reason)[:300])


def answer_of(recipient: ReferralRecipient, version: int | None, *, by: User) -> Statement:
    """The answer that stands there, locked; a new one where there is none (`version` 0: none was seen)."""
    known: Statement | None = Statement.objects.filter(recipient=recipient).first()
    if known is None:
        return Statement(municipality_id=recipient.municipality_id, recipient=recipient, written_by=by)
    if known.state == State.REGISTERED:
        return locked_version(known, None)
    return locked_version(known, version)


def say(statement: Statement, stance: str, facts: StatementFacts) -> None:
    """Write what the answer says. Who answers is the one that was asked, unless another is named."""
    refuse_unknown_stance(stance)
    answered_by = facts.get("answered_by") or statement.answered_by or statement.recipient.unit
    if answered_by.municipality_id != statement.municipality_id:
        raise ValidationError({"answered_by": _("Choose one of the municipality's own.")})
    statement.answered_by, statement.stance = answered_by, stance
    statement.text = unified(facts.get("text", ""))
    statement.dated_on, statement.received_on = facts.get("dated_on"), facts.get("received_on")
    statement.registry_number = one_line(facts.get("registry_number", ""))
    statement.signer = one_line(facts.get("signer", ""))
    statement.signer_title = one_line(facts.get("signer_title", ""))
    checked(statement, TEXTS)


def refuse_unknown_stance(stance: str) -> None:
    if stance and stance not in Statement.Stance.values:
        raise ValidationError({"stance": _("Choose one of the stances.")})


def refuse_half(statement: Statement, file: ReceivedFile | None) -> None:
    """An answer takes a stand, and says why or encloses what came; it is not from the future."""
    if not statement.stance:
        raise ValidationError({"stance": _("Choose the stance that the answer takes.")})
    if not statement.text and file is None and statement.document_id is None:
        raise ValidationError({"text": _("Write or paste the answer, or choose the file that came.")})
    today = timezone.localdate()
    for field in ("dated_on", "received_on"):
        if (day := getattr(statement, field)) and day > today:
            raise ValidationError({field: _("This day has not come.")})
    if statement.dated_on and statement.received_on and statement.received_on < statement.dated_on:
        raise ValidationError({"received_on": _("It cannot arrive before the day it is dated.")})


def tell_of(statement: Statement, recipient: ReferralRecipient, *, by: User) -> None:
    """Put the answer on the registrar's list, and tell the coordinators."""
    matter = recipient.round.matter
    await_registration(
        kind=RegistrationItem.Kind.STATEMENT_IN,
        about=statement,
        title=_("Statement of %(name)s") % {"name": statement.answered_by},
        matter=matter,
        occurred_on=statement.dated_on or timezone.localdate(),
        arrived_on=statement.received_on,
        by=by,
    )
    tell(
        recipients=[one for one in coordinators(recipient.municipality) if one != by],
        kind="statement_registered",
        about=statement,
        municipality=recipient.municipality,
    )
