"""Summary of the statements (remissammanställning): who answered what, and what was done with each viewpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from plans.models import Statement, Viewpoint
from reports.documents.paper import Piece, drawn
from reports.documents.statement import SYMBOLS, stance_word, who_answers
from reports.documents.text import in_words, one_line, plain_text, printable

Values = Mapping[str, Any]
Handling = Viewpoint.Handling
Stance = Statement.Stance


@dataclass(frozen=True)
class Answer:
    """One line of the table: who was asked, and how it answered, or that it did not, or has said that it will not."""

    name: str
    registry_number: str
    symbol: str
    stance: str
    day: str
    gives_no_answer: bool = False

    @property
    def is_silent(self) -> bool:
        return not self.stance and not self.gives_no_answer


@dataclass(frozen=True)
class PrintedViewpoint:
    place: str
    text: str
    handling: str
    reason: str
    change: str


@dataclass(frozen=True)
class Group:
    name: str
    viewpoints: tuple[PrintedViewpoint, ...]


@dataclass(frozen=True)
class Summary:
    """All that the paper says; the PDF and the Word file are set from it."""

    title: str
    question: str
    answer_by: str
    registry_number: str
    answers: tuple[Answer, ...]
    text: str
    groups: tuple[Group, ...]
    unhandled: tuple[Group, ...]

    @property
    def answered(self) -> int:
        return sum(bool(one.stance) for one in self.answers)


def handling_word(handling: str) -> str:
    words = {
        Handling.GRANTED: _("Granted"),
        Handling.PARTLY: _("Granted in part"),
        Handling.ALREADY: _("Granted already"),
        Handling.NOTED: _("Noted"),
        Handling.OTHER_MATTER: _("Belongs to another matter"),
        Handling.NOT_GRANTED: _("Not granted"),
    }
    return words[Handling(handling)] if handling else ""


def summary_of(values: Values) -> Summary:
    """From `referral_values`; what is not handled is listed, not hidden."""
    groups = [(one, printed_viewpoints(one)) for one in values["recipients"] if one["statement"]]
    return Summary(
        title=one_line(values["edition"]["title"]),
        question=printable(values["question"]),
        answer_by=in_words(values["answer_by"]),
        registry_number=one_line(values["matter"]["registry_number"]),
        answers=tuple(answer_of(one) for one in values["recipients"]),
        text=printable(values["summary"]),
        groups=tuple(group_of(one, rows, is_handled=True) for one, rows in groups if any(row.handling for row in rows)),
        unhandled=tuple(
            group_of(one, rows, is_handled=False) for one, rows in groups if any(not row.handling for row in rows)
        ),
    )


def answer_of(recipient: Values) -> Answer:
    statement = recipient["statement"] or {}
    stance = statement.get("stance") or ""
    return Answer(
        name=one_line(recipient["name"]),
        registry_number=one_line(statement.get("registry_number")) or one_line(recipient["registry_number"]),
        symbol=SYMBOLS[Stance(stance)] if stance else "",
        stance=stance_word(stance),
        day=in_words(statement.get("dated_on")),
        gives_no_answer=recipient["gives_no_answer"],
    )


def printed_viewpoints(recipient: Values) -> list[PrintedViewpoint]:
    return [
        PrintedViewpoint(
            place=one_line(one["place_name"]),
            text=printable(one["text"]),
            handling=handling_word(one["handling"]),
            reason=printable(one["reason"]),
            change=one_line(one["change_name"]),
        )
        for one in recipient["statement"]["viewpoints"]
    ]


def group_of(recipient: Values, rows: list[PrintedViewpoint], *, is_handled: bool) -> Group:
    return Group(who_answers(recipient), tuple(row for row in rows if bool(row.handling) is is_handled))


def summary_piece(summary: Summary, *, municipality: Values, anchor: str = "summary") -> Piece:
    html = drawn(
        "reports/_summary.html",
        summary=summary,
        question=plain_text(summary.question),
        text=plain_text(summary.text),
        municipality=municipality,
        anchor=anchor,
    )
    return Piece(anchor, _("Summary of the statements"), html)
