"""A document waits, is read by one worker and is ready to be looked through, or says why not.

The row is the queue: whatever happens to a worker or to the message that woke it, the next one finds the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from files.images import Picture
from files.models import StoredFile
from files.services import forget_bytes, store_bytes
from foundation.bell import ring
from foundation.leases import Lease, LeaseLostError
from foundation.records import locked
from plans.models import DocumentImport, Plan, PlanImage
from plans.models.document_import import ATTEMPTS, LONGEST_ERROR, DocumentImportQuerySet
from plans.services.image import forget_unused_images
from plans.services.ordering import locked_plan
from plans.services.texts import one_line
from plans.withdrawn import RESTORABLE

READER = "exchange.tasks.read_document"
State = DocumentImport.State
MANY = 20  # as many waiting documents the sweeper rings for at a time
LEASE = Lease(
    rows=lambda: DocumentImport.objects.current(),
    running=State.READING,
    attempts=ATTEMPTS,
    mark="claim",
    sign_of_life=lambda: {"claimed_at": timezone.now()},
)


@transaction.atomic
def take_document(
    *,
    plan: Plan,
    source_name: str = "",
    content: bytes = b"",
    content_type: str = "",
    pasted: str = "",
    by: User,
) -> DocumentImport:
    """Keep a document, or a paste, to be read. The worker is told after the commit, and finds the row anyway.

    `content` is a file, or the clipboard's web page of what was pasted, as `content_type` says.
    """
    plan = locked_plan(plan)
    if not content and not pasted.strip():
        raise ValidationError({"file": _("Choose a Word file (.docx), or paste the text.")})
    document = DocumentImport.objects.create(
        municipality_id=plan.municipality_id,
        plan=plan,
        source_name=one_line(source_name)[:200] or _("Pasted text"),
        file=store_bytes(content, content_type=content_type) if content else None,
        pasted=pasted,
        imported_by=by,
    )
    transaction.on_commit(lambda: ring(READER, document.pk), robust=True)
    return document


def claim(document_id: int) -> DocumentImport | None:
    """Take a document that waits or was abandoned, by one conditional update: of many takers one succeeds."""
    mark = LEASE.take(document_id)
    return DocumentImport.objects.select_related("file", "plan").get(pk=document_id, claim=mark) if mark else None


def keep_hold(document: DocumentImport) -> None:
    """Say that the reading goes on. Raises LeaseLostError when the document is not ours any more."""
    LEASE.keep(document)


@transaction.atomic
def finish(document: DocumentImport, reading: dict[str, Any], pictures: Mapping[str, tuple[str, Picture]]) -> None:
    """What was understood is ready to be looked through, its pictures (uid: name, picture) with it.

    Raises LeaseLostError when the document is not ours any more.
    """
    shown = {**reading, "images": list(pictures)}
    if not LEASE.let_go(document, state=State.READ, reading=shown, error=""):
        raise LeaseLostError
    PlanImage.objects.bulk_create(
        PlanImage(
            uid=uid,
            municipality_id=document.municipality_id,
            plan_id=document.plan_id,
            file=store_bytes(picture.content, content_type=picture.content_type),
            name=one_line(name)[:200],
            width=picture.width,
            height=picture.height,
            added_by_id=document.imported_by_id,
        )
        for uid, (name, picture) in pictures.items()
    )


def fail(document: DocumentImport, told: str) -> None:
    """The document cannot be read, and never will: say why, and keep nothing of it."""
    with transaction.atomic():
        if LEASE.let_go(document, state=State.FAILED, error=told[:LONGEST_ERROR]):
            clear(DocumentImport.objects.filter(pk=document.pk))


def give_back(document: DocumentImport, told: str) -> None:
    """Something went wrong that may go better next time; after the last attempt it has failed."""
    if document.attempts >= ATTEMPTS:
        fail(document, told)
    else:
        LEASE.let_go(document, state=State.WAITING)


@transaction.atomic
def discard_document(*, document: DocumentImport, by: User) -> DocumentImport:
    """Throw away a document that has not been taken into the plan, with everything that was kept of it."""
    document = locked(document)
    if document.state == State.ACCEPTED:
        raise ValidationError(_("The document has been read in already. Undo it instead."))
    if not document.is_withdrawn:
        document.withdrawn_at, document.withdrawn_by = timezone.now(), by
        document.save(update_fields=["withdrawn_at", "withdrawn_by"])
        clear(DocumentImport.objects.filter(pk=document.pk))
    return document


def sweep_documents() -> None:
    """Ring for what waits, give up what takes every worker down with it, and keep nothing longer than is needed."""
    due = DocumentImport.objects.due().order_by("pk")
    for document in due.filter(state=State.READING, attempts__gte=ATTEMPTS):
        fail(document, _("The document could not be read. Copy its text and paste it instead."))
    for pk in due.values_list("pk", flat=True)[:MANY]:
        ring(READER, pk)
    before = timezone.now() - RESTORABLE
    old = DocumentImport.objects.filter(imported_at__lt=before).exclude(state=State.ACCEPTED)
    with transaction.atomic():
        clear(old.exclude(pasted="", reading={}, file=None))
        old.current().update(withdrawn_at=timezone.now(), withdrawn_by=User.objects.system())


def clear(documents: DocumentImportQuerySet) -> None:
    """Forget the words, files and pictures of documents; that they were, and whose they were, stays."""
    rows = list(documents.values_list("file", "reading"))
    uids = [uid for _file, reading in rows for uid in reading.get("images", ())]
    documents.update(file=None, pasted="", reading={})
    forget_unused_images(PlanImage.objects.filter(uid__in=uids))
    for stored in StoredFile.objects.filter(pk__in=[pk for pk, _reading in rows if pk is not None]):
        forget_bytes(stored)
