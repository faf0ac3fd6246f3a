"""Pictures of a document: PNG and JPEG are kept as they came, the others are told."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import IO
from uuid import NAMESPACE_OID, uuid5

from exchange.imports.document.reading import ImageFound, NoteFound

MAX_BYTES = 10 * 1024**2
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


class Images:
    """The pictures found so far; what cannot be kept becomes one of `notes`."""

    def __init__(self, notes: list[NoteFound]) -> None:
        self._notes = notes
        self._found: dict[str, ImageFound] = {}

    @property
    def found(self) -> list[ImageFound]:
        return list(self._found.values())

    def attributes(self, open_image: Callable[[], AbstractContextManager[IO[bytes]]], alt: str) -> dict[str, str]:
        """What the picture's tag says: which it is; or nothing, if it was not kept."""
        try:
            with open_image() as stream:
                content = stream.read(MAX_BYTES + 1)
        except (KeyError, OSError):  # the file speaks of a picture that it does not hold
            content = b""
        uid = self.keep(content, alt)
        return {"data-image": uid, "alt": alt} if uid else {}

    def keep(self, content: bytes, alt: str) -> str:
        """The picture's uid, or "" if it is of another kind or too large."""
        kind = next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), "")
        if not kind or len(content) > MAX_BYTES:
            self._notes.append(NoteFound("image", alt))
            return ""
        uid = str(uuid5(NAMESPACE_OID, sha256(content).hexdigest()))
        name = f"bild-{len(self._found) + 1}.{kind}"
        self._found.setdefault(uid, ImageFound(uid, name, b64encode(content).decode()))
        return uid
