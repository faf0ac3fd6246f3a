"""Received files are opened in a process of their own: they were made by others and are not trusted."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.child_process import Ended, run
from reports.documents.received import Received
from reports.rendering import RenderingError

CHILD = "reports.rendering.cleaning"
TOGETHER = 15.0  # seconds of processor time for all files in one process
ALONE = 10.0  # for one file in its own
WITHIN = 70.0  # seconds by the clock for all: the pages are still to be set before the worker's soft limit
MOST_SPENT = 3  # as many files may use up all they have; those after them are not opened
MEGABYTES = 800
LARGEST = 60 * 1024 * 1024  # bytes; more than any scanned statement
TOO_MUCH = {"trouble": "too_much"}

Alive = Callable[[], None] | None
Found = Mapping[str, Any]
File = tuple[str, str, bytes]
"""A file's name, content type and bytes; no bytes when they are lost."""


class NotOpenedError(RenderingError):
    """The files could not be opened now, which says nothing about them."""


def opened(files: Mapping[str, File], *, on_sign_of_life: Alive = None) -> dict[str, Received]:
    """The files by the same keys, with the pages that can be shown, or the words for why none can.

    `on_sign_of_life` is called every other second meanwhile. Raises NotOpenedError when it has to be tried again.
    """
    given = {key: content for key, (_name, _kind, content) in files.items() if 0 < len(content) <= LARGEST}
    found = found_in(given, on_sign_of_life) if given else {}
    return {key: received(file, found.get(key)) for key, file in files.items()}


def found_in(given: Mapping[str, bytes], on_sign_of_life: Alive) -> dict[str, Found]:
    """What is found in each file; those to which a common process did not come are tried by themselves.

    A file that uses up what it has in its own process would do so every time: that is said of it. Raises NotOpenedError
    when the process was ended by somebody else, or by the clock.
    """
    until, spent = monotonic() + WITHIN, 0
    found, _ended = cleaned(given, TOGETHER, until, on_sign_of_life)
    for key in [one for one in given if one not in found]:
        if spent == MOST_SPENT:
            found[key] = TOO_MUCH
            continue
        said, ended = cleaned({key: given[key]}, ALONE, until, on_sign_of_life)
        if not (key in said or ended.is_own_doing):
            raise NotOpenedError(ended.error or "ended from outside")
        spent += key not in said
        found[key] = said.get(key, TOO_MUCH)
    return found


def cleaned(
    files: Mapping[str, bytes], seconds: float, until: float, on_sign_of_life: Alive
) -> tuple[dict[str, Found], Ended]:
    """What a process says of the files, as far as it came, and how it ended."""
    job = {
        "files": {key: b64encode(content).decode() for key, content in files.items()},
        "megabytes": MEGABYTES,
        "seconds": seconds,
    }
    ended = run(
        CHILD,
        json.dumps(job).encode(),
        folder=Path(settings.BASE_DIR),
        seconds=seconds,
        within=max(until - monotonic(), 0),
        on_sign_of_life=on_sign_of_life,
    )
    lines = [line for line in ended.output.splitlines(keepends=True) if line.endswith(b"\n")]
    return {key: one for line in lines for key, one in json.loads(line).items()}, ended


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
        "too_much": _("The file takes too much time or memory to open and cannot be shown here."),
        "too_large": _("The file is too large to be shown here."),
    }
    why = "too_large" if len(content) > LARGEST else (found or {}).get("trouble", "")
    return words.get(why) or _("The file is broken and cannot be shown here.")
