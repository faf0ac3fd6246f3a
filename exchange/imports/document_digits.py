"""Identity numbers in a document, by the place that a reader finds: never the number itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foundation.identity_numbers import find_identity_numbers, places_in_words
from foundation.rich_text import guarded

MOST_TOLD = 5


@dataclass(frozen=True)
class DigitPlace:
    """A text of the document that holds an identity number, or digits that could be one."""

    place: str
    characters: str
    is_certain: bool

    def __str__(self) -> str:
        return _("%(place)s (characters %(characters)s)") % {"place": self.place, "characters": self.characters}


def digit_places(reading: dict[str, Any]) -> list[DigitPlace]:
    """Where a reading (as plain values) holds numbers, in the order of the document."""
    return [found for place, text in texts_of(reading) for found in digits_in(place, text)]


def digits_in(place: str, text: str) -> Iterator[DigitPlace]:
    found = find_identity_numbers(text)
    for is_certain in (True, False):
        some = [one for one in found if (one.kind == "certain") == is_certain]
        if some:
            yield DigitPlace(place, places_in_words(some), is_certain)


def texts_of(reading: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(what the place is called, its words) of everything that could be kept."""
    yield _("The title"), reading["title"]
    for field in reading["header"]:
        yield _("The head of the document"), f"{field['label']}: {field['value']}"
    sections = reading["sections"]
    for number, section in enumerate(sections, start=1):
        yield _("The heading of section %(number)d") % {"number": number}, section["heading"]
        yield called(section["heading"], number), guarded(section["body"])
        measure = section["measure"]
        if measure:
            yield called(section["heading"], number), measure["text"]
    for table in reading["tables"]:
        place = table["section"]
        named = called(sections[place]["heading"], place + 1) if 0 <= place < len(sections) else _("the beginning")
        yield _("A table in %(place)s") % {"place": named}, guarded(table["html"])
    for image in reading["images"]:
        yield _("The name of a picture"), image["name"]
    for note in reading["notes"]:
        yield _("A text beside the document (comment, deleted text or the like)"), note["text"]


def called(heading: str, number: int) -> str:
    """The section by its heading; by its number where the heading itself holds digits to look at."""
    if find_identity_numbers(heading):
        return _("Section %(number)d") % {"number": number}
    return _("Section “%(heading)s”") % {"heading": heading[:80]}


def refusal(places: list[DigitPlace]) -> str:
    """What the person is told whose document holds identity numbers; "" when it holds none for certain."""
    certain = [str(one) for one in places if one.is_certain]
    if not certain:
        return ""
    told = "; ".join(certain[:MOST_TOLD]) + ("; …" if len(certain) > MOST_TOLD else "")
    return _(
        "The document holds a personal identity number and was not kept: %(places)s. Take it out, and read in again."
    ) % {"places": told}
