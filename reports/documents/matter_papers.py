"""The papers of a matter, from its values: what prepares it, answers it or lies beside, and what each is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from plans.models import Decision, Document
from reports.documents.statement import who_answers
from reports.documents.text import in_words, one_line
from reports.names import letter_word

Values = Mapping[str, Any]
OWN_LETTERS = (Document.Kind.OFFICIAL_LETTER, Document.Kind.COVER_LETTER)
NOT_PREPARING = (*Decision.ADOPTING, Decision.Outcome.REPEAL, Decision.Outcome.REFER)


def preparing(matter: Values) -> list[Values]:
    """The paragraphs of bodies that prepared the matter; those that belong to a statement stand there."""
    given = {
        one["statement"]["decision"]["uid"] for one in answered(matter) if one["statement"]["decision"] is not None
    }
    return [
        one
        for one in matter["decisions"]
        if one["outcome"] not in NOT_PREPARING and one["uid"] not in given and not one["is_delegated"]
    ]


def letters(matter: Values) -> list[Values]:
    return [one for one in matter["documents"] if one["document_kind"] in OWN_LETTERS]


def answered(matter: Values) -> list[Values]:
    return [one for referral in matter["referrals"] for one in referral["recipients"] if one["statement"] is not None]


def other_documents(matter: Values) -> list[Values]:
    """Other papers of the matter; the letter of a referral has gone out with it, a statement's own stands there."""
    elsewhere = {
        one["statement"]["document"]["uid"] for one in answered(matter) if one["statement"]["document"] is not None
    }
    kinds = (*OWN_LETTERS, Document.Kind.REFERRAL_LETTER)
    return [one for one in matter["documents"] if one["document_kind"] not in kinds and one["uid"] not in elsewhere]


def document_label(document: Values) -> str:
    return f"{letter_word(document['document_kind'])}: {one_line(document['title'])}"


def cited_decision(decision: Values) -> str:
    named = " ".join(filter(None, (one_line(decision["body"]), one_line(decision["paragraph"]))))
    return ", ".join(filter(None, (named, in_words(decision["decided_on"])))) or one_line(decision["heading"])


def statement_label(recipient: Values) -> str:
    return _("Statement: %(body)s") % {"body": who_answers(recipient)}


def statement_words(recipient: Values) -> str:
    statement = recipient["statement"]
    parts = (statement_label(recipient), in_words(statement["dated_on"]), one_line(statement["registry_number"]))
    return ", ".join(filter(None, parts))


def document_words(document: Values) -> str:
    parts = (document_label(document), in_words(document["dated_on"]), one_line(document["registry_number"]))
    return ", ".join(filter(None, parts))
