"""The form about how a plan stands to lag 2023:196."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.forms import EditForm
from plans.forms.reason import ReasonField
from plans.law import DUTIES, DUTY_KEYS
from plans.models import Plan
from plans.models.plan import LawStanding
from plans.services.plan_law import LONGEST_EVIDENCE

STANDINGS = {
    LawStanding.IS: _("It is the municipality’s action plan"),
    LawStanding.PART: _("It is a part of the action plan"),
    LawStanding.BESIDE: _("It stands beside the action plan"),
}


class LawForm(ReasonField, EditForm):
    """How the plan stands to the law, and where each duty is met."""

    law_standing = forms.ChoiceField(
        label=_("How does the plan stand to the municipality’s action plan against crime?"),
        choices=[("", _("Not decided yet")), *((str(value), label) for value, label in STANDINGS.items())],
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "A plan that stands beside it is followed up by its own clause, and need not answer for the duties."
        ),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.values_of(plan), **kwargs)
        for duty in DUTIES:
            self.fields[duty.key] = forms.CharField(
                label=duty.name,
                max_length=LONGEST_EVIDENCE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=str(duty.text),
            )
        self.ask_reason(plan)

    @classmethod
    def values_of(cls, row: Plan) -> dict[str, Any]:
        duties = {key: row.law_evidence.get(key, "") for key in DUTY_KEYS}
        return {"version": row.version, "law_standing": row.law_standing, **duties}

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        evidence = {key: given.pop(key) for key in DUTY_KEYS}
        return {**given, "law_evidence": evidence}

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"title": _("The plan and the law"), "fields": [self["law_standing"]]},
            {
                "title": _("Where is it met?"),
                "hint": _("Name the document, the section or the forum: “Lägesbild 2026, Dnr KS 2026:14”."),
                "fields": [self[key] for key in DUTY_KEYS],
            },
        ]
        if "reason" in self.fields:
            found.append({"title": _("The change"), "fields": [self["reason"]]})
        return found
