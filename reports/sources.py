"""What a paper is made of: the values of a draft or an edition, its state, and the answers of a round."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Municipality
from files.models import BrokenFileError
from plans.models import Edition, FollowUpRound, Plan
from plans.round_values import round_values
from plans.values import Values, content_hash, plan_values
from reports.documents.plan import Document, Paper, plan_document

LAYOUT = 2  # raised when the layout changes so much that a finished paper should be made anew
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
            if key != "logo"
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


def read_source(source: Plan | Edition, follow_up_round: FollowUpRound | None = None) -> Source:
    """Read what is printed of a draft or an edition, with the answers of a round. Texts of ours are in Swedish."""
    with translation.override("sv"):
        if isinstance(source, Plan):
            return Source(values=plan_values(source), paper=paper_of_draft(source), round_values=None)
        if follow_up_round is not None:
            follow_up_round.edition = source  # already read, values and all
        answers = round_values(follow_up_round) if follow_up_round else None
        return Source(values=source.values, paper=paper_of_edition(source), round_values=answers)


def paper_of_draft(plan: Plan) -> Paper:
    return Paper(label=_("Draft"), logo=logo_of(plan.municipality))


def paper_of_edition(edition: Edition) -> Paper:
    """The state and the decision as they are today; the values are those that were frozen."""
    return Paper(
        label=edition.standing_words,
        edition=edition.number,
        sha256=edition.sha256,
        decided_by=edition.body.name if edition.body and edition.is_decided else "",
        decided_on=edition.decided_on,
        paragraph=edition.paragraph,
        registry_number=edition.registry_number,
        logo=logo_of(edition.municipality),
    )


def logo_of(municipality: Municipality) -> bytes:
    """The logo's bytes. A logo that is lost costs the cover its picture, not the municipality its paper."""
    try:
        return municipality.logo.read() if municipality.logo else b""
    except BrokenFileError:
        return b""
