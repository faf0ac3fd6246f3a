"""Received files are opened in a process of their own: they were made by others and are not trusted."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.child_process import run
from reports.documents.received import Received

CHILD = "reports.rendering.cleaning"
SECONDS = 60.0
MEGABYTES = 800
LARGEST = 60 * 1024 * 1024  # bytes; more than any scanned statement

Alive = Callable[[], None] | None
File = tuple[str, str, bytes]
"""A file's name, content type and bytes; no bytes when they are lost."""


def opened(files: Mapping[str, File], *, on_sign_of_life: Alive = None) -> dict[str, Received]:
    """The files by the same keys, with the pages that can be shown, or the words for why none can.

    A file that takes the process down with it costs the others nothing: then each is tried by itself.
    `on_sign_of_life` is called every other second meanwhile.
    """
    given = {key: content for key, (_name, _kind, content) in files.items() if 0 < len(content) <= LARGEST}
    found = cleaned(given, on_sign_of_life)
    if found is None:
        alone = [cleaned({key: content}, on_sign_of_life) or {} for key, content in given.items()]
        found = {key: one for said in alone for key, one in said.items()}
    return {key: received(file, found.get(key)) for key, file in files.items()}


def cleaned(files: Mapping[str, bytes], on_sign_of_life: Alive) -> dict[str, Any] | None:
    """What the process says of the files; None when it did not live to say it."""
    if not files:
        return {}
    job = {
        "files": {key: b64encode(content).decode() for key, content in files.items()},
        "megabytes": MEGABYTES,
        "seconds": SECONDS,
    }
    given, folder = json.dumps(job).encode(), Path(settings.BASE_DIR)
    ended = run(CHILD, given, folder=folder, seconds=SECONDS, on_sign_of_life=on_sign_of_life)
    if not ended.is_whole:
        return None
    said: dict[str, Any] = json.loads(ended.output)
    return said


def received(file: File, found: Mapping[str, Any] | None) -> Received:
    name, kind, content = file
    if found is not None and "pages" in found:
        sizes = tuple((float(width), float(height)) for width, height in found["sizes"])
        return Received(name, content, kind, pages=b64decode(found["pages"]), sizes=sizes)
    return Received(name, content, kind, trouble=trouble_words(content, found))


def trouble_words(content: bytes, found: Mapping[str, Any] | None) -> str:
    if not content:
        return _("The file is no longer kept.")
    words = {
        "locked": _("The file is locked with a password and cannot be shown here."),
        "no_pdf": _("The file is no PDF and cannot be shown here."),
        "too_large": _("The file is too large to be shown here."),
    }
    why = "too_large" if len(content) > LARGEST else (found or {}).get("trouble", "")
    return words.get(why) or _("The file is broken and cannot be shown here.")
