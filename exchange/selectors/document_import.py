"""What a document becomes in its plan, as the page shows it: sections, proposals, head, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from exchange.selectors.document_taken import Choice, Proposal
from exchange.selectors.measure_import import Person, people_of
from foundation.rich_text import IMAGE, plain
from plans.checks import around, placeholder_in
from plans.models import DocumentImport
from plans.prose import screen_prose
from plans.subjects import Match

MANY = 150
"""Sections whose whole text a page bears; of a longer document the beginning of each is shown."""
BEGINNING = 1_200
SHORT = 150  # words


@dataclass(frozen=True)
class SectionReview:
    """A section that was found, as it will stand, and what was chosen about it."""

    place: int
    heading: str
    number: str
    text: SafeString
    beginning: str
    size: int
    choice: Choice
    proposal: Proposal | None
    people: Sequence[Person]
    is_unfolded: bool
    parts: int = 1
    """How many sections of the plan it takes: more than one where a section cannot hold it all."""
    placeholder: str = ""
    """Words around something that the document leaves to be filled in."""

    @property
    def levels(self) -> list[tuple[int, bool]]:
        return [(level, level == self.choice.level) for level in range(1, 7)]


def first_choice(section: Mapping[str, Any]) -> Choice:
    """What is proposed: everything is taken in as it was found."""
    return Choice(level=section["level"], is_numbered=section["is_numbered"], makes_measure=bool(section["measure"]))


def section_reviews(
    document: DocumentImport,
    choices: Sequence[Choice],
    tables: Iterable[int],
    matches: Mapping[str, Match | None],
    *,
    parts: Mapping[int, int],
    has_all_text: bool = False,
) -> list[SectionReview]:
    """Every section that was found; `tables` are the places of the tables that stay text, `parts` of what is taken.

    `has_all_text`: everything unfolded, however long the document is.
    """
    sections = document.reading["sections"]
    bodies = bodies_with_tables(document, tables)
    prose = rendered(document, bodies) if has_all_text or len(sections) <= MANY else {}
    reviews = []
    for place, (section, choice) in enumerate(zip(sections, choices, strict=True)):
        words = plain(bodies[place])
        size = len(words.split())
        proposal = Proposal.of(section)
        reviews.append(
            SectionReview(
                place=place,
                heading=section["heading"],
                number=section["number"],
                text=prose.get(str(place), SafeString("")),
                beginning=Truncator(words).chars(BEGINNING),
                size=size,
                choice=choice,
                proposal=proposal,
                people=people_of(proposal, matches) if proposal else (),
                is_unfolded=has_all_text or size <= SHORT,
                parts=parts.get(place, 1),
                placeholder=waiting_in(words) or waiting_in(section["heading"]),
            )
        )
    return reviews


def bodies_with_tables(document: DocumentImport, tables: Iterable[int]) -> list[str]:
    """The text of each section, with the tables that stay text last in it."""
    bodies = [section["body"] for section in document.reading["sections"]]
    for place in tables:
        table = document.reading["tables"][place]
        bodies[max(table["section"], 0)] += f"\n{table['html']}"
    return bodies


def waiting_in(words: str) -> str:
    """ "… av kommunstyrelsen 2026-xx-xx": the first thing that is still to be filled in, with what stands around it."""
    found = placeholder_in(words)
    return around(words, found) if found else ""


def rendered(document: DocumentImport, bodies: Sequence[str]) -> dict[str, SafeString]:
    """The bodies as the plan's page will show them, by place."""
    shown = {uid for body in bodies for _alt, uid in IMAGE.findall(body)}
    images = document.plan.images.filter(uid__in=shown) if shown else ()
    unnamed = {"children": [], "number": "", "heading": "", "is_annex": False}
    values: dict[str, Any] = {
        "sections": [{**unnamed, "uid": str(place), "body": body} for place, body in enumerate(bodies)],
        "focus_areas": [],
        "images": {str(one.uid): {"width": one.width, "height": one.height} for one in images},
    }
    return screen_prose(values, lambda uid: reverse("plans:plan_image", args=[document.plan_id, uid]))
