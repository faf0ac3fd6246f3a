"""What was changed from one rich text to another: blocks paired by their words, and compared word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from foundation.alignment import Purse, likeness, paired, stretches
from foundation.differences import Kind, counted, said, words
from foundation.rich_blocks import INLINE, hold_blocks
from foundation.rich_text import safe

LINES = ("p", "h3", "h4")


@dataclass(frozen=True)
class Word:
    """A token of rich text, and what it stands in: "strong", "em" …, or the address it leads to."""

    text: str
    marks: tuple[str, ...] = ()
    leads_to: str = ""

    def is_blank(self) -> bool:
        return self.text.isspace()


BREAK = Word("", ("paragraph",))
"""Stands between the words of two paragraphs; no word is empty."""


def rich_differences(old_html: str, new_html: str) -> SafeString:
    """Two rich texts as one, with <ins> and <del>. Notes, references and images are told in words."""
    return mark_safe(blocks_said(blocks(old_html), blocks(new_html), Purse()))  # noqa: S308  escaped word by word


def blocks(source: str) -> list[Any]:
    """The blocks of a rich text, harmless and each with nothing but what belongs in it."""
    root = lxml_html.fragment_fromstring(safe(source), create_parent="div")
    hold_blocks(root)
    return list(root)


def blocks_said(old: Sequence[Any], new: Sequence[Any], purse: Purse) -> str:
    """Blocks that stand side by side: paired by their words, compared where they have a fellow."""
    keys = stretches([Block(one) for one in old], [Block(one) for one in new], purse)
    if keys is None:
        return exchanged(old, new)
    said_so_far = []
    for one in keys:
        if one.is_same:
            said_so_far += [whole("same", block.element) for block in one.new]
            continue
        pairs = paired(one.old, one.new, Block.words)
        said_so_far += [fellows_said(before, after, purse) for before, after in fellows(pairs)]
    return "".join(said_so_far)


class Block:
    """A block as something that can be equal to another."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.source = lxml_html.tostring(element, encoding="unicode", with_tail=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Block) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    def words(self) -> Counter[str]:
        kind = "li" if self.element.tag in ("td", "th") else self.element.tag
        return Counter({f"<{kind}>": 1, **counted(shown(self.element))})


Fellows = tuple[list[Block], list[Block]]
"""What stood, and what stands for it now."""


def fellows(pairs: Iterable[tuple[Block | None, Block | None]]) -> list[Fellows]:
    """Pairs, those that have no fellow, and paragraphs with those that they were divided into or put together from."""
    found: list[Fellows] = []
    for before, after in pairs:
        group = ([before] if before else [], [after] if after else [])
        while found and are_one(found[-1], group):
            earlier = found.pop()
            group = (earlier[0] + group[0], earlier[1] + group[1])
        found.append(group)
    return found


def are_one(first: Fellows, second: Fellows) -> bool:
    """Whether the one says what the other lacks: together old and new are more alike than either is alone."""
    if (all(first) and all(second)) or any(one.element.tag != "p" for group in (*first, *second) for one in group):
        return False
    together = alikeness((first[0] + second[0], first[1] + second[1]))
    return together > max(alikeness(first), alikeness(second))


def alikeness(group: Fellows) -> float:
    old, new = (sum((one.words() for one in some), Counter[str]()) for some in group)
    return likeness(old, new)


def fellows_said(old: Sequence[Block], new: Sequence[Block], purse: Purse) -> str:
    if len(old) > 1 or len(new) > 1:
        return paragraphs_said([one.element for one in old], [one.element for one in new], purse)
    return block_said(old[0].element if old else None, new[0].element if new else None, purse)


def shown(element: Any) -> str:
    alts = " ".join(image.get("alt", "") for image in element.iter("img"))
    return f"{' '.join(element.itertext())} {alts}"


def block_said(old: Any, new: Any, purse: Purse) -> str:
    """A block that was changed, or one that has no fellow."""
    if old is None or new is None or old.tag != new.tag or new.tag == "img":
        alone: list[tuple[Kind, Any]] = [("removed", old), ("added", new)]
        return "".join(whole(kind, one) for kind, one in alone if one is not None)
    if new.tag in LINES:
        return tagged(new.tag, line_said(list(line_words(old)), list(line_words(new)), purse))
    if new.tag == "tr" and len(old) == len(new):
        return tagged("tr", "".join(block_said(one, other, purse) for one, other in zip(old, new, strict=True)))
    return tagged(new.tag, blocks_said(list(old), list(new), purse))


def exchanged(old: Iterable[Any], new: Iterable[Any]) -> str:
    return "".join([*(whole("removed", one) for one in old), *(whole("added", one) for one in new)])


