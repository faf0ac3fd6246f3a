"""A document that was taken in is taken back: everything it made that still stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked
from plans.models import DocumentImport, Measure, Plan, Section
from plans.services.document_import.acceptance import taken_head
from plans.services.ordering import locked_plan
from plans.services.table_import import take_back
from plans.services.withdrawal import withdraw_all
from plans.withdrawn import RESTORABLE

MOST_NAMED = 20


@dataclass(frozen=True)
class Standing:
    """What a document made that still stands, and how much of it somebody has changed since."""

    sections: int
    measures: int
    changed_sections: int
    changed_measures: int
    changed_headings: tuple[str, ...] = ()
    left_below: int = 0
    """Sections of others that stand under those that go."""


def standing_of(document: DocumentImport) -> Standing:
    sections = list(document.sections.current().order_by("pk").values_list("version", "heading"))
    changed = [heading for version, heading in sections if version > 1]
    below = Section.objects.current().filter(parent__imported_in=document, parent__withdrawn_at=None)
    measures = list(Measure.objects.current().filter(imported_in__document=document).values_list("version", flat=True))
    return Standing(
        sections=len(sections),
        measures=len(measures),
        changed_sections=len(changed),
        changed_measures=sum(version > 1 for version in measures),
        changed_headings=tuple(changed[:MOST_NAMED]),
        left_below=below.exclude(imported_in=document).count(),
    )


@transaction.atomic
def undo_document(*, document: DocumentImport, by: User) -> DocumentImport:
    """Withdraw everything that a document made, within 30 days; what was changed in it since goes too.

    Sections that people have put below those that go stand as chapters. The title and header fields become what they
    were, unless somebody has changed them since.
    """
    plan = locked_plan(document.plan)
    document = locked(document)
    if document.is_withdrawn:
        return document
    if document.state != DocumentImport.State.ACCEPTED:
        raise ValidationError(_("The document has not been read in."))
    if document.imported_at < timezone.now() - RESTORABLE:
        raise ValidationError(_("The document was read in more than 30 days ago and can no longer be undone."))
    at = timezone.now()
    reason = _("Reading in of %(source)s undone") % {"source": document.source_name}
    for table in document.tables.filter(withdrawn_at=None).order_by("-pk"):
        take_back(plan, locked(table), at=at, reason=reason, by=by)
    withdraw_all(list(document.sections.current()), by=by, at=at, reason=reason)
    give_back_head(plan, document, reason=reason, by=by)
    document.withdrawn_at, document.withdrawn_by = at, by
    document.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return document


def give_back_head(plan: Plan, document: DocumentImport, *, reason: str, by: User) -> None:
    """Title and header as they were, each where it still says what the document said."""
    head = taken_head(document)
    if not head:
        return
    changed = [name for name in ("title", "header") if getattr(plan, name) == head["after"][name]]
    changed = [name for name in changed if head["after"][name] != head["before"][name]]
    for name in changed:
        setattr(plan, name, head["before"][name])
    if changed:
        plan.version += 1
        record(plan, by=by, reason=reason)
