"""Sections that could be measures: those with a block that says who answers, or of one sentence that does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exchange.imports.document.headings import is_known_block
from exchange.imports.document.reading import MeasureFound, SectionFound
from exchange.imports.document.responsible_block import own_task_in, responsible_in, sentences
from foundation.rich_text import FOOTNOTE, plain

LONGEST = 1_000
_SHALL = re.compile(r"\bska(?:ll)?\b")
_ORGANISATION = re.compile(r"^[A-ZÅÄÖ][\w -]*?(?:förvaltning|nämnd|kontor|styrelse|division)\w*\b ska(?:ll)? ")
_MOST_SENTENCES = 2


def with_measures(sections: Sequence[SectionFound]) -> tuple[SectionFound, ...]:
    """The sections, each with the measure that it could be."""
    made = list(sections)
    parents = _parents(sections)
    blocks = [place for place, section in enumerate(sections) if is_known_block(section.heading)]
    answered = {above for place in blocks for above in _ancestors(parents, place)}
    for place in blocks:
        above = parents[place]
        if above is not None and made[above].measure is None:
            made[above], made[place] = _of_block(sections[above], sections[place])
    for place, section in enumerate(sections):
        if place not in answered and not is_known_block(section.heading) and _is_one_task(section):
            made[place] = _with_measure(section, words_of(section))
    return tuple(made)


def _of_block(section: SectionFound, block: SectionFound) -> tuple[SectionFound, SectionFound]:
    """What a section asks for, and on the block that says who answers what it asks for itself."""
    words = words_of(block)
    task = own_task_in(words)
    if task is None or len(task.text) > LONGEST:
        return _with_measure(section, words), block
    own = MeasureFound(task.text, task.responsibilities)
    return _with_measure(section, task.rest), replace(block, measure=own)


def words_of(section: SectionFound) -> str:
    """The section's words without its footnotes."""
    return plain(FOOTNOTE.sub("", section.body))


def _with_measure(section: SectionFound, block: str) -> SectionFound:
    found = responsible_in(block)
    if not found:
        return section
    text = next((one for one in sentences(words_of(section)) if _SHALL.search(one)), section.heading)
    text = text if len(text) <= LONGEST else section.heading
    # What the measure itself says is no note on anybody's part of it.
    found = [replace(one, scope_note="" if one.scope_note in text else one.scope_note) for one in found]
    return replace(section, measure=MeasureFound(text, tuple(found)))


def _parents(sections: Sequence[SectionFound]) -> list[int | None]:
    """For each section the place of the one that it stands under."""
    parents: list[int | None] = []
    above: list[int] = []
    for place, section in enumerate(sections):
        while above and sections[above[-1]].level >= section.level:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(place)
    return parents


def _ancestors(parents: Sequence[int | None], place: int) -> Iterator[int]:
    above = parents[place]
    while above is not None:
        yield above
        above = parents[above]


def _is_one_task(section: SectionFound) -> bool:
    """Whether all that it says is that somebody shall do something."""
    said = sentences(words_of(section))
    return 0 < len(said) <= _MOST_SENTENCES and _ORGANISATION.match(said[0]) is not None
