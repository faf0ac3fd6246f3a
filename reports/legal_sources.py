"""What the papers of a matter are made of: read once, in few statements, and known by what is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext as _

from plans.legal_values import decision_values, document_values, referral_values
from plans.schema import Values
from plans.values import content_hash, plan_values
from reports.documents.comparison import comparison_piece
from reports.documents.letter import letter_of, letter_piece
from reports.documents.minutes import minutes_of, transcript_piece
from reports.documents.paper import LOGO, Document, Piece, paper_of
from reports.documents.protocol import protocol_piece
from reports.documents.summary import summary_of, summary_piece
from reports.kinds import Kind
from reports.models import ReportJob
from reports.names import letter_word
from reports.package_sources import Read, edition_words, read_decision_package, read_extract, read_referral_package
from reports.sources import EVERYONE_IN_THE_MUNICIPALITY, LAYOUT, logo_of


@dataclass(frozen=True)
class LegalSource:
    """Everything that one paper is made of as data, and how its pages are drawn when the time has come."""

    kind: str
    values: Values
    logo: bytes = field(repr=False)
    draw: Callable[[], Document] = field(repr=False, compare=False)

    @cached_property
    def content_key(self) -> str:
        """Equal for papers that come out equal: of what is printed, for whom and in which layout."""
        return content_hash(
            {
                "layout": LAYOUT,
                "audience": EVERYONE_IN_THE_MUNICIPALITY,
                "kind": self.kind,
                "values": self.values,
                "logo": hashlib.sha256(self.logo).hexdigest(),
            }
        )

    def document(self) -> Document:
        with translation.override("sv"):
            return self.draw()


def read_legal(job: ReportJob) -> LegalSource:
    """Read what `job` is printed from. Received files are opened when the paper is made, never before."""
    with translation.override("sv"):
        logo = logo_of(job.municipality)
        values, draw = READERS[Kind(job.kind)](job, logo)
    return LegalSource(kind=job.kind, values=values, logo=logo, draw=draw)


def read_letter(job: ReportJob, logo: bytes) -> Read:
    assert job.document is not None
    job.document.municipality = job.municipality
    values = document_values(job.document)
    kind = letter_word(job.document.kind)

    def draw() -> Document:
        piece = letter_piece(letter_of(values, kind=kind), has_logo=bool(logo))
        return single(values["title"], piece, values, logo)

    return values, draw


def read_protocol(job: ReportJob, logo: bytes) -> Read:
    assert job.document is not None
    job.document.municipality = job.municipality
    values = document_values(job.document)
    kind = letter_word(job.document.kind)

    def draw() -> Document:
        piece = protocol_piece(letter_of(values, kind=kind))
        return single(f"{piece.label}: {values['title']}", piece, values, logo)

    return values, draw


def read_transcript(job: ReportJob, logo: bytes) -> Read:
    assert job.decision is not None
    job.decision.municipality = job.municipality
    values = decision_values(job.decision)

    def draw() -> Document:
        minutes = minutes_of(values, municipality=values["municipality"])
        piece = transcript_piece(minutes, has_logo=bool(logo))
        return single(f"{_('Transcript')}: {minutes.cited or minutes.heading}", piece, values, logo)

    return values, draw


def read_summary(job: ReportJob, logo: bytes) -> Read:
    assert job.referral_round is not None
    job.referral_round.municipality = job.municipality
    values = referral_values(job.referral_round)

    def draw() -> Document:
        piece = summary_piece(summary_of(values), municipality=values["municipality"])
        return single(f"{piece.label}: {values['edition']['title']}", piece, values, logo)

    return values, draw


def single(title: str, piece: Piece, values: Values, logo: bytes) -> Document:
    images = {LOGO: logo} if logo else {}
    return paper_of(title, [piece], description=piece.label, municipality=values["municipality"], images=images)


def read_comparison(job: ReportJob, logo: bytes) -> Read:
    """From an edition to another, or to the draft as it stands now."""
    before = job.compared_with
    assert before is not None
    if job.plan is not None:
        job.plan.municipality = job.municipality
    after = job.edition.tree if job.edition else plan_values(job.plan) if job.plan else {}
    old, new = edition_words(before), edition_words(job.edition) if job.edition else _("The draft as it stands now")
    values = {"before": before.sha256, "after": content_hash(after), "old": old, "new": new}

    def draw() -> Document:
        piece = comparison_piece(before.tree, after, old=old, new=new)
        return single(f"{piece.label}: {after['title']}", piece, after, logo)

    return values, draw


READERS: Mapping[Kind, Callable[[ReportJob, bytes], Read]] = {
    Kind.LETTER: read_letter,
    Kind.PROTOCOL_PROPOSAL: read_protocol,
    Kind.TRANSCRIPT: read_transcript,
    Kind.SUMMARY: read_summary,
    Kind.COMPARISON: read_comparison,
    Kind.UNIT_EXTRACT: read_extract,
    Kind.DECISION_PACKAGE: read_decision_package,
    Kind.REFERRAL_PACKAGE: read_referral_package,
}
