"""Which columns the measure table has, how wide they are, and which rows are too tall to be kept whole.

Widths are reckoned once for the whole plan, so that every area's table has the same: each column is as wide as its
longest word needs, and what is left goes to those that have most to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.safestring import SafeString

Row = Mapping[str, SafeString]

TABLE_MM = 265.0  # landscape A4 within its margins
CHARACTER_MM = 1.55  # 8.5 pt Source Sans 3, with some air for semibold
PADDING_MM = 4.0
LONGEST_WORD, SHORTEST_LIMIT = 24, 8  # "Utbildningsförvaltningen" is kept whole while there is room
FOR_WORDS = 0.75  # the part of the width that longest words may claim
LEAST_WISH = 40  # a column that says little still wants the space of so many characters
LINES_OF_A_PAGE = 34

_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"[\s/-]+")


@dataclass(frozen=True)
class Column:
    """A column of the table; `width` in percent of it."""

    key: str
    width: float

    @property
    def characters(self) -> float:
        """How many characters a line of the column holds."""
        return max(1.0, (self.width / 100 * TABLE_MM - PADDING_MM) / CHARACTER_MM)


def columns_of(rows: Sequence[Row], labels: Iterable[Mapping[str, str]]) -> list[Column]:
    """The columns that have something in them anywhere in the plan, in the order of reading."""
    headings = list(labels)
    used = [key for key in (rows[0] if rows else ()) if any(row[key] for row in rows)]
    texts = {key: [words_of(row[key]) for row in rows] for key in used}
    longest = {
        key: max(longest_word(text) for text in (*texts[key], *(one[key] for one in headings if key in one)))
        for key in used
    }
    least = least_widths(longest)
    wishes = {key: wish(texts[key], is_number=key == "number") for key in used}
    left = TABLE_MM - sum(least.values())
    shares = {key: least[key] + left * wishes[key] / max(sum(wishes.values()), 1) for key in used}
    total = sum(shares.values())
    return [Column(key=key, width=round(100 * share / total, 2)) for key, share in shares.items()]


def words_of(cell: str) -> str:
    return unescape(_TAG.sub(" ", cell))


def longest_word(text: str) -> int:
    return max((len(word) for word in _BREAK.split(text)), default=0)


def least_widths(longest: Mapping[str, int]) -> dict[str, float]:
    """Millimetres for the longest word of each column; where all cannot have that, the longest are hyphenated."""
    for limit in range(LONGEST_WORD, SHORTEST_LIMIT - 1, -1):
        widths = {key: PADDING_MM + CHARACTER_MM * min(length, limit) for key, length in longest.items()}
        if sum(widths.values()) <= FOR_WORDS * TABLE_MM:
            return widths
    return widths


def wish(texts: Sequence[str], *, is_number: bool) -> float:
    """How much more a column wants: by what its cells hold on average, less than in proportion."""
    if is_number:
        return 0.0
    mean = sum(len(" ".join(text.split())) for text in texts) / len(texts)
    return float(max(mean, LEAST_WISH) ** 0.9)


def is_tall(row: Row, columns: Iterable[Column]) -> bool:
    """Whether the row cannot stand on one page, so that it has to be cut somewhere."""
    return any(lines_of(row[column.key], column) > LINES_OF_A_PAGE for column in columns)


def has_long_words(row: Row, columns: Iterable[Column]) -> bool:
    """Whether a word may have to be broken where no hyphen belongs. Rare; to look for it everywhere costs time."""
    return any(longest_word(words_of(row[column.key])) > column.characters for column in columns)


def lines_of(cell: str, column: Column) -> float:
    breaks = cell.count("</p>") + cell.count("</li>") + cell.count("<br>")
    return breaks * 0.6 + 1.1 * len(words_of(cell)) / column.characters
