"""Why a document is not read: a code that passes between processes, and a sentence for the person who brought it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Any] = {
    "empty": _("Choose a Word file (.docx), or paste the text."),
    "too_large": _("The file is too large. A document of at most 10 MB can be read."),
    "too_much_inside": _("The file unpacks to far more than a document holds, and was not opened."),
    "old_or_locked": _("The file is an old Word file (.doc) or has a password. Save it as .docx without a password."),
    "locked": _("The file has a password. Save it as .docx without a password."),
    "macros": _("The file holds macros. Save it as an ordinary Word document (.docx), without macros."),
    "entities": _("The file holds parts that a Word document does not have, and was not opened."),
    "damaged": _(
        "The file is damaged and cannot be opened. Open it in Word, save it again as .docx, and try once more."
    ),
    "pdf": _("This is a PDF. Choose the Word file (.docx) that it was made from, or copy the text and paste it."),
    "odt": _("This is a LibreOffice document (.odt). Save it as .docx and choose that file."),
    "xlsx": _("This is an Excel file. Read in its table from the measures instead, or save the text as .docx."),
    "pptx": _("This is a PowerPoint file. Save the text as .docx, or copy it and paste it."),
    "rtf": _("This is an RTF file. Open it in Word and save it as .docx."),
    "picture": _("This is a picture. Choose the Word file (.docx) with the text."),
    "template": _("This is a Word template. Make a document of it, save it as .docx and choose that file."),
    "not_docx": _("This is not a Word file (.docx)."),
    "text": _("The text cannot be read. Paste it as plain text instead."),
    "too_long": _("The document is too long to be read at once. Divide it, for example by chapters."),
    "failed": _("The document could not be read. Copy its text and paste it instead."),
}


class DocumentRefused(ValidationError):  # noqa: N818  named as what happened
    """The document is not read; `code` is a key of MESSAGES."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(MESSAGES[code], code=code, params=dict(params or {}))
