"""Blocks become a Word file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reports.documents.blocks import Block
from reports.word.base import closed, opened
from reports.word.body import fill


def docx_of(
    blocks: Iterable[Block],
    *,
    title: str,
    sender: str = "",
    foot: str = "",
    template: bytes | None = None,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The blocks as a Word file; the same arguments give the same bytes. What they mean, `render_docx` says."""
    document = opened(template, sender=sender, foot=foot)
    fill(document, tuple(blocks), images or {})
    return closed(document, title=title)
