"""Forms of a referral: sending it out, whom more to ask, its last day; and about one that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms import CreateForm, EditForm, Form
from plans.forms.edition import date_field, registry_field
from plans.models import Decision, ReferralRecipient, ReferralRound
from plans.selectors.referral import default_answer_by, default_how, in_groups
from plans.services.referral.letter import LetterText
from responsibilities.models import Unit

How = ReferralRecipient.How
WRITE_DAY = gettext_lazy("Write the day, for example 2027-03-12.")


def day_field(label: Any, help_text: Any) -> forms.DateField:
    """A day that must be given."""
    field = date_field(label=label, help_text=help_text)
    field.required = True
    field.error_messages["required"] = WRITE_DAY
    return field


def text_field(label: Any, rows: int, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text, **more)


@dataclass(frozen=True)
class AskedRow:
    """One that can be asked: its tick box, and how it gets the referral."""

    unit: Unit
    is_ticked: bool
    how: BoundField


@dataclass(frozen=True)
class AskedGroup:
    name: str
    rows: list[AskedRow]


class AskingForm(Form):
    """Who is asked, each in its own way: a mailbox gets a letter, the others go through the registry system."""

    unguarded: ClassVar[tuple[str, ...]] = ()

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one that is asked.")},
    )
    sent_on = date_field(
        label=gettext_lazy("Sent through the registry system on"),
        help_text=gettext_lazy("For those that get no letter from here. Leave empty for today."),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.askable = list(units)
        choice: Any = self.fields["units"]
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.askable])
        for unit in self.askable:
            self.fields[f"way_{unit.pk}"] = way_field(unit)

    @property
    def groups_asked(self) -> list[AskedGroup]:
        """What the page shows: the units under their kinds."""
        ticked = {str(value) for value in self["units"].value() or ()}
        return [
            AskedGroup(
                group.name,
                [AskedRow(unit, str(unit.pk) in ticked, self[f"way_{unit.pk}"]) for unit in group.units],
            )
            for group in in_groups(self.askable)
        ]

    def service_arguments(self) -> dict[str, Any]:
        given = {name: value for name, value in super().service_arguments().items() if not name.startswith("way_")}
        chosen = list(given["units"])
        order = [unit for group in in_groups(self.askable) for unit in group.units if unit in chosen]
        send = {unit.pk: self.cleaned_data.get(f"way_{unit.pk}") or default_how(unit) for unit in order}
        return {**given, "units": order, "send": send}


def way_field(unit: Unit) -> forms.ChoiceField:
    """How one that is asked gets the referral: only the ways that lead there."""
    ways = [(How.MAIL, _("E-mail to %(mailbox)s") % {"mailbox": unit.mailbox})] if unit.mailbox else []
    ways.append((How.REGISTER, _("Through the registry system")))
    if unit.is_external:
        ways.append((How.LINK, _("One-time link, sent afterwards")))
    label = _("How %(unit)s gets it") % {"unit": unit.name}
    return forms.ChoiceField(choices=ways, required=False, initial=default_how(unit), label=label)


class ReferralOpenForm(AskingForm, CreateForm):
    """Send an edition out, in the order in which it is thought of."""

    question = text_field(
        gettext_lazy("What do you ask?"),
        4,
        max_length=5000,
        error_messages={"required": gettext_lazy("Write what you ask.")},
    )
    answer_by = day_field(
        gettext_lazy("Answer by"), gettext_lazy("Six weeks is usual: a committee has to meet in between.")
    )
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=gettext_lazy("Decision to refer"),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    decided_wording = forms.CharField(
        label=gettext_lazy("Decision to refer, in words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example “AU § 12, 2026-11-03” or the point of delegation."),
    )
    background = text_field(gettext_lazy("Background"), 6, gettext_lazy("What it is about, and why they are asked."))
    how_to_answer = text_field(
        gettext_lazy("How to answer"),
        6,
        gettext_lazy("The last day is written above this by itself, and who is asked below it."),
    )
    is_confirmed = forms.BooleanField(
        label=gettext_lazy("I know that the version becomes a public document when it is sent out"),
        error_messages={
            "required": gettext_lazy(
                "Confirm that the version becomes a public document when it is sent out (TF 2:4, 2:10)."
            )
        },
    )

    def __init__(self, *args: Any, decisions: Any, today: date, letter: LetterText, question: str, **kwargs: Any):
        proposed = {
            "question": question,
            "answer_by": default_answer_by(today),
            "background": letter.background,
            "how_to_answer": letter.how_to_answer,
        }
        super().__init__(*args, initial=proposed, **kwargs)
        choice: Any = self.fields["decision"]
        choice.queryset = decisions
        if not decisions:
            del self.fields["decision"]

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        letter = LetterText(given.pop("background"), given.pop("how_to_answer"))
        return {**given, "letter": letter}


class ReferralAddForm(AskingForm, CreateForm):
    """Ask one more, or several, while the referral is open."""

    def made_row(self, made: Any) -> Any:
        return made[0] if made else None


class ReferralUpdateForm(EditForm):
    """The last day, and the words of the decision to refer; what was asked stands as it was sent."""

    answer_by = day_field(
        gettext_lazy("Answer by"), gettext_lazy("Those who have not answered are told of another day.")
    )
    decided_wording = forms.CharField(
        label=gettext_lazy("Decision to refer, in words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example “AU § 12, 2026-11-03” or the point of delegation."),
    )

    @classmethod
    def values_of(cls, row: ReferralRound) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", "answer_by", "decided_wording")}


class OwnNumberForm(EditForm):
    """The number under which the one that is asked has registered the referral."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number",)

    registry_number = registry_field()

    @classmethod
    def values_of(cls, row: ReferralRecipient) -> dict[str, Any]:
        return {"version": row.version, "registry_number": row.registry_number}


