"""A document from the clipboard: plain text, or the web page that Word, LibreOffice and Google Docs put there."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from lxml import etree

from exchange.imports.document.blocks import Block, blocks_of, plain_line
from exchange.imports.document.images import Images
from exchange.imports.document.markup import plain_markup
from exchange.imports.document.reading import DocumentReading, NoteFound
from exchange.imports.document.refusals import DocumentRefused
from exchange.imports.document.structure import read_structure, refuse_length
from exchange.imports.source import cleaned

MOST_TAGS = 200_000
"""Opening and closing: some three hundred for each of six hundred pages. More is no document, and takes minutes."""
MOST_LINES = 100_000
_BLOCK = re.compile(r"<(?:p|div|h[1-6]|li|table|br|pre|section|article)\b", re.IGNORECASE)


def read_pasted(*, html: str, text: str) -> DocumentReading:
    """What was understood of a paste. `html` is used where it has blocks. Raises DocumentRefused."""
    html, text = _decent(html), _decent(text)
    if not _BLOCK.search(html):
        return read_structure(_lines(text))
    if html.count("<") > MOST_TAGS:
        raise DocumentRefused("too_long")
    notes: list[NoteFound] = []
    images = Images(notes)
    try:
        blocks = list(blocks_of(plain_markup(html, images, notes)))
    except (RecursionError, etree.LxmlError, ValueError) as error:
        raise DocumentRefused("text") from error
    if not blocks and not images.found:
        return read_structure(_lines(text), notes=notes)
    return read_structure(blocks, images=images.found, notes=notes)


def _decent(text: str) -> str:
    try:
        text = cleaned(text)
    except ValidationError as error:
        raise DocumentRefused("too_large" if error.code == "too_large" else "text") from error
    refuse_length(len(text) if not text.lstrip().startswith("<") else 0)
    return text


def _lines(text: str) -> list[Block]:
    lines = [line.strip() for line in text.replace("\u2028", "\n").split("\n")]
    blocks = [plain_line(line) for line in lines if line]
    if len(blocks) > MOST_LINES:
        raise DocumentRefused("too_long")
    return blocks
