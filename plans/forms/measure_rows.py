"""The rows of a measure's form: activities, responsibilities, indicators, as many as one likes."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.renderers import BaseRenderer
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.forms import Form
from foundation.numbers import whole_number
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.models import Activity, Indicator, Measure, Responsibility
from plans.models.measure import LONGEST_WORDING
from plans.models.time import Recurrence
from plans.services.measure.parts import MOST
from plans.services.texts import LONGEST
from plans.time_wording import describe, interpret

ADD, UP = "add", "up"
PLACE = re.compile(r"(\w+)-([1-9]\d{0,2})")
CORRECTED = ("time_start", "time_end", "time_recurrence")


def date_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"data-narrow": "1"}),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2027-03-12.")},
    )


class TimeFields(Form):
    """When, in words; and the dates, only where a person sets them right."""

    time_wording = forms.CharField(
        label=_("When?"),
        max_length=200,
        required=False,
        help_text=_("In your own words, for example “spring 2027”, “continuously”."),
    )
    time_start = date_field(_("From"))
    time_end = date_field(_("Until"))
    time_recurrence = forms.ChoiceField(label=_("Recurs"), choices=Recurrence.choices, required=False)

    @property
    def interpretation(self) -> str:
        """What the words are understood as, or nothing when there are none."""
        return interpreted(str(self["time_wording"].value() or ""), *self.corrected_words())

    def corrected_words(self) -> tuple[str, ...]:
        return tuple(str(self[name].value() or "") for name in CORRECTED)

    @property
    def is_corrected(self) -> bool:
        return any(self.corrected_words())

    def time(self) -> dict[str, Any]:
        """The time as the service takes it: dates that a person wrote stand, else the words decide."""
        given = {name: self.cleaned_data.get(name) or None for name in ("time_start", "time_end")}
        recurrence = self.cleaned_data.get("time_recurrence") or ""
        return {
            **given,
            "time_wording": self.cleaned_data.get("time_wording", ""),
            "time_recurrence": recurrence,
            "time_is_corrected": bool(recurrence or any(given.values())),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        start, end = self.cleaned_data.get("time_start"), self.cleaned_data.get("time_end")
        if start and end and end < start:
            self.add_error("time_end", _("The last day comes before the first."))
        for name, day in (("time_start", start), ("time_end", end)):
            if day and not 1900 <= day.year <= 2200:
                self.add_error(name, _("Write a day between 1900 and 2200."))
        return cleaned


def interpreted(wording: str, *corrections: str) -> str:
    if any(corrections):
        return str(_("as you have set it below"))
    return describe(interpret(wording)) if wording.strip() else ""


def time_initial(row: Any) -> dict[str, Any]:
    """A row's time in its form: dates are written out only where a person set them."""
    corrected = {name: getattr(row, name) if row.time_is_corrected else None for name in CORRECTED}
    return {"time_wording": row.time_wording, **corrected}


class RowForm(Form):
    """One row. Left empty it is nothing; `DELETE` takes it away."""

    use_required_attribute = False
    first = "text"
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    @property
    def is_said(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        kept = {name: value for name, value in data.items() if name not in ("DELETE", "pk", "confirm_digits")}
        defaults = {name: self.fields[name].initial for name in kept}
        return not data.get("DELETE") and any(value and value != defaults[name] for name, value in kept.items())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_said and not self.cleaned_data.get(self.first) and self.first not in self.errors:
            self.add_error(self.first, _("Write something here, or take the row away."))
        return cleaned


class ActivityForm(RowForm, TimeFields):
    text = forms.CharField(
        label=_("Activity"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "data-short": "1"}),
    )
    time_wording = forms.CharField(label=_("When?"), max_length=200, required=False)  # the hint is said once, above

    def given(self) -> ActivityInput:
        return ActivityInput(pk=self.cleaned_data.get("pk"), text=self.cleaned_data["text"], **self.time())


