"""A section as it stood."""

from __future__ import annotations

from typing import cast

from plans.models import Section


def section_at(section: Section, version: int) -> Section | None:
    """The section as it stood with that version; None when its history does not know."""
    if section.version == version:
        return section
    row = section.history.filter(version=version).order_by("-history_date", "-history_id").first()
    return cast("Section | None", row)
