"""The legal life of a plan as values: letters, decisions, referrals and matters, as JSON that papers are made from.

Like the values of a plan: every node has `uid` and `classification`, names of units are copied in, a day is ISO text.
What is printed is read here, in few statements whatever the number of rows, and nowhere else. Drafts of statements
belong to those who write them and are in no tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from accounts.models import Municipality
from files.models import StoredFile
from plans.models import (
    Decision,
    Dispatch,
    Document,
    Edition,
    Matter,
    ReferralRecipient,
    ReferralRound,
    Statement,
    Viewpoint,
)
from plans.schema import SCHEMA, Values
from plans.values import iso, municipality_values, normalised
from responsibilities.models import Unit


def document_values(document: Document) -> Values:
    """A paper of a matter, written here or received; reads its matter and file where they are not loaded yet."""
    return in_its_matter("document", document, **document_fields(document))


def decision_values(decision: Decision) -> Values:
    """Exactly one § of a body, with its dispatch list; one statement besides what is loaded with it."""
    return in_its_matter("decision", decision, **decision_fields(decision))


def referral_values(referral: ReferralRound) -> Values:
    """A referral: what was asked, who was asked, and what each registered statement says; six statements at most."""
    return in_its_matter("referral", referral, **referral_fields(referral))


def matter_values(matter: Matter) -> Values:
    """A matter with its documents, referrals and decisions in order; ten statements at most."""
    return whole(
        "matter",
        matter,
        municipality=sender_values(matter.municipality),
        **matter_head(matter),
        steps=[
            {"uid": str(one.uid), "classification": "open", "kind": one.kind, "body": name_of(one.body, one.wording)}
            for one in matter.steps.select_related("body")
        ],
        documents=[{**node(one), **document_fields(one)} for one in matter.documents.current().select_related("file")],
        referrals=[
            {**node(one), **referral_fields(one)}
            for one in matter.referral_rounds.without_values()
            .select_related("edition", "decision__body", "letter__file")
            .order_by("opened_at", "pk")
        ],
        decisions=[{**node(one), **decision_fields(one)} for one in decisions_of(matter)],
    )


def sender_values(municipality: Municipality) -> Values:
    """The municipality as a sender: what a plan holds of it, which is hashed and stays as it is, and its fax."""
    return {**municipality_values(municipality), "fax": municipality.fax}


def in_its_matter(kind: str, row: Any, **fields: Any) -> Values:
    """What stands alone on a paper, with the matter that it belongs to and the municipality that it comes from."""
    return whole(kind, row, matter=matter_head(row.matter), municipality=sender_values(row.municipality), **fields)


def whole(kind: str, row: Any, **fields: Any) -> Values:
    values: Values = normalised({"schema": SCHEMA, "kind": kind, **node(row), **fields})
    return values


def node(row: Any) -> Values:
    return {"uid": str(row.uid), "classification": "open"}


def matter_head(matter: Matter) -> Values:
    return {
        "title": matter.title,
        "registry_number": matter.registry_number,
        "classification_code": matter.classification_code,
        "officer": matter.officer,
        "body": name_of(matter.body),
    }


def document_fields(document: Document) -> Values:
    return {
        "document_kind": document.kind,
        "title": document.title,
        "dated_on": iso(document.dated_on),
        "arrived_on": iso(document.arrived_on),
        **{
            field: getattr(document, field)
            for field in ("registry_number", "document_number", "sender", "addressee", "officer")
        },
        **{field: list(getattr(document, field)) for field in ("sections", "basis", "recipients", "signers")},
        "file": file_values(document.file, document.file_name),
    }


def decisions_of(matter: Matter) -> Iterable[Decision]:
    found = matter.decisions.current().select_related("body", "meeting", "edition", "file").defer("edition__values")
    return found.prefetch_related("dispatches").order_by("decided_on", "pk")


def decision_fields(decision: Decision) -> Values:
    """What the minutes say, in the order of the minutes; what is not known is empty."""
    return {
        "body": name_of(decision.body),
        "decided_on": iso(decision.decided_on),
        "outcome": decision.outcome,
        **{
            field: getattr(decision, field)
            for field in (
                "paragraph",
                "page",
                "registry_number",
                "heading",
                "proposal",
                "wording",
                "amendment",
                "order_of_propositions",
                "reservations",
                "is_adjusted_at_once",
                "is_delegated",
                "delegation",
            )
        },
        **{field: list(getattr(decision, field)) for field in ("sections", "points", "motions", "basis")},
        "meeting": meeting_values(decision),
        "edition": edition_head(decision.edition),
        "dispatches": [dispatch_values(one) for one in decision.dispatches.all()],
        "file": file_values(decision.file, decision.file_name),
    }


def meeting_values(decision: Decision) -> Values | None:
    meeting = decision.meeting
    if meeting is None:
        return None
    return {
        **node(meeting),
        "held_on": iso(meeting.held_on),
        "adjusted_on": iso(meeting.adjusted_on),
        "adjusted_paragraphs": meeting.adjusted_paragraphs,
        "announced_on": iso(meeting.announced_on),
    }


def dispatch_values(dispatch: Dispatch) -> Values:
    return {
        **node(dispatch),
        "recipient": dispatch.recipient,
        "is_file": dispatch.is_file,
        "sent_on": iso(dispatch.sent_on),
        "sent_how": dispatch.sent_how,
    }


def edition_head(edition: Edition | None) -> Values | None:
    if edition is None:
        return None
    return {
        **node(edition),
        "number": edition.number,
        "title": edition.title,
        "state": edition.state,
        "sha256": edition.sha256,
    }


def referral_fields(referral: ReferralRound) -> Values:
    return {
        "edition": edition_head(referral.edition),
        "question": referral.question,
        "answer_by": iso(referral.answer_by),
        "decided_wording": referral.decided_wording,
        "decision": brief_decision(referral.decision),
        "letter": {**node(referral.letter), **document_fields(referral.letter)} if referral.letter else None,
        "summary": referral.summary,
        "state": referral.state,
        "recipients": [recipient_values(*one) for one in asked_with_answers(referral)],
    }


def brief_decision(decision: Decision | None) -> Values | None:
    """A decision as it is cited: by whom, when and under which §."""
    if decision is None:
        return None
    return {
        **node(decision),
        "body": name_of(decision.body),
        "decided_on": iso(decision.decided_on),
        "paragraph": decision.paragraph,
    }


def asked_with_answers(referral: ReferralRound) -> list[tuple[ReferralRecipient, Statement | None]]:
    """Those who are asked, each with its registered statement; four statements whatever their number."""
    statements = (
        Statement.objects.registered()
        .select_related("answered_by", "document__file", "decision__body", "decision__meeting", "decision__file")
        .select_related("decision__edition")
        .defer("decision__edition__values")
        .prefetch_related(
            Prefetch("viewpoints", queryset=Viewpoint.objects.current().order_by("position", "pk")),
            "decision__dispatches",
        )
    )
    answered = {one.recipient_id: one for one in statements.filter(recipient__round=referral)}
    return [(one, answered.get(one.pk)) for one in referral.recipients.select_related("unit")]


def recipient_values(recipient: ReferralRecipient, statement: Statement | None) -> Values:
    return {
        **node(recipient),
        "name": name_of(recipient.unit),
        "unit_uid": str(recipient.unit.uid),
        "registry_number": recipient.registry_number,
        "sent_on": iso(recipient.sent_on),
        "extended_to": iso(recipient.extended_to),
        "gives_no_answer": recipient.gives_no_answer,
        "statement": statement_values(statement) if statement else None,
    }


def statement_values(statement: Statement) -> Values:
    """What was answered, in text or as it came, with the body's own § where it has one."""
    return {
        **node(statement),
        "answered_by": name_of(statement.answered_by),
        "stance": statement.stance,
        "text": statement.text,
        "dated_on": iso(statement.dated_on),
        "received_on": iso(statement.received_on),
        "registry_number": statement.registry_number,
        "signer": statement.signer,
        "signer_title": statement.signer_title,
        "document": (
            {**node(statement.document), **document_fields(statement.document)} if statement.document else None
        ),
        "decision": (
            {**node(statement.decision), **decision_fields(statement.decision)} if statement.decision else None
        ),
        "viewpoints": [viewpoint_values(one) for one in statement.viewpoints.all()],
    }


def viewpoint_values(viewpoint: Viewpoint) -> Values:
    return {
        **node(viewpoint),
        "place_uid": str(viewpoint.place_uid) if viewpoint.place_uid else None,
        "change_uid": str(viewpoint.change_uid) if viewpoint.change_uid else None,
        **{field: getattr(viewpoint, field) for field in ("text", "place_name", "handling", "reason", "change_name")},
    }


def file_values(file: StoredFile | None, name: str) -> Values | None:
    """A received file by its SHA-256, so that a paper with another file is another paper."""
    if file is None:
        return None
    return {"sha256": file.sha256, "name": name, "content_type": file.content_type, "size": file.size}


def name_of(unit: Unit | None, wording: str = "") -> str:
    return unit.name if unit is not None else wording
