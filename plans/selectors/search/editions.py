"""Where the words stand in the editions in force: what readers without a draft can find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import User
from foundation.excerpts import holds
from foundation.rich_text import plain
from foundation.search_text import folded
from plans.frozen import FrozenMeasure, frozen_measures, measure_name, said_in, section_name
from plans.models import Edition
from plans.prose import sections_in_order
from plans.selectors.search.rows import containing


@dataclass(frozen=True)
class Place:
    """A place in a frozen plan: what it is called, what it says, and its anchor on the edition's page."""

    edition: Edition
    name: str
    text: str
    anchor: str = ""

    @property
    def url(self) -> str:
        return f"{self.edition.get_absolute_url()}{self.anchor and '#'}{self.anchor}"


def places_in_editions(user: User, sought: Sequence[str]) -> list[Place]:
    """The places that hold every term, in one statement; one for an edition that scatters them."""
    editions = Edition.objects.visible_to(user).in_force().filter(containing(sought)).defer("search_text")
    return [place for edition in editions.order_by("title", "pk") for place in places_of(edition, sought)]


def places_of(edition: Edition, sought: Sequence[str]) -> list[Place]:
    found = [place for place in all_places(edition) if holds(folded(f"{place.name}\n{place.text}"), sought)]
    return found or [Place(edition, edition.title, "\n".join(place.text for place in all_places(edition)))]


def all_places(edition: Edition) -> Iterator[Place]:
    yield Place(edition, edition.title, "")
    for _level, section in sections_in_order(edition.tree["sections"]):
        yield Place(edition, section_name(section), plain(section["body"]), f"s-{section['uid']}")
    for measure in frozen_measures(edition.tree):
        yield Place(edition, measure_name(measure), words_in(measure), f"m-{measure.number}")


def words_in(measure: FrozenMeasure) -> str:
    """Everything that a measure says, its area and its rows too."""
    return " · ".join(filter(None, [*said_in({**measure.values, "number": "", "section_number": ""}), measure.area]))
