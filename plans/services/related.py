"""Documents beside the plan, and its sources: named, put in order, removed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from plans.models import Plan, RelatedDocument
from plans.services.ordering import locked_plan, move_among, next_position
from plans.services.texts import checked, one_line
from plans.services.withdrawal import bring_back, withdraw

TEXTS = ("title", "reference", "url")
is_web_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def create_related_document(
    *, plan: Plan, title: str, kind: str = RelatedDocument.Kind.GOVERNING, reference: str = "", url: str = "", by: User
) -> RelatedDocument:
    """A document that belongs with the plan, last in its list."""
    plan = locked_plan(plan)
    document = RelatedDocument(municipality_id=plan.municipality_id, plan=plan)
    write(document, kind=kind, title=title, reference=reference, url=url)
    document.position = next_position(plan.related_documents.all())
    return record(document, by=by, reason=_("Document added"))


@transaction.atomic
def update_related_document(
    *,
    related_document: RelatedDocument,
    version: int | None,
    title: str,
    kind: str = RelatedDocument.Kind.GOVERNING,
    reference: str = "",
    url: str = "",
    by: User,
) -> RelatedDocument:
    """Write what is said of a document. Raises StaleVersion when someone wrote it since `version`."""
    locked_plan(related_document.plan)
    document = locked_version(related_document, version)
    refuse_removed(document)
    write(document, kind=kind, title=title, reference=reference, url=url)
    return record_version(document, by=by, reason=_("Document changed"))


@transaction.atomic
def move_related_document(
    *, related_document: RelatedDocument, direction: str = "", position: int | None = None, by: User
) -> RelatedDocument:
    """One step up or down, or to a place, in the plan's list."""
    plan = locked_plan(related_document.plan)
    document = locked(related_document)
    refuse_removed(document)
    siblings = plan.related_documents.current()
    move_among(siblings, document, direction=direction, position=position, by=by, reason=_("Document moved"))
    return document


@transaction.atomic
def withdraw_related_document(*, related_document: RelatedDocument, by: User) -> RelatedDocument:
    """Take a document off the list; it can come back within 30 days."""
    locked_plan(related_document.plan)
    document = locked(related_document)
    return document if document.is_withdrawn else withdraw(document, by=by, reason=_("Document removed"))


@transaction.atomic
def restore_related_document(*, related_document: RelatedDocument, by: User) -> RelatedDocument:
    locked_plan(related_document.plan)
    document = locked(related_document)
    return bring_back(document, by=by, reason=_("Document restored")) if document.is_withdrawn else document


def write(document: RelatedDocument, *, kind: str, title: str, reference: str, url: str) -> None:
    document.kind, document.title = kind, one_line(title)
    document.reference, document.url = one_line(reference), url.strip()
    if not document.title:
        raise ValidationError({"title": _("Write what the document is called.")})
    if kind not in RelatedDocument.Kind.values:
        raise ValidationError({"kind": _("Choose what kind of document it is.")})
    checked(document, TEXTS)
    if document.url:
        refuse_address(document.url)


def refuse_address(url: str) -> None:
    try:
        is_web_address(url)
    except ValidationError as error:
        said = _("Write an address that begins with https:// or http://.")
        raise ValidationError({"url": said}) from error


def refuse_removed(document: RelatedDocument) -> None:
    if document.is_withdrawn:
        raise ValidationError(_("The document has been removed. Restore it before you change it."))
