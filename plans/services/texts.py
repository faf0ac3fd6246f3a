"""What no text of a plan may hold, whichever door it came through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

LONGEST = 20_000
"""Characters in one text: some ten printed pages, so that a mistaken paste is told and not printed."""


def checked(row: models.Model, fields: Iterable[str]) -> None:
    """Raise ValidationError by field when a text is too long for its column, or holds a NUL."""
    errors: dict[str, str] = {}
    for name in fields:
        field: Any = row._meta.get_field(name)
        value = getattr(row, name)
        if not isinstance(value, str):
            continue
        longest = field.max_length or LONGEST
        if len(value) > longest:
            errors[name] = _("Write at most %(longest)d characters; this is %(length)d.") % {
                "longest": longest,
                "length": len(value),
            }
        elif "\x00" in value:
            errors[name] = _("The text holds a character that cannot be kept (NUL). Take it out.")
    if errors:
        raise ValidationError(errors)


def one_line(text: str) -> str:
    """White space made single: for titles and other texts of one line."""
    return " ".join(text.split())


def unified(text: str) -> str:
    """Line ends as they are stored, without blanks at the ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
