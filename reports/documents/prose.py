"""Rich text on paper: notes at the foot, references with their pages, addresses in words, tables that fit."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from plans.prose import Setting, Values, sections_in_order

IMAGE = "image:"
TEXT_WIDTH, TEXT_HEIGHT = 130, 200  # millimetres of the column, and what a picture may take of its height
PIXELS_OF_A_MILLIMETRE = 96 / 25.4
WIDE, MANY, VERY_MANY = 4, 7, 12  # columns
LONG_QUOTE = 1200  # characters: half a page, more than a page may leave empty to keep a quote whole

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
_START = re.compile(r'<ol start="(\d+)">')
_TABLE = re.compile(r"<table>(.*?)</table>")
_ROW = re.compile(r"<tr>(.*?)</tr>")
_CELL = re.compile(r"<t[dh](?: scope=\"\w+\")?>(.*?)</t[dh]>")
_ANY_CELL = re.compile(r"<t[dh][ >]")
_SPAN = re.compile(r'<t[dh][^>]* colspan="(\d+)"')
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)


def paper_prose(values: Values, anchors: frozenset[str]) -> dict[str, SafeString]:
    """The body of every section by uid, as it is printed; `anchors` are the places that this paper has."""
    paper = PaperSetting(values, lambda uid: f"{IMAGE}{uid}", anchors)
    return {
        section["uid"]: paper.body(section["body"], level) for level, section in sections_in_order(values["sections"])
    }


@dataclass
class PaperSetting(Setting):
    """On paper: the notes are put at the foot of their page by the style, and references tell the page."""

    anchors: frozenset[str] = frozenset()

    def finished(self, text: str) -> str:
        text = _START.sub(lambda found: f'<ol style="counter-reset: list-item {int(found[1]) - 1}">', text)
        return _TABLE.sub(fitted, _LINK.sub(with_address, _QUOTE.sub(breakable, text)))

    def reference(self, found: re.Match[str]) -> str:
        """What is pointed at, with its page where it is printed on this very paper."""
        target = self.targets.get(f"{found[1]}:{found[2]}")
        if target is None or target.anchor in self.anchors:
            return super().reference(found)
        return format_html('<span class="reference-lost">{}</span>', target.label)

    def image(self, found: re.Match[str]) -> str:
        """A picture with its words; without any it decorates, and is drawn where no reader stops."""
        shown = self.values["images"].get(found[2])
        if shown is None or found[1]:
            return super().image(found)
        width, height = fitting(shown["width"], shown["height"])
        return format_html(
            '<div class="decoration" style="width: {}mm; height: {}mm; background-image: url({}{})"></div>',
            width,
            height,
            IMAGE,
            found[2],
        )


def fitting(width: int, height: int) -> tuple[int, int]:
    """Millimetres of a picture of so many pixels: its own size, or as large as the column lets it be."""
    scale = min(1 / PIXELS_OF_A_MILLIMETRE, TEXT_WIDTH / max(width, 1), TEXT_HEIGHT / max(height, 1))
    return max(1, int(width * scale)), max(1, int(height * scale))


def breakable(found: re.Match[str]) -> str:
    """A quote as it stands: whole on its page, unless it is so long that it may go on over the next."""
    is_long = len(_TAG.sub("", found[1])) > LONG_QUOTE
    return found[0].replace("<blockquote>", '<blockquote class="long">', 1) if is_long else found[0]


def with_address(found: re.Match[str]) -> str:
    """A link as it stands, and after it the address, where the words do not say it already."""
    address, words = bare(unescape(found[1])), unescape(_TAG.sub("", found[2]))
    if address.casefold() in "".join(words.split()).casefold():
        return found[0]
    return format_html('{} <span class="address">({})</span>', mark_safe(found[0]), address)  # noqa: S308  cleaned


def bare(address: str) -> str:
    """An address as it is written on paper: without its scheme and last slash."""
    return _SCHEME.sub("", address).rstrip("/") or address


def fitted(found: re.Match[str]) -> str:
    """A table of a class that says how much room it needs, with columns as wide as what stands in them."""
    rows = _ROW.findall(found[1])
    columns = max((columns_in(row) for row in rows), default=1)
    kinds = [name for name, least in (("wide", WIDE), ("many", MANY), ("very-many", VERY_MANY)) if columns >= least]
    return format_html(
        '<table class="{}">{}{}</table>',
        " ".join(["prose-table", *kinds]),
        widths(rows, columns),
        mark_safe(found[1]),  # noqa: S308  cleaned by foundation.rich_text
    )


def columns_in(row: str) -> int:
    return len(_ANY_CELL.findall(row)) + sum(int(span) - 1 for span in _SPAN.findall(row))


def widths(rows: list[str], columns: int) -> SafeString:
    """The columns in proportion to their texts; nothing where cells are joined, for then nobody can tell."""
    cells = [[_TAG.sub("", cell) for cell in _CELL.findall(row)] for row in rows]
    if any(len(row) != columns for row in cells):
        return SafeString("")
    needs = [need(column) for column in zip(*cells, strict=True)]
    shares = [round(100 * one / sum(needs), 1) for one in needs]
    return format_html(
        "<colgroup>{}</colgroup>", format_html_join("", '<col style="width: {}%">', ((str(one),) for one in shares))
    )


def need(texts: tuple[str, ...]) -> float:
    """How much room a column asks for: its longest word whole, and more the longer its texts are."""
    longest_word = max((len(word) for text in texts for word in text.split()), default=1)
    longest_text = max((len(text) for text in texts), default=1)
    return max(min(longest_word, 18) + 3.0, math.pow(min(longest_text, 200), 0.75))
