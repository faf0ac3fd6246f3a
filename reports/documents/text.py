"""Plain text as the user wrote it, made safe and readable on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

NOTHING = SafeString("")
NO_BREAK = "\N{NO-BREAK SPACE}"

_BULLET = re.compile(r"^\s*[-–•*·]\s+")
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n+")
# Neither HTML nor a PDF can hold these: control characters, halves of characters, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: object) -> str:
    """`text` without the characters that no paper can hold."""
    return _UNPRINTABLE.sub("", str(text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: object) -> str:
    """`text` on one line, as in a running header or a bookmark."""
    return " ".join(printable(text).split())


def plain_text(text: object) -> SafeString:
    """Paragraphs (a blank line between) and lists (lines that begin with "- ") as HTML; all else is only text."""
    blocks = (block for block in _BLANK_LINE.split(printable(text)) if block.strip())
    return joined(_block(block) for block in blocks)


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Pieces of HTML after each other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def _block(block: str) -> SafeString:
    lines = [line for line in block.split("\n") if line.strip()]
    runs = groupby(lines, key=lambda line: bool(_BULLET.match(line)))
    return joined(
        bullets(_BULLET.sub("", line) for line in run) if is_list else paragraph(run) for is_list, run in runs
    )


def paragraph(lines: Iterable[str]) -> SafeString:
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((line.strip(),) for line in lines)))


def bullets(items: Iterable[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item.strip(),) for item in items)))


def listed(items: Iterable[str]) -> SafeString:
    """One text as it stands, several as a list."""
    texts = [text for text in (printable(item) for item in items) if text]
    if not texts:
        return NOTHING
    if len(texts) == 1:
        return plain_text(texts[0])
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_inline(text),) for text in texts)))


def _inline(text: str) -> SafeString:
    return alone(plain_text(text))


def alone(html: SafeString) -> SafeString:
    """A single paragraph without its tag, which in a cell or a list item only costs time."""
    is_one_paragraph = html.startswith("<p>") and html.count("<p") == 1 and html.endswith("</p>")
    return mark_safe(html[3:-4]) if is_one_paragraph else html  # noqa: S308  escaped by plain_text


def in_words(day: date | str | None) -> str:
    """2027-03-12 as "12 mars 2027", kept on one line."""
    if not day:
        return ""
    value = date.fromisoformat(day) if isinstance(day, str) else day
    return date_format(value, "j F Y").replace(" ", NO_BREAK)


def section_sign(paragraph_number: object) -> str:
    """The paragraph of a decision as "§ 55", whether or not the sign was written."""
    number = one_line(paragraph_number).lstrip("§").strip()
    return f"§{NO_BREAK}{number}" if number else ""
