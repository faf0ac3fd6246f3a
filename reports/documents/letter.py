"""A letter (tjänsteskrivelse, missiv, remissmissiv): who writes, to whom, what about, what is proposed, who signs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.search_text import folded
from reports.documents.paper import LOGO, Piece, contact_of, drawn
from reports.documents.text import one_line, plain_text, printable

Values = Mapping[str, Any]
PROPOSAL = re.compile(r"(?:.{0,60}?\b)?förslag till (.+)", re.IGNORECASE)
# A word of a name: what stands after a preposition is what the proposal is about, not whom it is to.
_WORD = r"(?:(?!(?:av|för|från|i|med|om|på|till) )[\w,-]+ )"
DECISION = re.compile(rf"beslut.*|({_WORD}*)\w*beslut", re.IGNORECASE)
DECIDES = re.compile(
    rf"{_WORD}*\w*(?:nämnden|styrelsen|fullmäktige|utskottet|beredningen)"
    rf"(?:s {_WORD}*\w*(?:utskott|beredning)| för .+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Section:
    """A headed part of a letter as it was written; a proposal stands out, with the body that it is to, if it says."""

    heading: str
    text: str
    is_proposal: bool = False
    body: str = ""

    @property
    def html(self) -> SafeString:
        return plain_text(self.text)


@dataclass(frozen=True)
class Letter:
    """All that a letter says, in its order, and nothing about how it looks."""

    kind: str
    municipality: str
    sender: str
    facts: tuple[tuple[str, str], ...]
    addressee: tuple[str, ...]
    title: str
    sections: tuple[Section, ...]
    basis: tuple[str, ...]
    proposals: tuple[Section, ...]
    recipients: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]
    contact: tuple[str, ...]
    registry_number: str

    @property
    def plain_sections(self) -> tuple[Section, ...]:
        return tuple(one for one in self.sections if not one.is_proposal)

    @property
    def all_proposals(self) -> tuple[Section, ...]:
        """What is proposed, wherever in the letter it stands."""
        return (*(one for one in self.sections if one.is_proposal), *self.proposals)

    @property
    def addressed(self) -> str:
        """To whom the letter goes, in a word."""
        return self.addressee[0] if self.addressee else ""


def letter_of(values: Values, *, kind: str) -> Letter:
    """A letter from `document_values`, under the word `kind`; what is not known is left out."""
    known = bodies_of(values)
    before, proposals = parted([section_of(one, known) for one in values["sections"] if said(one)])
    number = one_line(values["registry_number"]) or one_line(values["matter"]["registry_number"])
    return Letter(
        kind=kind,
        municipality=one_line(values["municipality"]["name"]),
        sender=one_line(values["sender"]),
        facts=facts_of(values, number),
        addressee=lines_of(values["addressee"]),
        title=one_line(values["title"]),
        sections=before,
        basis=texts_of(values["basis"]),
        proposals=proposals,
        recipients=texts_of(values["recipients"]),
        signers=signers_of(values["signers"]),
        contact=tuple(contact_of(values["municipality"])),
        registry_number=number,
    )


def facts_of(values: Values, number: str) -> tuple[tuple[str, str], ...]:
    officer = one_line(values["officer"]) or one_line(values["matter"]["officer"])
    rows = (
        (_("Date"), one_line(values["dated_on"])),
        (_("Registry number"), number),
        (_("Document number"), one_line(values["document_number"])),
        (_("Officer"), officer),
    )
    return tuple(row for row in rows if row[1])


def said(section: Values) -> bool:
    return bool(one_line(section.get("heading")) or one_line(section.get("text")))


def bodies_of(values: Values) -> frozenset[str]:
    """Whom the letter and its matter name, folded: the addressee, those it is sent to, the body and its way."""
    matter = values["matter"]
    way = [matter["body"], *(step["body"] for step in matter.get("steps", ()))]
    named = (*lines_of(values["addressee"]), *texts_of(values["recipients"]), *map(one_line, way))
    return frozenset(filter(None, map(folded, named)))


def section_of(section: Values, known: Collection[str] = ()) -> Section:
    """A part of a letter; a proposal to decide, or to a body: one of the `known`, or called as bodies are called."""
    heading = one_line(section.get("heading"))
    words = proposed_words(heading)
    body = without_decision(words)
    is_body = folded(body) in known or bool(DECIDES.fullmatch(body))
    is_proposal = is_body or body != words
    return Section(heading, printable(section.get("text")), is_proposal, body if is_body else "")


def proposed_words(heading: str) -> str:
    """What follows "förslag till" in a heading: a body, "beslut", or what the proposal is about."""
    found = PROPOSAL.fullmatch(heading)
    return found[1].strip(" .:") if found else ""


def without_decision(words: str) -> str:
    """ "kommunstyrelsens beslut" is of "kommunstyrelsen", "beslut" of nobody; other words as they are."""
    found = DECISION.fullmatch(words)
    return (found[1] or "").strip().removesuffix("s") if found else words


def parted(sections: Sequence[Section]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """What stands before the list of basis documents, and the proposals that the letter ends with."""
    end = len(sections)
    while end and sections[end - 1].is_proposal:
        end -= 1
    return tuple(sections[:end]), tuple(sections[end:])


def texts_of(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, texts)))


def signers_of(signers: Sequence[Values]) -> tuple[tuple[str, str], ...]:
    named = ((one_line(one.get("name")), one_line(one.get("title"))) for one in signers)
    return tuple(one for one in named if any(one))


def lines_of(text: object) -> tuple[str, ...]:
    return tuple(line.strip() for line in printable(text).split("\n") if line.strip())


def letter_piece(letter: Letter, *, anchor: str = "letter", has_logo: bool = False, note: str = "") -> Piece:
    """The letter on its own pages."""
    html = drawn("reports/_letter.html", letter=letter, anchor=anchor, logo=LOGO if has_logo else "")
    return Piece(anchor, f"{letter.kind}: {letter.title}" if letter.title else letter.kind, html, note)
