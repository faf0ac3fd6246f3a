"""Whole numbers as addresses and forms write them."""

from __future__ import annotations

MOST = 999_999_999_999_999
"""Less than every column for keys holds, and more than any table has rows."""


def whole_number(text: str, most: int = MOST) -> int | None:
    """The number that `text` writes with the digits 0 to 9 alone, up to `most`; None for everything else."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(MOST)):
        return None
    number = int(text)
    return number if number <= most else None
