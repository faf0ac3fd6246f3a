"""Web pages as the clipboard has them, made plain: no scripts, no styles, what only looks like a list made one."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from typing import Any

import nh3
from lxml import etree
from lxml import html as lxml_html

from exchange.imports.document.blocks import words
from exchange.imports.document.bodies import shallow
from exchange.imports.document.images import Images
from exchange.imports.document.markup_lists import make_lists
from exchange.imports.document.markup_notes import put_notes
from exchange.imports.document.reading import NoteFound
from foundation.rich_text import letters

_TAGS = {
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
    ),
    *("strong", "b", "em", "i", "sup", "sub", "a", "br", "span", "img", "del", "ins"),
}
_GONE = {"script", "style", "template", "noscript", "title", "iframe", "object", "svg", "select", "xml"}
_PARAGRAPHS = re.compile(
    r"<(/?)(?:div|section|article|header|footer|main|aside|nav|figure|figcaption|address|center|pre|dt|dd|dl|hr|form"
    r"|caption|summary|details|fieldset|legend)\b",
    re.IGNORECASE,
)
# Never past the next <pre>, so that a page of unclosed ones is read in one go.
_PRE = re.compile(r"<pre\b[^<>]*>([^<]*+(?:<(?!/?pre\b)[^<]*+)*+)</pre>", re.IGNORECASE)
_SHOWN = re.compile(
    r"<(?P<tag>svg|iframe|object|embed|video|audio|canvas|math|select|noscript)\b[^<>]*>"
    r"(?P<inside>[^<]*+(?:<(?!/?(?P=tag)\b)[^<]*+)*+)",
    re.IGNORECASE,
)
_UNSAID = re.compile(r"<(style|script)\b.*?</\1>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_MOST_SAID = 2_000
_DATA = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
_LINE_ENDS = re.compile(r"[ \r\n\f]+")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)")
_STYLES = (
    ("strong", _BOLD),
    ("em", re.compile(r"font-style\s*:\s*italic")),
    ("sup", re.compile(r"vertical-align\s*:\s*super")),
    ("sub", re.compile(r"vertical-align\s*:\s*sub(?!\w)")),
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden")
_ROLES = (
    ("title", re.compile(r"MsoTitle|title")),
    ("contents", re.compile(r"MsoToc\w*|MsoTocHeading")),
)
_TAKEN_AWAY = "taken-away"  # what stands in it stays; all at once, for a line may hold thousands
_QUOTES = re.compile(r"MsoQuote|MsoIntenseQuote")


def plain_markup(html: str, images: Images, notes: list[NoteFound]) -> Any:
    """The page's tree with blocks and inline tags only. Adds what is not kept to `images` and `notes`."""
    notes += [_shown(found) for found in _SHOWN.finditer(html)]
    html = _PRE.sub(lambda found: f"<p>{found[1].replace(chr(10), '<br><br>')}</p>", html)
    html, is_deep = shallow(_PARAGRAPHS.sub(r"<\1p", html))
    if is_deep:
        notes.append(NoteFound("deep_list"))
    html = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes={
            "*": {"style", "class", "id"},
            "a": {"href", "name"},
            "img": {"src", "alt"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
            "ol": {"start"},
        },
        url_schemes={"http", "https", "mailto", "tel", "data"},
        url_relative="pass_through",
        link_rel=None,
    )
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    if letters(etree.tostring(root, encoding="unicode", method="html")) != letters(html):
        html = re.sub(r"</?(?:span|b|i|strong|em|sup|sub|a|table|tbody|thead|blockquote)\b[^>]*>", "", html)
        html = re.sub(r"<(/?)(?:tr|td|th|ul|ol|li)\b[^>]*>", r"<\1p>", html)
        notes.append(NoteFound("style"))
        root = lxml_html.fragment_fromstring(nh3.clean(html, tags={"p", "br"}), create_parent="div")
    _flow(root)
    notes += _marked_changes(root)
    notes += put_notes(root)
    _keep_images(root, images, notes)
    make_lists(root)
    _name_styles(root)
    return root


def _shown(found: re.Match[str]) -> NoteFound:
    """What is drawn or fetched and not kept, by the words in it, or by what it is."""
    tag = found["tag"].lower()
    said = " ".join(unescape(_UNSAID.sub(" ", found["inside"][:_MOST_SAID])).split())
    return NoteFound("image" if tag == "svg" else "embedded", said or tag)


def _flow(root: Any) -> None:
    """Line ends of the source are spaces; the ways of writing a tab are tabs."""
    for one in root.iter():
        style = one.get("style", "") + one.get("class", "")
        one.text = _LINE_ENDS.sub(" ", one.text) if one.text else one.text
        one.tail = _LINE_ENDS.sub(" ", one.tail) if one.tail else one.tail
        if "mso-tab-count" in style or "Apple-tab-span" in style:
            one.text = "\t"
            for child in list(one):
                one.remove(child)


def _marked_changes(root: Any) -> Iterator[NoteFound]:
    """What was struck out or hidden is told; what was put in stays, and is told."""
    for one in list(root.iter("del", "ins", "p", "span")):
        said = words(one)
        if one.tag == "del":
            yield from [NoteFound("tracked_deletion", said)] if said else []
            one.drop_tree()
        elif one.tag == "ins":
            yield from [NoteFound("tracked_insertion", said)] if said else []
            one.tag = _TAKEN_AWAY
        elif _HIDDEN.search(one.get("style", "")) and one.getparent() is not None:
            yield from [NoteFound("other", said)] if said else []
            one.drop_tree()
    etree.strip_tags(root, _TAKEN_AWAY)


def _keep_images(root: Any, images: Images, notes: list[NoteFound]) -> None:
    for one in list(root.iter("img")):
        alt, source = one.get("alt", ""), one.get("src", "")
        found = _DATA.match(source)
        if not found:
            notes.append(NoteFound("image", alt or source[:200]))
            one.drop_tree()
            continue
        try:
            uid = images.keep(b64decode(found[1]), alt)
        except ValueError:
            notes.append(NoteFound("image", alt))
            uid = ""
        one.attrib.clear()
        if uid:
            one.set("alt", alt)
            one.set("data-image", uid)
        else:
            one.drop_tree()


def _name_styles(root: Any) -> None:
    """Styles that say something as tags and roles; no other style or class is left."""
    for one in list(root.iter()):
        style, name = one.get("style", ""), one.get("class", "")
        if name == "footnote" and one.tag == "span":
            continue
        for attribute in ("style", "class", "id", "name"):
            one.attrib.pop(attribute, None)
        if one.tag in ("b", "strong") and _NOT_BOLD.search(style):
            one.tag = _TAKEN_AWAY
        elif one.tag == "span":
            _as_tag(one, style)
        elif one.tag in ("p", "h1"):
            role = next((role for role, form in _ROLES if form.fullmatch(name)), "")
            one.tag = "blockquote" if _QUOTES.match(name) else "p" if role else one.tag
            if role:
                one.set("class", role)
    etree.strip_tags(root, _TAKEN_AWAY)


def _as_tag(span: Any, style: str) -> None:
    tags = [tag for tag, form in _STYLES if form.search(style)]
    if not tags:
        span.tag = _TAKEN_AWAY
        return
    span.tag = tags[0]
    for tag in tags[1:]:
        inner = etree.Element(tag)
        inner.text, span.text = span.text, None
        inner.extend(list(span))
        span.append(inner)
