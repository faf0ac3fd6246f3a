"""What a paper is made of: the values of a draft or an edition, its state, and the answers of a round."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Municipality
from files.models import BrokenFileError, StoredFile
from plans.models import ApprovalRequest, Edition, FollowUpRound, Plan
from plans.round_values import round_values
from plans.schema import Values
from plans.values import content_hash, plan_values
from reports.documents.paper import Document
from reports.documents.parts import Part
from reports.documents.plan import Paper, plan_document
from reports.models import Printed
from reports.names import laid_before

LAYOUT = 5  # raised when the layout changes so much that a finished paper should be made anew
# The pictures are in the values, by their SHA-256; and a draft that has not changed is the same paper an hour later.
NOT_COMPARED = ("logo", "pictures", "printed_at")
EVERYONE_IN_THE_MUNICIPALITY = "municipality"  # the audience; all that can be printed yet is open


@dataclass(frozen=True)
class Source:
    """Everything that one paper is made of, and nothing that is not printed."""

    values: Values
    paper: Paper
    round_values: Values | None

    @cached_property
    def content_key(self) -> str:
        """Equal for papers that come out equal: of what is printed, for whom and in which layout."""
        paper: dict[str, Any] = {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in asdict(self.paper).items()
            if key not in NOT_COMPARED
        }
        return content_hash(
            {
                "layout": LAYOUT,
                "audience": EVERYONE_IN_THE_MUNICIPALITY,
                "values": self.paper.sha256 or content_hash(self.values),
                "paper": paper | {"logo": self.paper.logo.hex()},
                "round": content_hash(self.round_values) if self.round_values else "",
            }
        )

    def document(self) -> Document:
        return plan_document(self.values, self.paper, self.round_values)


def read_source(source: Printed, follow_up_round: FollowUpRound | None = None, *, part: str = Part.WHOLE) -> Source:
    """Read what is printed of `source`, an edition with the answers of a round. Texts of ours are in Swedish."""
    with translation.override("sv"):
        if isinstance(source, Plan):
            values = plan_values(source)
            return Source(values=values, paper=paper_of_draft(source, values, part), round_values=None)
        if isinstance(source, ApprovalRequest):
            return Source(values=source.tree, paper=paper_of_approval(source, part), round_values=None)
        if follow_up_round is not None:
            follow_up_round.edition = source  # already read, values and all
        answers = round_values(follow_up_round) if follow_up_round else None
        return Source(values=source.tree, paper=paper_of_edition(source, part), round_values=answers)


def paper_of_draft(plan: Plan, values: Values, part: str) -> Paper:
    return Paper(
        label=_("Draft"),
        printed_at=timezone.localtime(),
        part=part,
        logo=logo_of(plan.municipality),
        pictures=pictures_of(values),
    )


def paper_of_approval(approval: ApprovalRequest, part: str) -> Paper:
    """Exactly what was laid there: it is never another, and says which by its fingerprint."""
    return Paper(
        label=laid_before(approval),
        sha256=approval.sha256,
        part=part,
        logo=logo_of(approval.municipality),
        pictures=pictures_of(approval.tree),
    )


def paper_of_edition(edition: Edition, part: str) -> Paper:
    """The state and the decision as they are today; the values are those that were frozen."""
    return Paper(
        label=edition.standing_words,
        edition=edition.number,
        sha256=edition.sha256,
        decided_by=edition.body.name if edition.body and edition.is_decided else "",
        decided_on=edition.decided_on,
        paragraph=edition.paragraph,
        registry_number=edition.registry_number,
        part=part,
        logo=logo_of(edition.municipality),
        pictures=pictures_of(edition.tree),
    )


def pictures_of(values: Values) -> dict[str, bytes]:
    """The bytes of the pictures in the text by uid; one that is lost leaves its words, not no paper."""
    if not values["images"]:
        return {}
    wanted = {one["sha256"] for one in values["images"].values()}
    kept = {file.sha256: file for file in StoredFile.objects.filter(sha256__in=wanted)}
    found = {}
    for uid, one in values["images"].items():
        with suppress(BrokenFileError, KeyError):
            found[uid] = kept[one["sha256"]].read()
    return found


def logo_of(municipality: Municipality) -> bytes:
    """The logo's bytes. A logo that is lost costs the cover its picture, not the municipality its paper."""
    try:
        return municipality.logo.read() if municipality.logo else b""
    except BrokenFileError:
        return b""


def template_of(municipality: Municipality) -> bytes | None:
    """The bytes of the Word template; one that is lost costs the paper its look, not the municipality its paper."""
    try:
        return municipality.word_template.read() if municipality.word_template else None
    except BrokenFileError:
        return None
