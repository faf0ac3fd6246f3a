"""Pictures of a stranger's file, cleaned in limited processes: one that cannot be shown takes no other with it."""

from __future__ import annotations

import json
import logging
import time
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from files.images import Picture, refused
from foundation.child_process import run
from plans.services.image import MOST_BYTES, SHOWN_SIDE

logger = logging.getLogger(__name__)
CHILD = "exchange.imports.document.picture_child"
SECONDS = 20  # of the processor, for one picture at least
MEGABYTES = 900  # a picture of the most pixels stands there three times while it is written anew
LONGEST = 180.0
"""Seconds that all pictures of a document may take together: the text has been read, and somebody waits for it."""


def clean_pictures(
    pictures: Sequence[str], *, seconds: float = SECONDS, megabytes: int = MEGABYTES, longest: float = LONGEST
) -> list[Picture | ValidationError]:
    """Each picture (base64) as one of ours, or why it is not kept; in their order.

    The first picture of each process has all of its limits to itself: if it fells the process, it is the one to blame.
    """
    until = time.monotonic() + longest
    made: list[Picture | ValidationError] = []
    while len(made) < len(pictures) and time.monotonic() < until:
        done = _cleaned(pictures[len(made) :], seconds=seconds, megabytes=megabytes)
        made += done or [refused("too_heavy")]
    return [*made, *(refused("too_heavy") for _left in pictures[len(made) :])]


def _cleaned(pictures: Sequence[str], *, seconds: float, megabytes: int) -> list[Picture | ValidationError]:
    """As many of the pictures, from the first, as one process came through."""
    job = {
        "pictures": list(pictures),
        "seconds": seconds,
        "megabytes": megabytes,
        "most_bytes": MOST_BYTES,
        "shown_side": SHOWN_SIDE,
    }
    ended = run(CHILD, json.dumps(job).encode(), folder=settings.BASE_DIR, seconds=seconds)
    if ended.error:
        logger.error("A picture was not read: %s", ended.error)
    whole, _broken, _rest = ended.output.rpartition(b"\n")  # it may have been felled in the middle of a line
    return [_picture(json.loads(line)) for line in whole.splitlines()]


def _picture(said: dict[str, Any]) -> Picture | ValidationError:
    if "refused" in said:
        return refused(said["refused"], MOST_BYTES)
    return Picture(b64decode(said["content"]), said["content_type"], said["width"], said["height"])
