"""What was understood of a whole document, as plain values: what the reader makes and the review works with.

Everything that stood in the document stands in a section's body, a heading, a header field, a table, or a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class ResponsibilityFound:
    """Somebody whom a block such as "Ansvarig förvaltning" names. `part` is a value of Responsibility.Part."""

    wording: str
    part: str
    scope_note: str = ""


@dataclass(frozen=True)
class MeasureFound:
    """A measure that a section could be: proposed, never made unasked. The section keeps its text."""

    text: str
    responsibilities: tuple[ResponsibilityFound, ...] = ()


@dataclass(frozen=True)
class SectionFound:
    """A heading and its rich text, in reading order; `level` 1 is a chapter.

    `number` is what the source wrote before the heading ("2.1.1", or nothing). `body` is cleaned rich text whose
    images point at `ImageFound.uid`.
    """

    level: int
    heading: str
    body: str = ""
    number: str = ""
    is_numbered: bool = True
    is_annex: bool = False
    measure: MeasureFound | None = None


@dataclass(frozen=True)
class TableFound:
    """A table that looks like measures. `section` is the place in `sections` that it stood in (-1: before them all).

    Other tables stand in their section's body. `html` is the table alone, as the table reader takes it.
    """

    section: int
    html: str
    rows: int


@dataclass(frozen=True)
class HeaderFound:
    """A field of the document's head: "value", or "none" where the source says "-"."""

    label: str
    value: str
    state: str = "value"


@dataclass(frozen=True)
class ImageFound:
    """A picture of the document: PNG or JPEG as it came, base64."""

    uid: str
    name: str
    content: str


@dataclass(frozen=True)
class NoteFound:
    """Something that was not taken over as it stood: `kind` says what, `text` the words or a part of them.

    Kinds: comment, tracked_insertion, tracked_deletion, contents, page_furniture, text_box, image, embedded, field,
    deep_list, equation, header_footer, style, other.
    """

    kind: str
    text: str = ""


@dataclass(frozen=True)
class DocumentReading:
    """Everything that was understood, and what was not."""

    title: str = ""
    header: tuple[HeaderFound, ...] = ()
    sections: tuple[SectionFound, ...] = ()
    tables: tuple[TableFound, ...] = ()
    images: tuple[ImageFound, ...] = ()
    notes: tuple[NoteFound, ...] = ()
    schema: int = field(default=1)

    def as_values(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> DocumentReading:
        """The reading that `as_values` wrote."""
        return cls(
            title=values["title"],
            header=tuple(HeaderFound(**one) for one in values["header"]),
            sections=tuple(_section(one) for one in values["sections"]),
            tables=tuple(TableFound(**one) for one in values["tables"]),
            images=tuple(ImageFound(**one) for one in values["images"]),
            notes=tuple(NoteFound(**one) for one in values["notes"]),
            schema=values["schema"],
        )


def _section(values: Mapping[str, Any]) -> SectionFound:
    measure = values["measure"]
    if measure:
        found = tuple(ResponsibilityFound(**one) for one in measure["responsibilities"])
        measure = MeasureFound(measure["text"], found)
    return SectionFound(**{**values, "measure": measure})
