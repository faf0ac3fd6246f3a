"""A document that waits is read: in a limited process of its own, by one worker at a time."""

from __future__ import annotations

import logging
import re
import traceback
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.imports.document.pictures import clean_pictures
from exchange.imports.document.reader import read_document
from exchange.imports.document.reading import DocumentReading
from exchange.imports.document_digits import digit_places, refusal
from files.images import Picture
from foundation.leases import LeaseLostError
from foundation.rich_text import IMAGE
from plans.models import DocumentImport
from plans.services.document_import.acceptance import MOST_SECTIONS
from plans.services.document_import.queue import claim, fail, finish, give_back, keep_hold

logger = logging.getLogger(__name__)
WEB_PAGE = "text/html"
T = TypeVar("T")
SIGN_OF_LIFE = 5.0  # seconds; several times within the lease


def read_waiting(document_id: int) -> None:
    """Take a document if it is free, and read it. Refused by nobody, taken by one, read once."""
    document = claim(document_id)
    if document is not None:
        read_held(document)


def read_held(document: DocumentImport) -> None:
    """Read a document that has been claimed, and write what became of it."""
    try:
        read(document)
    except LeaseLostError:
        logger.info("document %s was taken over", document.pk)
    except ValidationError as error:
        fail(document, " ".join(error.messages))
    except Exception as error:
        # Whatever it was: the next attempt may do better, and the person who waits is told in the end.
        innermost = traceback.extract_tb(error.__traceback__)[-1]
        logger.warning("document %s: %s in %s", document.pk, type(error).__name__, innermost.name)
        give_back(document, _("The document could not be read. Copy its text and paste it instead."))


def read(document: DocumentImport) -> None:
    """Read, refuse what may not be kept, and finish. Raises ValidationError for what will never be read."""
    found = reading_of(document)
    values = found.as_values()
    told = refusal(digit_places(values))
    if told:
        raise ValidationError(told)
    if not found.sections and not found.tables:
        raise ValidationError(_("No text was found in the document."))
    if len(found.sections) > MOST_SECTIONS:
        raise ValidationError(_("A document can have at most %(most)d sections. Divide it.") % {"most": MOST_SECTIONS})
    pictures = with_own_pictures(document, values)
    finish(document, values, pictures)


def reading_of(document: DocumentImport) -> DocumentReading:
    """What the limited process understood."""
    kept = document.file.read() if document.file else b""
    if document.file and document.file.content_type != WEB_PAGE:
        return held_during(document, partial(read_document, kind="docx", content=kept))
    html = kept.decode(errors="replace")
    return held_during(document, partial(read_document, kind="pasted", html=html, text=document.pasted))


def held_during(document: DocumentImport, work: Callable[[], T]) -> T:
    """What `work` gives; the document is held while it goes on. Raises LeaseLostError when it is not ours any more."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        working = aside.submit(work)
        while not wait([working], timeout=SIGN_OF_LIFE).done:
            keep_hold(document)
    keep_hold(document)
    return working.result()


def with_own_pictures(document: DocumentImport, values: dict[str, Any]) -> dict[str, tuple[str, Picture]]:
    """The pictures by names of our own, which the bodies now say; one that cannot be shown becomes a note."""
    found = values["images"]
    notes: list[dict[str, str]] = []
    cleaned = held_during(document, partial(clean_pictures, [image["content"] for image in found])) if found else []
    pictures: dict[str, tuple[str, Picture]] = {}
    renamed: dict[str, str] = {}
    for image, picture in zip(found, cleaned, strict=True):
        if isinstance(picture, ValidationError):
            notes.append({"kind": "image", "text": f"{image['name']}: {' '.join(picture.messages)}"})
            continue
        renamed[image["uid"]] = own = str(uuid.uuid4())
        pictures[own] = (image["name"], picture)
    for section in values["sections"]:
        section["body"] = with_names(section["body"], renamed)
    values["notes"] = [*values["notes"], *notes]
    return pictures


def with_names(body: str, renamed: dict[str, str]) -> str:
    """The body with its pictures under their own names; where a picture is missing, what it shows stands in words."""

    def own(image: re.Match[str]) -> str:
        alt, uid = image[1], image[2]
        if uid in renamed:
            return f'<img alt="{alt}" data-image="{renamed[uid]}">'
        return f"<p>[{alt}]</p>" if alt else ""

    return IMAGE.sub(own, body)
