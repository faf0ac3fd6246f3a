"""Blocks to sections: title, head, chapters with their text, tables of measures, and what was not taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from exchange.imports.document.blocks import Block, line
from exchange.imports.document.bodies import bodies_of
from exchange.imports.document.contents import without_contents
from exchange.imports.document.footnotes import with_emphasis, with_footnotes, with_links
from exchange.imports.document.header import header_of, is_open
from exchange.imports.document.headings import Heading, headings_of, one_line
from exchange.imports.document.proposals import with_measures
from exchange.imports.document.reading import (
    DocumentReading,
    HeaderFound,
    ImageFound,
    NoteFound,
    SectionFound,
    TableFound,
)
from exchange.imports.document.refusals import DocumentRefused
from exchange.imports.document.tables import measure_rows_of
from foundation.rich_text import FOOTNOTE

LEADING = "Inledande text"
"""The section of what stands before the first heading. A word of the paper, so Swedish and not translated."""
CONTINUED = "(forts.)"
LONGEST_TITLE = 200
MOST_LETTERS = 3_000_000
"""Some nine hundred pages: more would not be one plan, and is told rather than read by halves."""


@dataclass
class _Chapter:
    heading: Heading
    blocks: list[Block] = field(default_factory=list)


def read_structure(
    blocks: Iterable[Block], *, images: Sequence[ImageFound] = (), notes: Sequence[NoteFound] = ()
) -> DocumentReading:
    """What the blocks are, together with the images and notes that the file's own reader found."""
    found_notes = list(notes)
    left, contents = without_contents([with_emphasis(with_links(block)) for block in blocks])
    found_notes += contents
    left = with_footnotes(left)
    title, left = _without_title(left)
    chapters = _chapters(left)
    header, before = _without_header(chapters[0].blocks)
    chapters[0].blocks = before
    sections, tables = _sections(chapters if before else chapters[1:], found_notes)
    return DocumentReading(
        title=title,
        header=tuple(header),
        sections=with_measures(sections),
        tables=tuple(tables),
        images=tuple(images),
        notes=tuple(found_notes),
    )


def refuse_length(letters: int) -> None:
    if letters > MOST_LETTERS:
        raise DocumentRefused("too_long")


def _without_title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, by its style or as the first line; and the only heading of the highest level, if it comes first."""
    titled = [block for block in blocks if block.role == "title"]
    if titled:
        title = one_line(titled[0].text)
        if len(title) > LONGEST_TITLE:
            return "", blocks
        return title, [block for block in blocks if block is not titled[0]]
    if not blocks or not blocks[0].is_line or len(blocks[0].text) > LONGEST_TITLE or header_of(blocks[0]):
        return "", blocks
    first, rest = blocks[0], blocks[1:]
    heading = headings_of(blocks)[0]
    if heading and (heading.number or heading.is_annex):
        return "", blocks
    if first.level and (first.is_counted or any(0 < block.level <= first.level for block in rest)):
        return "", blocks
    return one_line(first.text), rest


def _chapters(blocks: list[Block]) -> list[_Chapter]:
    """The blocks under their headings; the first chapter is what stands before them all."""
    chapters = [_Chapter(Heading(1, LEADING))]
    for block, heading in zip(blocks, headings_of(blocks), strict=True):
        if heading:  # a heading carries no footnote: it stands first in the text under it
            chapters.append(_Chapter(heading, [line(found[1]) for found in FOOTNOTE.finditer(block.inner)]))
        else:
            chapters[-1].blocks.append(block)
    return chapters


def _without_header(blocks: Sequence[Block]) -> tuple[list[HeaderFound], list[Block]]:
    header: list[HeaderFound] = []
    left = []
    for block in blocks:
        fields = header_of(block)
        header += fields
        left += [] if fields and not is_open(fields) else [block]
    return header, left


def _sections(chapters: Iterable[_Chapter], notes: list[NoteFound]) -> tuple[list[SectionFound], list[TableFound]]:
    sections: list[SectionFound] = []
    tables: list[TableFound] = []
    for chapter in chapters:
        place = len(sections)
        ordinary = []
        for block in chapter.blocks:
            rows = measure_rows_of(block) if block.kind == "table" else 0
            if rows:
                tables.append(TableFound(place, block.html, rows))
            else:
                ordinary.append(block)
        sections += _parts(chapter.heading, bodies_of(ordinary, notes))
    return sections, tables


def _parts(heading: Heading, bodies: Sequence[str]) -> Iterable[SectionFound]:
    words, body = heading.words, bodies[0]
    first = SectionFound(
        level=heading.level,
        heading=words,
        body=body,
        number=heading.number,
        is_numbered=heading.is_numbered,
        is_annex=heading.is_annex,
    )
    yield first
    for more in bodies[1:]:
        # An annex continues as an annex; a chapter as an unnumbered one beside it.
        yield replace(first, heading=f"{words} {CONTINUED}", body=more, number="", is_numbered=False)
