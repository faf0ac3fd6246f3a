"""Rich text: a small subset of HTML, cleaned on the way in, the same text always written in the same way.

What may stand in it: paragraphs, inner headings (h3, h4), lists, quotes, simple tables, bold, italic, raised, lowered,
links, line breaks, and three things of our own:

    <span class="footnote">the text of the note</span>
    <span class="reference" data-to="section:UID">its label when it was written</span>      or measure:UID
    <img alt="what it shows" data-image="UID">

One block a line, so that the source can be read, edited and compared without a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.rich_blocks import HEADINGS, HOLDERS, INLINE, LISTS, MOST_ROWS, UID, in_blocks

LONGEST = 60_000
"""Characters of text in one section: some thirty printed pages, so that a mistaken paste is told and not kept."""
LONGEST_SOURCE = 400_000
"""Characters with tags."""
DEEPEST = 6
MOST_COLUMNS = 20

TAGS = {*INLINE, *HEADINGS, *LISTS, *HOLDERS, "p", "table", "thead", "tbody", "tr", "img"}
RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "img": {"alt", "data-image"},
    "span": {"data-to"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
GONE_WITH_CONTENT = {"script", "style", "template", "noscript", "title", "iframe", "object", "svg", "math", "select"}

FOOTNOTE = re.compile(r'<span class="footnote">(.*?)</span>')
REFERENCE = re.compile(rf'<span class="reference" data-to="(section|measure):({UID})">(.*?)</span>')
IMAGE = re.compile(rf'<img alt="([^"]*)" data-image="({UID})">')

_ENDS = re.compile(r"<br>|</(?:p|h3|h4|li|blockquote|t[dhr])>")
_UNWRITABLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # Word's own line break is one of them
_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_HREF = re.compile(r'href="(?!tel:)([^"]*)"')
_NESTING = re.compile(r"<(/?)(?:ul|ol|blockquote|table)\b", re.IGNORECASE)
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")


def cleaned(source: str) -> str:
    """`source` with only what rich text may hold, in the one way of writing it: cleaned again, it stays as it is.

    Raises ValidationError when it is too long, holds a NUL, or lists and tables beyond what a paper can show.
    """
    refuse_source(source)
    allowed = _UNWRITABLE.sub(" ", safe(renamed(source)))
    text = in_blocks(allowed)
    if letters(text) != letters(allowed):  # the parser gave up, at some hundred tags in each other
        raise ValidationError(_("The text could not be read. Paste it as plain text instead."))
    refuse_size(text)
    return text


def safe(source: str) -> str:
    """`source` with nothing in it that a page or paper could run or fetch; what was cleaned before stays as it is."""
    return nh3.clean(
        source,
        tags=TAGS,
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        allowed_classes={"span": {"footnote", "reference"}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=None,
    )


def letters(text: str) -> str:
    """What is said between the tags, without white space: what cleaning must not lose."""
    return "".join(unescape(_TAG.sub("", text)).split())


def refuse_source(source: str) -> None:
    """Refuse what is not worth parsing: a flood, a NUL, or nesting that no reader follows and no parser should try."""
    if "\x00" in source:
        raise ValidationError(_("The text holds a character that cannot be kept (NUL). Take it out."))
    if len(source) > LONGEST_SOURCE:
        raise ValidationError(_("The text is too long to be kept in one section. Divide it."))
    depth = deepest = 0
    for slash in _NESTING.findall(source):
        depth = max(0, depth + (-1 if slash else 1))
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise ValidationError(
            _("Lists, quotes and tables can stand at most %(deepest)d deep in each other. Move some of them out.")
            % {"deepest": DEEPEST}
        )


def refuse_size(text: str) -> None:
    length = len(plain(text))
    if length > LONGEST:
        raise ValidationError(
            _("Write at most %(longest)d characters; this is %(length)d.") % {"longest": LONGEST, "length": length}
        )
    for table in re.findall(r"<table>.*?</table>", text):
        rows = table.split("<tr>")[1:]
        if len(rows) > MOST_ROWS or any(len(re.findall("<t[dh]", row)) > MOST_COLUMNS for row in rows):
            raise ValidationError(
                _("A table in a section has at most %(columns)d columns and %(rows)d rows.")
                % {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
            )


def renamed(source: str) -> str:
    """Tags that mean the same under another name (`b`, `h1`, `div`) under the name that is kept."""
    return _OPENING.sub(lambda found: f"<{found[1]}{RENAMED.get(found[2].lower(), found[2])}", source)


def plain(text: str) -> str:
    """Rich text as words only, one block a line; a footnote and what an image shows stand in brackets."""
    text = FOOTNOTE.sub(lambda found: f" [{found[1]}]", text.replace("\n", " "))
    text = IMAGE.sub(lambda found: f"[{found[1]}]\n" if found[1] else "", text)
    text = _TAG.sub("", _ENDS.sub("\n", text))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def guarded(text: str) -> str:
    """Everything that somebody can have written: the words, and the addresses of links (not telephone numbers)."""
    return "\n".join([plain(text), *(unescape(address) for address in _HREF.findall(text))])


def from_plain(text: str) -> str:
    """Plain text as rich text: an empty line parts paragraphs, and a line that begins with "- " is an item."""
    parts = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "\n".join(block for part in parts if part.strip() for block in plain_block(part))


def plain_block(part: str) -> Iterator[str]:
    """The lines before the first "- " are a paragraph, the rest a list."""
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    first = next((place for place, line in enumerate(lines) if line.startswith("- ")), len(lines))
    if first:
        yield f"<p>{broken(lines[:first])}</p>"
    items: list[list[str]] = []
    for line in lines[first:]:
        if line.startswith("- "):
            items.append([line[2:].strip()])
        else:
            items[-1].append(line)
    if items:
        yield f"<ul>{''.join(f'<li><p>{broken(item)}</p></li>' for item in items)}</ul>"


def broken(lines: Iterable[str]) -> str:
    return "<br>".join(escape(line, quote=False) for line in lines)
