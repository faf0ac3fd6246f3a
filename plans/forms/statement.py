"""Forms about answers to a referral: drafting, registering, correcting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from files.pdfs import MOST_BYTES
from foundation.fields import LinesField
from foundation.forms import CreateForm, Form
from foundation.identity_numbers import refuse_identity_numbers
from plans.answers import OwnDecision, ReceivedFile
from plans.forms.edition import date_field, paragraph_field, registry_field, short_field
from plans.models import Statement
from plans.models.statement import LONGEST_STATEMENT
from responsibilities.models import Unit, UnitQuerySet

STANCES = [("", _("Not chosen yet")), *Statement.Stance.choices]


def text_field(**kwargs: Any) -> forms.CharField:
    """The whole text of an answer. A browser would cut what is too long without a word: here it is told instead."""
    widget = forms.Textarea(attrs={"rows": 16})
    field = forms.CharField(
        label=_("What is answered"), max_length=LONGEST_STATEMENT, required=False, widget=widget, **kwargs
    )
    field.widget.attrs.pop("maxlength")
    return field


def signer_field() -> forms.CharField:
    return forms.CharField(label=_("Signed by"), max_length=200, required=False)


def signer_title_field() -> forms.CharField:
    return forms.CharField(label=_("Title of who signs"), max_length=200, required=False)


class DraftForm(Form):
    """The answer as a draft. `version` 0 says that there was none when its writer began."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    stance = forms.ChoiceField(label=_("Stance"), choices=STANCES, required=False)
    text = text_field(help_text=_("You can paste a whole statement. It stays with you until it is registered."))
    signer = signer_field()
    signer_title = signer_title_field()

    @classmethod
    def values_of(cls, row: Statement) -> dict[str, Any]:
        names = ("version", "stance", "text", "signer", "signer_title")
        return {name: getattr(row, name) for name in names}


class ReceivedFileField(forms.FileField):
    """A PDF as it came, at most 10 MB and not named after a person's identity number. The service opens it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})
        super().__init__(required=False, allow_empty_file=True, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        refuse_identity_numbers(upload.name or "")
        if upload.size > MOST_BYTES:
            most = filesizeformat(MOST_BYTES)
            raise ValidationError(gettext("The file is larger than %(most)s. Choose a smaller one.") % {"most": most})
        return ReceivedFile(content=upload.read(), name=upload.name or "")


class DecisionPart(Form):
    """What is known of the answering body's own decision. Nothing of it is asked for."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "decision_number", "paragraph")
    decision_names: ClassVar[tuple[str, ...]] = (
        *("body", "met_on", "paragraph", "page", "decision_number", "heading", "proposal"),
        *("wording", "motions", "basis", "recipients"),
    )

    body = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Body that decided"), required=False, empty_label=_("No decision of a body")
    )
    met_on = date_field(label=_("Day of the meeting"))
    paragraph = paragraph_field()
    page = short_field(_("Page of the minutes"), "", 20)
    decision_number = short_field(_("Registry number of the decision"), _("The body's own, as in its minutes."), 50)
    heading = forms.CharField(label=_("Heading of the paragraph"), max_length=300, required=False)
    proposal = forms.CharField(
        label=_("Proposal before the body"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    wording = forms.CharField(
        label=_("Wording of the decision"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    motions = LinesField(
        label=_("Motions"),
        required=False,
        longest=1000,
        rows=3,
        help_text=_("One a line, for example “Anna Ek (S) moves approval of the proposal”."),
    )
    basis = LinesField(
        label=_("Basis documents"),
        required=False,
        longest=300,
        rows=4,
        help_text=_("One a line, in the order of the minutes."),
    )
    recipients = LinesField(
        label=_("The decision is sent to"),
        required=False,
        longest=200,
        rows=3,
        help_text=_("One a line. “Akten” is the matter's own file."),
    )

    def __init__(self, *args: Any, bodies: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["body"]
        choice.queryset = bodies

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = [name for name in self.decision_names if name != "body" and self.cleaned_data.get(name)]
        if said and not self.cleaned_data.get("body") and "body" not in self.errors and "body" in self.fields:
            self.add_error("body", _("Choose the body whose decision this is."))
        return cleaned

    def service_arguments(self) -> dict[str, Any]:
        """The decision as one value, None when no body is named."""
        given = super().service_arguments()
        own = {name: given.pop(name, None) for name in self.decision_names}
        if own["body"] is None:
            return given
        own["registry_number"] = own.pop("decision_number")
        return {**given, "decision": OwnDecision(**own)}


class StatementFields(DecisionPart):
    """A registered answer: the stance is needed, and a text or a file; the rest as far as it is known."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    stance = forms.ChoiceField(label=_("Stance"), choices=STANCES, required=False)
    answered_by = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Who answers"),
        empty_label=None,
        help_text=_("It need not be the one that was asked."),
    )
    text = text_field(help_text=_("Paste the statement, or choose the file that came. You can do both."))
    file = ReceivedFileField(
        label=_("The statement as it came"),
        help_text=_(
            "PDF, at most 10 MB. It is kept as it is, and with at most 300 pages bound into the papers for decision."
        ),
    )
    dated_on = date_field(label=_("Dated"))
    received_on = date_field(label=_("Arrived"))
    registry_number = registry_field()
    signer = signer_field()
    signer_title = signer_title_field()

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["answered_by"]
        choice.queryset = Unit.objects.current().filter(municipality=municipality).in_order()

    @classmethod
    def values_of(cls, row: Statement) -> dict[str, Any]:
        names = ("version", "stance", "text", "dated_on", "received_on", "registry_number", "signer", "signer_title")
        return {**{name: getattr(row, name) for name in names}, "answered_by": row.answered_by}

    @property
    def groups(self) -> Iterable[dict[str, Any]]:
        return [
            self.group(gettext("What is answered"), ("reason", "stance", "answered_by", "text", "file")),
            self.group(gettext("Who signed, and when"), ("signer", "signer_title", "dated_on", "received_on")),
            self.group(gettext("The body's own decision"), ("registry_number", *self.decision_names[:4])),
            {**self.group(gettext("More about the decision"), self.decision_names[4:]), "folded": True},
        ]

    def group(self, title: str, names: Iterable[str]) -> dict[str, Any]:
        fields: list[BoundField] = [self[name] for name in names if name in self.fields]
        return {"title": title, "hint": "", "fields": fields, "folded": False}


class RegisterForm(CreateForm, StatementFields):
    """Register the answer of one that was asked."""


class CorrectForm(StatementFields):
    """Correct a registered answer. A decision that is noted is corrected on its own page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=300,
        help_text=_("The reason stands in the history."),
        error_messages={"required": _("Write why it is corrected.")},
    )

    def __init__(self, *args: Any, has_decision: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_decision:
            for name in self.decision_names:
                del self.fields[name]

    @property
    def groups(self) -> Iterable[dict[str, Any]]:
        return [one for one in super().groups if one["fields"]]
