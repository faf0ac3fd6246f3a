"""The plan on paper: cover, contents, follow-up, sections, and a measure table for each area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.prose import sections_in_order
from plans.values import FULFILMENT_LABELS
from reports.documents.answers import legend_of
from reports.documents.areas import Area, all_labels, all_measures, known, printed_areas
from reports.documents.back_matter import BackMatter, Level, back_matter_of, levels_of, officers_of
from reports.documents.cells import Printing, Values, cells_of
from reports.documents.columns import columns_of, longest_word
from reports.documents.follow_up import FollowUp, follow_up_of
from reports.documents.headings import Heading
from reports.documents.paper import LOGO, Document, contact_of, styles
from reports.documents.parts import PARTS, Part
from reports.documents.prose import IMAGE, paper_prose
from reports.documents.text import in_words, one_line, plain_text, section_sign

STYLESHEETS = ("css/paper.css", "css/paper-plan.css", "css/paper-prose.css")
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
    printed_at: datetime | None = None
    part: str = Part.WHOLE
    logo: bytes = field(default=b"", repr=False)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def standing(self) -> str:
        """ "Utkast, utskrivet 2026-11-21 14:05": tomorrow's draft may be another; an edition is always the same."""
        if self.printed_at is None:
            return self.label
        said = {"state": self.label, "moment": self.printed_at.strftime("%Y-%m-%d %H:%M")}
        return _("%(state)s, printed %(moment)s") % said

    @property
    def decision(self) -> str:
        """ "Kommunstyrelsen, 12 mars 2027, § 55": as much of it as is known."""
        known = (one_line(self.decided_by), in_words(self.decided_on), section_sign(self.paragraph))
        return ", ".join(part for part in known if part)


@dataclass(frozen=True)
class PrintedSection:
    heading: Heading
    body: SafeString


def plan_document(values: Values, paper: Paper, round_values: Values | None = None) -> Document:
    """The plan as a document, in Swedish; with `round_values` also what was answered and who is silent."""
    with translation.override("sv"):
        context = plan_context(values, paper, round_values)
        html = render_to_string("reports/plan.html", context)
    return Document(title=context["title"], html=html, stylesheets=styles(STYLESHEETS), images=images_of(paper))


def images_of(paper: Paper) -> dict[str, bytes]:
    """The logo and the pictures by the address under which the paper shows them."""
    images = {f"{IMAGE}{uid}": content for uid, content in paper.pictures.items()}
    return images | ({LOGO: paper.logo} if paper.logo else {})


def plan_context(values: Values, paper: Paper, round_values: Values | None) -> dict[str, Any]:
    part, whole = PARTS[paper.part], values
    values = part.of(whole)
    labels: dict[str, str] = {
        **{key.value: word for key, word in FULFILMENT_LABELS.items()},
        **known(values["fulfilment_labels"]),
    }
    printing = Printing(answers=(round_values or {}).get("measures", {}), fulfilment_labels=labels)
    rows = {measure["uid"]: cells_of(measure, printing) for measure in all_measures(values)}
    columns = columns_of(list(rows.values()), all_labels(values))
    sections, annexes = printed_sections(values, whole)
    areas = printed_areas(values, columns, rows)
    follow_up = follow_up_of(round_values, labels) if round_values else None
    levels, back = levels_of(values), back_matter_of(values)
    return {
        "title": one_line(values["title"]) or _("Untitled plan"),
        "document_type": one_line(values["document_type"]),
        "municipality": values["municipality"],
        "contact": contact_of(values["municipality"]),
        "registry_number": one_line(paper.registry_number or values["registry_number"]),
        "paper": paper,
        "part": part.words,
        "logo": LOGO if paper.logo else "",
        "header": header_rows(values["header"]) + officers_of(values),
        "cover_size": cover_size(one_line(values["title"]), values["header"]),
        "contents": contents_of(sections, areas, follow_up, levels, back, annexes),
        "sections": sections,
        "annexes": annexes,
        "levels": levels,
        "back": back,
        "has_long_words": any(longest_word(one.body) > LONG_WORD for one in sections),
        "follow_up": follow_up,
        "columns": columns,
        "areas": areas,
        "legend": legend_of([printing.answers[uid] for uid in rows if uid in printing.answers], labels),
    }


def cover_size(title: str, header: list[Values]) -> str:
    """A long title is set smaller, and many header fields move up, so that the cover stays one page."""
    length = len(title)
    size = "short" if length <= SHORT_TITLE else "long" if length <= LONG_TITLE else "longest"
    return f"{size} crowded" if len(header) > MANY_FIELDS or length > LONG_TITLE else size


def header_rows(fields: list[Values]) -> list[tuple[str, SafeString]]:
    """What is filled in, and what is said not to apply; what nobody has filled in is not printed."""
    printed = {"value": lambda field: plain_text(field["value"]), "none": lambda field: plain_text("–")}
    return [(one_line(one["label"]), printed[one["state"]](one)) for one in fields if one["state"] in printed]


def printed_sections(values: Values, whole: Values) -> tuple[list[PrintedSection], list[PrintedSection]]:
    """The chapters and the annexes in reading order, a heading one step smaller for each step down.

    What the text points at in the `whole` plan is called by its name also where this paper leaves it out.
    """
    prose = paper_prose(dict(whole), anchors_of(values))
    chapters, annexes = (
        [
            PrintedSection(
                heading=Heading(
                    anchor=f"s-{section['uid']}",
                    level=level,
                    number=one_line(section.get("number")),
                    text=one_line(section["heading"]),
                ),
                body=prose[section["uid"]],
            )
            for level, section in sections_in_order([top for top in values["sections"] if top["is_annex"] == is_annex])
        ]
        for is_annex in (False, True)
    )
    return chapters, annexes


def anchors_of(values: Values) -> frozenset[str]:
    """The places that this paper has: headings that say something, and measures."""
    headings = (
        f"s-{one['uid']}"
        for _level, one in sections_in_order(values["sections"])
        if one_line(one["number"]) or one_line(one["heading"])
    )
    return frozenset([*headings, *(f"m-{measure['number']}" for measure in all_measures(values))])


def contents_of(
    sections: list[PrintedSection],
    areas: list[Area],
    follow_up: FollowUp | None,
    levels: list[Level],
    back: BackMatter,
    annexes: list[PrintedSection],
) -> list[Heading]:
    """What the contents page lists, in the order of the paper: headings of two levels, and each area's table."""
    listed = [Heading.of("follow-up", follow_up.heading)] if follow_up else []
    listed += listed_headings(sections)
    listed += [Heading.of("levels", _("Prevention levels"))] if levels else []
    if areas:
        listed += [Heading.of("measures", _("Measures")), *(area.heading for area in areas if area.has_heading)]
    listed += [*back.headings, *listed_headings(annexes)]
    return listed if len(listed) > 1 else []  # one line finds nothing that the next page does not show


def listed_headings(sections: list[PrintedSection]) -> list[Heading]:
    return [one.heading for one in sections if one.heading.level <= 3 and one.heading.label]
