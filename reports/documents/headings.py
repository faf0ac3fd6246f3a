"""A line of the contents, and the heading that it leads to."""

from __future__ import annotations

from dataclasses import dataclass

DEEPEST_HEADING = 6


@dataclass(frozen=True)
class Heading:
    """Where it stands, how deep, and what it says."""

    anchor: str
    level: int
    number: str
    text: str

    @classmethod
    def of(cls, anchor: str, text: str) -> Heading:
        """The heading of a part of our own: a chapter without a number."""
        return cls(anchor=anchor, level=2, number="", text=text)

    @property
    def tag(self) -> str:
        return f"h{min(self.level, DEEPEST_HEADING)}"

    @property
    def label(self) -> str:
        return f"{self.number} {self.text}".strip()