class ExtensionForm(OwnNumberForm):
    """The same with more time, for whoever leads the referral."""

    extended_to = date_field(
        label=gettext_lazy("Extension until"),
        help_text=gettext_lazy("A day after the last day of the referral. Leave empty for no extension."),
    )
    extension_reason = forms.CharField(
        label=gettext_lazy("Why is it given more time?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed with an extension, for example “the committee meets on 14 January”."),
    )

    @classmethod
    def values_of(cls, row: ReferralRecipient) -> dict[str, Any]:
        more = {"extended_to": row.extended_to, "extension_reason": row.extension_reason}
        return {**super().values_of(row), **more}


class ResendForm(EditForm):
    """Another try, another mailbox, or that it went through the registry system."""

    sent_how = forms.ChoiceField(
        label=gettext_lazy("How is it sent?"),
        choices=[
            (How.MAIL, gettext_lazy("By e-mail from here")),
            (How.REGISTER, gettext_lazy("Through the registry system")),
        ],
        widget=forms.RadioSelect,
    )
    sent_to = forms.EmailField(label=gettext_lazy("Mailbox"), required=False)
    sent_on = date_field(
        label=gettext_lazy("Sent through the registry system on"), help_text=gettext_lazy("Leave empty for today.")
    )

    @classmethod
    def values_of(cls, row: ReferralRecipient) -> dict[str, Any]:
        how = row.sent_how if row.sent_how != How.LINK else How.REGISTER
        return {
            "version": row.version,
            "sent_how": how,
            "sent_to": row.sent_to or row.unit.mailbox,
            "sent_on": row.sent_on,
        }


class LinkForm(CreateForm):
    """Send a one-time link to an external party."""

    to = forms.EmailField(label=gettext_lazy("E-mail address"))
    days = forms.IntegerField(
        label=gettext_lazy("Valid for days"),
        min_value=1,
        max_value=90,
        widget=forms.NumberInput(attrs={"data-narrow": "1"}),
        help_text=gettext_lazy("At most 90. The link can be used once."),
    )

    @classmethod
    def first_values(cls, recipient: ReferralRecipient, today: date) -> dict[str, Any]:
        """Two weeks beyond the last day, within what a link may hold."""
        days = (recipient.last_day - today).days + 14
        return {"to": recipient.unit.mailbox, "days": min(max(days, 1), 90)}

    def service_arguments(self) -> dict[str, Any]:
        last_day = timezone.localdate() + timedelta(days=self.cleaned_data["days"])
        ends = timezone.make_aware(datetime.combine(last_day, time.max.replace(microsecond=0)))
        return {"to": self.cleaned_data["to"], "expires_at": min(ends, timezone.now() + timedelta(days=90))}

    def made_row(self, made: Any) -> None:
        """The token is no row: a second sending is told so, and sends nothing."""
