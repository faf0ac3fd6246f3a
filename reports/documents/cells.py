"""The measure table: what stands in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.frozen import in_their_clauses, measured
from reports.documents.answers import answered_comment, answered_result
from reports.documents.text import NOTHING, alone, joined, listed, one_line, plain_text, printable

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Printing:
    """What a cell is printed from besides its measure."""

    answers: Mapping[str, Values]
    fulfilment_labels: Mapping[str, str]


def number_cell(measure: Values, printing: Printing) -> SafeString:
    return format_html("{}", measure["number"])


def text_cell(measure: Values, printing: Printing) -> SafeString:
    condition, origin = one_line(measure.get("condition")), one_line(measure.get("section_number"))
    notes = [
        format_html('<p class="note">{}</p>', note)
        for note in (
            condition and _("Condition: %(condition)s") % {"condition": condition},
            origin_words(origin),
        )
        if note
    ]
    return plain_text(measure["text"]) + joined(notes)


def origin_words(number: str) -> str:
    """The section that a measure comes from; an annex is called by its own word."""
    return _("Section %(number)s") % {"number": number} if number[:1].isdigit() else number


def levels_cell(measure: Values, printing: Printing) -> SafeString:
    return listed(measure["levels"])


def time_cell(measure: Values, printing: Printing) -> SafeString:
    return plain_text(measure["time"]["wording"])


def activities_cell(measure: Values, printing: Printing) -> SafeString:
    return listed(with_time(activity) for activity in measure["activities"])


def with_time(activity: Values) -> str:
    """The activity and its time in parentheses, unless its text already says when."""
    text, wording = printable(activity["text"]), one_line((activity.get("time") or {}).get("wording"))
    if not wording or wording.casefold() in " ".join(text.split()).casefold():
        return text
    return f"{text} ({wording})"


def indicators_cell(measure: Values, printing: Printing) -> SafeString:
    return listed(with_target(indicator) for indicator in measure["indicators"])


def with_target(indicator: Values) -> str:
    text, target = printable(indicator["text"]), measured(one_line(indicator.get("target")), indicator["kind"])
    return _("%(indicator)s (target: %(target)s)") % {"indicator": text, "target": target} if target else text


def actors_cell(measure: Values, printing: Printing) -> SafeString:
    return listed(wordings(measure, "actor"))


def responsible_cell(measure: Values, printing: Printing) -> SafeString:
    """Who answers, then the other parts, each said in words."""
    lines = [plain_text(text) for text in wordings(measure, "responsible")]
    for part, label in other_parts().items():
        named = ", ".join(one_line(text) for text in wordings(measure, part))
        if named:
            lines.append(format_html('<p><span class="part">{}</span> {}</p>', label, named))
    return joined(lines)


def other_parts() -> dict[str, str]:
    return {
        "reports_back": _("Reports back:"),
        "in_consultation": _("In consultation with:"),
        "consult_when_needed": _("When needed in consultation with:"),
        "convener": _("Convenes:"),
    }


def wordings(measure: Values, part: str) -> list[str]:
    """What the plan says of those who have `part`: its own wording, each once."""
    said = (who(one) for one, spoken_with in in_their_clauses(measure) if spoken_with == part)
    return list(dict.fromkeys(text for text in said if text))


def who(responsibility: Values) -> str:
    text = printable(responsibility.get("wording") or responsibility.get("subject"))
    scope = one_line(responsibility.get("scope_note"))
    return f"{text} ({scope})" if scope and scope.casefold() not in text.casefold() else text


def result_cell(measure: Values, printing: Printing) -> SafeString:
    answer = printing.answers.get(measure["uid"])
    said = answered_result(answer, printing.fulfilment_labels) if answer else NOTHING
    return plain_text(measure["result"]) + said


def comment_cell(measure: Values, printing: Printing) -> SafeString:
    answer = printing.answers.get(measure["uid"])
    return plain_text(measure["comment"]) + (answered_comment(answer) if answer else NOTHING)


CELLS: dict[str, Callable[[Values, Printing], SafeString]] = {
    "number": number_cell,
    "text": text_cell,
    "levels": levels_cell,
    "time": time_cell,
    "activities": activities_cell,
    "indicators": indicators_cell,
    "actors": actors_cell,
    "responsible": responsible_cell,
    "result": result_cell,
    "comment": comment_cell,
}


def cells_of(measure: Values, printing: Printing) -> dict[str, SafeString]:
    """Every cell of a measure's row, by column."""
    return {key: alone(cell(measure, printing)) for key, cell in CELLS.items()}
