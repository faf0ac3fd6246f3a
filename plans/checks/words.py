"""What is looked for in words: places to fill in, contacts, names of authorities, suspected misspellings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

PLACEHOLDER = re.compile(r"\b(?:\d{4}-)?xx(?:-xx)?\b|\bX{3,}\b|\.{5,}", re.IGNORECASE)
SUSPECTED = re.compile(
    r"\b(?!(?:icke|anti|mini|maxi|semi|makt|video|ex|non|pro|post)-)[A-ZÅÄÖ]?[a-zåäöé]{2,}-[a-zåäöé]{3,}\b"
    r"|\bradikaliserings\b|\b[Ii]ndividerrikta\w+|\bspråkintrödu\w+|\bavspärning\w+"
)
"""A hyphen left from a line end ("folkhälso-program"), and noise known from scanned plans. Marked, never rewritten."""
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(
    r"\bhttps?://[^\s<>\"]+|\bwww\.[^\s<>\"]+|(?<![\w@./-])(?:[\w-]+\.)+(?:se|nu|org|com|eu|net)\b(?!\.?\w)"
)
SIGN_OF_WEB = re.compile(r"\.(?:se|nu|org|com|eu|net)\b|://|www\.")
PHONE = re.compile(r"[0+](?<![\w/:.-][0+])(?:[ ()/–-]{0,3}\d){7,11}(?![\w-])")
AROUND = 40  # letters
MOST_NAMED = 3


def placeholder_in(text: str) -> re.Match[str] | None:
    """The first "2016-xx-xx" or dotted line that waits for its value in the text."""
    lower = text.casefold()  # nearly every text holds neither: looked for in the quickest way first
    return PLACEHOLDER.search(text) if "xx" in lower or "....." in lower else None


def waits(text: str) -> bool:
    """Whether something waits for its value in the text."""
    return placeholder_in(text) is not None


def suspected(text: str) -> list[str]:
    """Words that may be misspelt, each once, in order of the alphabet."""
    return sorted(set(SUSPECTED.findall(text)))


def around(text: str, found: re.Match[str]) -> str:
    """ "… av kommunstyrelsen 2026-xx-xx": what was found, with what stands around it."""
    start = text.rfind(" ", 0, max(found.start() - AROUND, 0)) + 1
    said = " ".join(text[start : found.end() + AROUND].split())
    return f"{'…' if start else ''}{said}{'…' if found.end() + AROUND < len(text) else ''}"


def contacts_in(text: str) -> list[str]:
    """Telephone numbers, e-mail and web addresses, each once, as they are written and in their order."""
    found = list(PHONE.finditer(text))
    if "@" in text:
        found += MAIL.finditer(text)
    if SIGN_OF_WEB.search(text):
        mails = {place for one in found for place in range(*one.span())}
        found += [one for one in WEB.finditer(text) if one.start() not in mails]
    return list(dict.fromkeys(one[0].rstrip(".,;:)") for one in sorted(found, key=lambda one: one.start())))


def named(words: Sequence[str]) -> str:
    """The first few, and that there are more."""
    return ", ".join([*words[:MOST_NAMED], *(["…"] if len(words) > MOST_NAMED else [])])


@dataclass(frozen=True)
class Abolished:
    """The authorities that are no more, by name: whole words, whichever letters are capitals, also in the genitive."""

    rows: Sequence[Mapping[str, str]]

    @cached_property
    def patterns(self) -> list[tuple[str, re.Pattern[str], Mapping[str, str]]]:
        """The longest names first: of two that begin alike the longer is meant."""
        named = sorted((one for one in self.rows if one["name"].strip()), key=lambda one: -len(one["name"]))
        names = [(squeezed(one["name"]), one) for one in named]
        return [(name, re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)"), one) for name, one in names]

    def found_in(self, text: str) -> Iterator[Mapping[str, str]]:
        """Each of those that the text names, once."""
        lower = text.casefold()
        if not any(word in lower for word in self.first_words):
            return  # most texts: they are not looked through word by word
        words = squeezed(text)
        for name, pattern, one in self.patterns:
            if name in words and pattern.search(words):
                words = pattern.sub(" ", words)
                yield one

    @cached_property
    def first_words(self) -> set[str]:
        return {name.split()[0] for name, _pattern, _one in self.patterns}


def squeezed(name: str) -> str:
    return " ".join(name.split()).casefold()
