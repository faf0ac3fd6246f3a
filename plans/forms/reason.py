"""Why something is changed: asked where a decided plan gets new words, in one place or in many at once.

What is moved, copied, removed or restored says so by itself in the history and is not asked about. The rule is
`plans.services.reasons.said_reason`, which refuses without a reason whoever asks; the form only knows when to show it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.forms import Form
from plans.models import Plan
from plans.services.reasons import LONGEST_REASON, SUGGESTIONS, asks_reason


class SuggestedInput(forms.TextInput):
    """A text with suggestions beside it; any other words will do."""

    def __init__(self, suggestions: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suggestions = suggestions

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        key = f"{(attrs or {}).get('id', name)}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, options)


class ReasonField(Form):
    """A form that writes anew what a plan says. It calls `ask_reason` with what it changes when it is made."""

    reason = forms.CharField(
        label=_("Why is it changed?"),
        max_length=LONGEST_REASON,
        widget=SuggestedInput(SUGGESTIONS),
        help_text=_("The plan has been decided. The reason stands in its history."),
    )

    def ask_reason(self, row: Any) -> None:
        """Keep the question, or take it away while the plan of `row` has not been decided (`plan_is_decided`)."""
        known = getattr(row, "plan_is_decided", None)
        plan = row if isinstance(row, Plan) else row.plan
        if not (asks_reason(plan) if known is None else known):
            del self.fields["reason"]
