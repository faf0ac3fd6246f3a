"""Forms about comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm, EditForm
from plans.models.comment import LONGEST_COMMENT, LONGEST_QUOTE


def text_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4, "data-mention": "people"}),
        help_text=_("Write @ and a name to tell somebody who sees the draft."),
    )


class CommentForm(CreateForm):
    """Begin a thread; with a section also about some of its words."""

    quote = forms.CharField(
        label=_("About the words"),
        max_length=LONGEST_QUOTE,
        required=False,
        help_text=_("Copy the words from the text, or leave it empty to comment on the whole."),
    )
    text = text_field(_("Comment"))

    def __init__(self, *args: Any, has_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_words:
            del self.fields["quote"]


class AnswerForm(CreateForm):
    text = text_field(_("Your answer"))


class CommentUpdateForm(EditForm):
    text = text_field(_("Comment"))

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        return {"version": row.version, "text": row.text}
