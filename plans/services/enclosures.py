"""What comes with an answer: the file as it came, and the body's own decision to give it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from files.pdfs import PDF, checked_pdf
from files.services import store_bytes
from foundation.history import record
from foundation.identity_numbers import refuse_identity_numbers
from foundation.records import locked
from plans.answers import OwnDecision, ReceivedFile
from plans.models import Decision, Document, ReferralRecipient, Statement
from plans.services.decision import record_decision
from plans.services.texts import one_line

LONGEST_FILE_NAME = 200


def refuse_bad_file(file: ReceivedFile | None) -> None:
    """Before anything is held: opening a large file takes its time."""
    if file is None:
        return
    try:
        refuse_identity_numbers(file.name)
        checked_pdf(file.content)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error


def enclose(
    statement: Statement,
    recipient: ReferralRecipient,
    file: ReceivedFile | None,
    decision: OwnDecision | None,
    *,
    by: User,
) -> None:
    """Lay the file that came among the matter's documents, and note the body's decision in the same matter.

    Who answers does answer, and its own registry number is known from now on.
    """
    if file is not None or statement.document_id is not None:
        statement.document = document_of(statement, recipient, file, by=by)
    if decision is not None:
        statement.decision = own_decision(recipient, decision, by=by)
    number = recipient.registry_number or statement.registry_number
    if recipient.gives_no_answer or number != recipient.registry_number:
        recipient.gives_no_answer, recipient.registry_number = False, number
        recipient.version += 1
        record(recipient, by=by, reason=_("Answered"))


def document_of(statement: Statement, recipient: ReferralRecipient, file: ReceivedFile | None, *, by: User) -> Document:
    matter = recipient.round.matter
    document = (
        locked(statement.document)
        if statement.document
        else Document(
            municipality_id=matter.municipality_id,
            matter=matter,
            kind=Document.Kind.STATEMENT,
            position=matter.documents.count(),
        )
    )
    document.title = _("Statement of %(name)s") % {"name": statement.answered_by}
    document.dated_on, document.arrived_on = statement.dated_on, statement.received_on
    document.registry_number = statement.registry_number
    document.sender = str(statement.answered_by)[:200]
    document.signers = [{"name": statement.signer, "title": statement.signer_title}] if statement.signer else []
    if file is not None:
        document.file = store_bytes(file.content, content_type=PDF)
        document.file_name = one_line(file.name)[-LONGEST_FILE_NAME:]
    document.version += 1 if document.pk else 0
    return record(document, by=by, reason=_("Statement registered"))


def own_decision(recipient: ReferralRecipient, decision: OwnDecision, *, by: User) -> Decision:
    """The body's decision as a row of its own, in the matter of the referral."""
    if decision.body.municipality_id != recipient.municipality_id or not decision.body.is_body:
        raise ValidationError({"body": _("Choose one of the municipality's own bodies.")})
    try:
        return record_decision(
            matter=recipient.round.matter, outcome=Decision.Outcome.STATEMENT, by=by, **vars(decision)
        )
    except ValidationError as error:
        raise ValidationError(at_our_fields(error)) from error


def at_our_fields(error: ValidationError) -> dict[str, list[str]] | list[str]:
    """A refusal of the decision, at the fields as they are called where the answer is registered."""
    if not hasattr(error, "error_dict"):
        return error.messages
    ours = {"decided_on": "met_on", "registry_number": "decision_number"}
    return {ours.get(field, field): told for field, told in error.message_dict.items()}
