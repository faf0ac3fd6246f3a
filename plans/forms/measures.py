"""Forms that change many measures at once: what is asked for each kind of change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm
from foundation.numbers import whole_number
from plans.forms.measure import AreaChoice
from plans.forms.reason import ReasonField
from plans.models import FocusArea, Measure, Plan, Responsibility
from plans.models.measure import LONGEST_WORDING
from plans.services.measure import bulk


def keys_of(given: Sequence[str]) -> list[int]:
    """The measures that an address or a table names, each once."""
    found = (whole_number(one) for one in given)
    return list(dict.fromkeys(one for one in found if one is not None))


class RowsOfTable(forms.MultipleHiddenInput):
    """Drawn by the page, row by row, with the versions that stand now."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return SafeString("")


class RowsField(forms.Field):
    """The measures that were chosen, as "key:version" each: the version that the writer saw of it."""

    widget = RowsOfTable

    def to_python(self, value: Any) -> dict[int, int]:
        pairs = ([whole_number(word) for word in one.split(":")] for one in value or [])
        return {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0] is not None and pair[1] is not None}

    def validate(self, value: Any) -> None:
        super().validate(value)
        try:
            bulk.refuse_too_many(len(value))
        except ValidationError as error:
            raise ValidationError(error.message_dict["row"]) from error


class SeveralForm(ReasonField):
    """One change of several measures, made by `service`; `asks` says whether there is something to fill in.

    What is only removed or copied is not a change that a reason is asked for, as little as for a single measure.
    """

    not_for_service = (*ReasonField.not_for_service, "row")
    row = RowsField(error_messages={"required": _("Choose measures in the table.")})

    label: ClassVar[str | Promise]
    submit: ClassVar[str | Promise]
    service: ClassVar[Callable[..., bulk.Outcome]]
    asks: ClassVar[bool] = True
    is_removal: ClassVar[bool] = False

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.asks:
            self.ask_reason(plan)
        else:
            del self.fields["reason"]
        self.order_fields([name for name in self.fields if name != "reason"])
        self.arrange(plan)

    @property
    def versions(self) -> dict[int, int]:
        """What was chosen, as far as it can be read, whatever is wrong in the form."""
        sent: Any = self.data
        return RowsField().to_python(sent.getlist("row")) if self.is_bound else {}

    def arrange(self, plan: Plan) -> None:
        """Fill the lists from the plan."""


class TimeForm(SeveralForm):
    label, submit = _("Change the time"), _("Change the time")
    service = staticmethod(bulk.set_time)
    time_wording = forms.CharField(
        label=_("When?"),
        max_length=200,
        required=False,
        help_text=_("In your own words, for example “spring 2027”. Left empty, the time is taken away."),
    )


class AreaForm(SeveralForm):
    label, submit = _("Move to an area"), _("Move")
    service = staticmethod(bulk.move_to_area)
    focus_area = AreaChoice(FocusArea.objects.none(), label=_("Move to"), required=False, empty_label=_("In no area"))

    def arrange(self, plan: Plan) -> None:
        area: Any = self.fields["focus_area"]
        area.queryset = plan.focus_areas.current()


class LevelForm(SeveralForm):
    label, submit = _("Change the level"), _("Change the level")
    service = staticmethod(bulk.change_levels)
    add = forms.MultipleChoiceField(label=_("Add"), required=False, widget=forms.CheckboxSelectMultiple)
    remove = forms.MultipleChoiceField(label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple)

    def arrange(self, plan: Plan) -> None:
        used = plan.measures.current().values_list("levels", flat=True)
        levels = dict.fromkeys([*plan.prevention_levels, *(level for some in used for level in some)])
        for name in ("add", "remove"):
            chosen: Any = self.fields[name]
            chosen.choices = [(level, level) for level in levels]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["add"] and not self.cleaned_data["remove"]:
            self.add_error("add", _("Choose a level to add or to take away."))
        return cleaned


class ResponsibleForm(SeveralForm):
    label, submit = _("Change who"), _("Change who")
    service = staticmethod(bulk.change_responsible)
    how = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=[
            (bulk.ADD, _("Add somebody")),
            (bulk.REPLACE, _("Put somebody in place of those who have the part")),
            (bulk.REMOVE, _("Take somebody away")),
        ],
        widget=forms.RadioSelect,
        initial=bulk.ADD,
    )
    part = forms.ChoiceField(
        label=_("Part"), choices=Responsibility.Part.choices, initial=Responsibility.Part.RESPONSIBLE
    )
    wording = forms.CharField(
        label=_("Who?"),
        max_length=LONGEST_WORDING,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects"}),
        help_text=_("When you take somebody away: exactly as it stands, or empty for all who have the part."),
    )
    scope_note = forms.CharField(label=_("For what?"), max_length=300, required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("how") in (bulk.ADD, bulk.REPLACE) and not self.cleaned_data.get("wording"):
            self.add_error("wording", _("Write who it is."))
        return cleaned


class DuplicateForm(CreateForm, SeveralForm):
    label, submit, asks = _("Duplicate"), _("Duplicate"), False
    service = staticmethod(bulk.duplicate_measures)

    def made_row(self, made: bulk.Outcome) -> Measure | None:
        return next(iter(made.written), None)

    def call(self, service: Callable[..., Any], **kwargs: Any) -> bulk.Outcome:
        """Sent twice, the copies are made once: the first answer has told of them already."""
        done = super().call(service, **kwargs)
        return done if isinstance(done, bulk.Outcome) else bulk.Outcome([], [])


class WithdrawForm(SeveralForm):
    label, submit, asks = _("Remove"), _("Remove"), False
    is_removal = True
    service = staticmethod(bulk.withdraw_measures)


FORMS: dict[str, type[SeveralForm]] = {
    "tid": TimeForm,
    "omrade": AreaForm,
    "niva": LevelForm,
    "ansvarig": ResponsibleForm,
    "dubblera": DuplicateForm,
    "ta-bort": WithdrawForm,
}
"""What can be done with several measures, as it is named in the address."""
