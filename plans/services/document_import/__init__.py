"""A whole document on its way into a plan: taken, read by a worker, accepted, undone."""

from plans.services.document_import.acceptance import accept_document
from plans.services.document_import.queue import discard_document, sweep_documents, take_document
from plans.services.document_import.undoing import undo_document

__all__ = ["accept_document", "discard_document", "sweep_documents", "take_document", "undo_document"]
