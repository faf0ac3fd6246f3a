"""Words for the values of a plan on screen: who has which part, what a time means, what is empty."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pyphen
from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString

from foundation.rich_text import from_plain
from plans.frozen import in_their_clauses, measured
from plans.models import RelatedDocument, Responsibility
from plans.prose import as_cleaned
from plans.time_wording import Interpretation, describe

register = template.Library()

# "Utbildningsförvaltningen" is the longest word that the columns of the table are made for.
LONG_WORD = re.compile(r"[^\W\d_]{25,}")


@register.filter
def part_label(part: str) -> str:
    """The part that someone has in a measure, in words."""
    return str(Responsibility.Part(part).label) if part in Responsibility.Part.values else part


@register.filter
def document_kind(kind: str) -> str:
    """What kind of document it is, in words."""
    return str(RelatedDocument.Kind(kind).label) if kind in RelatedDocument.Kind.values else ""


@register.filter
def shown_time(timed: dict[str, Any]) -> str:
    """The wording of time of an activity, unless its text says it already."""
    wording: str = timed["time"]["wording"]
    return "" if wording.casefold() in timed["text"].casefold() else wording


@register.filter
def shown_scope(responsibility: dict[str, Any]) -> str:
    """For what someone answers, unless the wording says it already."""
    scope: str = responsibility["scope_note"]
    return "" if scope.casefold() in responsibility["wording"].casefold() else scope


@register.filter
def parties(measure: dict[str, Any], column: str = "") -> list[tuple[dict[str, Any], str]]:
    """Who has a part in a measure, and the part under which each is said; in the column of the actors, or the rest."""
    found = in_their_clauses(measure)
    return [(one, clause) for one, clause in found if not column or (clause == "actor") == (column == "actors")]


@register.filter
def labels_of(area: dict[str, Any], labels: dict[str, str]) -> dict[str, str]:
    """The words above the columns where `area` stands: the plan's, and its own where it has any."""
    return {**labels, **area.get("column_labels", {})}


@register.filter
def shown_target(indicator: dict[str, Any]) -> str:
    """What an indicator should reach, with its unit."""
    return measured(indicator["target"], indicator["kind"])


@register.filter
@stringfilter
def parted(text: str) -> str:
    """The text with soft hyphens in words too long for a narrow column; shorter words are left as they are."""
    return LONG_WORD.sub(lambda found: syllables(found[0]), text)


@cache
def dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="sv")


def syllables(word: str) -> str:
    return str(dictionary().inserted(word, hyphen="\N{SOFT HYPHEN}"))


@register.filter
@stringfilter
def paragraphs(text: str) -> SafeString:
    """Plain text as it is printed: an empty line parts paragraphs, and lines that begin with "- " are a list."""
    return as_cleaned(from_plain(text))


@register.filter
def missing_labels(header: list[dict[str, str]]) -> list[str]:
    """What is not filled in at the head of a plan, said in one line instead of a column of gaps."""
    return [field["label"] for field in header if field["state"] == "missing"]


@register.filter
def meaning(time: dict[str, Any]) -> str:
    """What a time is understood as ("interpreted as 1 March – 31 May 2017"); nothing where nothing was understood."""
    if not (time["start"] or time["end"] or time["recurrence"]):
        return ""
    return describe(Interpretation(day(time["start"]), day(time["end"]), time["recurrence"], "certain"))


def day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


@register.filter
def under(mapping: Any, key: str) -> Any:
    """What stands under `key`; nothing when there is no mapping or no such key."""
    return mapping.get(key, "") if isinstance(mapping, dict) else ""
