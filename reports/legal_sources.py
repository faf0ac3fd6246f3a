"""What the papers of a matter are made of: read once, in few statements, and known by what is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from files.models import BrokenFileError, StoredFile
from plans.legal_values import decision_values, document_values, matter_head, matter_values, referral_values
from plans.models import Edition, Matter
from plans.schema import Values
from plans.selectors.edition import edition_in_force
from plans.values import content_hash, municipality_values, plan_values
from reports.documents.comparison import comparison_piece
from reports.documents.letter import letter_of, letter_piece
from reports.documents.minutes import minutes_of, transcript_piece
from reports.documents.package import Package, decision_package, referral_package
from reports.documents.paper import LOGO, Document, Piece, paper_of
from reports.documents.parts import Part
from reports.documents.protocol import protocol_piece
from reports.documents.received import Received
from reports.documents.summary import summary_of, summary_piece
from reports.kinds import Kind
from reports.models import ReportJob
from reports.names import letter_word
from reports.receiving import opened
from reports.sources import EVERYONE_IN_THE_MUNICIPALITY, LAYOUT, NOT_COMPARED, logo_of, paper_of_edition


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


Read = tuple[Values, Callable[[], Document]]


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


def edition_words(edition: Edition) -> str:
    words = _("Edition %(number)s") % {"number": edition.number}
    return f"{words}, {edition.standing_words}"


def read_decision_package(job: ReportJob, logo: bytes) -> Read:
    """The matter with all its papers, the edition that is proposed there, and what it changes in the one in force."""
    matter = job.matter
    assert matter is not None
    matter.municipality = job.municipality
    package = Package(
        matter=matter_values(matter),
        municipality=municipality_values(job.municipality),
        order=stored_order(matter),
        logo=logo,
        **plan_of(matter),
    )
    return package_values(package), lambda: decision_package(replace(package, received=received_files(package)))


def stored_order(matter: Matter) -> tuple[str, ...]:
    return ()


def read_referral_package(job: ReportJob, logo: bytes) -> Read:
    referral = job.referral_round
    assert referral is not None
    referral.municipality = referral.edition.municipality = job.municipality
    values = referral_values(referral)
    package = Package(
        matter={**matter_head(referral.matter), "documents": [], "decisions": [], "referrals": [values]},
        municipality=values["municipality"],
        plan=referral.edition.tree,
        paper=replace(paper_of_edition(referral.edition, Part.WHOLE), logo=logo),
        logo=logo,
    )
    return package_values(package), lambda: referral_package(package)


def package_values(package: Package) -> Values:
    paper = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in (asdict(package.paper) if package.paper else {}).items()
        if key not in NOT_COMPARED
    }
    return {
        "matter": package.matter,
        "plan": content_hash(package.plan) if package.plan else "",
        "paper": paper,
        "before": content_hash(package.before) if package.before else "",
        "before_words": package.before_words,
        "order": list(package.order),
    }


def plan_of(matter: Matter) -> dict[str, Any]:
    """The edition that is laid before the bodies, and the one in force where it says something else."""
    if matter.plan is None:
        return {}
    matter.plan.municipality = matter.municipality
    proposed = proposed_edition(matter)
    if proposed is None:
        return {}
    proposed.municipality = matter.municipality
    found = {"plan": proposed.tree, "paper": paper_of_edition(proposed, Part.WHOLE)}
    in_force = edition_in_force(matter.plan)
    if in_force is not None and in_force.sha256 != proposed.sha256 and in_force.number < proposed.number:
        found |= {"before": in_force.tree, "before_words": edition_words(in_force)}
    return found


def proposed_edition(matter: Matter) -> Edition | None:
    """What is to be decided: the newest proposal, else what this matter adopted, else the newest that was referred."""
    rows = Edition.objects.filter(plan=matter.plan).select_related("body").order_by("-number")
    wanted = (
        rows.filter(state=Edition.State.PROPOSAL),
        rows.filter(decisions__matter=matter, state__in=Edition.decided_states),
        rows.filter(state=Edition.State.REFERRAL),
        rows.filter(state=Edition.State.ADOPTED),
    )
    for one in wanted:
        found: Edition | None = one.first()
        if found is not None:
            return found
    return None


def received_files(package: Package) -> Mapping[str, Received]:
    """The files that came, opened outside this process; one statement and one process for all."""
    names = dict(files_in(package.matter))
    kept = StoredFile.objects.filter(sha256__in=names).order_by("sha256")
    files: dict[str, tuple[str, str, bytes]] = {}
    for file in kept:
        try:
            content = file.read()
        except BrokenFileError:
            content = b""
        files[file.sha256] = (names[file.sha256], file.content_type, content)
    return opened(files)


def files_in(node: Any) -> Iterator[tuple[str, str]]:
    """Every file that the values name, by its SHA-256."""
    if isinstance(node, Mapping):
        file = node.get("file")
        if isinstance(file, Mapping) and "sha256" in file:
            yield file["sha256"], file["name"] or f"{file['sha256'][:12]}.pdf"
        for one in node.values():
            yield from files_in(one)
    elif isinstance(node, list):
        for one in node:
            yield from files_in(one)


READERS: Mapping[Kind, Callable[[ReportJob, bytes], Read]] = {
    Kind.LETTER: read_letter,
    Kind.PROTOCOL_PROPOSAL: read_protocol,
    Kind.TRANSCRIPT: read_transcript,
    Kind.SUMMARY: read_summary,
    Kind.COMPARISON: read_comparison,
    Kind.DECISION_PACKAGE: read_decision_package,
    Kind.REFERRAL_PACKAGE: read_referral_package,
}
