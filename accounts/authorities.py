"""Abolished authorities as an administrator writes them: one a line, "name; successor; day"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.fields import LinesField

MOST_PARTS = 3


class AuthoritiesField(LinesField):
    """Lines of "name; successor; day"; successor and day may be left out. What is wrong is told line by line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=400, most=100, **kwargs)

    def to_python(self, value: Any) -> Any:
        lines = (line.rstrip(" ;") for line in super().to_python(value))
        return [line for line in lines if line]

    def run_validators(self, value: list[str]) -> None:
        super().run_validators(value)
        errors = []
        for number, line in enumerate(value, start=1):
            try:
                from_line(line)
            except ValidationError as error:
                errors.append(_("Line %(number)d: %(error)s") % {"number": number, "error": error.messages[0]})
        if errors:
            raise ValidationError(errors)


def from_line(line: str) -> dict[str, str]:
    """ "MSB; MCF; 2026-01-01" as {"name", "successor", "since"}. Raises ValidationError when it cannot be read."""
    parts = [part.strip() for part in line.split(";")]
    if len(parts) > MOST_PARTS:
        raise ValidationError(_("Write a name, a successor and a day, with semicolons between."))
    name, successor, since = (*parts, "", "")[:MOST_PARTS]
    if not name:
        raise ValidationError(_("Write the name of the authority first."))
    if since:
        try:
            since = date.fromisoformat(since).isoformat()
        except ValueError:
            raise ValidationError(_("Write the day as year-month-day, for example 2018-01-01.")) from None
    return {"name": name, "successor": successor, "since": since}


def as_line(authority: Mapping[str, str]) -> str:
    """As it is written in the form: without what is not known at its end."""
    parts = (authority["name"], authority.get("successor", ""), authority.get("since", ""))
    return "; ".join(parts).rstrip("; ")
