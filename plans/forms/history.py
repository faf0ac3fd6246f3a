"""Forms about history: what is to be seen of it, and what of a version is to be restored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.forms import EditForm
from plans.models import Plan
from plans.selectors.history import Choice
from plans.selectors.history.version import TIME, Version, narrowing, restored_as
from plans.services.measure.times import TIME_FIELDS
from plans.services.reasons import LONGEST_REASON


class HistoryForm(forms.Form):
    """What the reader wants to see of a plan's history. What is wrong in the address is left out."""

    typ = forms.ChoiceField(label=_("Kind"), required=False)
    plats = forms.ChoiceField(label=_("Place"), required=False)
    vem = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    fran = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    till = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sedan = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = narrowing(plan, user)
        for name, options in (("typ", offered.kinds), ("plats", offered.places), ("vem", offered.people)):
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *options]

    def choice(self, page: int) -> Choice:
        self.is_valid()
        given = self.cleaned_data
        return Choice(
            kind=given.get("typ", ""),
            person=given.get("vem"),
            first_day=told(given.get("fran")),
            last_day=told(given.get("till")),
            since=told(given.get("sedan")),
            place=given.get("plats", ""),
            page=page,
        )


def told(moment: Any) -> Any:
    """A day or moment of our time: beyond it there is no history, and no arithmetic either."""
    return moment if moment is not None and 1900 <= moment.year <= 2200 else None


class RestoreForm(EditForm):
    """Which of the fields that differ are to be as they were."""

    names = forms.MultipleChoiceField(
        label=_("What is to be restored?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is to be restored.")},
    )
    reason = forms.CharField(label=_("Why?"), required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, row: Any, version: Version, name: str = "", **kwargs: Any) -> None:
        offered = [one.name for one in version.differing]
        chosen = [restored_as(name)] if restored_as(name) in offered else offered
        super().__init__(*args, initial={"version": row.version, "names": chosen}, **kwargs)
        self.shown = version
        names: Any = self.fields["names"]
        names.choices = [(one.name, one.label) for one in version.differing]

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        """Nothing of the row is typed here: a conflict shows the version anew beside what stands now."""
        return {"version": row.version}

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        times = TIME_FIELDS if TIME in given["names"] else ()
        return {**given, "names": {*given["names"], *times}, "then": self.shown.then}

    @property
    def options(self) -> list[tuple[Any, Any]]:
        """Each choice with what differs there."""
        return list(zip(self["names"], self.shown.differing, strict=True))
