"""Proposal for the minutes (Förslag till protokollstext): what a body may write, made before it meets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.documents.letter import Letter
from reports.documents.paper import Piece, drawn


def body_of(heading: str) -> str:
    """The body that a proposal is to: "Förslag till Kommunstyrelsen" is to Kommunstyrelsen."""
    before, found, after = heading.partition("örslag till ")
    return after.strip() if found and len(before) <= 60 and "beslut" not in after.casefold()[:6] else ""


def protocol_piece(letter: Letter, *, anchor: str = "protocol") -> Piece:
    """The letter as a paragraph of the minutes: number and day are filled in by who writes them."""
    decisions = [(body_of(one.heading) or letter.addressed, one.html) for one in letter.all_proposals]
    html = drawn("reports/_protocol.html", letter=letter, decisions=decisions, anchor=anchor)
    return Piece(anchor, _("Proposal for the minutes"), html)
