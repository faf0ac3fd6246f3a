"""Forms about viewpoints: cutting, wording, handling; and the summary made from them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm, EditForm, Form
from plans.models import ReferralRound, Viewpoint
from plans.services.viewpoint import LONGEST_SUMMARY

Places = Collection[tuple[str, str]]


class ViewpointFields(Form):
    """The words, and the section or measure that they are about."""

    text = forms.CharField(
        label=_("Viewpoint"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write or choose the words of the viewpoint.")},
    )
    place_uid = forms.TypedChoiceField(
        label=_("Section or measure"), required=False, coerce=UUID, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place_uid"]
        field.choices = [("", _("The whole proposal")), *places]

    @classmethod
    def values_of(cls, row: Viewpoint) -> dict[str, Any]:
        return {"version": row.version, "text": row.text, "place_uid": str(row.place_uid or "")}


class CutForm(CreateForm, ViewpointFields):
    """Cut a viewpoint out of a statement."""


class ViewpointForm(EditForm, ViewpointFields):
    """Word a viewpoint anew."""


class HandleForm(EditForm):
    """What was done with a viewpoint, and why."""

    handling = forms.ChoiceField(
        label=_("What was done?"),
        choices=Viewpoint.Handling.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done with the viewpoint.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reason stands in the summary of the statements."),
        error_messages={"required": _("Write why. The reason stands in the summary of the statements.")},
    )
    change_uid = forms.TypedChoiceField(
        label=_("What was changed for it"),
        required=False,
        coerce=UUID,
        empty_value=None,
        choices=(),
        help_text=_("For what was granted, wholly or in part. Those that differ from the referral are marked."),
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["change_uid"]
        field.choices = [("", _("Nothing named")), *places]

    @classmethod
    def values_of(cls, row: Viewpoint) -> dict[str, Any]:
        return {
            "version": row.version,
            "handling": row.handling,
            "reason": row.reason,
            "change_uid": str(row.change_uid or ""),
        }


class SummaryForm(EditForm):
    """The summary of the statements, as it will stand in the covering letter."""

    summary = forms.CharField(
        label=_("Summary of the statements"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Lines that begin with “- ” become a list."),
    )

    @classmethod
    def values_of(cls, row: ReferralRound) -> dict[str, Any]:
        return {"version": row.version, "summary": row.summary}
