"""The plan on paper: cover, contents, follow-up, sections, and a measure table for each area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.values import COLUMNS, FULFILMENT_LABELS
from reports.documents.answers import SYMBOLS
from reports.documents.cells import Printing, Values, cells_of
from reports.documents.columns import Column, columns_of, has_long_words, is_tall, longest_word
from reports.documents.follow_up import FollowUp, follow_up_of
from reports.documents.text import in_words, one_line, plain_text, printable, section_sign

STYLESHEETS = ("css/paper.css", "css/paper-plan.css")
LOGO = "image:logo"
DEEPEST_HEADING = 6
CHARACTERS_OF_A_PAGE = 5000
LONG_WORD = 40  # an address, not Swedish
SHORT_TITLE, LONG_TITLE, MANY_FIELDS = 90, 180, 12


@dataclass(frozen=True)
class Paper:
    """What stands around the values on this copy: its state, and what the decision added."""

    label: str
    edition: int | None = None
    sha256: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    paragraph: str = ""
    registry_number: str = ""
    logo: bytes = field(default=b"", repr=False)

    @property
    def decision(self) -> str:
        """ "Kommunstyrelsen, 12 mars 2027, § 55": as much of it as is known."""
        known = (one_line(self.decided_by), in_words(self.decided_on), section_sign(self.paragraph))
        return ", ".join(part for part in known if part)


@dataclass(frozen=True)
class Document:
    """Everything the renderer needs, and all that it may reach."""

    title: str
    html: str
    stylesheets: tuple[str, ...]
    images: Mapping[str, bytes]

    @property
    def expected_pages(self) -> int:
        """A guess, for the progress bar only."""
        return 2 + len(self.html) // CHARACTERS_OF_A_PAGE


@dataclass(frozen=True)
class Heading:
    """A line of the contents, and the heading that it leads to."""

    anchor: str
    level: int
    number: str
    text: str

    @property
    def tag(self) -> str:
        return f"h{min(self.level, DEEPEST_HEADING)}"

    @property
    def label(self) -> str:
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True)
class PrintedSection:
    heading: Heading
    body: SafeString


@dataclass(frozen=True)
class PrintedRow:
    """A measure; its kinds ("tall", "long-words") ask for what other rows are better without."""

    cells: tuple[SafeString, ...]
    kinds: str


@dataclass(frozen=True)
class Area:
    """An area's table: the plan's column labels, or those of this very table."""

    heading: Heading
    name: tuple[str, ...]
    word: str
    labels: tuple[str, ...]
    rows: tuple[PrintedRow, ...]


def plan_document(values: Values, paper: Paper, round_values: Values | None = None) -> Document:
    """The plan as a document, in Swedish; with `round_values` also what was answered and who is silent."""
    with translation.override("sv"):
        context = plan_context(values, paper, round_values)
        html = render_to_string("reports/plan.html", context)
    images = {LOGO: paper.logo} if paper.logo else {}
    return Document(title=context["title"], html=html, stylesheets=stylesheets(), images=images)


def stylesheets() -> tuple[str, ...]:
    return tuple((Path(settings.BASE_DIR) / "static" / name).read_text() for name in STYLESHEETS)


def plan_context(values: Values, paper: Paper, round_values: Values | None) -> dict[str, Any]:
    labels: dict[str, str] = {
        **{key.value: word for key, word in FULFILMENT_LABELS.items()},
        **known(values["fulfilment_labels"]),
    }
    printing = Printing(answers=(round_values or {}).get("measures", {}), fulfilment_labels=labels)
    rows = {measure["uid"]: cells_of(measure, printing) for measure in all_measures(values)}
    columns = columns_of(list(rows.values()), all_labels(values))
    sections = printed_sections(values["sections"])
    areas = printed_areas(values, columns, rows)
    follow_up = follow_up_of(round_values, labels) if round_values else None
    return {
        "title": one_line(values["title"]) or _("Untitled plan"),
        "document_type": one_line(values["document_type"]),
        "municipality": values["municipality"],
        "contact": contact_of(values["municipality"]),
        "registry_number": one_line(paper.registry_number or values["registry_number"]),
        "paper": paper,
        "logo": LOGO if paper.logo else "",
        "header": header_rows(values["header"]),
        "cover_size": cover_size(one_line(values["title"]), values["header"]),
        "contents": contents_of(sections, areas, follow_up),
        "sections": sections,
        "has_long_words": any(longest_word(one.body) > LONG_WORD for one in sections),
        "follow_up": follow_up,
        "columns": columns,
        "areas": areas,
        "legend": [(key, SYMBOLS[key], one_line(labels[key])) for key in SYMBOLS],
    }


def cover_size(title: str, header: list[Values]) -> str:
    """A long title is set smaller, and many header fields move up, so that the cover stays one page."""
    length = len(title)
    size = "short" if length <= SHORT_TITLE else "long" if length <= LONG_TITLE else "longest"
    return f"{size} crowded" if len(header) > MANY_FIELDS or length > LONG_TITLE else size


def known(labels: Mapping[str, str]) -> dict[str, str]:
    return {key: label for key, label in labels.items() if one_line(label)}


def contact_of(municipality: Values) -> list[str]:
    """How the municipality is reached, on one line at the foot of the cover."""
    keys = ("postal_address", "visiting_address", "phone", "email", "website")
    return [text for text in (one_line(municipality.get(key)) for key in keys) if text]


def header_rows(fields: list[Values]) -> list[tuple[str, SafeString]]:
    """What is filled in, and what is said not to apply; what nobody has filled in is not printed."""
    printed = {"value": lambda field: plain_text(field["value"]), "none": lambda field: plain_text("–")}
    return [(one_line(one["label"]), printed[one["state"]](one)) for one in fields if one["state"] in printed]


def printed_sections(sections: list[Values]) -> list[PrintedSection]:
    """The sections in reading order, a heading one step smaller for each step down."""
    return [
        PrintedSection(
            heading=Heading(
                anchor=f"s-{place}",
                level=level,
                number=one_line(section.get("number")),
                text=one_line(section["heading"]),
            ),
            body=plain_text(section["body"]),
        )
        for place, (level, section) in enumerate(in_reading_order(sections, level=2), start=1)
    ]


def in_reading_order(sections: list[Values], *, level: int) -> Iterator[tuple[int, Values]]:
    for section in sections:
        yield level, section
        yield from in_reading_order(section["children"], level=level + 1)


def all_measures(values: Values) -> Iterator[Values]:
    for area in values["focus_areas"]:
        yield from area["measures"]


def all_labels(values: Values) -> list[dict[str, str]]:
    """The column labels of each area: the plan's own, changed where that table has others."""
    plan_labels = {"number": _("No."), **COLUMNS, **known(values["column_labels"])}
    return [plan_labels | known(area.get("column_labels") or {}) for area in values["focus_areas"]]


