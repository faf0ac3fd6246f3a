"""What a paper is called: in lists, on its page and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from plans.models import ApprovalRequest, Decision, Document, Edition, ReferralRound
from reports.documents.parts import Part
from reports.kinds import Format, Kind

if TYPE_CHECKING:
    from reports.models import ReportJob

PLAIN = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")


def title_of(job: ReportJob) -> str:
    if job.decision is not None:
        return job.decision.heading or job.decision.matter.title
    if job.referral_round is not None and job.edition is None:
        return job.referral_round.edition.title
    source = job.source
    return str(source) if isinstance(source, Decision | ReferralRound) else source.title


def variant_of(job: ReportJob) -> str:
    """Which paper it is: "Utkast, endast text", "Version 2", "Handlingar till beslut", "Avskrift, KS § 55"."""
    words = words_of_plan(job) if job.kind == Kind.PLAN else words_of_kind(job)
    return f"{words} (Word)" if job.format == Format.DOCX else words


def words_of_plan(job: ReportJob) -> str:
    part = {Part.PROSE: _("only the text"), Part.MEASURES: _("only the measures")}.get(Part(job.part))
    return ", ".join(filter(None, (edition_words(job), part)))


def words_of_kind(job: ReportJob) -> str:
    kind = str(Kind(job.kind).label)
    if job.kind == Kind.LETTER and job.document is not None:
        return letter_word(job.document.kind)
    if job.kind == Kind.TRANSCRIPT:
        return f"{kind}, {job.decision}"
    if job.kind == Kind.UNIT_EXTRACT and job.edition is not None:
        return ", ".join((kind, job.unit.name if job.unit else _("nobody answers for it"), numbered(job.edition)))
    if job.kind == Kind.COMPARISON and job.compared_with is not None:
        newer = numbered(job.edition) if job.edition else _("draft of today")
        return f"{kind}, {numbered(job.compared_with)} – {newer}"
    return kind


def letter_word(kind: str) -> str:
    """What stands at the head of a letter."""
    words = {
        Document.Kind.OFFICIAL_LETTER: _("Official letter"),
        Document.Kind.COVER_LETTER: _("Covering letter"),
        Document.Kind.REFERRAL_LETTER: _("Letter of referral"),
        Document.Kind.STATEMENT: _("Statement"),
        Document.Kind.EXTRACT: _("Extract of minutes"),
    }
    return words.get(Document.Kind(kind), _("Document"))


def numbered(edition: Edition) -> str:
    return _("edition %(number)s") % {"number": edition.number}


def edition_words(job: ReportJob) -> str:
    if job.approval is not None:
        return laid_before(job.approval)
    if job.edition is None:
        return _("Draft")
    edition = _("Edition %(number)s") % {"number": job.edition.number}
    if job.follow_up_round is None:
        return edition
    return _("%(edition)s with %(round)s") % {"edition": edition, "round": job.follow_up_round.title}


def laid_before(approval: ApprovalRequest) -> str:
    """What the paper of a question of approval is called."""
    return _("Laid before an approver %(day)s") % {"day": timezone.localdate(approval.asked_at).isoformat()}


def file_name_of(job: ReportJob) -> str:
    """A name that every system can store."""
    variant = words_of_plan(job) if job.kind == Kind.PLAN else words_of_kind(job)
    parts = (slug(title_of(job), 80) or "plan", slug(variant, 60))
    return f"{'-'.join(filter(None, parts))}.{job.format}"


def slug(text: str, longest: int) -> str:
    return slugify(text.replace("§", "par").translate(PLAIN))[:longest].strip("-")
