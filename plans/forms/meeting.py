"""Forms about what follows a meeting: adjusted, announced, sent out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.forms import EditForm, Form
from plans.forms.edition import date_field, short_field
from plans.models import Decision, Dispatch, Meeting


class MeetingForm(EditForm):
    """When the minutes were adjusted, which §§, and when that was announced."""

    adjusted_on = date_field(label=_("Minutes adjusted"), help_text=_("For example 2027-03-19."))
    adjusted_paragraphs = short_field(_("Adjusted paragraphs"), _("For example §§ 40–62."), 50)
    announced_on = date_field(label=_("Announced"), help_text=_("The day on which the notice board told of it."))

    @classmethod
    def values_of(cls, row: Meeting) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", "adjusted_on", "adjusted_paragraphs", "announced_on")}


class DispatchForm(Form):
    """Note to whom a decision has been sent, when and how."""

    dispatches = forms.ModelMultipleChoiceField(
        Dispatch.objects.none(),
        label=_("Sent to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose whom it was sent to.")},
    )
    sent_on = date_field(label=_("Sent on"), help_text=_("Leave empty to note that it has not been sent."))
    sent_how = forms.ChoiceField(label=_("How"), choices=Dispatch.How.choices, required=False)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = decision.dispatches.filter(is_file=False)
        choice: Any = self.fields["dispatches"]
        choice.queryset = rows
        self.initial = {
            "dispatches": [one.pk for one in rows if one.sent_on is None],
            "sent_on": localdate(),
            "sent_how": Dispatch.How.MAIL,
            **self.initial,
        }
