"""The worker's and the clock's doors to documents on their way in: find, call, done."""

from celery import shared_task

from exchange.services import read_waiting
from plans.services.document_import import sweep_documents


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def read_document(document_id: int) -> None:
    read_waiting(document_id)


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def sweep_document_imports() -> None:
    sweep_documents()
