"""Rows of the form about a decision: its points, and the headed parts of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.edition import date_field
from plans.minutes import report_day
from plans.models import Decision
from plans.selectors.decision import HEADINGS
from plans.services.texts import LONGEST


def long_field(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=area, help_text=help_text)


def point_fields(place: int) -> Iterator[tuple[str, forms.Field]]:
    number = {"number": place + 1}
    kind_label = _("Point %(number)d is to")
    yield (
        "kind",
        forms.ChoiceField(
            label=kind_label % number,
            choices=Decision.PointKind.choices,
            initial=Decision.PointKind.OTHER,
            required=False,
        ),
    )
    yield "text", long_field(_("Point %(number)d") % number, rows=2)
    yield (
        "who",
        forms.CharField(label=_("Point %(number)d: who is given the task") % number, max_length=200, required=False),
    )
    yield "report_by", date_field(label=_("Point %(number)d: reported back by") % number)


def section_fields(place: int) -> Iterator[tuple[str, forms.Field]]:
    number = {"number": place + 1}
    yield "heading", forms.CharField(label=_("Heading %(number)d") % number, max_length=200, required=False)
    yield "text", long_field(_("Text %(number)d") % number)


def is_written(row: Mapping[str, Any]) -> bool:
    if "heading" in row:
        return bool(row["text"] or (row["heading"] and row["heading"] not in map(str, HEADINGS)))
    return bool(row["text"] or row["who"] or row["report_by"])


def point_values(points: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"point_{place}_{name}": report_day(point) if name == "report_by" else point.get(name, "")
        for place, point in enumerate(points)
        for name in ("kind", "text", "who", "report_by")
    }


def section_values(sections: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    return {
        f"section_{place}_{name}": part.get(name, "")
        for place, part in enumerate(sections)
        for name in ("heading", "text")
    }