def paragraphs_said(old: Sequence[Any], new: Sequence[Any], purse: Purse) -> str:
    """Paragraphs that were divided or put together, as they stand now; where one ended or ends is told."""
    found = stretches(run_on(old), run_on(new), purse, is_blank=Word.is_blank)
    if found is None:
        return exchanged(old, new)
    lines = [""]
    for one in found:
        parts: list[tuple[Kind, Sequence[Word]]] = [("same", one.new)]
        if not one.is_same:
            parts = [("removed", one.old), ("added", one.new)]
        for kind, row in parts:
            for place, run in enumerate(divided(row)):
                if place and kind != "same":
                    lines[-1] += break_said(kind)
                if place and kind != "removed":
                    lines.append("")
                lines[-1] += said(kind, marked(run, tells_address=kind != "same"))
    return "".join(tagged("p", line) for line in lines)


def run_on(paragraphs: Sequence[Any]) -> list[Word]:
    """The words of several paragraphs in one row, with a mark between them."""
    row = [word for one in paragraphs for word in (BREAK, *line_words(one))]
    return row[1:]


def divided(row: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between the marks, also where there are none."""
    run: list[Word] = []
    for word in row:
        if word == BREAK:
            yield run
            run = []
        else:
            run.append(word)
    yield run


def break_said(kind: Kind) -> str:
    tag, words_of_break = ("ins", _("new paragraph")) if kind == "added" else ("del", _("paragraph break removed"))
    hidden = '<{} class="paragraph"><span class="visually-hidden">[{}]</span></{}>'
    return format_html(hidden, tag, words_of_break, tag)


def whole(kind: Kind, element: Any) -> str:
    """A block that is all the same, all added or all removed."""
    if element.tag == "img":
        words_of_image = [Word(_("[Image: %(alt)s]") % {"alt": element.get("alt") or _("without description")})]
        return tagged("p", said(kind, marked(words_of_image, tells_address=kind != "same")))
    if element.tag in LINES:
        return tagged(element.tag, said(kind, marked(list(line_words(element)), tells_address=kind != "same")))
    return tagged(element.tag, "".join(whole(kind, child) for child in element))


def tagged(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>"


def line_words(element: Any, marks: tuple[str, ...] = (), leads_to: str = "") -> Iterator[Word]:
    """What a line says in order, each word with the marks it stands in."""
    yield from (Word(token, marks, leads_to) for token in words(element.text or ""))
    for child in element:
        yield from child_words(child, marks, leads_to)
        yield from (Word(token, marks, leads_to) for token in words(child.tail or ""))


def child_words(child: Any, marks: tuple[str, ...], leads_to: str) -> Iterator[Word]:
    if child.tag == "br":
        yield Word("\n", marks)
    elif child.get("class") == "footnote":
        yield Word(_("[Note:") + " ", marks)
        yield from line_words(child, marks)
        yield Word("]", marks)
    elif child.get("class") == "reference":
        yield Word("".join(child.itertext()), marks, child.get("data-to", ""))
    elif child.tag == "a":
        yield from line_words(child, marks, child.get("href", ""))
    else:
        yield from line_words(child, (*marks, child.tag) if child.tag in INLINE - {"span"} else marks, leads_to)


def line_said(old: list[Word], new: list[Word], purse: Purse) -> str:
    """Two lines as one; when comparing them is too dear, the old line and then the new."""
    found = stretches(old, new, purse, is_blank=Word.is_blank)
    if found is None:
        return changed(old, new)
    return "".join(marked(one.new, tells_address=False) if one.is_same else changed(one.old, one.new) for one in found)


def changed(old: Sequence[Word], new: Sequence[Word]) -> str:
    parts: list[tuple[Kind, Sequence[Word]]] = [("removed", old), ("added", new)]
    return "".join(said(kind, marked(part, tells_address=True)) for kind, part in parts)


def marked(row: Sequence[Word], *, tells_address: bool) -> str:
    """Words as HTML, escaped, in their marks. Where a link leads is told when it was changed: it is not seen."""
    parts = []
    for place, word in enumerate(row):
        text = "<br>" if word.text == "\n" else escape(word.text)
        for mark in reversed(word.marks):
            text = f"<{mark}>{text}</{mark}>"
        is_last = place + 1 == len(row) or row[place + 1].leads_to != word.leads_to
        parts.append(text + (escape(f" ({word.leads_to})") if tells_address and is_link(word) and is_last else ""))
    return "".join(parts)


def is_link(word: Word) -> bool:
    return ":" in word.leads_to and not word.leads_to.startswith(("section:", "measure:"))
