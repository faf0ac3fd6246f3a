"""One § of a body: as an "Avskrift", or below the statement that it decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.law_dates import is_in_minutes
from plans.minutes import motion_line
from plans.models import Decision
from reports.documents.letter import Section, said, section_of, texts_of
from reports.documents.paper import LOGO, Piece, contact_of, drawn
from reports.documents.text import in_words, one_line, plain_text, section_sign

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    """A point of a decision: its number, what is decided, and when it is to be reported."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Minutes:
    """What a § says, in the order of the minutes, and nothing that it does not say."""

    municipality: str
    body: str
    decided_on: str
    paragraph: str
    registry_number: str
    page: str
    heading: str
    sections: tuple[Section, ...]
    basis: tuple[str, ...]
    proposal: str
    motions: tuple[str, ...]
    order_of_propositions: str
    decides: str
    wording: str
    points: tuple[Point, ...]
    amendment: str
    reservations: str
    adjustment: str
    recipients: tuple[str, ...]
    contact: tuple[str, ...]

    @property
    def cited(self) -> str:
        """ "Kommunstyrelsen § 55, 12 mars 2027": as much of it as is known."""
        named = " ".join(filter(None, (self.body, self.paragraph)))
        return ", ".join(filter(None, (named, self.decided_on)))

    @property
    def proposal_html(self) -> SafeString:
        return plain_text(self.proposal)

    @property
    def order_html(self) -> SafeString:
        return plain_text(self.order_of_propositions)

    @property
    def wording_html(self) -> SafeString:
        return plain_text(self.wording)

    @property
    def amendment_html(self) -> SafeString:
        return plain_text(self.amendment)

    @property
    def reservations_html(self) -> SafeString:
        return plain_text(self.reservations)


def minutes_of(values: Values, *, municipality: Values) -> Minutes:
    body = one_line(values["body"]) or one_line(values["delegation"])
    return Minutes(
        municipality=one_line(municipality["name"]),
        body=body,
        decided_on=in_words(values["decided_on"]),
        paragraph=section_sign(values["paragraph"]),
        registry_number=one_line(values["registry_number"]),
        page=one_line(values["page"]),
        heading=one_line(values["heading"]),
        sections=tuple(section_of(one) for one in values["sections"] if said(one)),
        basis=texts_of(values["basis"]),
        proposal=values["proposal"],
        motions=tuple(filter(None, (motion_words(one) for one in values["motions"]))),
        order_of_propositions=values["order_of_propositions"],
        decides=_("%(body)s decides") % {"body": body} if body else _("Decision"),
        wording=values["wording"],
        points=tuple(point_of(one) for one in values["points"]),
        amendment=values["amendment"],
        reservations=values["reservations"],
        adjustment=adjustment_words(values),
        recipients=tuple(one_line(one["recipient"]) for one in values["dispatches"]),
        contact=tuple(contact_of(municipality)),
    )


def motion_words(motion: Any) -> str:
    """A motion as the minutes say it: "Anna Ek (S) yrkar bifall till förslaget"."""
    if not isinstance(motion, Mapping):
        return one_line(motion)
    return one_line(motion_line({key: one_line(words) for key, words in motion.items()}))


def point_of(point: Any) -> Point:
    """A point, with its kind in words where its text does not say it."""
    if not isinstance(point, Mapping):
        return Point(one_line(point))
    kind = str(point.get("kind") or "")
    text = one_line(point.get("text")) or point_word(kind)
    to, until = one_line(point.get("who")), in_words(point.get("report_by"))
    notes = (to, _("to be reported back by %(day)s") % {"day": until} if until else "")
    return Point(text, ", ".join(filter(None, notes)))


def point_word(kind: str) -> str:
    return str(Decision.PointKind(kind).label).capitalize() if kind in Decision.PointKind.values else ""


def adjustment_words(values: Values) -> str:
    """When the § was adjusted and announced, as far as it is known (kommunallagen 5:69, 8:12)."""
    meeting, at_once = values["meeting"] or {}, bool(values["is_adjusted_at_once"])
    said = [_("The paragraph was adjusted at once.")] if at_once else []
    if meeting and not is_in_minutes(values["paragraph"], is_adjusted_at_once=at_once, meeting=meeting):
        return " ".join(said)
    if meeting.get("adjusted_on"):
        said.append(_("The minutes were adjusted on %(day)s.") % {"day": in_words(meeting["adjusted_on"])})
    if meeting.get("announced_on"):
        said.append(_("The adjustment was announced on %(day)s.") % {"day": in_words(meeting["announced_on"])})
    return " ".join(said)


def transcript_piece(
    minutes: Minutes, *, anchor: str = "transcript", has_logo: bool = False, label: str = "", note: str = ""
) -> Piece:
    """The § on pages of its own, marked as what it is: a transcript, not the minutes."""
    html = drawn("reports/_transcript.html", minutes=minutes, anchor=anchor, logo=LOGO if has_logo else "")
    return Piece(anchor, label or minutes.cited or minutes.heading, html, note)
