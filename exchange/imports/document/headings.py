"""Which lines are headings: by style where the writer used styles, otherwise as a reader sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from exchange.imports.document.blocks import Block

LONGEST = 120
_LONGEST_STYLED = 280  # a longer one is a paragraph that was given the wrong style
_LONGEST_UNNUMBERED = 80
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+(?P<words>[^\W\d_].*|[\"”(].*)", re.DOTALL)
_ANNEX = re.compile(r"(?P<number>(?:Bilaga|Appendix)(?: (?:\d{1,2}|[A-Z]))?)\b[ \t.:–-]*(?P<words>.*)", re.DOTALL)
_ENDS_A_SENTENCE = re.compile(r"[.,;:!?…]$")
# Words that head a block of their own wherever they stand alone on a line.
_KNOWN = re.compile(
    r"(?:ansvarig|ansvariga|ansvarig (?:förvaltning|nämnd|verksamhet|funktion|enhet|aktör|part)\w*"
    r"|ansvariga (?:förvaltningar|nämnder|verksamheter|funktioner|enheter|aktörer))",
    re.IGNORECASE,
)
_OPENINGS = re.compile(r"förord|sammanfattning|inledning|bakgrund|syfte|syfte och mål|läsanvisning", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What a heading line says. `level` 1 is a chapter; `number` is what was written before the words."""

    level: int
    words: str
    number: str = ""
    is_numbered: bool = False
    is_annex: bool = False


def headings_of(blocks: Sequence[Block]) -> list[Heading | None]:
    """For each block the heading that it is, or None."""
    styled = [block.level for block in blocks if block.level]
    found = _by_style(blocks, styled) if styled else _by_number(blocks)
    if styled:
        found = _with_deeper_numbers(blocks, found)
    return _settled(_with_unnumbered(blocks, found, is_styled=bool(styled)))


def is_known_block(words: str) -> bool:
    """Whether the words head a block that says who answers ("Ansvarig förvaltning")."""
    return _KNOWN.fullmatch(words.strip().rstrip(":").strip()) is not None


def _by_style(blocks: Sequence[Block], levels: list[int]) -> list[Heading | None]:
    top = min(levels)
    return [
        _parsed(block.text, block.level - top + 1, block) if block.level > 0 and _is_decent(block) else None
        for block in blocks
    ]


def _is_decent(block: Block) -> bool:
    return len(block.text) <= _LONGEST_STYLED


def _parsed(text: str, level: int, block: Block | None = None) -> Heading:
    text = one_line(text)
    if annex := _annex(text):
        return annex
    numbered = _NUMBERED.fullmatch(text)
    if numbered and (numbered["words"][0].isupper() or text[len(numbered["number"])] == "."):
        return Heading(level, numbered["words"], numbered["number"], is_numbered=True)
    return Heading(level, text, is_numbered=block is not None and block.is_counted)


def _annex(text: str) -> Heading | None:
    found = _ANNEX.fullmatch(text)
    if not found or (found["words"] and found["words"][0].islower()) or text.endswith("."):
        return None
    if not found["words"]:
        return Heading(1, text, is_annex=True)
    return Heading(1, found["words"], found["number"], is_annex=True)


def one_line(text: str) -> str:
    return " ".join(text.split())


def _by_number(blocks: Sequence[Block]) -> list[Heading | None]:
    """Lines such as "2.1 Samverkan", if their numbers follow one another as chapters do."""
    found: list[Heading | None] = [None] * len(blocks)
    path: tuple[int, ...] = ()
    in_list = _listed(blocks)
    for place, block in enumerate(blocks):
        heading = _candidate(block)
        if heading is None or place in in_list:
            continue
        if heading.is_annex:
            path = ()
        elif _follows(_key(heading.number), path):
            path = _key(heading.number)
        else:
            continue
        found[place] = heading
    return found


def _candidate(block: Block) -> Heading | None:
    if not block.is_line or len(block.text) > LONGEST or _ENDS_A_SENTENCE.search(block.text):
        return None
    heading = _parsed(block.text, 1)
    if not heading.number and not heading.is_annex:
        return None
    level = 1 if heading.is_annex else len(_key(heading.number))
    return replace(heading, level=level)


