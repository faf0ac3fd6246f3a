"""The measures on paper: a table for each area, the labels of its columns, and the kinds of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.values import COLUMNS
from reports.documents.cells import Values
from reports.documents.columns import Column, has_long_words, is_tall
from reports.documents.headings import Heading
from reports.documents.text import one_line, printable


@dataclass(frozen=True)
class PrintedRow:
    """A measure, and the place that a reference leads to.

    Its kinds ("tall", "long-words") ask for what other rows are better without.
    """

    anchor: str
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
    has_heading: bool = True


def all_measures(values: Values) -> Iterator[Values]:
    for area in values["focus_areas"]:
        yield from area["measures"]


def all_labels(values: Values) -> list[dict[str, str]]:
    """The column labels of each area: the plan's own, changed where that table has others."""
    plan_labels = {"number": _("No."), **COLUMNS, **known(values["column_labels"])}
    return [plan_labels | known(area.get("column_labels") or {}) for area in values["focus_areas"]]


def printed_areas(values: Values, columns: list[Column], rows: Mapping[str, Mapping[str, SafeString]]) -> list[Area]:
    """A table for each area that has measures. One without a name says so only beside others that have one."""
    areas = [
        printed_area(area, labels, columns, rows, place)
        for place, (area, labels) in enumerate(zip(values["focus_areas"], all_labels(values), strict=True), start=1)
        if area["measures"]
    ]
    return [replace(area, has_heading=bool(area.name) or len(areas) > 1) for area in areas]


def printed_area(
    area: Values,
    labels: Mapping[str, str],
    columns: list[Column],
    rows: Mapping[str, Mapping[str, SafeString]],
    place: int,
) -> Area:
    name = tuple(line.strip() for line in printable(area["name"]).split("\n") if line.strip())
    text = " · ".join(name) or _("Measures without an area")
    return Area(
        heading=Heading(anchor=f"o-{place}", level=3, number="", text=text),
        name=name,
        word=one_line(labels["focus_area"]) if name else "",
        labels=tuple(one_line(labels[column.key]) for column in columns),
        rows=tuple(printed_row(measure["number"], rows[measure["uid"]], columns) for measure in area["measures"]),
    )


def printed_row(number: int, row: Mapping[str, SafeString], columns: list[Column]) -> PrintedRow:
    cells = tuple(row[column.key] for column in columns)
    return PrintedRow(anchor=f"m-{number}", cells=cells, kinds=kinds_of(row, columns))


def kinds_of(row: Mapping[str, SafeString], columns: list[Column]) -> str:
    kinds = {"tall": is_tall(row, columns), "long-words": has_long_words(row, columns)}
    return " ".join(kind for kind, is_so in kinds.items() if is_so)


def known(labels: Mapping[str, str]) -> dict[str, str]:
    return {key: label for key, label in labels.items() if one_line(label)}
