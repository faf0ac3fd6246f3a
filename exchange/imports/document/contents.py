"""What a paper has and a system makes anew: tables of contents and page numbers. Kept as notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exchange.imports.document.blocks import Block, text_of
from exchange.imports.document.reading import NoteFound

_HEADING = re.compile(r"(?:innehåll|innehållsförteckning|contents|table of contents)\s*:?", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[\s.…_·]+\d{1,3}$")
_LEADER = re.compile(r"(?:\t|\.{3,}|…|_{3,})[\s.…_]*\d{1,3}$")
_FURNITURE = re.compile(
    r"(?:sida|sid\.?|page)\s+\d{1,4}(?:\s*(?:av|\(|/|of)\s*\d{1,4}\)?)?|\d{1,4}\s*\(\d{1,4}\)", re.IGNORECASE
)
_LONGEST = 250


def without_contents(blocks: Sequence[Block]) -> tuple[list[Block], list[NoteFound]]:
    """The blocks without tables of contents and typed page numbers, and notes of what they said."""
    furniture = [block for block in blocks if block.is_line and _FURNITURE.fullmatch(block.text)]
    notes = [NoteFound("page_furniture", block.text) for block in furniture]
    left = [block for block in blocks if not (block.is_line and _FURNITURE.fullmatch(block.text))]
    taken = _by_style(left) | _after_the_heading(left) | _with_leaders(left)
    if taken:
        notes.append(NoteFound("contents", text_of(left[place] for place in sorted(taken))))
    return [block for place, block in enumerate(left) if place not in taken], notes


def _by_style(blocks: Sequence[Block]) -> set[int]:
    return {place for place, block in enumerate(blocks) if block.role == "contents"}


def _after_the_heading(blocks: Sequence[Block]) -> set[int]:
    """The line "Innehåll" and the entries under it: they end with a page number, or come again as a heading."""
    start = next((place for place, block in enumerate(blocks) if _is_heading(block)), None)
    if start is None:
        return set()
    later = {
        _entry(block.text): place for place, block in enumerate(blocks) if block.is_line and len(block.text) <= _LONGEST
    }
    taken = {start}
    for place in range(start + 1, len(blocks)):
        block = blocks[place]
        lines = block.text.split("\n")
        if block.role == "contents":
            taken.add(place)
            continue
        if block.level or not all(
            _PAGE_NUMBER.search(line) or later.get(_entry(line), 0) > place for line in lines if len(line) <= _LONGEST
        ):
            break
        if any(len(line) > _LONGEST for line in lines):
            break
        taken.add(place)
    return taken


def _is_heading(block: Block) -> bool:
    return block.is_line and is_contents_heading(block.text)


def is_contents_heading(text: str) -> bool:
    return _HEADING.fullmatch(text) is not None


def _entry(text: str) -> str:
    return " ".join(_PAGE_NUMBER.sub("", text).split()).casefold()


def _with_leaders(blocks: Sequence[Block]) -> set[int]:
    """Three lines or more after one another with dots or a tab before a page number."""
    taken: set[int] = set()
    run: list[int] = []
    for place, block in enumerate([*blocks, None]):
        if block and block.is_line and len(block.text) <= _LONGEST and _LEADER.search(block.text):
            run.append(place)
            continue
        if len(run) >= 3:
            taken.update(run)
        run = []
    return taken
