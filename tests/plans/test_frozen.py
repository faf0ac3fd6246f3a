"""A measure in one line, as people recognise it."""

from __future__ import annotations

import pytest

from plans.frozen import FrozenMeasure


@pytest.mark.parametrize(
    ("text", "area", "activities", "title", "short"),
    [
        ("Utbilda\ni två steg", "Utbildning", ["Grundkurs"], "Utbilda", "Utbilda"),
        ("", "Samverkan", ["Starta forum\nmed polisen", "Mötas"], "Samverkan: Starta forum", "Starta forum"),
        ("", "Samverkan\nalla nivåer", [], "Samverkan", "Samverkan"),
        ("", "", ["Mötas"], "Mötas", "Mötas"),
        (" ", "", [], "", ""),
    ],
)
def test_a_measure_is_called_by_its_text_else_by_area_and_first_activity(
    text: str, area: str, activities: list[str], title: str, short: str
) -> None:
    measure = FrozenMeasure(values={"text": text, "activities": [{"text": one} for one in activities]}, area=area)
    assert measure.title == title
    assert measure.short == short
