"""Rich text of a plan's values, made ready for a page or a paper: numbers of notes, labels of references, pictures.

What is stored knows neither numbers nor addresses; both follow from where things stand in the tree. What only a paper
knows, its pages and their feet, is in `reports.documents.prose`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation.rich_text import FOOTNOTE, IMAGE, REFERENCE, safe

Values = dict[str, Any]
ImageAddress = Callable[[str], str]
DEEPEST_HEADING = 6

_HEADING = re.compile(r"<h([34])>(.*?)</h[34]>", re.DOTALL)
_STRAY_IMAGE = re.compile(r'<img(?! alt="[^"]*" data-image="[0-9a-f-]{36}">)(?:[^">]|"[^"]*")*>')
_HEAD_ROW = re.compile(r"<table><tbody>(<tr>(?:<th[ >](?:(?!</?t[dr]).)*</th>)+</tr>)")
_BODY_ROWS = re.compile(r"<tbody>.*?</tbody>")
_HEADER_CELL = re.compile(r"<th(?=[ >])")
# Paragraphs and lists with nothing but bold and italic in them: most of a plan, and safe at a glance.
_KNOWN = re.compile(r"(?:[^<>]|</?(?:p|ul|ol|li|h3|h4|strong|em|blockquote)>|<br>)*+")
_SPECIAL = re.compile(r"<span |<img |<h[34]>|<table>|<blockquote>|<a |<ol ")


def as_cleaned(text: str) -> SafeString:
    """A piece of rich text as it stands: the one place where what was cleaned is taken for safe."""
    return mark_safe(text)  # noqa: S308  cleaned when it was written, or by `Setting.body` just now


@dataclass(frozen=True)
class Target:
    """What a reference points at: what it is called today, and its place on page or paper."""

    label: str
    anchor: str


def targets(values: Values) -> dict[str, Target]:
    """Every section and measure by "section:UID" or "measure:UID"."""
    found = {
        f"section:{section['uid']}": Target(section_label(section), f"s-{section['uid']}")
        for _level, section in sections_in_order(values["sections"])
    }
    for area in values["focus_areas"]:
        for measure in area["measures"]:
            label = _("measure %(number)d") % {"number": measure["number"]}
            found[f"measure:{measure['uid']}"] = Target(label, f"m-{measure['number']}")
    return found


def section_label(section: Values) -> str:
    number = section["number"]
    if section["is_annex"]:
        return str(number)
    return _("section %(number)s") % {"number": number} if number else f"”{section['heading']}”"


def sections_in_order(sections: list[Values], *, level: int = 2) -> Iterator[tuple[int, Values]]:
    """Each section with the level of its heading on a page whose title is level 1."""
    for section in sections:
        yield level, section
        yield from sections_in_order(section["children"], level=level + 1)


def screen_prose(values: Values, image_address: ImageAddress) -> dict[str, SafeString]:
    """The body of every section by uid, as it stands on a page; the notes are numbered through the plan."""
    page = Page(values, image_address)
    return {
        section["uid"]: page.body(section["body"], level) for level, section in sections_in_order(values["sections"])
    }


@dataclass
class Setting:
    """What the text is set with. Bodies were cleaned when they were written: they are safe as they stand."""

    values: Values
    image_address: ImageAddress
    targets: Mapping[str, Target] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = targets(self.values) if self.has_references(self.values["sections"]) else {}

    def has_references(self, sections: list[Values]) -> bool:
        return any('class="reference"' in section["body"] for _level, section in sections_in_order(sections))

    def body(self, text: str, level: int) -> SafeString:
        """What was cleaned when it was written, set; what reached the tree in another way is made harmless first."""
        if not _KNOWN.fullmatch(text):
            text = _STRAY_IMAGE.sub("", safe(text))
        if not _SPECIAL.search(text):
            return as_cleaned(text)
        text = with_headings_below(text, level)
        text = _HEAD_ROW.sub(lambda row: f"<table><thead>{with_scope(row[1], 'col')}</thead><tbody>", text)
        text = _BODY_ROWS.sub(lambda rows: with_scope(rows[0], "row"), text)
        text = REFERENCE.sub(self.reference, text)
        text = IMAGE.sub(self.image, text)
        return as_cleaned(self.finished(text))

    def finished(self, text: str) -> str:
        return text

    def reference(self, found: re.Match[str]) -> str:
        """The label of today. What is pointed at may be gone: then the words of then stay."""
        target = self.targets.get(f"{found[1]}:{found[2]}")
        if target is None:
            return format_html('<span class="reference-lost">{}</span>', as_cleaned(found[3]))
        return format_html('<a class="reference" href="#{}">{}</a>', target.anchor, target.label)

    def image(self, found: re.Match[str]) -> str:
        shown = self.values["images"].get(found[2])
        if shown is None:
            return format_html('<p class="image-lost">[{}]</p>', as_cleaned(found[1]) or _("image"))
        return format_html(
            '<img class="picture" src="{}" alt="{}" width="{}" height="{}"{}>',
            self.image_address(found[2]),
            as_cleaned(found[1]),
            shown["width"],
            shown["height"],
            self.image_attributes,
        )

    image_attributes = SafeString("")


def with_headings_below(text: str, level: int) -> str:
    """The inner headings one and two steps below the section's own; no step is left out, whichever was written."""
    has_upper = False

    def stepped(found: re.Match[str]) -> str:
        nonlocal has_upper
        has_upper = has_upper or found[1] == "3"
        step = min(level + (2 if has_upper and found[1] == "4" else 1), DEEPEST_HEADING)
        return f"<h{step}>{found[2]}</h{step}>"

    return _HEADING.sub(stepped, text)


def with_scope(rows: str, scope: str) -> str:
    return _HEADER_CELL.sub(f'<th scope="{scope}"', rows)


@dataclass
class Page(Setting):
    """On a screen: notes stand under their section, wide tables scroll in a box of their own."""

    notes: int = 0
    image_attributes = SafeString(' loading="lazy"')

    def finished(self, text: str) -> str:
        box = format_html('<div class="prose-table" role="region" aria-label="{}" tabindex="0">', _("Table"))
        text = text.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")
        first, said = self.notes, list[str]()

        def called(found: re.Match[str]) -> str:
            self.notes += 1
            said.append(found[1])
            label = _("Note %(number)d") % {"number": self.notes}
            return format_html(
                '<sup><a class="note-call" id="not-{0}-i-texten" href="#not-{0}" aria-label="{1}">{0}</a></sup>',
                self.notes,
                label,
            )

        text = FOOTNOTE.sub(called, text)
        return f"{text}\n{listed_notes(said, first)}" if said else text


def listed_notes(said: list[str], before: int) -> SafeString:
    """The notes of a section, each with the way back to where it was called."""
    items = format_html_join(
        "",
        '<li id="not-{0}">{1} <a href="#not-{0}-i-texten" aria-label="{2}">↩</a></li>',
        (
            (number, as_cleaned(text), _("Back to the text from note %(number)d") % {"number": number})
            for number, text in enumerate(said, start=before + 1)
        ),
    )
    return format_html('<ol class="notes" start="{}">{}</ol>', before + 1, items)
