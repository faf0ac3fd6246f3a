"""Footnotes and comments of a pasted page: two links that point at each other, as every word processor writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from exchange.imports.document.blocks import inside, words
from exchange.imports.document.reading import NoteFound

_COMMENT = re.compile(r"MsoCommentText|MsoCommentReference|msocom\w*")
_SIGN = re.compile(
    r"^(?:(?:</?(?:sup|span|strong|b)\b[^>]*>|\s)*\[?\d{1,3}\]?(?:</?(?:sup|span|strong|b)\b[^>]*>)*)?\s*"
)


def put_notes(root: Any) -> Iterator[NoteFound]:
    """Move each footnote's words to where it is called; comments are told and taken out."""
    yield from _comments(root)
    links = {name: link for link in root.iter("a") for name in (link.get("name"), link.get("id")) if name}
    for link in list(root.iter("a")):
        target = links.get(link.get("href", "")[1:]) if link.get("href", "").startswith("#") else None
        if target is None or target is link or not _points_back(target, link) or _is_gone(link) or _is_gone(target):
            continue
        paragraph = next(target.iterancestors("p", "li"), None)
        if paragraph is None or paragraph is next(link.iterancestors("p", "li"), None):
            continue
        target.drop_tree()
        said = _SIGN.sub("", inside(paragraph), count=1)
        paragraph.drop_tree()
        span = lxml_html.fragment_fromstring(f'<span class="footnote">{said}</span>')
        span.tail = link.tail
        link.getparent().replace(link, span)
        raised = span.getparent()
        if raised.tag == "sup" and words(raised) == "":
            raised.drop_tag()


def _points_back(target: Any, link: Any) -> bool:
    names = {f"#{name}" for name in (link.get("name"), link.get("id")) if name}
    return target.get("href") in names


def _is_gone(link: Any) -> bool:
    return link.getparent() is None or next(link.iterancestors("div"), None) is None


def _comments(root: Any) -> Iterator[NoteFound]:
    for one in list(root.iter("p", "span", "a")):
        if _COMMENT.fullmatch(one.get("class", "")) and not _is_gone(one):
            if one.tag == "p" and (said := words(one)):
                yield NoteFound("comment", said)
            one.drop_tree()
