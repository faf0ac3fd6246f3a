"""Forms of reporting: the answer on a measure, the submission, the review, the closing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.edition import SettledForm
from plans.frozen import FrozenMeasure, measured
from plans.measuring import NUMERIC, is_more_than_all, refuse_value
from plans.models import Fulfilment, Indicator, MeasureReport, UnitReport

LONGEST = 10_000
INDICATOR = "indicator_"
YES_NO = [("", _("Not answered")), ("Ja", _("Yes")), ("Nej", _("No"))]


def text_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class MeasureReportForm(SettledForm):
    """A unit's answer on one measure; each of the measure's indicators has a field of its own."""

    fulfilment = forms.ChoiceField(
        label=_("How far has the measure come?"), required=False, choices=Fulfilment.choices, widget=forms.RadioSelect
    )
    result = text_field(label=_("What have you done?"))
    comment = text_field(
        label=_("Why not fully?"),
        help_text=_("Needed when the measure is not or only partly fulfilled, or is not assessed."),
    )

    def __init__(
        self, *args: Any, measure: FrozenMeasure, fulfilment_labels: dict[str, str], is_ready: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_ready = is_ready
        choice: Any = self.fields["fulfilment"]
        choice.choices = [(value, fulfilment_labels.get(value, label)) for value, label in Fulfilment.choices]
        for indicator in measure.values["indicators"]:
            self.fields[INDICATOR + indicator["uid"].replace("-", "")] = indicator_field(indicator)

    @property
    def indicator_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(INDICATOR)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_ready and "fulfilment" in self.cleaned_data and not self.cleaned_data["fulfilment"]:
            self.add_error("fulfilment", _("Choose how far the measure has come."))
        return cleaned

    @property
    def doubts(self) -> list[str]:
        """What was taken as it is, and is worth a second look."""
        said = _("%(indicator)s: more than 100 per cent. Is that right?")
        return [
            said % {"indicator": field.label}
            for field in self.indicator_fields
            if isinstance(field.field, IndicatorField)
            and is_more_than_all(self.cleaned_data[field.name], field.field.kind)
        ]

    def service_arguments(self) -> dict[str, Any]:
        written = super().service_arguments()
        values = {name: written.pop(name) for name in list(written) if name.startswith(INDICATOR)}
        return {
            **written,
            "indicator_values": {uid_of(name): value for name, value in values.items()},
            "is_ready": self.is_ready,
        }

    @classmethod
    def values_of(cls, row: MeasureReport) -> dict[str, Any]:
        """The answer so far. Until one is chosen there is no fulfilment: the question is put, not answered for you."""
        values = {f"{INDICATOR}{one.indicator_uid.hex}": one.value for one in row.indicator_values.all()}
        return {
            "version": row.version,
            "fulfilment": row.fulfilment,
            "result": row.result,
            "comment": row.comment,
            **values,
        }

    def both_sides(self, theirs: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
        """An indicator without a row has no value there, which may differ from what was typed."""
        return super().both_sides({**dict.fromkeys((field.name for field in self.indicator_fields), ""), **theirs})

    def is_settled(self, row: MeasureReport) -> bool:
        return row.state == (MeasureReport.State.READY if self.is_ready else MeasureReport.State.DRAFT)


class IndicatorField(forms.CharField):
    """What a unit writes of an indicator: a number where its kind asks for one, else words; kept as written."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal"} if kind in NUMERIC else {}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)
        self.kind = kind

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_value(value, self.kind)


def indicator_field(indicator: dict[str, Any]) -> forms.CharField | forms.ChoiceField:
    """A field for one indicator: yes and no to choose from, else free text as the unit says it."""
    wanted = measured(indicator["target"], indicator["kind"])
    target = _("Target: %(target)s") % {"target": wanted} if wanted else ""
    if indicator["kind"] == Indicator.Kind.BOOLEAN:
        return forms.ChoiceField(
            label=indicator["text"], help_text=target, required=False, choices=YES_NO, widget=forms.RadioSelect
        )
    per_year = _("per year") if indicator["kind"] == Indicator.Kind.COUNT_PER_PERIOD else ""
    hint = " · ".join(str(part) for part in (target, per_year) if part)
    return IndicatorField(indicator["kind"], label=indicator["text"], help_text=hint, required=False, max_length=500)


def uid_of(name: str) -> str:
    """The indicator's uid, from the name of its field."""
    raw = name.removeprefix(INDICATOR)
    return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))


class SubmitForm(SettledForm):
    """Submit a unit's report as one."""

    summary = text_field(
        label=_("Anything to add about the whole?"), help_text=_("Shown first in your report. Leave empty if not.")
    )

    @classmethod
    def values_of(cls, row: UnitReport) -> dict[str, Any]:
        return {"version": row.version, "summary": row.summary}

    def is_settled(self, row: UnitReport) -> bool:
        return row.state in UnitReport.ANSWERED


class AcceptForm(SettledForm):
    """Accept an answer, or a whole report."""

    @classmethod
    def values_of(cls, row: MeasureReport | UnitReport) -> dict[str, Any]:
        return {"version": row.version}

    def is_settled(self, row: MeasureReport | UnitReport) -> bool:
        return row.state == MeasureReport.State.ACCEPTED


class ReturnForm(SettledForm):
    """Return an answer with a note."""

    note = forms.CharField(
        label=_("What is the unit to add or change?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def values_of(cls, row: MeasureReport) -> dict[str, Any]:
        return {"version": row.version, "note": row.return_note}

    def is_settled(self, row: MeasureReport) -> bool:
        return row.state == MeasureReport.State.RETURNED


class CloseForm(SettledForm):
    """Close a round."""

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        return {"version": row.version}

    def is_settled(self, row: Any) -> bool:
        return not row.is_open

    def stands_as(self, row: Any) -> str:
        return str(_("changed by someone else"))
