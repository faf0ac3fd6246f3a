"""Blocks to the rich text of a section: typed lists made real, each block cleaned, and no more than a section holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.core.exceptions import ValidationError
from lxml import html as lxml_html

from exchange.imports.document.blocks import Block, plain_line, words
from exchange.imports.document.reading import NoteFound
from exchange.imports.document.tables import fitting
from foundation.rich_text import DEEPEST, LONGEST, LONGEST_SOURCE, cleaned, plain

_MARK = re.compile(r"^(?P<tags>(?:<[^>]+>)*)\s*(?:[-–—•·▪*]|o(?=\s[a-zåäöA-ZÅÄÖ]))[\s\u00a0]+(?=\S)")
_COUNTED = re.compile(r"^(?P<tags>(?:<[^>]+>)*)\s*(?P<count>\d{1,3}|[a-z])[.)][\s\u00a0]+(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PIECE = LONGEST // 4
_TOLD = 500  # letters of what is told: all of it stands in the section
_AT_ONCE = 30  # lines
_NEST = re.compile(r"<(/?)(ul|ol)\b[^>]*>", re.IGNORECASE)


def bodies_of(blocks: Sequence[Block], notes: list[NoteFound]) -> list[str]:
    """The rich text of the blocks; in several parts where one section could not hold it. Never empty."""
    return in_parts(_cleaned_blocks(_with_typed_lists(blocks), notes))


def kept_as_text(html: str) -> list[str]:
    """A table that was left out of the measures, in blocks that a section can hold."""
    table = Block(html=html, text=words(lxml_html.fragment_fromstring(html)), kind="table")
    return list(_cleaned_block(table, []))


def in_parts(blocks: Iterable[str]) -> list[str]:
    """Cleaned blocks as bodies, each of what one section can hold. Never empty."""
    parts: list[list[str]] = [[]]
    letters = source = 0
    for html in blocks:
        said = len(plain(html)) + 1
        if parts[-1] and (letters + said > LONGEST or source + len(html) > LONGEST_SOURCE):
            parts.append([])
            letters = source = 0
        parts[-1].append(html)
        letters, source = letters + said, source + len(html) + 1
    return ["\n".join(part) for part in parts]


def _cleaned_blocks(blocks: Iterable[Block], notes: list[NoteFound]) -> Iterator[str]:
    for is_line, run in groupby(blocks, key=lambda block: block.is_line):
        if not is_line:
            for block in run:
                yield from _cleaned_block(block, notes)
            continue
        for some in _batches(run):
            try:
                yield from _cleaned_lines(some)
            except ValidationError:
                for block in some:
                    yield from _cleaned_block(block, notes)


def _batches(lines: Iterable[Block]) -> Iterator[list[Block]]:
    """Lines to clean together, as many as a section surely holds: one by one they would take three times as long."""
    waiting: list[Block] = []
    size = 0
    for block in lines:
        if waiting and (len(waiting) == _AT_ONCE or size + len(block.html) > LONGEST):
            yield waiting
            waiting, size = [], 0
        waiting.append(block)
        size += len(block.html)
    if waiting:
        yield waiting


def _cleaned_lines(lines: Iterable[Block]) -> list[str]:
    return [line for line in cleaned("\n".join(block.html for block in lines)).split("\n") if line]


def _cleaned_block(block: Block, notes: list[NoteFound]) -> Iterator[str]:
    html, is_deep = shallow(block.html) if block.kind == "list" else (block.html, False)
    if is_deep:
        notes.append(NoteFound("deep_list", block.text))
    parts = list(fitting(block)) if block.kind == "table" else [block]
    if parts != [block]:
        notes.append(NoteFound("style", block.text[:_TOLD]))
    for part in parts:
        try:
            yield from [made] if (made := cleaned(html if part is block else part.html)) else []
        except ValidationError:  # too long or too deep in itself: its words are kept
            notes.append(NoteFound("style", block.text[:_TOLD]))
            for some in _batches(plain_line(piece) for piece in _pieces(part.text)):
                yield from _cleaned_lines(some)


def _pieces(text: str) -> Iterator[str]:
    """Lines of a length that a section can hold, cut at sentences where there are any."""
    for line in text.split("\n"):
        waiting = ""
        for sentence in _SENTENCE_END.split(line):
            for start in range(0, max(len(sentence), 1), _PIECE):
                piece = sentence[start : start + _PIECE]
                if waiting and len(waiting) + len(piece) >= _PIECE:
                    yield waiting
                    waiting = ""
                waiting = f"{waiting} {piece}".strip()
        if waiting:
            yield waiting


def shallow(html: str) -> tuple[str, bool]:
    """Lists more than six deep as items of the sixth, and whether there were any."""
    depth, deepest = 0, 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth, deepest
        if not tag[1]:
            depth += 1
            deepest = max(deepest, depth)
            return "</li>" if depth > DEEPEST else tag[0]
        depth = max(0, depth - 1)
        return "<li>" if depth >= DEEPEST else tag[0]

    made = _NEST.sub(kept, html)
    return (made, True) if deepest > DEEPEST else (html, False)


def _with_typed_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines that begin with a dash or, two or more after one another, with "1." or "a)" as one list."""
    place = 0
    while place < len(blocks):
        block = blocks[place]
        run = _dashes(blocks, place) or _counts(blocks, place)
        if not run:
            yield block
            place += 1
            continue
        tag, mark = run[0], _MARK if run[0] == "ul" else _COUNTED
        items = [item for one in blocks[place : place + run[1]] for item in _items(one, mark)]
        html = f"<{tag}>{''.join(f'<li><p>{item}</p></li>' for item in items)}</{tag}>"
        yield Block(html=html, text="\n".join(one.text for one in blocks[place : place + run[1]]), kind="list")
        place += run[1]


def _items(block: Block, mark: re.Pattern[str]) -> list[str]:
    """The items of a line, one for each line in it that has a mark."""
    items: list[str] = []
    for inner in re.split(r"<br\s*/?>", block.inner):
        if mark.match(inner) or not items:
            items.append(mark.sub(r"\g<tags>", inner, count=1))
        else:
            items[-1] += f"<br>{inner}"
    return items


def _dashes(blocks: Sequence[Block], place: int) -> tuple[str, int] | None:
    end = place
    while end < len(blocks) and blocks[end].is_line and _MARK.match(blocks[end].inner):
        end += 1
    return ("ul", end - place) if end > place else None


def _counts(blocks: Sequence[Block], place: int) -> tuple[str, int] | None:
    """Lines that count on from 1 or a."""
    end = place
    expected = {"1", "a"}
    while end < len(blocks) and blocks[end].is_line and (found := _COUNTED.match(blocks[end].inner)):
        if found["count"] not in expected:
            break
        expected = {_after(found["count"])}
        end += 1
    return ("ol", end - place) if end - place > 1 else None


def _after(count: str) -> str:
    return str(int(count) + 1) if count.isdigit() else chr(ord(count) + 1)
