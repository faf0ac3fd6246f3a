"""What is typed for want of a tool: links, emphasis, and footnotes.

A note is a raised number in the text, and somewhere later a line that begins with it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from exchange.imports.document.blocks import Block

_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_NUMBER = r"(?P<raised>[¹²³⁰⁴-⁹]{1,3})|<sup>\s*(?P<sup>\d{1,3})\s*</sup>"
_NOTE = re.compile(rf"^(?:{_NUMBER})\s*(?P<words>\S.*)$", re.DOTALL)
_CALL = re.compile(rf"(?<=\S)(?:{_NUMBER})")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*<>\n]{1,300}?)(?<=[^\s*])\*(?![\w*])")
_BOLD = re.compile(r"(?<![\w*\\])\*\*(?=[^\s*])([^*<>\n]{1,300}?)(?<=[^\s*])\*\*(?![\w*])")
_TYPED = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_LINK_OR_TYPED = re.compile(
    r"<a\b[^>]*>.*?</a>|&lt;(?P<address>(?:https?://|mailto:)(?:[^\s<>&\"]|&amp;)+)&gt;", re.DOTALL
)  # what is a link already stays one


def with_footnotes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each note's words where it is called, and without the lines they stood in."""
    notes = {
        place: found for place, block in enumerate(blocks) if block.is_line and (found := _NOTE.match(block.inner))
    }
    if not notes:
        return list(blocks)
    places: dict[str, list[int]] = defaultdict(list)
    for place, found in notes.items():
        places[_number(found)].append(place)
    used: set[int] = set()
    made = []
    for place, block in enumerate(blocks):
        if place in notes or not block.is_line or block.level:
            made.append(block)
            continue

        def called(call: re.Match[str], place: int = place) -> str:
            match = _note_for(_number(call), place, places)
            if match is None:
                return call[0]
            used.add(match)
            return f'<span class="footnote">{notes[match]["words"].strip()}</span>'

        inner = _CALL.sub(called, block.inner)
        made.append(block if inner == block.inner else block.with_inner(inner))
    return [block for place, block in enumerate(made) if place not in used]


def _number(found: re.Match[str]) -> str:
    return found["sup"] or found["raised"].translate(_RAISED)


def _note_for(number: str, place: int, places: Mapping[str, Sequence[int]]) -> int | None:
    """The next note with that number, as on the same page; or the last one before."""
    same = places.get(number)
    return same[min(bisect(same, place), len(same) - 1)] if same else None


def with_links(block: Block) -> Block:
    """The block with <https://…>, as it is typed around an address, as a link."""
    if "&lt;" not in block.html:
        return block
    html, inner = (_LINK_OR_TYPED.sub(_linked, text) for text in (block.html, block.inner))
    return replace(block, html=html, inner=inner, text=_TYPED.sub(r"\1", block.text))


def _linked(found: re.Match[str]) -> str:
    address = found["address"]
    return f'<a href="{address}">{address}</a>' if address else found[0]


def with_emphasis(block: Block) -> Block:
    """The line with *italics* and **bold** for words between asterisks."""
    if "*" not in block.inner or not block.is_line:
        return block
    inner = _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", block.inner))
    return block if inner == block.inner else block.with_inner(inner)
