"""What was changed from one text to another, word by word: for history, conflicts and whoever reads what is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from foundation.alignment import Purse, paired, stretches
from foundation.rich_blocks import INLINE, hold_blocks
from foundation.rich_text import safe

Kind = Literal["same", "added", "removed"]
Cut = Callable[[str], list[str]]

LINES = ("p", "h3", "h4")
BLANK = re.compile(r"\s*")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")


@dataclass(frozen=True)
class Piece:
    """Some words of a text: in old and new, only in the new, or only in the old."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field, from what it said to what it says."""

    name: str
    label: str
    difference: SafeString


@dataclass(frozen=True)
class Word:
    """A token of rich text, and what it stands in: "strong", "em" …, or the address it leads to."""

    text: str
    marks: tuple[str, ...] = ()
    leads_to: str = ""


def word_differences(old: str, new: str) -> list[Piece]:
    """The words of `old` and `new` in order: what is same and added is `new`, what is same and removed is `old`."""
    return joined(compared(old, new, (words, sentences, lines), Purse()))


def rich_differences(old_html: str, new_html: str) -> SafeString:
    """Two rich texts as one, with <ins> and <del>. Notes, references and images are told in words."""
    return mark_safe(blocks_said(blocks(old_html), blocks(new_html), Purse()))  # noqa: S308  escaped word by word


def said_differences(pieces: Iterable[Piece]) -> SafeString:
    """Pieces as HTML: what was added underlined, what was removed struck out, and both said to who cannot see it."""
    return format_html_join("", "{}", ((said(piece.kind, escape(piece.text)),) for piece in pieces))


def said(kind: Kind, inside: str) -> SafeString:
    """`inside`, which is safe, as what it is."""
    text = mark_safe(inside)  # noqa: S308  the caller escaped it
    if kind == "same" or not inside:
        return text
    tag, word = ("ins", _("added")) if kind == "added" else ("del", _("removed"))
    before = format_html('<span class="visually-hidden">[{}: </span>', word)
    return format_html('<{}>{}{}<span class="visually-hidden">]</span></{}>', tag, before, text, tag)


# ── plain text


def words(text: str) -> list[str]:
    return _WORDS.findall(text)


def sentences(text: str) -> list[str]:
    return _SENTENCES.findall(text)


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def is_blank(token: str) -> bool:
    return token.isspace()


def compared(old: str, new: str, cuts: Sequence[Cut], purse: Purse) -> Iterator[Piece]:
    """By words when that can be paid, else by sentences or lines and by words in what differs there."""
    for finer, cut in enumerate(cuts):
        found = stretches(cut(old), cut(new), purse, is_blank=is_blank)
        if found is None:
            continue
        for one in found:
            if one.is_same:
                yield Piece("same", "".join(one.new))
            elif finer == 0:
                yield from (Piece("removed", "".join(one.old)), Piece("added", "".join(one.new)))
            else:
                for before, after in paired(one.old, one.new, counted):
                    yield from compared(before or "", after or "", cuts[:finer], purse)
        return
    yield from (Piece("removed", old), Piece("added", new))


def counted(text: str) -> Counter[str]:
    return Counter(word for word in words(text.casefold()) if not is_blank(word))


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of a kind as one, removed before added; a mere blank between two changes belongs to both."""
    found: list[Piece] = []
    removed = added = blank = ""
    for piece in pieces:
        if piece.kind == "same" and (removed or added) and not blank and BLANK.fullmatch(piece.text):
            blank = piece.text
        elif piece.kind == "same":
            found += [Piece("removed", removed), Piece("added", added), Piece("same", blank + piece.text)]
            removed = added = blank = ""
        else:
            removed += blank + (piece.text if piece.kind == "removed" else "")
            added += blank + (piece.text if piece.kind == "added" else "")
            blank = ""
    found += [Piece("removed", removed), Piece("added", added), Piece("same", blank)]
    return [piece for piece in merged(found) if piece.text]


def merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    waiting = Piece("same", "")
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == waiting.kind:
            waiting = Piece(piece.kind, waiting.text + piece.text)
        else:
            yield waiting
            waiting = piece
    yield waiting


# ── rich text


def blocks(source: str) -> list[Any]:
    """The blocks of a rich text, harmless and each with nothing but what belongs in it."""
    root = lxml_html.fragment_fromstring(safe(source), create_parent="div")
    hold_blocks(root)
    return list(root)


def blocks_said(old: Sequence[Any], new: Sequence[Any], purse: Purse) -> str:
    """Blocks that stand side by side: paired by their words, compared where they have a fellow."""
    keys = stretches([Block(one) for one in old], [Block(one) for one in new], purse)
    if keys is None:
        return "".join([*(whole("removed", one) for one in old), *(whole("added", one) for one in new)])
    said_so_far = []
    for one in keys:
        if one.is_same:
            said_so_far += [whole("same", block.element) for block in one.new]
            continue
        for before, after in paired(one.old, one.new, Block.words):
            said_so_far.append(block_said(before and before.element, after and after.element, purse))
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
    found = stretches(old, new, purse, is_blank=lambda word: word.text.isspace())
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
