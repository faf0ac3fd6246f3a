"""Two who wrote one section at once: what only one changed is taken, and the slower one chooses where both did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.differences import said_differences, word_differences
from foundation.merging import CHOICES, Choice, Origin, Part, merged, one_of, resolved
from foundation.rich_differences import rich_differences
from foundation.rich_text import safe
from plans.models import Section

BASE = "merge_base"
LONGEST_SAME = 4
"""So many lines that nobody changed are shown as they are; more of them are folded."""
FIELD_CHOICES: tuple[Choice, ...] = ("mine", "theirs")
Words = tuple[str, str, str]
FIELDS = ("heading", "parent", "is_numbered", "own_number", "is_annex")


@dataclass(frozen=True)
class FieldPart:
    """A field that is taken whole: both ways of it in words, whose it becomes, and what was chosen in a question."""

    name: str
    label: str
    origin: Origin
    mine: str
    theirs: str
    chosen: Choice | None

    @property
    def is_question(self) -> bool:
        return self.origin == "both"

    @property
    def taken(self) -> str:
        return self.theirs if self.origin == "theirs" else self.mine

    @property
    def shown(self) -> SafeString:
        return said_differences(word_differences(self.theirs, self.mine))


@dataclass(frozen=True)
class TextPart:
    """A part of the merged text as it is shown, and what was chosen in a question."""

    part: Part
    chosen: Choice | None

    @property
    def is_folded(self) -> bool:
        return self.part.origin == "same" and len(self.part.mine) > LONGEST_SAME

    @property
    def shown(self) -> SafeString:
        """What is the same or was taken. The lines are cleaned again: they come from what was sent."""
        return rich(self.part.lines())

    @property
    def together(self) -> SafeString:
        """What both changed, put together: how it differs from what both began with."""
        return differing(self.part.base, self.part.together)

    @property
    def mine(self) -> SafeString:
        return differing(self.part.base, self.part.mine)

    @property
    def theirs(self) -> SafeString:
        return differing(self.part.base, self.part.theirs)


@dataclass(frozen=True)
class Merge:
    """What the page of a conflict shows."""

    base_version: int
    fields: list[FieldPart]
    texts: list[TextPart]
    whole: SafeString
    is_unanswered: bool = False
    """Sent without an answer to every question: those without are marked."""

    @property
    def parts(self) -> list[Part]:
        return [one.part for one in self.texts]

    @property
    def changed_fields(self) -> list[FieldPart]:
        return [one for one in self.fields if one.origin != "same"]

    @cached_property
    def questions(self) -> int:
        return sum(one.is_question for one in self.fields) + sum(one.is_question for one in self.parts)


def rich(lines: Sequence[str]) -> SafeString:
    return mark_safe(safe("\n".join(lines)))  # noqa: S308  cleaned in the same breath


def differing(base: Sequence[str], text: Sequence[str]) -> SafeString:
    """A side of a question: how it differs from what both began with."""
    return rich_differences("\n".join(base), "\n".join(text)) if text else format_html("")


def keys(row: Section | None) -> dict[str, str]:
    """The fields that are taken whole, as a form would send them."""
    if row is None:
        return dict.fromkeys(FIELDS, "\x00")  # equal to nothing: every difference is a question
    return {
        "heading": row.heading,
        "parent": str(row.parent_id or ""),
        "is_numbered": "on" if row.is_numbered else "",
        "own_number": row.own_number,
        "is_annex": "on" if row.is_annex else "",
    }


def sent_keys(data: QueryDict) -> dict[str, str]:
    return {name: ("on" if name.startswith("is_") and data.get(name) else data.get(name, "")) for name in FIELDS}


def merge_of(
    base: Section | None, theirs: Section, data: QueryDict, *, base_version: int, words: Mapping[str, Words]
) -> Merge:
    """How what stands and what was sent go together. `words`: label, theirs and mine of each field, in words."""
    old, other, own = keys(base), keys(theirs), sent_keys(data)
    fields = [
        FieldPart(name, *_label_first(words[name], one_of(old[name], own[name], other[name])), choice(data, name))
        for name in FIELDS
        if name in words
    ]
    parts = merged(base.body if base else "", data.get("body", ""), theirs.body)
    texts = [TextPart(part, choice(data, f"body-{part.number}")) for part in parts]
    return Merge(base_version, fields, texts, rich_differences(theirs.body, data.get("body", "")))


def _label_first(words: Words, origin: Origin) -> tuple[str, Origin, str, str]:
    label, theirs, mine = words
    return label, origin, mine, theirs


def is_unanswered(base: Section | None, theirs: Section, data: QueryDict) -> bool:
    """Whether something that both changed was sent without a choice: nothing is chosen for anybody."""
    parts = merged(base.body if base else "", data.get("body", ""), theirs.body)
    asked = [f"body-{one.number}" for one in parts if one.is_question]
    old, other, own = keys(base), keys(theirs), sent_keys(data)
    asked += [name for name in FIELDS if one_of(old[name], own[name], other[name]) == "both"]
    return any(choice(data, name) is None for name in asked)


def with_choices(base: Section | None, theirs: Section, data: QueryDict) -> QueryDict:
    """What was sent from the page of a conflict, with the merged text and fields in place of one's own.

    Nothing is taken for granted: the texts are put together again. Every question has its answer.
    """
    made = data.copy()
    parts = merged(base.body if base else "", data.get("body", ""), theirs.body)
    given = ((one.number, choice(data, f"body-{one.number}")) for one in parts if one.is_question)
    made["body"] = resolved(parts, {number: chosen for number, chosen in given if chosen})
    old, other, own = keys(base), keys(theirs), sent_keys(data)
    for name in FIELDS:
        origin = one_of(old[name], own[name], other[name])
        takes_theirs = origin == "theirs" or (origin == "both" and choice(data, name) == "theirs")
        made[name] = other[name] if takes_theirs else own[name]
    del made[BASE]
    return made


def choice(data: QueryDict, name: str) -> Choice | None:
    """What was chosen, if anything was."""
    given: Any = data.get(f"choose-{name}", "")
    return given if given in (CHOICES if name.startswith("body-") else FIELD_CHOICES) else None
