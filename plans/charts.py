"""A small line over rounds: where its points, its words and its target stand. Pure geometry, drawn by a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 28, 292, 28, 118
MOST_POINTS = 8


@dataclass(frozen=True)
class Point:
    """One value in the picture, with what is written above and below it."""

    x: int
    y: int
    value: str
    label: str


@dataclass(frozen=True)
class Chart:
    points: tuple[Point, ...]
    target_y: int | None = None

    @property
    def line(self) -> str:
        """The points as an SVG polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def line_chart(rows: Sequence[tuple[Decimal, str, str]], *, target: Decimal | None = None) -> Chart | None:
    """A chart of (number, as it was written, label) from left to right, from nought; None with less than two.

    The newest eight are drawn: their words stand beside each other.
    """
    rows = rows[-MOST_POINTS:]
    if len(rows) < 2:
        return None
    top = max([number for number, *_words in rows] + [target or Decimal(0)]) or Decimal(1)

    def height(number: Decimal) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * number / top)

    step = (RIGHT - LEFT) / (len(rows) - 1)
    points = tuple(
        Point(x=round(LEFT + place * step), y=height(number), value=value, label=label)
        for place, (number, value, label) in enumerate(rows)
    )
    return Chart(points, height(target) if target is not None else None)
