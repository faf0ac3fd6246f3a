"""The form of a document that belongs with a plan."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm, EditForm, Form
from plans.models import RelatedDocument
from plans.models.related import LONGEST_ADDRESS


class RelatedDocumentFields(Form):
    """What is said of a document; its number in a register is no person's."""

    unguarded: ClassVar[tuple[str, ...]] = ("reference",)

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=RelatedDocument.Kind.choices,
        initial=RelatedDocument.Kind.GOVERNING,
        help_text=_("Sources are listed by themselves on paper."),
    )
    title = forms.CharField(label=_("What it is called"), max_length=300)
    reference = forms.CharField(
        label=_("Registry number, year or edition"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"data-narrow": "1"}),
    )
    url = forms.CharField(
        label=_("Address on the web"),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.URLInput,
        help_text=_("Begins with https://. Leave empty if it is not on the web."),
    )


class RelatedDocumentCreateForm(RelatedDocumentFields, CreateForm):
    pass


class RelatedDocumentUpdateForm(RelatedDocumentFields, EditForm):
    @classmethod
    def values_of(cls, row: RelatedDocument) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", "kind", "title", "reference", "url")}
