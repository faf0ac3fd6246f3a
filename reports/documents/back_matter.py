"""What stands around the chapters: the levels explained, related documents, abbreviations, officers and signers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.documents.headings import Heading
from reports.documents.prose import bare
from reports.documents.text import joined, one_line, plain_text

Values = Mapping[str, Any]
OFFICER, SIGNER, SOURCE = "officer", "signer", "source"


@dataclass(frozen=True)
class Level:
    """A prevention level and what is said of it, each with its word."""

    name: str
    description: SafeString
    notes: tuple[tuple[str, SafeString], ...]


@dataclass(frozen=True)
class PrintedDocument:
    title: str
    reference: str
    url: str
    address: str


@dataclass(frozen=True)
class Signer:
    name: str
    title: str


@dataclass(frozen=True)
class BackMatter:
    """What stands after the measures, each only when there is something."""

    documents: list[PrintedDocument]
    sources: list[PrintedDocument]
    abbreviations: list[tuple[str, str]]
    signers: list[Signer]

    @property
    def headings(self) -> list[Heading]:
        found = (
            (self.documents, "documents", _("Documents that belong with the plan")),
            (self.sources, "sources", _("Sources")),
            (self.abbreviations, "abbreviations", _("Abbreviations")),
            (self.signers, "signatures", _("Signatures")),
        )
        return [Heading.of(anchor, text) for rows, anchor, text in found if rows]


def levels_of(values: Values) -> list[Level]:
    """The plan's levels of which something is said; only where there are measures to read it for."""
    notes = values["level_notes"] if any(area["measures"] for area in values["focus_areas"]) else {}
    return [
        printed_level(name, notes[name]) for name in values["prevention_levels"] if any(notes.get(name, {}).values())
    ]


def printed_level(name: str, said: Mapping[str, str]) -> Level:
    words = {"actors": _("Actors"), "examples": _("Examples")}
    notes = ((word, plain_text(said.get(key))) for key, word in words.items())
    return Level(one_line(name), plain_text(said.get("description")), tuple(note for note in notes if note[1]))


def back_matter_of(values: Values) -> BackMatter:
    documents = [(one["kind"], printed_document(one)) for one in values["related_documents"]]
    return BackMatter(
        documents=[one for kind, one in documents if kind != SOURCE],
        sources=[one for kind, one in documents if kind == SOURCE],
        abbreviations=[(one_line(short), one_line(long)) for short, long in values["abbreviations"]],
        signers=[
            Signer(one_line(one["name"]), one_line(one["title"]))
            for one in values["officials"]
            if one["role"] == SIGNER
        ],
    )


def printed_document(document: Values) -> PrintedDocument:
    url = one_line(document["url"])
    is_web = url.startswith(("http://", "https://"))
    return PrintedDocument(
        title=one_line(document["title"]),
        reference=one_line(document["reference"]),
        url=url if is_web else "",
        address=bare(url) if is_web else "",
    )


def officers_of(values: Values) -> list[tuple[str, SafeString]]:
    """Who has prepared the matter, as a row of the box on the cover."""
    officers = [one for one in values["officials"] if one["role"] == OFFICER]
    if not officers:
        return []
    named = (", ".join(filter(None, (one_line(one["name"]), one_line(one["title"])))) for one in officers)
    return [(_("Officer"), joined(format_html("<p>{}</p>", words) for words in named))]