def _key(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _follows(key: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """Whether `key` can come after `path`: the next on its level (or nearly), or the first on the level below.

    "2.1" may follow "1.4": the heading of chapter 2 can be written without its number.
    """
    above, last = key[:-1], key[-1]
    before = path[len(above)] if len(path) > len(above) else 0
    if path[: len(above)] != above:
        chapter = path[len(above) - 1] if len(path) >= len(above) else 0
        return last == 1 and path[: len(above) - 1] == above[:-1] and above[-1] == chapter + 1
    return before < last <= before + 3 or (not path and last == 0)


def _listed(blocks: Sequence[Block]) -> set[int]:
    """Places of lines that are a numbered list: straight after one another, and one of them is a sentence."""
    listed: set[int] = set()
    run: list[int] = []
    numbers = [
        found["number"] if block.is_line and (found := _NUMBERED.fullmatch(block.text)) else "" for block in blocks
    ]
    for place, number in enumerate([*numbers, ""]):
        if number and "." not in number and run and int(number) == int(numbers[run[-1]]) + 1:
            run.append(place)
            continue
        if len(run) > 1 and any(_is_sentence(blocks[one].text) for one in run):
            listed.update(run)
        run = [place] if number and "." not in number else []
    return listed


def _is_sentence(text: str) -> bool:
    return len(text) > LONGEST or text.endswith((".", ",", ";"))


def _with_deeper_numbers(blocks: Sequence[Block], found: list[Heading | None]) -> list[Heading | None]:
    """Lines such as "2.1.1 Ansvar" that were left without a style stand under what has one."""
    level = 0
    made = list(found)
    for place, (block, heading) in enumerate(zip(blocks, found, strict=True)):
        if heading:
            level = heading.level
        elif (candidate := _candidate(block)) and "." in candidate.number and level:
            made[place] = replace(candidate, level=max(candidate.level, 2))
    return made


def _with_unnumbered(blocks: Sequence[Block], found: list[Heading | None], *, is_styled: bool) -> list[Heading | None]:
    """Bold lines, lines that end with a colon, and lines that come again: one level below the last heading."""
    often = Counter(block.text for block in blocks if block.is_line and _is_short(block.text))
    has_others = any(found)
    base = 0
    bold_level = 0
    made = list(found)
    for place, (block, heading) in enumerate(zip(blocks, found, strict=True)):
        if heading:
            base, bold_level = heading.level, 0
            continue
        if not block.is_line or not _may_head(block, base=base, has_others=has_others):
            continue
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if after is None or (place + 1 < len(found) and found[place + 1] and not is_known_block(block.text)):
            continue
        comes_again = often[block.text] > 1 and not is_styled
        if block.is_bold or is_known_block(block.text):
            bold_level = base + 1
        elif not (after.is_line and (comes_again or _stands_alone(block.text, after))):
            continue
        level = bold_level if block.is_bold or not bold_level or has_others else bold_level + 1
        made[place] = Heading(level or base + 1, one_line(block.text))
    return made


def _may_head(block: Block, *, base: int, has_others: bool) -> bool:
    """Before the first chapter only words that open a plan are headings: a cover page is full of short bold lines."""
    if is_known_block(block.text):
        return True
    if has_others and not base:
        return block.is_bold and _OPENINGS.fullmatch(block.text.strip()) is not None
    return _is_short(block.text)


def _is_short(text: str) -> bool:
    bare = text.removesuffix(":")
    return (
        0 < len(bare) <= _LONGEST_UNNUMBERED
        and "\n" not in text
        and "\t" not in text
        and bare[0].isupper()
        and not _ENDS_A_SENTENCE.search(bare)
    )


def _stands_alone(text: str, after: Block) -> bool:
    """Whether a line such as "Generella insatser:" heads the paragraph after it, and does not only begin a list."""
    if not text.endswith(":") or len(text.split()) > 6:
        return False
    return not re.match(r"[-–—•·*]\s|\d{1,2}[.)]\s", after.text) and not after.text.startswith("o ")


def _settled(found: list[Heading | None]) -> list[Heading | None]:
    """No level is jumped over, and one heading stands at most one level below the one before it."""
    open_levels: list[int] = []
    made: list[Heading | None] = []
    for heading in found:
        if heading is None:
            made.append(None)
            continue
        while open_levels and open_levels[-1] >= heading.level:
            open_levels.pop()
        open_levels.append(heading.level)
        made.append(replace(heading, level=len(open_levels)))
    return made
