"""Forms about approval: asking, approving, returning."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.forms import CreateForm, EditForm


class AskApprovalForm(CreateForm):
    """Lay the draft before one of the approvers."""

    approver = forms.ModelChoiceField(User.objects.none(), label=_("Approver"), empty_label=_("Choose a person"))
    question = forms.CharField(
        label=_("What you ask"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example what you want them to look at, and when you need an answer."),
    )

    def __init__(self, *args: Any, approvers: Collection[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["approver"]
        field.queryset = User.objects.people().filter(pk__in=[one.pk for one in approvers])
        if len(approvers) == 1:
            field.initial = next(iter(approvers)).pk


class AnswerApprovalForm(EditForm):
    """The answer to what was shown: the hash of the content goes with it."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=_("Note"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed when you return the plan: write what should be changed."),
    )

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        return {"version": row.version, "sha256": row.sha256}
