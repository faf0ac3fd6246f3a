"""Papers as Word files: the same words as on the PDF, in the municipality's own template.

Made in a process of its own, with little memory and little time, for a template is a file that came from outside.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from foundation.child_process import run
from reports.rendering import RenderingError, RenderingTimeoutError

LOGO = "logo"
SECONDS = 60.0
MEGABYTES = 800


class WordError(RenderingError):
    """The Word file could not be made; says why without its text."""


class WordTimeoutError(WordError, RenderingTimeoutError):
    """The Word file took longer than it may."""


def render_docx(
    html: str,
    *,
    title: str,
    sender: str = "",
    foot: str = "",
    template: bytes | None = None,
    images: Mapping[str, bytes] | None = None,
    on_sign_of_life: Callable[[], None] | None = None,
) -> bytes:
    """The page that is printed as a PDF, as a Word file; the same arguments give the same bytes.

    Without a `template` the pages bear `sender` at their head and `foot` beside the page number; a template keeps its
    own. `images` are bytes by the uid of a picture. `on_sign_of_life` is called every other second meanwhile.
    Raises WordTimeoutError when it takes too long, WordError for everything else.
    """
    shown = {**(images or {})}
    if template:
        shown.pop(LOGO, None)  # it bears the municipality's own mark already
    job = {
        "html": html,
        "title": title,
        "sender": sender,
        "foot": foot,
        "template": b64encode(template).decode() if template else "",
        "images": {uid: b64encode(content).decode() for uid, content in shown.items()},
        "megabytes": MEGABYTES,
        "seconds": SECONDS,
    }
    given, folder = json.dumps(job).encode(), Path(settings.BASE_DIR)
    ended = run("reports.word.child", given, folder=folder, seconds=SECONDS, on_sign_of_life=on_sign_of_life)
    if ended.ran_out:
        raise WordTimeoutError(f"not finished after {SECONDS} s")
    if not ended.is_whole:
        raise WordError(ended.error)
    return ended.output
