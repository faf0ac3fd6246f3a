"""A paper that is put together of pieces: each begins on a page of its own, and the pages are counted through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.documents.prose import IMAGE
from reports.documents.text import one_line

Values = Mapping[str, Any]
STYLESHEETS = (
    "css/paper.css",
    "css/paper-plan.css",
    "css/paper-prose.css",
    "css/paper-letter.css",
    "css/paper-package.css",
)
LOGO = f"{IMAGE}logo"
CHARACTERS_OF_A_PAGE = 5000


@dataclass(frozen=True)
class Bound:
    """A received file that is attached unchanged; page by page it is drawn on the pages that hold these `places`."""

    name: str
    content: bytes = field(repr=False)
    content_type: str
    pages: bytes = field(default=b"", repr=False)  # the same pages cleaned of all that is not seen
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """Everything the renderer needs, and all that it may reach."""

    title: str
    html: str
    stylesheets: tuple[str, ...]
    images: Mapping[str, bytes]
    bound: tuple[Bound, ...] = ()

    @property
    def expected_pages(self) -> int:
        """A guess, for the progress bar only."""
        return 2 + len(self.html) // CHARACTERS_OF_A_PAGE


@dataclass(frozen=True)
class Piece:
    """A part of a paper: where it begins, what the contents call it, and its pages."""

    anchor: str
    label: str
    html: SafeString = field(repr=False)
    note: str = ""
    bound: tuple[Bound, ...] = ()


def paper_of(
    title: str,
    pieces: Sequence[Piece],
    *,
    description: str,
    municipality: Values,
    images: Mapping[str, bytes] | None = None,
) -> Document:
    """The pieces after each other as one document."""
    heading = one_line(title)
    context = {
        "title": heading,
        "description": one_line(description),
        "municipality": municipality,
        "pieces": [piece.html for piece in pieces],
    }
    html = render_to_string("reports/paper.html", context)
    bound = tuple(one for piece in pieces for one in piece.bound)
    return Document(title=heading, html=html, stylesheets=styles(), images=images or {}, bound=bound)


def drawn(template: str, **context: Any) -> SafeString:
    """One template of a paper, by its whole name, in Swedish."""
    with translation.override("sv"):
        return SafeString(render_to_string(template, context))


def styles(names: Sequence[str] = STYLESHEETS) -> tuple[str, ...]:
    return tuple((Path(settings.BASE_DIR) / "static" / name).read_text() for name in names)


def contact_of(municipality: Values) -> list[str]:
    """How the municipality is reached, on one line."""
    keys = ("postal_address", "visiting_address", "phone", "fax", "email", "website")
    known = {key: text for key in keys if (text := one_line(municipality.get(key)))}
    if "fax" in known:  # two telephone numbers look alike
        known["fax"] = _("fax %(number)s") % {"number": known["fax"]}
    return list(known.values())
