"""The forms of a matter: what the register knows of it, and when it is closed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from foundation.forms import CreateForm, EditForm, Form
from plans.forms.edition import body_field, date_field, registry_field, short_field
from plans.models import Matter, Plan
from plans.models.matter import LONGEST_TITLE
from plans.selectors.edition import bodies_of


class MatterFields(Form):
    """What is said of a matter; its numbers in the register are no person's. `plans`: None when it has its plan."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "classification_code")

    title = forms.CharField(label=_("What the matter is called"), max_length=LONGEST_TITLE)
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("Plan"),
        required=False,
        empty_label=_("None yet"),
        help_text=_("What is sent on referral and decided in the matter. Can be chosen later; then it stands."),
    )
    body = body_field(
        label=_("Authority"),
        empty_label=_("Not known"),
        help_text=_("The body whose matter it is. Its secretary and members may read it."),
    )
    registry_number = registry_field()
    classification_code = short_field(_("Classification code"), _("For example 019, as in your register."), 30)
    officer = forms.CharField(label=_("Officer in charge"), max_length=200, required=False)
    opened_on = date_field(label=_("Opened"), help_text=_("The day on which the register opened the matter."))

    def __init__(self, *args: Any, municipality: Municipality, plans: QuerySet[Plan] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["body"]
        choice.queryset = bodies_of(municipality)
        if plans is None:
            del self.fields["plan"]
        else:
            choice = self.fields["plan"]
            choice.queryset = plans


class MatterCreateForm(MatterFields, CreateForm):
    """A new matter; opened in the middle of its life it may say since when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_on"].initial = localdate


class MatterUpdateForm(MatterFields, EditForm):
    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.values_of(matter), municipality=matter.municipality, **kwargs)
        choice: Any = self.fields["body"]
        if matter.body is not None and not choice.queryset.filter(pk=matter.body.pk).exists():
            choice.queryset = choice.queryset | type(matter.body).objects.filter(pk=matter.body.pk)

    @classmethod
    def values_of(cls, row: Matter) -> dict[str, Any]:
        names = ("version", "title", "plan", "body", "registry_number", "classification_code", "officer", "opened_on")
        return {name: getattr(row, name) for name in names}


class CloseMatterForm(EditForm):
    closed_on = date_field(label=_("Closed"), help_text=_("The day on which the register closed the matter."))

    @classmethod
    def values_of(cls, row: Matter) -> dict[str, Any]:
        return {"version": row.version, "closed_on": row.closed_on}

    @classmethod
    def first_values(cls, row: Matter) -> dict[str, Any]:
        """Today is proposed."""
        return {"version": row.version, "closed_on": row.closed_on or localdate()}
