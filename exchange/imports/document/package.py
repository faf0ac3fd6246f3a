"""The .docx as a package of parts: refused before it is parsed when it is no plain Word document of a decent size."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from exchange.imports.document.refusals import DocumentRefused

MAX_BYTES = 10 * 1024**2
MAX_ENTRIES = 2_000
MAX_UNPACKED = 50 * 1024**2
MAX_RATIO = 100
_SMALL = 512 * 1024  # what is no larger unpacked is no bomb, however well it packs
_CHUNK = 64 * 1024

_MAGIC = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "old_or_locked",
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
}
_OF_OTHERS = (("xl/", "xlsx"), ("ppt/", "pptx"))
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_PARSER_OPTIONS: Mapping[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True)
class Package:
    """The parts of a checked package by name."""

    parts: Mapping[str, bytes]

    def tree(self, name: str) -> Any | None:
        """A part as XML, or None if there is no such part."""
        return parsed(self.parts[name]) if name in self.parts else None

    def sure_tree(self, name: str) -> Any:
        """A part that must be there, as XML. Raises DocumentRefused if it is not."""
        if name not in self.parts:
            raise DocumentRefused("damaged")
        return parsed(self.parts[name])

    def names(self, pattern: str) -> list[str]:
        return sorted(name for name in self.parts if re.fullmatch(pattern, name))


def opened(content: bytes) -> Package:
    """The document's parts. Raises DocumentRefused."""
    if not content:
        raise DocumentRefused("empty")
    for magic, code in _MAGIC.items():
        if content.startswith(magic):
            raise DocumentRefused(code)
    if len(content) > MAX_BYTES:
        raise DocumentRefused("too_large")
    if not content.startswith(b"PK"):
        raise DocumentRefused("not_docx")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            refuse_entries(archive, len(content))
            parts = unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise DocumentRefused("damaged") from error
    refuse_kind(parts)
    return Package(parts)


def refuse_entries(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse what the directory already tells: too many, too much, locked, or twice the same name."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise DocumentRefused("too_much_inside")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise DocumentRefused("locked")
    declared = sum(entry.file_size for entry in entries)
    if declared > MAX_UNPACKED or _is_bomb(declared, size):
        raise DocumentRefused("too_much_inside")
    if any(_is_bomb(entry.file_size, entry.compress_size) for entry in entries):
        raise DocumentRefused("too_much_inside")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise DocumentRefused("damaged")
    if any(entry.filename.endswith("vbaProject.bin") for entry in entries):
        raise DocumentRefused("macros")


def _is_bomb(unpacked_size: int, packed_size: int) -> bool:
    return unpacked_size > _SMALL and unpacked_size > MAX_RATIO * max(packed_size, 1)


def unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Every part, counted while it is unpacked: what the directory says is not believed."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        chunks = []
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MAX_UNPACKED:
                    raise DocumentRefused("too_much_inside")
                chunks.append(chunk)
        parts[entry.filename.replace("\\", "/").lstrip("/")] = b"".join(chunks)
    return parts


def refuse_kind(parts: Mapping[str, bytes]) -> None:
    """Refuse what is no plain Word document, and any XML part that declares a type or entities of its own."""
    if b"opendocument" in parts.get("mimetype", b""):
        raise DocumentRefused("odt")
    for start, code in _OF_OTHERS:
        if any(name.startswith(start) for name in parts) and "word/document.xml" not in parts:
            raise DocumentRefused(code)
    types = parts.get("[Content_Types].xml", b"")
    if not types:
        raise DocumentRefused("not_docx")
    if b"macroEnabled" in types:
        raise DocumentRefused("macros")
    if b"wordprocessingml.template" in types:
        raise DocumentRefused("template")
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) and _DECLARED.search(content.replace(b"\0", b"")):
            raise DocumentRefused("entities")


def parsed(content: bytes) -> Any:
    """An XML part, without anything that it asks to be fetched or put in. Raises DocumentRefused."""
    for strict, common in _STRICT:
        content = content.replace(strict, common)
    try:
        root = etree.fromstring(content, etree.XMLParser(**_PARSER_OPTIONS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentRefused("damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentRefused("entities")
    return root
