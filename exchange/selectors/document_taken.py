"""What is chosen of a document, and what the plan gets of it: each section no longer than a plan's section can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.translation import ngettext

from exchange.imports.document.bodies import in_parts, kept_as_text
from exchange.imports.document.structure import CONTINUED
from exchange.imports.responsibility_wording import ResponsibilityRow
from exchange.selectors.measure_import import responsibility_input
from foundation.rich_text import FOOTNOTE, IMAGE
from plans.inputs import MeasureInput, SectionInput
from plans.subjects import Match

MERGED = 0
"""The "level" of a section that becomes text of the one before it."""


@dataclass(frozen=True)
class Choice:
    """What a person wants with a section that was found."""

    is_taken: bool = True
    level: int = 1
    is_numbered: bool = True
    makes_measure: bool = False

    @property
    def is_merged(self) -> bool:
        return self.level == MERGED


@dataclass(frozen=True)
class Proposal:
    """A measure that a section could be."""

    text: str
    responsibilities: tuple[ResponsibilityRow, ...] = ()

    @classmethod
    def of(cls, section: Mapping[str, Any]) -> Proposal | None:
        found = section["measure"]
        if not found:
            return None
        rows = (ResponsibilityRow(one["part"], one["wording"], one["scope_note"]) for one in found["responsibilities"])
        return cls(found["text"], tuple(rows))

    def measure(self, matches: Mapping[str, Match | None]) -> MeasureInput:
        people = [responsibility_input(one, matches) for one in self.responsibilities]
        return MeasureInput(text=self.text, responsibilities=people)


@dataclass
class Taken:
    """A section that is taken in, with what is put to it from those that are joined with it."""

    place: int
    section: Mapping[str, Any]
    choice: Choice
    blocks: list[str] = field(default_factory=list)
    measures: list[MeasureInput] = field(default_factory=list)

    @cached_property
    def bodies(self) -> list[str]:
        """Its text; in several parts where a section cannot hold it."""
        return in_parts(self.blocks)

    def given(self) -> Iterator[SectionInput]:
        """The section, and one beside it for each part more. An annex continues as an annex."""
        first = SectionInput(
            level=self.choice.level or 1,
            heading=self.section["heading"],
            body=self.bodies[0],
            number=self.section["number"] if self.choice.is_numbered else "",
            is_numbered=self.choice.is_numbered,
            is_annex=self.section["is_annex"] and self.choice.level == 1,
            measures=tuple(self.measures),
        )
        yield first
        heading = f"{first.heading} {CONTINUED}"
        for body in self.bodies[1:]:
            yield replace(first, heading=heading, body=body, number="", is_numbered=False, measures=())


def taken_sections(
    sections: Sequence[Mapping[str, Any]],
    choices: Sequence[Choice],
    kept_tables: Iterable[Mapping[str, Any]],
    matches: Mapping[str, Match | None],
) -> list[Taken]:
    """The sections that are taken in, with the tables that stay text in the section they stood in."""
    below: dict[int, list[str]] = defaultdict(list)
    for table in kept_tables:
        below[max(table["section"], 0)] += kept_as_text(table["html"])
    taken: list[Taken] = []
    for place, (section, choice) in enumerate(zip(sections, choices, strict=True)):
        if not choice.is_taken:
            continue
        if not choice.is_merged or not taken:
            taken.append(Taken(place, section, choice))
        else:
            taken[-1].blocks.append(as_text(section))
        taken[-1].blocks += [*filter(None, section["body"].split("\n")), *below[place]]
        proposal = Proposal.of(section)
        if proposal and choice.makes_measure:
            taken[-1].measures.append(proposal.measure(matches))
    return taken


def as_text(section: Mapping[str, Any]) -> str:
    """A heading as a bold line of the text before it."""
    words = f"{section['number']} {section['heading']}".strip()
    return f"<p><strong>{escape(words)}</strong></p>"


def in_words(taken: Iterable[Taken], measures: int) -> list[str]:
    """ "7 sections", "10 measures", "2 tables", "3 notes", "1 picture": what there is of each in what is taken in."""
    bodies = [body for one in taken for body in one.bodies]
    sections = len(bodies)
    tables = sum(body.count("<table>") for body in bodies)
    notes = sum(len(FOOTNOTE.findall(body)) for body in bodies)
    pictures = sum(len(IMAGE.findall(body)) for body in bodies)
    said = [
        (sections, ngettext("%(number)d section", "%(number)d sections", sections)),
        (measures, ngettext("%(number)d measure", "%(number)d measures", measures)),
        (tables, ngettext("%(number)d table", "%(number)d tables", tables)),
        (notes, ngettext("%(number)d note", "%(number)d notes", notes)),
        (pictures, ngettext("%(number)d picture", "%(number)d pictures", pictures)),
    ]
    return [words % {"number": number} for number, words in said if number]
