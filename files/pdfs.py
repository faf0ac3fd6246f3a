"""A received PDF: believed for its bytes, not for its name, and kept exactly as it came."""

from __future__ import annotations

import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from files.images import MEGABYTE
from files.pdf_child import SECONDS
from foundation.child_process import run

PDF = "application/pdf"
MOST_BYTES = 10 * MEGABYTE
MOST_PAGES = 1000
CHILD = "files.pdf_child"


def checked_pdf(content: bytes, *, most_bytes: int = MOST_BYTES) -> int:
    """The number of pages of the PDF in `content`, which is opened in a process of its own.

    Raises ValidationError when it is too large, no PDF, or locked by a password.
    """
    if len(content) > most_bytes:
        raise ValidationError(
            _("The file is larger than %(most)s. Choose a smaller one.") % {"most": filesizeformat(most_bytes)}
        )
    if not content.startswith(b"%PDF"):
        raise no_pdf()
    ended = run(CHILD, content, folder=settings.BASE_DIR, seconds=SECONDS)
    found = json.loads(ended.output) if ended.is_whole else {}
    if found.get("refused") == "locked":
        raise ValidationError(_("The file is locked by a password, so it cannot be bound in. Save it without one."))
    pages = int(found.get("pages", 0))
    if not pages:
        raise no_pdf()
    if pages > MOST_PAGES:
        raise ValidationError(_("The file has more than %(most)d pages.") % {"most": MOST_PAGES})
    return pages


def no_pdf() -> ValidationError:
    return ValidationError(_("The file is not a PDF that can be opened. Save it as PDF anew and choose that one."))