class ResponsibilityForm(RowForm):
    first = "wording"
    wording = forms.CharField(
        label=_("Unit, function or words of your own"),
        max_length=LONGEST_WORDING,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects"}),
    )
    part = forms.ChoiceField(
        label=_("Part"), choices=Responsibility.Part.choices, initial=Responsibility.Part.RESPONSIBLE, required=False
    )
    scope_note = forms.CharField(label=_("For what?"), max_length=300, required=False)

    def given(self) -> ResponsibilityInput:
        data = self.cleaned_data
        return ResponsibilityInput(
            pk=data.get("pk"),
            wording=data["wording"],
            part=data.get("part") or Responsibility.Part.RESPONSIBLE,
            scope_note=data.get("scope_note", ""),
        )


class IndicatorForm(RowForm):
    text = forms.CharField(label=_("Indicator"), max_length=LONGEST, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Indicator.Kind.choices, initial=Indicator.Kind.TEXT, required=False
    )
    target = forms.CharField(label=_("Target"), max_length=200, required=False)

    def given(self) -> IndicatorInput:
        data = self.cleaned_data
        return IndicatorInput(
            pk=data.get("pk"),
            text=data["text"],
            kind=data.get("kind") or Indicator.Kind.TEXT,
            target=data.get("target", ""),
        )


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """The rows of one kind."""

    renderer: BaseRenderer

    def given(self) -> tuple[Any, ...]:
        return tuple(form.given() for form in self.forms if form.is_said)

    def raw(self) -> str:
        """What was typed in rows that are not finished."""
        return "\n".join(filter(None, (str(form[form.first].value() or "") for form in self.forms)))


KINDS: dict[str, Any] = {
    "activities": formset_factory(
        ActivityForm, formset=Rows, extra=1, can_delete=True, max_num=MOST, absolute_max=MOST + 20
    ),
    "responsibilities": formset_factory(
        ResponsibilityForm, formset=Rows, extra=1, can_delete=True, max_num=MOST, absolute_max=MOST + 20
    ),
    "indicators": formset_factory(
        IndicatorForm, formset=Rows, extra=1, can_delete=True, max_num=MOST, absolute_max=MOST + 20
    ),
}


def rows_of(measure: Measure | None, data: QueryDict | None) -> dict[str, Rows]:
    """The three kinds of rows, filled from the measure or from what was sent."""
    return {name: kind(data, prefix=name, initial=initial_rows(measure, name)) for name, kind in KINDS.items()}


def initial_rows(measure: Measure | None, name: str) -> list[dict[str, Any]]:
    if measure is None:
        return []
    return [initial_row(row) for row in getattr(measure, name).current()]


def initial_row(row: Activity | Responsibility | Indicator) -> dict[str, Any]:
    if isinstance(row, Activity):
        return {"pk": row.pk, "text": row.text, **time_initial(row)}
    if isinstance(row, Indicator):
        return {"pk": row.pk, "text": row.text, "kind": row.kind, "target": row.target}
    return {"pk": row.pk, "wording": row.wording, "part": row.part, "scope_note": row.scope_note}


@dataclass(frozen=True)
class Rearranged:
    """What was sent, with its rows otherwise; the writer goes on at row `place` of `kind`, the last one by default."""

    data: QueryDict
    kind: str
    place: int = -1


def rearranged(data: QueryDict, kinds: Container[str] = KINDS) -> Rearranged | None:
    """What was sent, with one more row or with two that changed places; None when another button was pressed."""
    kind = data.get(ADD, "")
    if kind in kinds:
        return with_one_more(data, kind)
    found = PLACE.fullmatch(data.get(UP, ""))
    if found and found[1] in kinds:
        return with_row_up(data, found[1], int(found[2]))
    return None


def with_one_more(data: QueryDict, kind: str) -> Rearranged:
    more = data.copy()
    field = f"{kind}-TOTAL_FORMS"
    more[field] = str(min((whole_number(more.get(field, "0")) or 0) + 1, MOST))
    return Rearranged(more, kind)


def with_row_up(data: QueryDict, kind: str, place: int) -> Rearranged:
    """Row `place` and the one above change places: everything that was sent of them, under each other's names."""
    one, other = f"{kind}-{place}-", f"{kind}-{place - 1}-"
    instead = {one: other, other: one}
    moved = QueryDict(mutable=True)
    for name, values in data.lists():
        row = next((prefix for prefix in instead if name.startswith(prefix)), "")
        moved.setlist(instead[row] + name.removeprefix(row) if row else name, values)
    return Rearranged(moved, kind, place - 1)
