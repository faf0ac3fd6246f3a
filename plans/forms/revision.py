"""Forms about writing a decided plan anew, and about small changes by the right to revise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm, EditForm
from plans.forms.edition import date_field
from plans.models import Revision

if TYPE_CHECKING:
    from django.http import QueryDict


class ReviseForm(CreateForm):
    """Begin a revision: why, and what it is to reach."""

    reason = forms.CharField(
        label=_("Why is the plan revised?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example “The situational picture was renewed in March.”"),
        error_messages={"required": _("Write why the plan is revised.")},
    )
    aims = forms.CharField(
        label=_("What is the revision to reach?"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndRevisionForm(EditForm):
    """Give a revision up."""

    reason = forms.CharField(
        label=_("Why is the revision given up?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the revision is given up.")},
    )

    @classmethod
    def values_of(cls, row: Revision) -> dict[str, Any]:
        return {"version": row.version}


class DelegatedForm(CreateForm):
    """A small change by the right to revise: what, by which right, when."""

    unguarded: ClassVar[tuple[str, ...]] = ("seen",)

    note = forms.CharField(
        label=_("What was changed, and why?"),
        max_length=300,
        help_text=_("For example “The name of the administration, after the reorganisation.”"),
        error_messages={"required": _("Write what was changed and why.")},
    )
    delegation = forms.CharField(
        label=_("By which right?"),
        max_length=300,
        help_text=_("Who decided, as it stands in the plan or in the order of delegation."),
        error_messages={"required": _("Write who decided, and by which right.")},
    )
    decided_on = date_field(label=_("Day of decision"))
    is_confirmed = forms.BooleanField(
        label=_("The right to revise covers that sections or measures come or go"), required=False
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_large: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["decided_on"]
        day.required = True
        day.error_messages["required"] = _("Write the day, for example 2027-03-12.")
        if not is_large:
            del self.fields["is_confirmed"]

    def show(self, seen: str) -> None:
        """Hold the hash of what is shown now: whoever reads it and sends again means this."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("seen")] = seen
        self.data = data
