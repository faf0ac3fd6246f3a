"""A received file in a paper: a page of ours for each of its pages, on which it is drawn as it came.

The heading and the page number are ours and are read aloud; what is drawn is somebody else's, and the file itself is
attached. A file that cannot be shown (locked, broken, no PDF) gets one page that says so; of one that is lost, nothing
is left to attach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.documents.paper import Bound, Piece, drawn

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Received:
    """A file that came, and the size of its pages in points; without any, `trouble` says why."""

    name: str
    content: bytes = field(repr=False)
    content_type: str
    pages: bytes = field(default=b"", repr=False)
    sizes: tuple[tuple[float, float], ...] = ()
    trouble: str = ""


def received_piece(
    received: Received, *, anchor: str, label: str, municipality: Values, is_part: bool = False
) -> Piece:
    """The pages on which the file is drawn; only a part of its own stands in the contents."""
    pages = [
        {"place": place, "key": f"{anchor}-page-{place}", "is_wide": width > height}
        for place, (width, height) in enumerate(received.sizes, start=1)
    ]
    html = drawn(
        "reports/_received.html",
        received=received,
        pages=pages,
        anchor=anchor,
        label=label,
        municipality=municipality,
        is_part=is_part,
    )
    bound = Bound(
        name=received.name,
        content=received.content,
        content_type=received.content_type,
        pages=received.pages,
        places=tuple(str(page["key"]) for page in pages),
    )
    return Piece(anchor, label if is_part else "", html, bound=(bound,) if received.content else ())
