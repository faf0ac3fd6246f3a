"""Read what a job is printed from, whatever its kind, and make its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.values import content_hash
from reports.documents.paper import Document
from reports.documents.prose import IMAGE
from reports.holding import note
from reports.kinds import COLUMNS, SOURCES, Format, Kind
from reports.legal_sources import LegalSource, read_legal
from reports.models import ReportJob
from reports.rendering import SECONDS, Rendered, render_pdf
from reports.sources import Source, read_source, template_of
from reports.word import render_docx

WRITTEN_ON = (Kind.PLAN, Kind.LETTER, Kind.SUMMARY)  # those that somebody goes on writing in Word
PaperSource = Source | LegalSource
Tell = Callable[[int], None]


def refuse_wrong_sources(job: ReportJob) -> None:
    """Each kind of paper is made of its own things: what is missing is said before anything is read."""
    filled = frozenset(column for column in COLUMNS if getattr(job, f"{column}_id") is not None)
    if filled not in SOURCES[job.kind]:
        raise ValidationError(_("This paper cannot be made from that."))
    if job.kind == Kind.PROTOCOL_PROPOSAL and job.format != Format.DOCX:
        raise ValidationError({"format": _("A proposal for the minutes is made as a Word file, to be written on in.")})


def formats_of(kind: str) -> tuple[Format, ...]:
    """The kinds of file that a paper is made as; the first is what one gets without a choice."""
    if kind == Kind.PROTOCOL_PROPOSAL:
        return (Format.DOCX,)
    return (Format.PDF, Format.DOCX) if kind in WRITTEN_ON else (Format.PDF,)


def read_paper(job: ReportJob) -> PaperSource:
    """What `job` is printed from, as it is now."""
    if job.kind == Kind.PLAN:
        return read_source(job.printed_plan, job.follow_up_round, part=job.part)
    return read_legal(job)


def key_of(job: ReportJob, read: PaperSource) -> str:
    """Equal for files that come out equal."""
    if job.format == Format.PDF:
        return read.content_key
    template = job.municipality.word_template
    return content_hash({job.format: read.content_key, "template": template.sha256 if template else ""})


def made_from(job: ReportJob, read: PaperSource, tell: Callable[[int], Tell]) -> Rendered:
    """The file itself; `tell` is given how many pages are expected and returns whom to tell the page at work."""
    until = monotonic() + SECONDS
    document = read.document()
    if job.format == Format.DOCX:
        return Rendered(content=as_word(job, document), pages=0, problems=())
    return render_pdf(
        document.html,
        stylesheets=document.stylesheets,
        images=document.images,
        bound=document.bound,
        on_sign_of_life=tell(document.expected_pages),
        seconds=max(until - monotonic(), 1),
    )


def as_word(job: ReportJob, document: Document) -> bytes:
    """The same page as a Word file, in the municipality's own template where it has one."""
    return render_docx(
        document.html,
        title=document.title,
        sender=job.municipality.name,
        template=template_of(job.municipality),
        images={address.removeprefix(IMAGE): content for address, content in document.images.items()},
        on_sign_of_life=partial(note, job),
    )
