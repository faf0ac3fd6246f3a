"""Forms about freezing a plan and noting its decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from foundation.forms import CreateForm, Difference, EditForm, Form
from foundation.records import StaleVersion
from plans.models import Edition
from plans.selectors.edition import bodies_of
from responsibilities.models import Unit


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"data-narrow": "1"}),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2027-03-12.")},
        **kwargs,
    )


def body_field(**kwargs: Any) -> forms.ModelChoiceField[Unit]:
    return forms.ModelChoiceField(Unit.objects.none(), required=False, **kwargs)


class DecisionFields(Form):
    """What is known about a decision. Everything may be unknown: nothing is made up."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "paragraph")

    body = body_field(label=_("Decided by"), empty_label=_("Not known"))
    decided_on = date_field(label=_("Day of decision"), help_text=_("For example 2027-03-12. Leave empty if unknown."))
    paragraph = forms.CharField(
        label=_("Paragraph"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"data-narrow": "1"}),
        help_text=_("As in the minutes, for example § 55."),
    )
    registry_number = forms.CharField(
        label=_("Registry number"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"data-narrow": "1"}),
        help_text=_("Written as your register writes it."),
    )
    valid_from = date_field(label=_("Valid from"))

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["body"]
        bodies.queryset = bodies_of(municipality)


class FreezeForm(CreateForm):
    """Freeze the draft as a numbered version."""

    body = body_field(
        label=_("Body that is to decide"),
        empty_label=_("Not decided yet"),
        help_text=_("Its secretary and members may then read this version and are told about it."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For yourselves, for example “after the referral”."),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["body"]
        bodies.queryset = bodies_of(municipality)


class SettledForm(EditForm):
    """A form that does one thing once: who comes second is told so, unless the very same thing is done already."""

    def is_settled(self, row: Any) -> bool:
        """Whether `row` stands where this form would have put it."""
        raise NotImplementedError

    def note_conflict(self, stale: StaleVersion) -> None:
        super().note_conflict(stale)
        current: Any = stale.current
        if self.conflict:
            return
        self.has_conflict = not self.is_settled(current)
        if self.has_conflict:
            self.conflict = [Difference(str(_("State")), self.stands_as(current), "–")]

    def stands_as(self, row: Any) -> str:
        return str(row.get_state_display())


class AdoptForm(DecisionFields, SettledForm):
    """Note that an edition was adopted."""

    @classmethod
    def values_of(cls, row: Edition) -> dict[str, Any]:
        return {
            "version": row.version,
            "body": row.body,
            "decided_on": row.decided_on,
            "paragraph": row.paragraph,
            "registry_number": row.registry_number,
            "valid_from": row.valid_from,
        }

    @classmethod
    def first_values(cls, row: Edition) -> dict[str, Any]:
        """What is known before the decision: the plan's own registry number is proposed."""
        return {**cls.values_of(row), "registry_number": row.registry_number or row.plan.registry_number}

    def is_settled(self, row: Edition) -> bool:
        return row.is_in_force


class RegisterEditionForm(DecisionFields, CreateForm):
    """Register the draft as it stands as a document that was decided before it came here."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)
