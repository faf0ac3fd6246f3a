"""Compilation of changes (Sammanställning av ändringar): what was added, removed, moved and changed, word by word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from plans.selectors.differences import Differences, tree_differences
from reports.documents.paper import Piece, drawn
from reports.documents.text import one_line

Values = Mapping[str, Any]
SYMBOLS = {"added": "+", "removed": "−", "changed": "~", "moved": "↕"}


def kind_words() -> dict[str, str]:
    return {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed"), "moved": _("Moved")}


def comparison_piece(before: Values, after: Values, *, old: str, new: str, anchor: str = "comparison") -> Piece:
    """From one tree to another, each change under what it is about."""
    differences = tree_differences(dict(before), dict(after))
    html = drawn(
        "reports/_comparison.html",
        anchor=anchor,
        title=one_line(after["title"]),
        municipality=after["municipality"],
        old=old,
        new=new,
        groups=groups_of(differences),
        count=differences.count,
    )
    return Piece(anchor, _("Compilation of changes"), html)


def groups_of(differences: Differences) -> list[dict[str, Any]]:
    groups = (
        (_("About the plan"), differences.facts),
        (_("Sections"), differences.sections),
        (_("Areas"), differences.areas),
        (_("Measures"), differences.measures),
    )
    words = kind_words()
    return [
        {
            "heading": heading,
            "changes": [
                {
                    "name": one_line(one.name) or _("Without a name"),
                    "symbol": SYMBOLS[one.kind],
                    "word": words[one.kind],
                    "is_moved": one.is_moved and one.kind == "changed",
                    "fields": one.fields,
                }
                for one in changes
            ],
        }
        for heading, changes in groups
        if changes
    ]
