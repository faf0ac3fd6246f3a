"""What two sequences have in common, in bounded time: difflib, with a purse that pays for every comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

LIKE_ENOUGH = 0.4
"""Share of common words from which two blocks are one block that was rewritten."""
MOST_PAIRS = 10_000
"""Blocks tried with each other; beyond that they are paired by place when they are as many, else not at all."""


@dataclass
class Purse:
    """What may still be spent: steps of comparison, some ten million a second."""

    left: int = 5_000_000
    dearest: int = 1_500_000

    def pays(self, old: Sequence[Hashable], new: Sequence[Hashable], is_blank: Callable[[Any], bool]) -> bool:
        """Whether `old` and `new` are compared. Alike tokens are dear: each of them is tried with each."""
        counted = Counter(token for token in new if not is_blank(token))
        alike = sum(counted[token] for token in old)
        price = len(old) * len(new) + 20 * alike
        if price > min(self.left, self.dearest) or alike > 15 * (len(old) + len(new)) + 400:
            return False
        self.left -= price
        return True


@dataclass(frozen=True)
class Stretch:
    """What stands in a stretch of the old and of the new; the same, or one instead of the other."""

    is_same: bool
    old: Sequence[Any]
    new: Sequence[Any]


def never(_token: object) -> bool:
    return False


def stretches(
    old: Sequence[Any], new: Sequence[Any], purse: Purse, *, is_blank: Callable[[Any], bool] = never
) -> list[Stretch] | None:
    """Old and new from end to end, or None when comparing them is too dear."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if middle_old and middle_new and not purse.pays(middle_old, middle_new, is_blank):
        return None
    found = [Stretch(is_same=True, old=old[:head], new=new[:head])]
    matcher = SequenceMatcher(is_blank, middle_old, middle_new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        found.append(Stretch(tag == "equal", middle_old[start:end], middle_new[new_start:new_end]))
    found.append(Stretch(is_same=True, old=old[len(old) - tail :], new=new[len(new) - tail :]))
    return [one for one in found if one.old or one.new]


def paired(old: Sequence[Any], new: Sequence[Any], words: Callable[[Any], Counter[str]]) -> Iterator[tuple[Any, Any]]:
    """Old and new in order, side by side where they are like each other; None stands where one has no fellow."""
    likeness = likenesses([words(one) for one in old], [words(one) for one in new])
    if not likeness and len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    if not likeness:
        yield from ((one, None) for one in old)
        yield from ((None, one) for one in new)
        return
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((one, None) for one in old[i:])
    yield from ((None, one) for one in new[j:])


def likenesses(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> list[list[float]]:
    """How like each old is to each new, 0 to 1; 0 below what is enough. Empty when they are too many to be tried.

    Each word is looked up where it stands: only words that two of them share cost anything.
    """
    if len(old) * len(new) > MOST_PAIRS:
        return []
    stands_in: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, other in enumerate(new):
        for word, count in other.items():
            stands_in[word].append((place, count))
    sizes = [other.total() for other in new]
    found = []
    for one in old:
        common = [0] * len(new)
        for word, count in one.items():
            for place, fellow in stands_in.get(word, ()):
                common[place] += min(count, fellow)
        size = one.total()
        found.append([enough(2 * shared / ((size + other) or 1)) for shared, other in zip(common, sizes, strict=True)])
    return found


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How like two are, as `likenesses` counts it: 0 unless they are one that was rewritten."""
    return likenesses([one], [other])[0][0]


def enough(share: float) -> float:
    return share if share >= LIKE_ENOUGH else 0.0
