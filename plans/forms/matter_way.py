"""The form of a matter's way: its steps, as many as one likes, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.forms import Difference, EditForm
from foundation.records import StaleVersion
from plans.forms.measure_rows import RowForm, Rows
from plans.inputs import StepInput
from plans.models import Matter, MatterStep
from plans.selectors.edition import bodies_of
from plans.selectors.matter_way import steps_of
from plans.services.matter_way import MOST_STEPS
from responsibilities.models import Unit

ROWS = ("steps",)
WRONG_ROW = _("Something in the rows of the form needs to be corrected. It is marked there.")


class StepForm(RowForm):
    first = "body"
    kind = forms.ChoiceField(label=_("What is done"), choices=MatterStep.Kind.choices, initial=MatterStep.Kind.DECISION)
    body = forms.ChoiceField(label=_("Body"), required=False)
    wording = forms.CharField(label=_("Or in words"), max_length=200, required=False)

    def __init__(self, *args: Any, bodies: dict[str, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        choice: Any = self.fields["body"]
        choice.choices = [("", _("None of the bodies")), *((key, str(one)) for key, one in bodies.items())]

    @property
    def is_said(self) -> bool:
        """A kind alone says nothing: somebody is to do it."""
        data = getattr(self, "cleaned_data", {})
        return not data.get("DELETE") and bool(data.get("body") or data.get("wording"))

    def clean(self) -> dict[str, Any] | None:
        return super(RowForm, self).clean()

    def given(self) -> StepInput:
        data = self.cleaned_data
        body = self.bodies.get(data["body"])
        return StepInput(kind=data["kind"], body=body, wording=data["wording"], pk=data.get("pk"))


STEPS: Any = formset_factory(
    StepForm, formset=Rows, extra=1, can_delete=True, max_num=MOST_STEPS, absolute_max=MOST_STEPS + 5
)


def first_rows(steps: Sequence[StepInput]) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "body": str(one.body.pk) if one.body else "", "wording": one.wording, "pk": one.pk}
        for one in steps
    ]


def said_steps(steps: Sequence[StepInput]) -> str:
    return "\n".join(f"{MatterStep.Kind(one.kind).label}: {one.body or one.wording}" for one in steps)


class MatterWayForm(EditForm):
    """The steps of a matter, from what stands or from one of the municipality's ways."""

    def __init__(self, data: QueryDict | None = None, *, matter: Matter, steps: Sequence[StepInput]) -> None:
        super().__init__(data, initial={"version": matter.version})
        bodies = {str(one.pk): one for one in bodies_of(matter.municipality)}
        bodies |= {str(one.body.pk): one.body for one in steps if one.body}
        first = first_rows(steps) if data is None else None
        self.rows: Rows = STEPS(data, prefix="steps", initial=first, form_kwargs={"bodies": bodies})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.rows.is_valid():
            self.add_error(None, WRONG_ROW)
        return cleaned

    def add_refusal(self, error: ValidationError) -> None:
        """What is refused about one of the steps stands at its row."""
        refusals = error.error_dict.get("steps", []) if hasattr(error, "error_dict") else []
        marked = [(one.params["place"], one) for one in refusals if one.params and "place" in one.params]
        if not marked:
            super().add_refusal(error)
            return
        rows = [row for row in self.rows.forms if row.is_said]
        for place, one in marked:
            rows[place].add_error("body", one)
        self.add_error(None, WRONG_ROW)

    def service_arguments(self) -> dict[str, Any]:
        return {**super().service_arguments(), "steps": self.rows.given()}

    @classmethod
    def values_of(cls, row: Matter) -> dict[str, Any]:
        return {"version": row.version}

    def note_conflict(self, stale: StaleVersion) -> None:
        super().note_conflict(stale)
        current: Any = stale.current
        theirs, mine = said_steps(steps_of(current)), said_steps(self.rows.given())
        self.conflict = [Difference(str(_("The way to the decision")), theirs, mine)] if theirs != mine else []
        self.has_conflict = True

    def show_as_unfinished(self) -> None:
        """Show what was typed without saying what is wrong: nobody has sent it yet."""
        self.show_unfinished()
        for row in self.rows.forms:
            row.show_unfinished()
