"""Forms about a plan as a whole: made, described, shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from foundation.fields import LinesField
from foundation.forms import CreateForm, EditForm, Form
from plans.forms.plan_head import LevelFields, OfficialFields
from plans.forms.reason import ReasonField
from plans.models import Plan
from plans.models.plan import HeaderState
from plans.services.plan import LONGEST_HEADER_VALUE
from plans.values import COLUMNS
from responsibilities.models import Unit


def title_field() -> forms.CharField:
    return forms.CharField(label=_("Title"), max_length=300, help_text=_("As it is to stand on the cover."))


def registry_field() -> forms.CharField:
    return forms.CharField(
        label=_("Registry number"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"data-narrow": "1"}),
        help_text=_("From your register, if the matter has one. It is never made up here."),
    )


class PlanFields(Form):
    """What every plan has."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number",)

    def offer(self, municipality: Municipality, plan: Plan | None = None) -> None:
        """Fill the lists with what the municipality has, and what the plan has had since before."""
        types = list(municipality.document_types)
        if plan is not None and plan.document_type and plan.document_type not in types:
            types.append(plan.document_type)
        document_type: Any = self.fields["document_type"]
        document_type.choices = [("", _("Not decided yet")), *((one, one) for one in types)]
        unit: Any = self.fields["responsible_unit"]
        units = Unit.objects.selectable()
        if plan is not None and plan.responsible_unit_id is not None:
            units = units | Unit.objects.filter(pk=plan.responsible_unit_id)
        unit.queryset = units.filter(municipality=municipality).in_order()


class PlanCreateForm(PlanFields, CreateForm):
    """A new plan: its title is enough."""

    title = title_field()
    document_type = forms.ChoiceField(label=_("Document type"), required=False)
    responsible_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Responsible unit"), required=False, empty_label=_("Not decided yet")
    )
    registry_number = registry_field()

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(municipality)


class PlanUpdateForm(OfficialFields, LevelFields, PlanFields, ReasonField, EditForm):
    """The plan's title, header in three states, officers, numbering, levels and the labels of its columns."""

    title = title_field()
    document_type = forms.ChoiceField(label=_("Document type"), required=False)
    responsible_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Responsible unit"), required=False, empty_label=_("Not decided yet")
    )
    registry_number = registry_field()
    is_numbered = forms.BooleanField(label=_("Number the sections"), required=False)
    prevention_levels = LinesField(label=_("Prevention levels"), required=False, rows=4, help_text=_("One a line."))
    lists_abbreviations = forms.BooleanField(label=_("End with a list of abbreviations"), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.values_of(plan), **kwargs)
        self.header_labels = header_labels(plan)
        for number, label in enumerate(self.header_labels):
            self.fields[f"header_{number}_state"] = header_state(label)
            self.fields[f"header_{number}_value"] = forms.CharField(
                label=label, max_length=LONGEST_HEADER_VALUE, required=False
            )
        for key, word in COLUMNS.items():
            self.fields[f"column_{key}"] = forms.CharField(label=word, max_length=100, required=False)
        self.add_official_rows(plan)
        self.add_level_fields(plan)
        self.offer(plan.municipality, plan)
        self.ask_reason(plan)

    @classmethod
    def values_of(cls, row: Plan) -> dict[str, Any]:
        by_label = {one["label"]: one for one in row.header}
        header: dict[str, Any] = {}
        for number, label in enumerate(header_labels(row)):
            field = by_label.get(label, {"state": HeaderState.MISSING, "value": ""})
            header |= {f"header_{number}_state": field["state"], f"header_{number}_value": field["value"]}
        columns = {f"column_{key}": row.column_labels.get(key, "") for key in COLUMNS}
        extra = {**header, **columns, **cls.officials_of(row), **cls.notes_of(row)}
        own = ("version", "title", "document_type", "responsible_unit", "registry_number", "is_numbered")
        return {name: getattr(row, name) for name in (*own, "prevention_levels", "lists_abbreviations")} | extra

    def clean(self) -> dict[str, Any] | None:
        """What was written is a value, whichever state is marked; only a newly marked state ends an old value."""
        cleaned = super().clean()
        for number in range(len(self.header_labels)):
            state, value = f"header_{number}_state", f"header_{number}_value"
            was_written = value in self.changed_data or state not in self.changed_data
            if self.cleaned_data.get(value) and state in self.cleaned_data and was_written:
                self.cleaned_data[state] = HeaderState.VALUE
        self.check_officials()
        return cleaned

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        header = [
            {"label": label, "state": given.pop(f"header_{number}_state"), "value": given.pop(f"header_{number}_value")}
            for number, label in enumerate(self.header_labels)
        ]
        columns = {key: given.pop(f"column_{key}") for key in COLUMNS}
        taken = {"officials": self.take_officials(given), "level_notes": self.take_notes(given)}
        return {**given, **taken, "header": header, "column_labels": columns}

    @property
    def header_rows(self) -> list[Mapping[str, BoundField | str]]:
        return [
            {"label": label, "state": self[f"header_{number}_state"], "value": self[f"header_{number}_value"]}
            for number, label in enumerate(self.header_labels)
        ]

    @property
    def column_rows(self) -> list[BoundField]:
        return [self[f"column_{key}"] for key in COLUMNS]


def header_labels(plan: Plan) -> list[str]:
    """The plan's own header fields, then those that the municipality has added since."""
    return list(dict.fromkeys([*(one["label"] for one in plan.header), *plan.municipality.header_fields]))


def header_state(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=HeaderState.choices, widget=forms.RadioSelect)
