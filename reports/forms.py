"""What to print: how much of the plan, alone or with the answers of a follow-up round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Form
from plans.models import FollowUpRound
from reports.documents.parts import Part


class ReportOrderForm(Form):
    """`rounds` are those that the user may see; without any there is nothing to choose."""

    part = forms.TypedChoiceField(
        label=_("How much of it"),
        choices=Part.choices,
        widget=forms.RadioSelect,
        required=False,
        empty_value=Part.WHOLE,
    )
    follow_up_round = forms.TypedChoiceField(label=_("What to print"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, rounds: list[FollowUpRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {str(one.pk): one for one in rounds}
        field: Any = self.fields["follow_up_round"]
        named = [
            (key, _("The plan with the answers of %(round)s") % {"round": one}) for key, one in self.rounds.items()
        ]
        field.choices = [("", _("The plan alone")), *named]
        if not rounds:
            del self.fields["follow_up_round"]

    def service_arguments(self) -> dict[str, Any]:
        return {
            "part": self.cleaned_data["part"],
            "follow_up_round": self.rounds.get(self.cleaned_data.get("follow_up_round", "")),
        }
