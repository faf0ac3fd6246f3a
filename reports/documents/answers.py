"""What the units answered in a follow-up round, in the cells of a measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.documents.text import NOTHING, joined, one_line, plain_text

Values = Mapping[str, Any]

# Said with a word, always: a symbol alone says nothing to who cannot see it.
SYMBOLS = {"fully": "✓", "partly": "◐", "not_met": "✗", "not_assessed": "○", "not_applicable": "–"}


def symbol_and_word(fulfilment: str, labels: Mapping[str, str]) -> SafeString:
    return format_html(
        '<span class="fulfilment {}"><span class="symbol">{}</span>\N{NO-BREAK SPACE}{}</span>',
        fulfilment.replace("_", "-"),
        SYMBOLS[fulfilment],
        one_line(labels[fulfilment]),
    )


def legend_of(answers: Iterable[Values], labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The symbols that stand in these answers, in their order, each with its word."""
    printed = {one["fulfilment"] for answer in answers for one in (answer, *answer["reports"])}
    return [(key, symbol, one_line(labels[key])) for key, symbol in SYMBOLS.items() if key in printed]


def answered_result(answer: Values, labels: Mapping[str, str]) -> SafeString:
    """The measure's fulfilment, each unit's answer, and who has not answered."""
    parts = [
        format_html('<p class="outcome">{}</p>', symbol_and_word(answer["fulfilment"], labels)),
        how_many(answer),
        *(unit_result(report, labels, is_alone=answer["asked"] == 1) for report in answer["reports"]),
        who_is_silent(answer["silent"]),
    ]
    return format_html('<div class="answers">{}</div>', joined(part for part in parts if part))


def how_many(answer: Values) -> SafeString:
    """ "2 av 4 har svarat", when there is more than one to wait for."""
    if answer["asked"] < 2:
        return NOTHING
    said = _("%(answered)s of %(asked)s have answered") % {"answered": answer["answered"], "asked": answer["asked"]}
    return format_html('<p class="note">{}</p>', said)


def unit_result(report: Values, labels: Mapping[str, str], *, is_alone: bool) -> SafeString:
    """One unit's answer; when it is the only one the fulfilment already stands above."""
    said = NOTHING if is_alone else symbol_and_word(report["fulfilment"], labels)
    head = format_html('<p class="unit"><b>{}</b> {}</p>', one_line(report["unit"]), said)
    return head + plain_text(report["result"]) + indicator_values(report.get("indicator_values") or [])


def indicator_values(values: Iterable[Values]) -> SafeString:
    return format_html_join(
        "",
        '<p class="note">{}: {}</p>',
        ((one_line(one["indicator"]), one_line(one["value"])) for one in values if one_line(one["value"])),
    )


def who_is_silent(units: Iterable[str]) -> SafeString:
    named = ", ".join(one_line(unit) for unit in units)
    return format_html('<p class="silent"><b>{}</b> {}</p>', _("Has not answered:"), named) if named else NOTHING


def answered_comment(answer: Values) -> SafeString:
    """What the units commented, each under its name."""
    said = joined(
        format_html('<p class="unit"><b>{}</b></p>{}', one_line(report["unit"]), plain_text(report["comment"]))
        for report in answer["reports"]
        if one_line(report.get("comment"))
    )
    return format_html('<div class="answers">{}</div>', said) if said else NOTHING
