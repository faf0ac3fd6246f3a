"""Proposal for the minutes (Förslag till protokollstext): what a body may write, made before it meets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.documents.letter import Letter, proposed_words, without_decision
from reports.documents.paper import Piece, drawn


def body_of(heading: str) -> str:
    """Whom a heading names, known or not: "Förslag till Kommunstyrelsen" is to Kommunstyrelsen; "" for nobody."""
    return without_decision(proposed_words(heading))


def protocol_piece(letter: Letter, *, anchor: str = "protocol") -> Piece:
    """The letter as a paragraph of the minutes: number and day are filled in by who writes them."""
    decisions = [(one.body or letter.addressed, one.html) for one in letter.all_proposals]
    html = drawn("reports/_protocol.html", letter=letter, decisions=decisions, anchor=anchor)
    return Piece(anchor, _("Proposal for the minutes"), html)
