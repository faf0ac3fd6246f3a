"""What an external party fills in by its one-time link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Form
from plans.forms.statement import STANCES, ReceivedFileField, signer_title_field, text_field


class LinkAnswerForm(Form):
    """The answer of a party without an account."""

    stance = forms.ChoiceField(
        label=_("Your stance"), choices=STANCES, error_messages={"required": _("Choose the stance that you take.")}
    )
    text = text_field(help_text=_("Write or paste your viewpoints. Say which section or measure each is about."))
    file = ReceivedFileField(
        label=_("Or your statement as a file"), help_text=_("PDF, at most 10 MB. It is kept as it is.")
    )
    signer = forms.CharField(
        label=_("Your name"), max_length=200, error_messages={"required": _("Write who signs the answer.")}
    )
    signer_title = signer_title_field()
