"""Looking inside a PDF."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from django.conf import settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from reports.documents.paper import Document
from reports.rendering import Rendered, render_pdf


def printed(document: Document) -> Rendered:
    return render_pdf(document.html, stylesheets=document.stylesheets, images=document.images, bound=document.bound)


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    """All text in reading order."""
    return "\n".join(pages_of(content))


def squeezed(text: str) -> str:
    """Without white space, hyphens and bullets: equal for a text and its print, however it was broken into lines."""
    return re.sub(r"[\s\u00a0\u00ad\u2010\u2011•·-]+", "", unicodedata.normalize("NFKC", text))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every structure element, in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, pikepdf.Array):
            waiting[:0] = list(one)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            if "/K" in one:
                waiting.insert(0, one.K)


def tagged(pdf: pikepdf.Pdf, *names: str) -> list[pikepdf.Dictionary]:
    return [one for one in elements(pdf) if str(one.S) in names]


def embedded_fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Base name of every font, and whether its program is embedded."""
    fonts = {}
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            is_embedded = any(key in one for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            fonts[str(one.FontName).lstrip("/").partition("+")[2]] = is_embedded
    return fonts


@cache
def our_families() -> frozenset[str]:
    """The families of the fonts that we ship, as WeasyPrint writes their names."""
    folder = Path(settings.BASE_DIR) / "static" / "fonts"
    families = set()
    for path in folder.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            families.add((font["name"].getDebugName(16) or font["name"].getDebugName(1)).replace(" ", "-"))
    return frozenset(families)


def is_ours(font_name: str) -> bool:
    return any(font_name.startswith(family) for family in our_families())


def outline_titles(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        found: list[str] = []
        waiting = list(outline.root)
        while waiting:
            one = waiting.pop(0)
            found.append(one.title)
            waiting[:0] = list(one.children)
        return found


@dataclass(frozen=True)
class Piece:
    """Some text and where it begins, in points from the left and the bottom of its page."""

    page: int
    x: float
    y: float
    text: str


def pieces_of(content: bytes) -> list[Piece]:
    """Every piece of text with its place."""
    found: list[Piece] = []
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages):

        def note(text: str, cm: list[float], tm: list[float], *_font: object, number: int = number) -> None:
            if text.strip():
                x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
                y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
                found.append(Piece(number, x, y, text.strip()))

        page.extract_text(visitor_text=note)
    return found
