"""Fields that several forms need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation import rich_text


class RichTextField(forms.CharField):
    """Rich text as its source; with a script the source is hidden behind an editor. Cleaned, so that it is compared
    and kept in one way of writing. `guarded` is what the identity-number guard reads: the words, without tags."""

    def __init__(self, *, rows: int = 14, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "data-rich-text": ""}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return rich_text.cleaned(super().to_python(value) or "")

    def guarded(self, value: str) -> str:
        return rich_text.guarded(value)


class LinesField(forms.CharField):
    """A list written one item a line: order kept, blanks and repetitions left out."""

    def __init__(self, *, longest: int = 100, most: int = 100, rows: int = 6, **kwargs: Any) -> None:
        self.longest, self.most = longest, most
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return list(dict.fromkeys(" ".join(line.split()) for line in (text or "").splitlines() if line.strip()))

    def run_validators(self, value: list[str]) -> None:
        """Of every line what is asked of a text: no NUL, not too long."""
        super().run_validators("\n".join(value))
        if len(value) > self.most:
            raise ValidationError(_("At most %(most)d lines."), params={"most": self.most})
        long = next((line for line in value if len(line) > self.longest), None)
        if long:
            raise ValidationError(
                _("The line that begins “%(beginning)s” is longer than %(longest)d characters."),
                params={"beginning": long[:30], "longest": self.longest},
            )
