"""A change in words: what a field is called, what its value says, and the difference between two values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from foundation.differences import FieldChange, said_differences, word_differences
from foundation.rich_differences import rich_differences
from plans import tree_words
from plans.models import PlanGrant, Responsibility
from plans.models.plan import HeaderState
from plans.selectors.history.kinds import Kind
from plans.selectors.sharing import GIVEN
from plans.tree_words import KEYS

RICH = ("body",)
UNSAID = frozenset(
    {
        *("id", "uid", "municipality", "plan", "measure", "content_object", "version", "search_text", "position"),
        *("withdrawn_at", "withdrawn_by", "imported_in", "is_current"),
    }
)
"""Columns that are said otherwise, or that say nothing to a reader."""


def fields_of(kind: Kind) -> Iterator[Any]:
    """The fields of a kind that are told, in the order of the model."""
    tracked = kind.model.history.model.tracked_fields
    return (field for field in tracked if field.name not in UNSAID and field.name not in kind.unsaid)


def label_of(field: Any) -> str:
    return str(capfirst(field.verbose_name))


def field_changes(kind: Kind, old: Any, new: Any) -> list[FieldChange]:
    """The fields that say something else in `new` than in `old`."""
    return [
        FieldChange(field.name, label_of(field), difference(field, old, new))
        for field in fields_of(kind)
        if getattr(old, field.attname) != getattr(new, field.attname)
    ]


def difference(field: Any, old: Any, new: Any) -> SafeString:
    """What was changed in one field, as safe HTML."""
    if field.name in RICH:
        return rich_differences(getattr(old, field.attname), getattr(new, field.attname))
    return said_differences(word_differences(value_words(field, old), value_words(field, new)))


def value_words(field: Any, row: Any) -> str:
    """A value as a reader would say it; nothing when there is none."""
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name) or "") if getattr(row, field.attname) else ""
    value = getattr(row, field.attname)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name in KEYS:
        return tree_words.words(field.name, value)
    return plain_words(value)


def plain_words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return "\n".join(plain_words(one) for one in value)
    if isinstance(value, Mapping):
        return dict_words(value)
    return str(value)


def dict_words(value: Mapping[str, Any]) -> str:
    """A header field by its label, somebody named by name, other words one a line."""
    if "state" in value and "label" in value:
        said = value.get("value") or HeaderState(value["state"]).label
        return f"{value['label']}: {said}"
    if "name" in value and "role" in value:
        return ", ".join(str(one) for one in (value["name"], value.get("title", "")) if one)
    return "\n".join(f"{key}: {plain_words(one)}" for key, one in value.items())


# ── what was done

VERBS = {
    "added": pgettext_lazy("history", "Added"),
    "changed": pgettext_lazy("history", "Changed"),
    "moved": pgettext_lazy("history", "Moved"),
    "removed": pgettext_lazy("history", "Removed"),
    "restored": pgettext_lazy("history", "Restored"),
}


def verb_of(old: Any, new: Any, changes: list[FieldChange]) -> str:
    """The key of VERBS that says what became of the row; nothing when only its version is new."""
    if new.history_type == "-":
        return "removed"
    if new.history_type == "+" or old is None:
        return "added"
    if getattr(old, "withdrawn_at", None) != getattr(new, "withdrawn_at", None):
        return "removed" if new.withdrawn_at else "restored"
    if changes:
        return "changed"
    return "moved" if getattr(old, "position", None) != getattr(new, "position", None) else ""


def kind_words(kind: Kind, row: Any) -> str:
    """What the row is: its kind, or the part that somebody has in a measure."""
    if kind.model is Responsibility:
        return str(capfirst(dict(Responsibility.Part.choices).get(row.part, row.part)))
    return str(kind.label)


def title_of(kind: Kind, row: Any) -> str:
    """The row in a line."""
    if kind.model is PlanGrant:
        return f"{row.user}: {GIVEN.get(row.permission.codename, '')}"
    for name in ("heading", "name", "wording", "text"):
        text = getattr(row, name, "")
        if text:
            return short(str(text))
    if hasattr(row, "number"):
        return pgettext("edition", "number %(number)s") % {"number": row.number}
    if getattr(row, "focus_area_id", None):
        return short(str(row.focus_area))
    return short(getattr(row, "title", "")) or _("Measure without text")


def short(text: str, longest: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
