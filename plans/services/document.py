"""Documents of a matter: written in headed sections or received as a file, put in order, removed, brought back."""

from __future__ import annotations

from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from files.pdfs import PDF, checked_pdf
from files.services import store_bytes
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from foundation.search_text import words_of
from plans.inputs import DocumentValues, ReceivedPaper
from plans.models import Document, Matter
from plans.selectors.sent_papers import is_answer, is_sent
from plans.services.matter import refuse_closed
from plans.services.ordering import move_among, next_position
from plans.services.texts import LONGEST, checked, one_line, unified
from plans.services.withdrawal import bring_back, withdraw

LINES = ("title", "registry_number", "document_number", "sender", "officer")
DAYS = ("dated_on", "arrived_on")
MOST_LINES = 200
LONGEST_FILE_NAME = 200


@transaction.atomic
def create_document(
    *, matter: Matter, kind: str, file: ReceivedPaper | None = None, by: User, **values: Unpack[DocumentValues]
) -> Document:
    """A document, last among those of the matter. A file that came is kept as it came.

    Raises ValidationError when the matter is closed, or when something cannot be kept.
    """
    if file is not None:
        refuse_bad_file(file)
    matter = locked(matter)
    refuse_closed(matter)
    if kind not in Document.Kind.values:
        raise ValidationError({"kind": _("Choose what kind of document it is.")})
    document = Document(municipality_id=matter.municipality_id, matter=matter, kind=kind)
    write(document, values)
    if file is not None:
        receive(document, file)
    document.position = next_position(matter.documents.all())
    return record(document, by=by, reason=_("Document added"))


@transaction.atomic
def update_document(
    *, document: Document, version: int | None = None, by: User, **values: Unpack[DocumentValues]
) -> Document:
    """Write a document anew; a received file stays. Raises StaleVersion when someone wrote it since `version`."""
    refuse_closed(locked(document.matter))
    document = locked_version(document, version)
    if document.is_withdrawn:
        raise ValidationError(_("The document has been removed. Restore it before you change it."))
    refuse_sent(document)
    write(document, values)
    return record_version(document, by=by, reason=_("Document changed"))


@transaction.atomic
def move_document(*, document: Document, direction: str = "", position: int | None = None, by: User) -> Document:
    """One step up or down, or to a place, among the matter's documents: the order of the papers for decision."""
    matter = locked(document.matter)
    refuse_closed(matter)
    document = locked(document)
    siblings = matter.documents.current()
    move_among(siblings, document, direction=direction, position=position, by=by, reason=_("Document moved"))
    return document


@transaction.atomic
def withdraw_document(*, document: Document, by: User) -> Document:
    """Take a document out of the matter; it can come back within 30 days."""
    refuse_closed(locked(document.matter))
    document = locked(document)
    refuse_sent(document)
    return document if document.is_withdrawn else withdraw(document, by=by, reason=_("Document removed"))


@transaction.atomic
def restore_document(*, document: Document, by: User) -> Document:
    refuse_closed(locked(document.matter))
    document = locked(document)
    return bring_back(document, by=by, reason=_("Document restored")) if document.is_withdrawn else document


def refuse_sent(document: Document) -> None:
    """What has gone out on referral, and what came as an answer, stays: others have read it, or it is theirs."""
    if is_sent(document):
        raise ValidationError(_("The letter has been sent out on referral. It stays as it was sent."))
    if is_answer(document):
        raise ValidationError(_("The document belongs to a registered answer. Correct the answer instead."))


def write(document: Document, values: DocumentValues) -> None:
    """Put what is said on the row: short texts on one line, lists without their empty lines."""
    given: dict[str, Any] = {**values}
    for name in LINES:
        setattr(document, name, one_line(given.get(name, "")))
    document.addressee = unified(given.get("addressee", ""))
    for name in DAYS:
        setattr(document, name, given.get(name))
    document.sections = [said for one in given.get("sections", ()) if any((said := section_of(one)).values())]
    document.basis = lines_of(given.get("basis", ()))
    document.recipients = lines_of(given.get("recipients", ()))
    document.signers = [
        {"name": one_line(one["name"]), "title": one_line(one.get("title", ""))} for one in given.get("signers", ())
    ]
    refuse_what_cannot_be_kept(document)


def section_of(section: Any) -> dict[str, str]:
    return {"heading": one_line(section["heading"]), "text": unified(section.get("text", ""))}


def lines_of(lines: Any) -> list[str]:
    return [said for one in lines if (said := one_line(one))]


def refuse_what_cannot_be_kept(document: Document) -> None:
    if not document.title:
        raise ValidationError({"title": _("Write what the document is called.")})
    checked(document, (*LINES, "addressee"))
    if document.arrived_on and document.arrived_on > localdate():
        raise ValidationError({"arrived_on": _("This day has not come.")})
    texts = [text for one in document.sections for text in one.values()]
    if any(len(text) > LONGEST or "\x00" in text for text in texts):
        raise ValidationError(
            {"sections": _("Write at most %(longest)d characters in a section.") % {"longest": LONGEST}}
        )
    rows = (document.sections, document.basis, document.recipients, document.signers)
    if any(len(one) > MOST_LINES for one in rows) or "\x00" in words_of(list(rows)):
        raise ValidationError(_("A document holds at most %(most)d rows of a kind.") % {"most": MOST_LINES})


def refuse_bad_file(file: ReceivedPaper) -> None:
    """Before anything is held: opening a large file takes its time."""
    try:
        checked_pdf(file.content)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error


def receive(document: Document, file: ReceivedPaper) -> None:
    """Keep a file that came, to the last byte."""
    document.file = store_bytes(file.content, content_type=PDF)
    document.file_name = one_line(file.name)[-LONGEST_FILE_NAME:]
