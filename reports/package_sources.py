"""What packages and extracts are made of: a matter or a referral with its plan, and the files that came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from files.models import BrokenFileError, StoredFile
from foundation.search_text import folded
from plans.extracts import extract_of
from plans.legal_values import matter_head, matter_values, referral_values, sender_values
from plans.models import Decision, Edition, Matter
from plans.models.edition import EditionQuerySet
from plans.schema import Values
from plans.selectors.directory import directory_of
from plans.selectors.edition import edition_in_force
from plans.values import content_hash
from reports.documents.package import Package, decision_package, referral_package
from reports.documents.paper import Document
from reports.documents.parts import Part
from reports.documents.plan import Paper
from reports.documents.protocol import body_of
from reports.documents.received import Received
from reports.documents.unit_extract import unit_extract
from reports.holding import note
from reports.models import PackageOrder, ReportJob
from reports.receiving import opened
from reports.sources import NOT_COMPARED, paper_of_edition
from responsibilities.models import Unit

Read = tuple[Values, Callable[[], Document]]
"""What is printed, as data, and how its pages are drawn when the time has come."""


def edition_words(edition: Edition) -> str:
    words = _("Edition %(number)s") % {"number": edition.number}
    return f"{words}, {edition.standing_words}"


def read_decision_package(job: ReportJob, logo: bytes) -> Read:
    """The matter with all its papers, the edition that is proposed there, and what it changes in the one in force."""
    assert job.matter is not None
    job.matter.municipality = job.municipality
    package = package_of(job.matter, logo, reader=job.requested_by)

    def draw() -> Document:
        files = received_files(package, on_sign_of_life=partial(note, job))
        return decision_package(replace(package, received=files))

    return package_values(package), draw


def package_of(matter: Matter, logo: bytes = b"", *, reader: User | None = None) -> Package:
    """The package as it would be printed now for `reader`, without the files that came."""
    return Package(
        matter=printed_matter(matter_values(matter)),
        municipality=sender_values(matter.municipality),
        order=stored_order(matter),
        logo=logo,
        **plan_of(matter, reader),
    )


def stored_order(matter: Matter) -> tuple[str, ...]:
    return tuple(PackageOrder.objects.filter(matter=matter).values_list("parts", flat=True).first() or ())


def read_referral_package(job: ReportJob, logo: bytes) -> Read:
    referral = job.referral_round
    assert referral is not None
    referral.municipality = referral.edition.municipality = job.municipality
    values = referral_values(referral)
    package = Package(
        matter={
            **matter_head(referral.matter),
            "documents": [],
            "decisions": [],
            "referrals": [printed_referral(values)],
        },
        municipality=values["municipality"],
        plan=referral.edition.tree,
        paper=replace(paper_of_edition(referral.edition, Part.WHOLE), logo=logo),
        logo=logo,
    )
    return package_values(package), lambda: referral_package(package)


def read_extract(job: ReportJob, logo: bytes) -> Read:
    """The measures of one unit, and what a referral asks of it; its proposal is the one that the letter has for it."""
    edition = job.edition
    assert edition is not None
    edition.municipality = job.municipality
    plan = extract_of(edition.tree, job.unit, directory_of(job.municipality))
    paper = replace(paper_of_edition(edition, Part.MEASURES), logo=logo)
    name = job.unit.name if job.unit else ""
    asked = asked_of(job) if job.referral_round and job.unit else None
    values = {
        "plan": content_hash(plan),
        "paper": printed_paper(paper),
        "unit": str(job.unit.uid) if job.unit else "",
        "name": name,
        "asked": asked,
    }
    return values, lambda: unit_extract(plan, paper, unit=name, asked=asked)


def asked_of(job: ReportJob) -> Values | None:
    referral, unit = job.referral_round, job.unit
    assert referral is not None
    assert unit is not None
    recipient = referral.recipients.filter(unit=unit).first()
    if recipient is None:
        return None
    sections = referral.letter.sections if referral.letter else []
    return {
        "registry_number": recipient.registry_number,
        "question": referral.question,
        "answer_by": recipient.last_day.isoformat(),
        "proposals": [one for one in sections if is_proposal_to(one, unit)],
    }


def is_proposal_to(section: Values, unit: Unit) -> bool:
    """Whether a section of the letter is headed "Förslag till" this unit, by any of its names."""
    return folded(body_of(section.get("heading", ""))) in unit.names


def package_values(package: Package) -> Values:
    return {
        "matter": package.matter,
        "plan": content_hash(dict(package.plan)) if package.plan else "",
        "paper": printed_paper(package.paper) if package.paper else {},
        "before": content_hash(dict(package.before)) if package.before else "",
        "before_words": package.before_words,
        "order": list(package.order),
    }


def printed_referral(referral: Values) -> Values:
    """What a referral package says: what is asked, and of whom. What becomes of it afterwards makes no other paper.

    Who is asked stands in the letter; where there is none, as the round has it.
    """
    asked = [] if referral["letter"] else [{key: one[key] for key in ("uid", "name")} for one in referral["recipients"]]
    return {
        **{key: referral[key] for key in ("uid", "question", "answer_by", "letter")},
        "edition": {"title": referral["edition"]["title"]},
        "recipients": asked,
    }


def printed_matter(matter: Values) -> Values:
    """What papers for decision say of a matter: of its referrals what was answered, not how it is handled."""
    return {**matter, "referrals": [{"recipients": list(printed_answers(one))} for one in matter["referrals"]]}


def printed_answers(referral: Values) -> Iterator[Values]:
    for one in referral["recipients"]:
        if one["statement"] is not None:
            said = {key: value for key, value in one["statement"].items() if key != "viewpoints"}
            yield {**{key: one[key] for key in ("uid", "name", "registry_number")}, "statement": said}


def printed_paper(paper: Paper) -> Values:
    """What stands around a plan, as far as it makes one copy another."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in asdict(paper).items()
        if key not in NOT_COMPARED
    }


