"""Looking inside a Word file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn


def read(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name).decode()


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.namelist()


def text_of(content: bytes) -> str:
    """All that is said, in reading order, one paragraph a line; a note follows the paragraph that calls it."""
    said = notes_of(content)
    lines = []
    for paragraph in read(content).element.body.iter(qn("w:p")):
        lines.append(words_of(paragraph))
        lines += [said[one.get(qn("w:id"))] for one in paragraph.iter(qn("w:footnoteReference"))]
    return "\n".join(line for line in lines if line)


def notes_of(content: bytes) -> dict[str, str]:
    if "word/footnotes.xml" not in names(content):
        return {}
    root = parse_xml(part(content, "word/footnotes.xml").encode())
    return {note.get(qn("w:id")): words_of(note) for note in root}


def words_of(element: Any) -> str:
    return "".join(pieces(element)).strip()


def pieces(element: Any) -> Iterator[str]:
    for one in element.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        yield one.text or "" if one.tag == qn("w:t") else "\n"


def letters(text: str) -> str:
    """Letters and digits alone: equal for a text and its print, however it was broken into lines."""
    return "".join(re.findall(r"[^\W_]", text))


def is_on(pages: Sequence[str], line: str) -> bool:
    """Whether a page, as its letters, has the line, or one page its beginning and the next its end."""
    said = letters(line)
    return any(said in one for one in pages) or any(
        said[:cut] in before and said[cut:] in after for before, after in pairwise(pages) for cut in range(1, len(said))
    )
