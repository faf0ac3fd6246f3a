"""A statement (yttrande) on paper: who answers what, in its own words or as it came, and the body's own §."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.models import Statement
from reports.documents.minutes import Minutes, minutes_of
from reports.documents.paper import Piece, drawn
from reports.documents.text import in_words, one_line, plain_text

Values = Mapping[str, Any]
Stance = Statement.Stance
# Said with a word, always: a symbol alone says nothing to who cannot see it.
SYMBOLS = {
    Stance.ENDORSES: "✓",
    Stance.ENDORSES_WITH_VIEWS: "✓",
    Stance.PARTLY: "◐",
    Stance.REJECTS: "✗",
    Stance.ABSTAINS: "–",
    Stance.NO_OBJECTION: "○",
}


def stance_word(stance: str) -> str:
    """How a stance is said in a paper."""
    words = {
        Stance.ENDORSES: _("Endorses"),
        Stance.ENDORSES_WITH_VIEWS: _("Endorses with viewpoints"),
        Stance.PARTLY: _("Endorses in part, or proposes another solution"),
        Stance.REJECTS: _("Rejects"),
        Stance.ABSTAINS: _("Abstains from a statement"),
        Stance.NO_OBJECTION: _("Has no objection"),
    }
    return words.get(Stance(stance), "") if stance else ""


@dataclass(frozen=True)
class PrintedStatement:
    """One answer as it is printed."""

    municipality: str
    name: str
    symbol: str
    stance: str
    facts: tuple[tuple[str, str], ...]
    body: SafeString
    minutes: Minutes | None
    registry_number: str

    @property
    def label(self) -> str:
        return _("Statement: %(body)s") % {"body": self.name}


def who_answers(recipient: Values) -> str:
    """The one whose statement it is, of one that has answered: itself, or who answers in its place."""
    return one_line(recipient["statement"]["answered_by"]) or one_line(recipient["name"])


def statement_of(recipient: Values, *, municipality: Values) -> PrintedStatement:
    """The registered statement of one that was asked; who answers need not be who was asked."""
    values = recipient["statement"]
    name = who_answers(recipient)
    number = one_line(values["registry_number"]) or one_line(recipient["registry_number"])
    signer = ", ".join(filter(None, (one_line(values["signer"]), one_line(values["signer_title"]))))
    asked = one_line(recipient["name"])
    facts = (
        (_("Asked"), asked if asked != name else ""),
        (_("Registry number"), number),
        (_("Dated"), in_words(values["dated_on"])),
        (_("Arrived"), in_words(values["received_on"])),
        (_("Signed by"), signer),
    )
    return PrintedStatement(
        municipality=one_line(municipality["name"]),
        name=name,
        symbol=SYMBOLS.get(Stance(values["stance"]), "") if values["stance"] else "",
        stance=stance_word(values["stance"]),
        facts=tuple(row for row in facts if row[1]),
        body=plain_text(values["text"]),
        minutes=minutes_of(values["decision"], municipality=municipality) if values["decision"] else None,
        registry_number=number,
    )


def statement_piece(statement: PrintedStatement, *, anchor: str, note: str = "") -> Piece:
    html = drawn("reports/_statement.html", statement=statement, anchor=anchor)
    return Piece(anchor, statement.label, html, note or statement.stance)