def plan_of(matter: Matter, reader: User | None) -> dict[str, Any]:
    """The edition that is laid before the bodies, and the one in force where it says something else."""
    if matter.plan is None:
        return {}
    matter.plan.municipality = matter.municipality
    proposed = proposed_edition(matter, reader)
    if proposed is None:
        return {}
    proposed.municipality = matter.municipality
    found = {"plan": proposed.tree, "paper": paper_of_edition(proposed, Part.WHOLE)}
    in_force = edition_in_force(matter.plan)
    if in_force is not None and in_force.sha256 != proposed.sha256 and in_force.number < proposed.number:
        found |= {"before": in_force.tree, "before_words": edition_words(in_force)}
    return found


def proposed_edition(matter: Matter, reader: User | None = None) -> Edition | None:
    """What is to be decided here, or was: what this matter adopted, else the newest proposal, else what was referred.

    A proposal that is newer than what was adopted goes first in the matter in which the plan is handled now. What has
    been laid before no body yet is nobody's proposal but theirs who may read it; a closed matter is asked for no
    version that came after it.
    """
    rows = Edition.objects.filter(plan=matter.plan).select_related("body").order_by("-number")
    adopted: Edition | None = rows.filter(
        decisions__matter=matter, decisions__outcome__in=Decision.ADOPTING, decisions__withdrawn_at=None
    ).first()
    in_force = rows.filter(state=Edition.State.ADOPTED)
    if adopted is not None:
        is_handled_here = Matter.objects.handling(adopted.plan_id) == matter
        wanted = [proposals_in(rows.filter(number__gt=adopted.number), reader)] if is_handled_here else []
    elif matter.closed_on is None:
        wanted = [proposals_in(rows, reader), rows.filter(state=Edition.State.REFERRAL), in_force]
    else:
        wanted = [rows.filter(referral_rounds__matter=matter), in_force]
    found = (one.first() for one in wanted)
    return next((one for one in found if one is not None), adopted)


def proposals_in(rows: EditionQuerySet, reader: User | None) -> EditionQuerySet:
    proposals = rows.filter(state=Edition.State.PROPOSAL)
    if reader is None:
        return proposals
    own = Edition.objects.visible_to(reader).order_by().values("pk")
    return proposals.filter(Q(body__isnull=False) | Q(pk__in=own))


def received_files(package: Package, *, on_sign_of_life: Callable[[], None]) -> Mapping[str, Received]:
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
    return opened(files, on_sign_of_life=on_sign_of_life)


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
