"""The head of a governing document: rows of "Beslutad av: Kommunstyrelsen", several in one line or cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.text import capfirst
from lxml import html as lxml_html

from accounts.defaults import default_header_fields
from exchange.imports.document.blocks import Block, words
from exchange.imports.document.reading import HeaderFound

_OTHERS = [
    "Dnr",
    "Diarienr",
    "Antagen av",
    "Antagen",
    "Antaget av",
    "Antaget",
    "Fastställd av",
    "Fastställd",
    "Beslutsinstans",
    "Beslutande instans",
    "Gäller från",
    "Gäller till",
    "Gäller för",
    "Giltig från",
    "Giltig till",
    "Giltighetstid",
    "Version",
    "Reviderad",
    "Senast reviderat",
    "Dokumentnamn",
    "Dokumentansvarig",
    "Dokumentägare",
    "Handläggare",
    "Kontaktperson",
    "Diariebeteckning",
    "Sekretess",
    "Ansvarig nämnd",
    "Ansvarig för revidering",
    "Ansvarig förvaltning",
    "Datum",
    "Paragraf",
    "Uppföljning",
]
LABELS = sorted([*default_header_fields(), *_OTHERS], key=len, reverse=True)
_LABEL = re.compile(rf"(?<!\w)(?P<label>{'|'.join(map(re.escape, LABELS))})\s*:\s*", re.IGNORECASE)
_ANY_LABEL = re.compile(r"(?P<label>[A-ZÅÄÖ][\w /-]{1,40}):\s+(?P<value>[^\n\t]{1,200})")
_DECIDED = re.compile(
    r"(?:Beslutad|Beslutat|Antagen|Antaget|Fastställd|Fastställt) av (?P<who>[A-ZÅÄÖa-zåäö][\w ,-]{2,80}?),?"
    r" (?:den )?(?P<day>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:,? (?P<paragraph>§\s?\d+))?\.?"
)
_OPEN = re.compile(r"\b(?:\d{2,4}-?)?xx\b", re.IGNORECASE)
_NOTHING = re.compile(r"[-–—]+")
_LONGEST = 200


def header_of(block: Block) -> list[HeaderFound]:
    """The fields that a line or table is; empty if anything of it is something else."""
    if block.is_line:
        return _fields(re.split(r"[\t\n]", block.text)) or _decided(block.text)
    if block.kind != "table":
        return []
    root = lxml_html.fragment_fromstring(block.html)
    rows = [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in root.iter("tr")]
    return _fields([cell for row in rows for cell in row]) or _in_columns(rows) or _in_rows(rows)


def _decided(text: str) -> list[HeaderFound]:
    """ "Antagen av kommunstyrelsen 2026-05-12". With a date that is still to be filled in it is a line of the text."""
    found = _DECIDED.fullmatch(text.strip())
    if not found:
        return []
    said = [("Beslutad av", capfirst(found["who"])), ("Beslutsdatum", found["day"]), ("Paragraf", found["paragraph"])]
    return [field(label, value) for label, value in said if value]


def _fields(cells: Sequence[str]) -> list[HeaderFound]:
    """The fields of all cells, if one of them at least has a label that is known."""
    found: list[HeaderFound] = []
    if not any(_LABEL.match(cell.strip()) for cell in cells):
        return found
    for cell in cells:
        if not cell.strip():
            continue
        fields = list(_in_cell(cell.strip()))
        if not fields:
            return []
        found.extend(fields)
    return found


def _in_cell(cell: str) -> Iterator[HeaderFound]:
    labels = list(_LABEL.finditer(cell))
    if labels and labels[0].start() == 0:
        for place, label in enumerate(labels):
            end = labels[place + 1].start() if place + 1 < len(labels) else len(cell)
            value = cell[label.end() : end]
            if len(value) > _LONGEST:
                return
            yield field(label["label"], value)
    elif any_label := _ANY_LABEL.fullmatch(cell):
        yield field(any_label["label"], any_label["value"])


def is_open(fields: Iterable[HeaderFound]) -> bool:
    """Whether a field is still to be filled in ("2026-xx-xx"): its line is offered, and stays in the text."""
    return any(_OPEN.search(one.value) for one in fields)


def field(label: str, value: str) -> HeaderFound:
    value = " ".join(value.split())
    known = next((one for one in LABELS if one.casefold() == label.casefold()), label.strip())
    return HeaderFound(known, "", "none") if _NOTHING.fullmatch(value) or not value else HeaderFound(known, value)


def _in_columns(rows: Iterable[Sequence[str]]) -> list[HeaderFound]:
    """Rows of a label and its value."""
    found: list[HeaderFound] = []
    for row in rows:
        if len(row) % 2 or not all(_is_label(label) for label in row[::2] if label):
            return []
        found.extend(
            field(label.rstrip(": "), value) for label, value in zip(row[::2], row[1::2], strict=True) if label
        )
    return found


def _in_rows(rows: Sequence[Sequence[str]]) -> list[HeaderFound]:
    """A row of labels with their values in the row under it, or both in one cell on lines of their own."""
    found: list[HeaderFound] = []
    cells = [cell for row in rows for cell in row if cell]
    if cells and all(_is_label(cell.partition("\n")[0]) and "\n" in cell for cell in cells):
        return [field(cell.partition("\n")[0].rstrip(": "), cell.partition("\n")[2]) for cell in cells]
    if len(rows) % 2:
        return []
    for labels, values in zip(rows[::2], rows[1::2], strict=True):
        if len(labels) != len(values) or not all(_is_label(label) for label in labels if label):
            return []
        found.extend(field(label.rstrip(": "), value) for label, value in zip(labels, values, strict=True) if label)
    return found


def _is_label(text: str) -> bool:
    return text.strip().rstrip(":").strip().casefold() in {label.casefold() for label in LABELS}
