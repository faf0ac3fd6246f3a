"""Which unit or function a wording means: a proposal, never a refusal.

known = known_subjects(municipality)                 two statements, whatever is asked of it then
known.match("Rådet för trygghet och hälsa (RTH)")    → Match(unit=…, is_certain=True)
known.match("Utvecklingsstrateg i samverkan med …")  → Match(function=…, is_certain=False)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Municipality
from foundation.search_text import folded
from plans.models.measure import LONGEST_WORDING
from responsibilities.models import Function, Unit

EACH_ADMINISTRATION = re.compile(
    r"^(?:respektive|varje|samtliga|alla) (?:förvaltning(?:ar)?|division(?:er)?|kontor|sektor(?:er)?)$"
)
PARENTHESIS = re.compile(r"\(([^()]*)\)")
FILLER = " ,.;:–-"


@dataclass(frozen=True)
class Match:
    """A unit, a function or "each administration". Certain: the wording is its name, not only begins with it."""

    unit: Unit | None = None
    function: Function | None = None
    is_each_administration: bool = False
    is_certain: bool = True

    @property
    def subject(self) -> Unit | Function | None:
        return self.unit or self.function


@dataclass(frozen=True)
class KnownSubjects:
    """All names in a municipality that a wording may mean."""

    by_name: dict[str, tuple[Match, ...]]
    units: tuple[Unit, ...]
    functions: tuple[Function, ...]
    administration_word: str = "förvaltning"

    def match(self, wording: str) -> Match | None:
        """Whom the wording means, or None. Two that bear the same name are nobody."""
        words = folded(wording).strip(FILLER)
        if not words or len(words) > LONGEST_WORDING:
            return None
        if EACH_ADMINISTRATION.match(words) or words == f"respektive {folded(self.administration_word)}":
            return Match(is_each_administration=True)
        return self.named(words) or self.named_with_short_form(words) or self.beginning(words)

    def named(self, words: str) -> Match | None:
        found = self.by_name.get(words.strip(FILLER), ())
        return found[0] if len(found) == 1 else None

    def named_with_short_form(self, words: str) -> Match | None:
        """ "Rådet för trygghet och hälsa (RTH)": the name and its short form, which must not mean someone else."""
        short = PARENTHESIS.search(words)
        if not short:
            return None
        name = self.named(" ".join(PARENTHESIS.sub(" ", words).split()))
        other = self.named(short[1])
        if name and other and name.subject != other.subject:
            return None
        found = name or other
        is_certain = bool(name)
        return found and Match(unit=found.unit, function=found.function, is_certain=is_certain)

    def beginning(self, words: str) -> Match | None:
        """The longest name that the wording begins with, followed by more: likely, not certain."""
        for end in sorted((place.start() for place in re.finditer(r"[\s,(:;]", words)), reverse=True):
            found = self.named(words[:end])
            if found:
                return Match(unit=found.unit, function=found.function, is_certain=False)
        return None

    def names(self) -> list[str]:
        """What is offered while one writes: each subject once, under its own name."""
        return sorted({unit.name for unit in self.units} | {one.title for one in self.functions}, key=folded)


def known_subjects(municipality: Municipality) -> KnownSubjects:
    """Units and functions that can be given something to do, by every name they bear; two statements."""
    return subjects_among(
        tuple(Unit.objects.selectable().filter(municipality=municipality)),
        tuple(Function.objects.current().filter(municipality=municipality).select_related("unit")),
        administration_word=municipality.administration_word,
    )


def subjects_among(
    units: tuple[Unit, ...], functions: tuple[Function, ...], *, administration_word: str
) -> KnownSubjects:
    """These units and functions by every name they bear."""
    found: dict[str, list[Match]] = defaultdict(list)
    for name, match in named_matches(units, functions):
        found[name].append(match)
    return KnownSubjects(
        by_name={name: tuple(matches) for name, matches in found.items()},
        units=units,
        functions=functions,
        administration_word=administration_word,
    )


def named_matches(units: Iterable[Unit], functions: Iterable[Function]) -> Iterable[tuple[str, Match]]:
    for unit in units:
        for name in unit.names:
            yield name, Match(unit=unit)
    for function in functions:
        for name in function.names:
            yield name, Match(function=function)
