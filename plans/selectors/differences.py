"""What was changed from one plan's values to another's: pure, so that drafts, approvals and editions compare alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.differences import FieldChange, said_differences, word_differences
from foundation.rich_differences import rich_differences
from plans.frozen import place_names
from plans.schema import Values
from plans.tree_words import NOTHING, Said, Texts, headings_by_number, label_of, node_texts, own_numbers

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class PartChange:
    """A section, a measure or the plan's own facts, and what became of it."""

    kind: Kind
    about: str
    name: str
    fields: tuple[FieldChange, ...] = ()
    is_moved: bool = False


@dataclass(frozen=True)
class Differences:
    """All changes in the order of the newer tree; what was removed comes last."""

    facts: tuple[PartChange, ...]
    sections: tuple[PartChange, ...]
    areas: tuple[PartChange, ...]
    measures: tuple[PartChange, ...]

    @property
    def count(self) -> int:
        return len(self.facts) + len(self.sections) + len(self.areas) + len(self.measures)

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True)
class Part:
    """A section or measure as it is compared: its name, where it stands, and what it says by the name of the field."""

    name: str
    place: Any
    texts: Texts


def tree_differences(old: Values, new: Values) -> Differences:
    """What became of `old` in `new`, both a plan's values in today's shape."""
    shown = old["images"].keys() & new["images"].keys()
    facts = text_changes(fact_texts(old, shown), fact_texts(new, shown))
    return Differences(
        facts=(PartChange("changed", "facts", str(new["title"]), facts),) if facts else (),
        sections=tuple(part_changes("section", dict(section_parts(old)), dict(section_parts(new)))),
        areas=tuple(part_changes("area", dict(area_parts(old)), dict(area_parts(new)))),
        measures=tuple(part_changes("measure", dict(measure_parts(old)), dict(measure_parts(new)))),
    )


def part_changes(about: str, old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[PartChange]:
    moved = moved_parts(old, new)
    for uid, part in new.items():
        if uid not in old:
            yield PartChange("added", about, part.name, text_changes({}, said_texts(part.texts)))
            continue
        fields = text_changes(old[uid].texts, part.texts)
        if fields or uid in moved:
            yield PartChange("changed" if fields else "moved", about, part.name, fields, is_moved=uid in moved)
    for uid, part in old.items():
        if uid not in new:
            yield PartChange("removed", about, part.name, text_changes(said_texts(part.texts), {}))


def moved_parts(old: Mapping[str, Part], new: Mapping[str, Part]) -> set[str]:
    """Those that stand in another place, or before another of those that stand in the same."""
    found = {uid for uid in new if uid in old and old[uid].place != new[uid].place}
    rows: dict[Any, list[str]] = defaultdict(list)
    for uid, part in new.items():
        if uid in old and uid not in found:
            rows[part.place].append(uid)
    order = {uid: place for place, uid in enumerate(old)}
    return found.union(*(set(row) - longest_rising(row, order) for row in rows.values()))


def longest_rising(row: list[str], order: Mapping[str, int]) -> set[str]:
    """The most that can be said to have kept their order: the others were moved past them."""
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for uid in row:
        place = next((at for at, end in enumerate(ends) if order[end] >= order[uid]), len(ends))
        before[uid] = ends[place - 1] if place else None
        ends[place:] = [uid, *ends[place + 1 :]]
    found, last = set[str](), ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def said_texts(texts: Texts) -> Texts:
    """What a part that came or went says: not all that it does not say."""
    return {name: one for name, one in texts.items() if one}


def text_changes(old: Texts, new: Texts) -> tuple[FieldChange, ...]:
    """The fields that differ, each said word by word; also what was changed behind the same words."""
    names = [*new, *(name for name in old if name not in new)]
    pairs = ((name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in names)
    differing = ((name, was, now) for name, was, now in pairs if was != now)
    return tuple(FieldChange(name, label_of(name), difference(name, was, now)) for name, was, now in differing)


def difference(name: str, old: Said, new: Said) -> SafeString:
    if old.words == new.words:
        unseen = _("It reads as before, but something behind the words has been changed.")
        return format_html("{} <ins>{}</ins>", new.words, unseen)
    if name == "body":
        return rich_differences(old.words, new.words)
    return said_differences(word_differences(old.words, new.words))


def fact_texts(values: Values, images: Collection[str]) -> Texts:
    """What the plan says of itself besides sections and measures. A picture comes and goes with its section's text."""
    pictures = [values["images"][uid] for uid in sorted(images)]
    return node_texts({**values, "images": pictures}, without=("kind", "sections", "focus_areas"))


def section_parts(values: Values) -> Iterator[tuple[str, Part]]:
    """Every section by uid; its place is the section that it stands under."""
    names, numbers = place_names(values), own_numbers(values)
    waiting = [("", section) for section in reversed(values["sections"])]
    while waiting:
        above, section = waiting.pop()
        uid = section["uid"]
        yield uid, Part(names[uid], above, {**node_texts(section, without=("children",)), "number": numbers[uid]})
        waiting += [(uid, child) for child in reversed(section["children"])]


def area_parts(values: Values) -> Iterator[tuple[str, Part]]:
    for area in values["focus_areas"]:
        if area["uid"]:
            yield area["uid"], Part(area["name"], "", node_texts(area, without=("measures",)))


def measure_parts(values: Values) -> Iterator[tuple[str, Part]]:
    """Every measure by uid; its place is its area, its number is counted."""
    names, headings = place_names(values), headings_by_number(values)
    for area in values["focus_areas"]:
        for measure in area["measures"]:
            number = measure["section_number"]
            origin = {"section_number": headings.get(number, number)}
            texts = node_texts({**measure, **origin}, without=("number",))
            yield measure["uid"], Part(names[measure["uid"]], area["uid"], texts)
