"""What to print: how much, with what, for whom, compared with what, and as which kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.forms import Form
from plans.models import Edition, FollowUpRound
from reports.documents.parts import Part
from reports.finding import Wanted
from reports.kinds import Format, Kind
from reports.names import numbered
from reports.reading import formats_of
from reports.selectors import asked_in, comparable, rounds_to_print, units_of_extracts

EXPLAINED = {
    Kind.LETTER: _("The letter is set with the municipality's head, its facts, its proposals and its signers."),
    Kind.PROTOCOL_PROPOSAL: _(
        "What the body may write in its minutes, from the letter: to be written on in Word. "
        "The extract that holds comes from the adjusted minutes in the registry."
    ),
    Kind.DECISION_PACKAGE: _(
        "Everything that the body decides from, in one PDF with the pages counted through: letters, the plan, the "
        "statements, and the received files as they came."
    ),
    Kind.TRANSCRIPT: _(
        "Exactly this paragraph, marked as a transcript. The original minutes are kept in the registry."
    ),
    Kind.REFERRAL_PACKAGE: _("The letter of referral and the whole plan in one PDF."),
    Kind.SUMMARY: _("Who answered what, each viewpoint and how it was handled, and those that are not handled yet."),
    Kind.UNIT_EXTRACT: _("The measures that one unit answers for, word by word as they stand in the plan."),
    Kind.COMPARISON: _("What was added, removed, moved and changed, word by word."),
}


class PaperOrderForm(Form):
    """The base: the kind of file, where there is a choice."""

    format = forms.ChoiceField(label=_("File"), choices=Format.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, wanted: Wanted, user: User, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted, self.user = wanted, user
        formats = formats_of(wanted.kind)
        field: Any = self.fields["format"]
        field.choices = [(one.value, one.label) for one in formats]
        field.initial = asked.get("format") if asked.get("format") in formats else formats[0]
        field.required = False  # without a choice it is the first
        if len(formats) == 1:
            del self.fields["format"]
        self.only = formats[0]

    def service_arguments(self) -> dict[str, Any]:
        """What the address says, and what was chosen."""
        return {**self.wanted.sources, "format": self.cleaned_data.get("format") or self.only}


class ReportOrderForm(PaperOrderForm):
    """The paper of a plan: how much of it, alone or with the answers of a round that the user may see."""

    part = forms.TypedChoiceField(
        label=_("How much of it"),
        choices=Part.choices,
        widget=forms.RadioSelect,
        required=False,
        empty_value=Part.WHOLE,
        initial=Part.WHOLE,
    )
    follow_up_round = forms.TypedChoiceField(label=_("What to print"), widget=forms.RadioSelect, required=False)
    field_order = ("part", "follow_up_round", "format")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.wanted.about
        rounds = rounds_to_print(about, self.user) if isinstance(about, Edition) else []
        self.rounds: dict[str, FollowUpRound] = {str(one.pk): one for one in rounds}
        chosen = self.wanted.sources.get("follow_up_round")
        field: Any = self.fields["follow_up_round"]
        named = [
            (key, _("The plan with the answers of %(round)s") % {"round": one}) for key, one in self.rounds.items()
        ]
        field.choices = [("", _("The plan alone")), *named]
        field.initial = str(chosen.pk) if chosen else ""
        if not rounds:
            del self.fields["follow_up_round"]

    def service_arguments(self) -> dict[str, Any]:
        return {
            **super().service_arguments(),
            "part": self.cleaned_data["part"],
            "follow_up_round": self.rounds.get(self.cleaned_data.get("follow_up_round", "")),
        }


class UnitExtractForm(PaperOrderForm):
    """For which unit; nobody means the measures that no unit answers for."""

    unit: Any = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=None,
        required=False,
        empty_label=_("Measures that no unit answers for"),
    )

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, asked=asked, **kwargs)
        field: Any = self.fields["unit"]
        units, has_nobodys = units_of_extracts(self.wanted.sources["edition"])
        keys = [str(key) for key in units.values_list("pk", flat=True)]
        field.queryset = units
        field.initial = next((key for key in (asked.get("enhet"), *keys) if key in keys), None)
        if keys and not has_nobodys:
            field.required, field.empty_label = True, None

    def service_arguments(self) -> dict[str, Any]:
        unit = self.cleaned_data["unit"]
        referral = asked_in(self.wanted.sources["edition"], unit, self.user) if unit else None
        return {**super().service_arguments(), "unit": unit, "referral_round": referral}


class ComparisonForm(PaperOrderForm):
    """The older of two, and what it is compared with: another edition, or the draft for who reads it."""

    DRAFT = "utkast"
    newer = forms.ChoiceField(label=_("Compare with"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, asked=asked, **kwargs)
        before: Edition = self.wanted.sources["compared_with"]
        self.others = {str(one.pk): one for one in comparable(before, self.user)}
        self.draft = before.plan if self.user.has_perm("plans.view_plan", before.plan) else None
        choices = [(key, f"{numbered(one).capitalize()}, {one.standing_words}") for key, one in self.others.items()]
        if self.draft is not None:
            choices.insert(0, (self.DRAFT, str(_("The draft as it stands now"))))
        field: Any = self.fields["newer"]
        field.choices = choices
        field.initial = asked.get("med") or (choices[0][0] if choices else None)

    def service_arguments(self) -> dict[str, Any]:
        chosen = self.cleaned_data["newer"]
        if chosen == self.DRAFT:
            return {**super().service_arguments(), "plan": self.draft}
        before: Edition = self.wanted.sources["compared_with"]
        after = self.others[chosen]
        if after.number < before.number:  # whichever page one came from, the paper goes from older to newer
            return {**super().service_arguments(), "compared_with": after, "edition": before}
        return {**super().service_arguments(), "edition": after}


class PartMoveForm(Form):
    """Which part of a package, and where: a step, or a place counted from 0."""

    part = forms.CharField(max_length=80)
    direction = forms.ChoiceField(choices=[("", ""), ("up", "up"), ("down", "down")], required=False)
    position = forms.IntegerField(min_value=0, max_value=1000, required=False)


FORMS: Mapping[Kind, type[PaperOrderForm]] = {
    Kind.PLAN: ReportOrderForm,
    Kind.UNIT_EXTRACT: UnitExtractForm,
    Kind.COMPARISON: ComparisonForm,
}


def order_form(wanted: Wanted, *, user: User, data: QueryDict | None, asked: Mapping[str, str]) -> PaperOrderForm:
    """The form for what is wanted; `asked` are the words of the address, as "?format=docx"."""
    return FORMS.get(wanted.kind, PaperOrderForm)(data, wanted=wanted, user=user, asked=asked)
