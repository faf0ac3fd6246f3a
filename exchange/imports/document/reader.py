"""A whole document read in a process of its own: whatever it holds, the worker lives on."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from typing import Any, Literal

from django.conf import settings

from exchange.imports.document.package import MAX_BYTES
from exchange.imports.document.reading import DocumentReading
from exchange.imports.document.refusals import MESSAGES, DocumentRefused
from foundation.child_process import run

SECONDS = 60
MEGABYTES = 700
CHILD = "exchange.imports.document.child"
logger = logging.getLogger(__name__)


def read_document(
    *,
    kind: Literal["docx", "pasted"],
    content: bytes = b"",
    html: str = "",
    text: str = "",
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> DocumentReading:
    """What was understood of a Word file (`content`) or a paste (`html`, `text`).

    Raises DocumentRefused, whose code says why and whose message says what to do.
    """
    if len(content) > MAX_BYTES or len(html) + len(text) > MAX_BYTES:
        raise DocumentRefused("too_large")
    job = {
        "kind": kind,
        "content": b64encode(content).decode(),
        "html": html,
        "text": text,
        "megabytes": megabytes,
        "seconds": seconds,
    }
    answer = _answer(json.dumps(job).encode(), seconds=seconds)
    if code := answer.get("refused"):
        raise DocumentRefused(code if code in MESSAGES else "failed")
    return DocumentReading.from_values(answer["reading"])


def _answer(job: bytes, *, seconds: float) -> dict[str, Any]:
    """What the child says, or why it said nothing."""
    ended = run(CHILD, job, folder=settings.BASE_DIR, seconds=seconds)
    if ended.ran_out:
        return {"refused": "too_long"}
    if not ended.is_whole:
        logger.error("A document was not read: %s", ended.error)
        return {"refused": "failed"}
    answer: dict[str, Any] = json.loads(ended.output)
    return answer
