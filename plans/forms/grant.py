"""Forms about who is given a draft by name."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm
from plans.selectors.sharing import GIVEN


class PlanShareForm(CreateForm):
    """Give a named person the draft, in one step; or in two, when a name or a confirmation is needed besides.

    `asked_for` is the address that the second step was about: what was confirmed for one person is not confirmed for
    another.
    """

    asked_when_needed = ("name", "is_confirmed")
    not_for_service = (*CreateForm.not_for_service, "asked_for")

    email = forms.EmailField(label=_("E-mail address"))
    permission = forms.ChoiceField(
        label=_("What the person may do"),
        choices=list(GIVEN.items()),
        widget=forms.RadioSelect(attrs={"data_row": True}),
        initial="view_plan",
    )
    name = forms.CharField(label=_("Name of who is invited"), max_length=150, required=False, widget=forms.HiddenInput)
    is_confirmed = forms.BooleanField(
        label=_("I know that the draft may become a public document, and share it anyway"),
        required=False,
        widget=forms.HiddenInput,
    )
    asked_for = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_one_more_step = False
        self.why_more = ""
        if self.data.get("name"):
            self.ask_name()

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        return {**given, "is_confirmed": given["is_confirmed"] and self.was_asked}

    @property
    def was_asked(self) -> bool:
        return bool(self.cleaned_data["asked_for"] == self.cleaned_data["email"])

    def add_refusal(self, error: ValidationError) -> None:
        """What is missing is first asked for, and only the second time said to be wrong."""
        super().add_refusal(error)
        asked = getattr(error, "message_dict", {})
        if not set(asked) & set(self.asked_when_needed):
            return
        self.is_one_more_step = not self.was_asked
        self.why_more = " ".join(asked.get("is_confirmed", []))
        self.ask(asked)

    def ask(self, asked: dict[str, list[str]]) -> None:
        data = cast("Any", self.data).copy()
        if "name" in asked:
            self.ask_name()
        if "is_confirmed" in asked:
            self.fields["is_confirmed"].widget, self.fields["is_confirmed"].required = forms.CheckboxInput(), True
            data.pop("is_confirmed", None)
        data["asked_for"] = self.cleaned_data["email"]
        self.data = data

    def ask_name(self) -> None:
        self.fields["name"].widget, self.fields["name"].required = forms.TextInput(), True
        self.fields["name"].help_text = _("There is no account with the address. The person gets a letter.")

    @property
    def groups(self) -> list[dict[str, Any]]:
        """In the second step: what is asked for now, above what was chosen."""
        now = [self[name] for name in self.asked_when_needed if not self[name].is_hidden]
        if not now:
            return []
        first = {"title": _("One more step"), "hint": self.why_more, "fields": now}
        return [first, {"title": _("What you chose"), "hint": "", "fields": [self["email"], self["permission"]]}]
