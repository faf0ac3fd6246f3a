"""Forms about freezing a plan and noting its decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from foundation.forms import CreateForm, Difference, EditForm, Form
from foundation.records import StaleVersion
from plans.models import Edition
from plans.selectors.edition import bodies_of
from responsibilities.models import Unit, UnitQuerySet


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"data-narrow": "1"}),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2027-03-12.")},
        **kwargs,
    )


def body_field(**kwargs: Any) -> forms.ModelChoiceField[Unit]:
    return forms.ModelChoiceField(Unit.objects.none(), required=False, **kwargs)


def day_of_decision() -> forms.DateField:
    return date_field(label=_("Day of decision"), help_text=_("For example 2027-03-12. Leave empty if unknown."))


def short_field(label: Any, help_text: Any, longest: int) -> forms.CharField:
    narrow = forms.TextInput(attrs={"data-narrow": "1"})
    return forms.CharField(label=label, max_length=longest, required=False, widget=narrow, help_text=help_text)


def first_day() -> forms.DateField:
    return date_field(
        label=_("Valid from"),
        help_text=_("A day to come is fine: until then the version before it is in force."),
    )


def paragraph_field() -> forms.CharField:
    return short_field(_("Paragraph"), _("As in the minutes, for example § 55."), 20)


def registry_field() -> forms.CharField:
    return short_field(_("Registry number"), _("Written as your register writes it."), 50)


class NamedBody(Form):
    """A form whose `body` is one of those that the person may name; some may also leave it unknown."""

    def __init__(self, *args: Any, bodies: UnitQuerySet, may_be_unknown: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["body"]
        choice.queryset = bodies
        if not may_be_unknown:
            choice.required, choice.empty_label = True, None
            for refusal in ("required", "invalid_choice"):
                choice.error_messages[refusal] = _("Choose a body of which you are the secretary.")


class DecisionFields(NamedBody):
    """What is known about a decision. Of one made before the plan came here, everything may be unknown."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "paragraph")

    body = body_field(label=_("Decided by"), empty_label=_("Not known"))
    decided_on = day_of_decision()
    paragraph = paragraph_field()
    registry_number = registry_field()
    valid_from = first_day()


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
    """Note that an edition was adopted. Who decided and when is known by then; an empty form is pressed by mistake."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["body"]
        if not choice.required:
            choice.required, choice.empty_label = True, _("Choose a body")
            choice.error_messages["required"] = _("Choose the body that decided.")
        day: Any = self.fields["decided_on"]
        day.required, day.help_text = True, _("For example 2027-03-12.")
        day.error_messages["required"] = _("Write the day, for example 2027-03-12.")

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
        return row.state == Edition.State.ADOPTED


class ProposeForm(SettledForm):
    """Lay what was on referral before the body that is to decide on it."""

    body = body_field(
        label=_("Body that is to decide"),
        empty_label=_("Choose a body"),
        help_text=_("Its secretary and members may then read this version and are told about it."),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["body"]
        choice.queryset, choice.required = bodies_of(municipality), True
        choice.error_messages["required"] = _("Choose the body that is to decide.")

    @classmethod
    def values_of(cls, row: Edition) -> dict[str, Any]:
        return {"version": row.version, "body": row.body}

    def is_settled(self, row: Edition) -> bool:
        return row.state == Edition.State.PROPOSAL


class RepealForm(NamedBody, SettledForm):
    """Repeal an edition without a new one in its place."""

    unguarded: ClassVar[tuple[str, ...]] = ("paragraph",)

    repealed_on = date_field(
        label=_("Ceases to be in force"), help_text=_("The first day on which the version is no longer in force.")
    )
    body = body_field(label=_("Decided by"), empty_label=_("Not known"))
    paragraph = paragraph_field()
    reason = forms.CharField(
        label=_("Why is it repealed?"), max_length=300, error_messages={"required": _("Write why.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["repealed_on"]
        day.required = True
        day.error_messages["required"] = _("Write the day, for example 2027-03-12.")

    @classmethod
    def values_of(cls, row: Edition) -> dict[str, Any]:
        return {
            "version": row.version,
            "repealed_on": row.repealed_on,
            "body": row.repeal_body,
            "paragraph": row.repeal_paragraph,
            "reason": row.repeal_reason,
        }

    @classmethod
    def first_values(cls, row: Edition) -> dict[str, Any]:
        """What was noted of its repeal; before it is repealed, today, by the body that adopted it."""
        if row.repeal_reason:
            return cls.values_of(row)
        return {**cls.values_of(row), "repealed_on": localdate(), "body": row.body}

    def is_settled(self, row: Edition) -> bool:
        return bool(row.repeal_reason)


class RegistryForm(EditForm):
    """The registry number of a decision, for whoever keeps the register."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "paragraph")

    registry_number = registry_field()

    @classmethod
    def values_of(cls, row: Edition) -> dict[str, Any]:
        return {"version": row.version, "registry_number": row.registry_number}


class CorrectionForm(RegistryForm):
    """What is known of a decision, for whoever notes decisions."""

    decided_on = day_of_decision()
    paragraph = paragraph_field()
    valid_from = first_day()

    @classmethod
    def values_of(cls, row: Edition) -> dict[str, Any]:
        return {
            **super().values_of(row),
            "decided_on": row.decided_on,
            "paragraph": row.paragraph,
            "valid_from": row.valid_from,
        }


class RegisterEditionForm(DecisionFields, CreateForm):
    """Register the draft as it stands as a document that was decided before it came here."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)
