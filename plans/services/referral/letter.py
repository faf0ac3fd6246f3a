"""The letter of referral (remissmissiv): what it says by default, and how it is kept as a document of the matter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from plans.models import Document, Edition, Matter
from plans.models.matter import LONGEST_TITLE, DocumentSection
from plans.services.texts import LONGEST, unified
from responsibilities.models import Unit


@dataclass(frozen=True)
class LetterText:
    """What the writer may word: the rest of the letter (question, last day, who is asked) follows from the referral."""

    background: str
    how_to_answer: str


def default_question() -> str:
    return _("Do you endorse the proposal? Which viewpoints do you have on its sections and measures?")


def default_letter(edition: Edition, matter: Matter | None) -> LetterText:
    """A letter that can go out as it stands, about this edition."""
    body = matter.body if matter else None
    mailbox = (body.mailbox if body else "") or edition.municipality.email
    number = matter.registry_number if matter else edition.plan.registry_number
    background = _(
        "A proposal for “%(title)s” has been drawn up. Before it is decided, those who are concerned by it are given "
        "the opportunity to say what they think. The proposal is enclosed."
    )
    lines = [
        _("Write first whether you endorse the proposal or not."),
        _("Say of each viewpoint which section or measure it is about."),
        _("Who has an account in VBE-portalen answers there; who was sent a one-time link answers by it."),
    ]
    if mailbox:
        lines.append(_("Otherwise send your statement to %(mailbox)s.") % {"mailbox": mailbox})
    if number:
        lines.append(_("State our registry number: %(number)s.") % {"number": number})
    return LetterText(background % {"title": edition.title}, "\n".join(lines))


def letter_sections(
    text: LetterText, *, question: str, answer_by: date, units: Collection[Unit]
) -> list[DocumentSection]:
    """The headed parts of the letter. The last day and who is asked are the referral's own: they cannot differ."""
    last_day = _("Answer by %(day)s.") % {"day": date_format(answer_by, "j F Y")}
    parts = [
        (_("Background"), text.background),
        (_("What we ask"), question),
        (_("How to answer"), f"{last_day}\n{text.how_to_answer}"),
        (_("Bodies and parties that are asked"), "\n".join(f"- {unit.name}" for unit in units)),
    ]
    return [{"heading": heading, "text": unified(said)} for heading, said in parts if said.strip()]


def write_letter(
    *, edition: Edition, matter: Matter, sections: list[DocumentSection], dated_on: date, by: User
) -> Document:
    """Keep the letter as a document of the matter. Raises ValidationError when a part of it is too long."""
    if any(len(part["text"]) > LONGEST or "\x00" in part["text"] for part in sections):
        raise ValidationError(_("The letter is too long. Shorten it to a few pages."))
    title = _("Referral: %(title)s") % {"title": edition.title}
    letter = Document(
        municipality_id=edition.municipality_id,
        matter=matter,
        position=matter.documents.count(),
        kind=Document.Kind.REFERRAL_LETTER,
        title=title[:LONGEST_TITLE],
        dated_on=dated_on,
        registry_number=matter.registry_number,
        sender=matter.body.name if matter.body else "",
        officer=matter.officer or by.name,
        sections=sections,
    )
    return record(letter, by=by, reason=_("Sent on referral"))
