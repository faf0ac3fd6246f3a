"""Frozen trees of an older shape, raised to today's when they are read. What is stored is never rewritten.

1  a section's body is plain text
2  a section's body is rich text; annexes; officers and signers, related documents, images, abbreviations
"""

from __future__ import annotations

from typing import Any

from foundation.rich_text import from_plain

SCHEMA = 2
Values = dict[str, Any]


def upgraded(values: Values) -> Values:
    """`values` in today's shape: the same object when it has it, else a new one."""
    if values.get("kind") != "plan" or values["schema"] >= SCHEMA:
        return values
    return {
        **values,
        "schema": SCHEMA,
        "level_notes": {},
        "officials": [],
        "related_documents": [],
        "abbreviations": [],
        "images": {},
        "sections": [section_from_1(one) for one in values["sections"]],
    }


def section_from_1(section: Values) -> Values:
    return {
        **section,
        "is_annex": False,
        "body": from_plain(section["body"]),
        "children": [section_from_1(one) for one in section["children"]],
    }
