"""A municipality's Word template: looked through before it is kept, for everything made from it goes to others."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from lxml import etree

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES = 5 * 1024**2
MOST_PARTS = 500
MOST_UNPACKED = 40 * 1024**2
MAIN = "word/document.xml"
WHOLE = (MAIN, "word/styles.xml", "word/_rels/document.xml.rels")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Followed when somebody clicks, or never by us: they are taken away when a paper is made.
HARMLESS = frozenset({f"{OFFICE}/hyperlink", f"{OFFICE}/attachedTemplate"})

_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ACTIVE = re.compile(r"word/(?:embeddings|activeX|ctrlProps)/|vbaProject|vbaData", re.IGNORECASE)
_FETCHING = re.compile(
    r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|EMBED|DDE|DDEAUTO|MACROBUTTON|DATABASE|RD|AUTOTEXT)\b", re.IGNORECASE
)

MESSAGES: Mapping[str, Any] = {
    "not_docx": _("This is not a Word file (.docx)."),
    "old_or_locked": _("The file is an old Word file (.doc) or has a password. Save it as .docx without a password."),
    "too_large": _("The template is too large. It may be at most 5 MB."),
    "too_much_inside": _("The file unpacks to far more than a document holds, and was not opened."),
    "damaged": _(
        "The file is damaged and cannot be opened. Open it in Word, save it again as .docx, and try once more."
    ),
    "macros": _("The file holds macros. Save it as an ordinary Word document (.docx), without macros."),
    "entities": _("The file holds parts that a Word document does not have, and was not opened."),
    "active": _("The template holds embedded objects. Take them out, or put them in as pictures."),
    "external": _(
        "The template fetches something from another place, such as a linked picture. Put it into the file instead."
    ),
    "fetching": _("The template holds a field that fetches or runs something. Take it out and save the file again."),
}


def refuse_word_template(content: bytes) -> None:
    """Raise ValidationError for what no paper may be made from: its code is a key of MESSAGES.

    A template (.dotx) is as good as a document (.docx). Nothing in it is run or fetched while we look.
    """
    parts = parts_of(content)
    types = parts.get("[Content_Types].xml", b"")
    if not types or any(name not in parts for name in WHOLE):
        raise refused("not_docx")
    if b"macroEnabled" in types or any("vba" in name.casefold() for name in parts):
        raise refused("macros")
    if any(_ACTIVE.search(name) for name in parts):
        raise refused("active")
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            refuse_part(name, part)


def refused(code: str) -> ValidationError:
    return ValidationError(MESSAGES[code], code=code)


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of the package, unpacked within limits; what its directory says of sizes is not believed."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused("old_or_locked")
    if len(content) > MOST_BYTES:
        raise refused("too_large")
    if not content.startswith(b"PK"):
        raise refused("not_docx")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return unpacked(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise refused("damaged") from error


def unpacked(package: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    names = {entry.filename.replace("\\", "/").lstrip("/").casefold() for entry in entries}
    if len(entries) > MOST_PARTS:
        raise refused("too_much_inside")
    if len(names) < len(entries):
        raise refused("damaged")
    left, parts = MOST_UNPACKED, {}
    for entry in entries:
        with package.open(entry) as stream:
            part = stream.read(left + 1)
        left -= len(part)
        if left < 0:
            raise refused("too_much_inside")
        parts[entry.filename.replace("\\", "/").lstrip("/")] = part
    return parts


def refuse_part(name: str, part: bytes) -> None:
    if _DECLARED.search(part.replace(b"\0", b"")):
        raise refused("entities")
    try:
        root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused("damaged") from error
    look: Callable[[Any], None] = refuse_relations if name.endswith(".rels") else refuse_fields
    look(root)


def refuse_relations(root: Any) -> None:
    """Everything that is fetched from elsewhere when the file is opened, or that brings other documents into it."""
    for one in root:
        is_outside = str(one.get("TargetMode", "")).casefold() == "external"
        if is_outside and one.get("Type") not in HARMLESS:
            raise refused("external")
        if str(one.get("Type", "")).endswith(("/aFChunk", "/subDocument", "/oleObject", "/control", "/frame")):
            raise refused("active")


def refuse_fields(root: Any) -> None:
    """Fields that fetch or run, in every edition of the format; those that count pages and say dates are welcome."""
    said = "".join(one.text or "" for one in root.iter("{*}instrText"))
    simple = " ".join(" ".join(one.attrib.values()) for one in root.iter("{*}fldSimple"))
    if _FETCHING.search(f"{said} {simple}"):
        raise refused("fetching")