def printed_areas(values: Values, columns: list[Column], rows: Mapping[str, Mapping[str, SafeString]]) -> list[Area]:
    return [
        printed_area(area, labels, columns, rows, place)
        for place, (area, labels) in enumerate(zip(values["focus_areas"], all_labels(values), strict=True), start=1)
        if area["measures"]
    ]


def printed_area(
    area: Values,
    labels: Mapping[str, str],
    columns: list[Column],
    rows: Mapping[str, Mapping[str, SafeString]],
    place: int,
) -> Area:
    name = tuple(line.strip() for line in printable(area["name"]).split("\n") if line.strip())
    text = " · ".join(name) or _("Measures without an area")
    cells = [rows[measure["uid"]] for measure in area["measures"]]
    return Area(
        heading=Heading(anchor=f"o-{place}", level=3, number="", text=text),
        name=name or (text,),
        word=one_line(labels["focus_area"]) if name else "",
        labels=tuple(one_line(labels[column.key]) for column in columns),
        rows=tuple(PrintedRow(tuple(row[column.key] for column in columns), kinds_of(row, columns)) for row in cells),
    )


def kinds_of(row: Mapping[str, SafeString], columns: list[Column]) -> str:
    kinds = {"tall": is_tall(row, columns), "long-words": has_long_words(row, columns)}
    return " ".join(kind for kind, is_so in kinds.items() if is_so)


def contents_of(sections: list[PrintedSection], areas: list[Area], follow_up: FollowUp | None) -> list[Heading]:
    """What the contents page lists: headings of two levels, the follow-up and each area's table."""
    listed = [Heading(anchor="follow-up", level=2, number="", text=follow_up.heading)] if follow_up else []
    listed += [one.heading for one in sections if one.heading.level <= 3 and one.heading.label]
    if areas:
        listed.append(Heading(anchor="measures", level=2, number="", text=_("Measures")))
        listed += [area.heading for area in areas]
    return listed
