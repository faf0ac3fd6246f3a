"""Our words never take the place of Django's own: a label "May" once made 31 May into "31 Får"."""

from __future__ import annotations

import pytest
from django.utils import dates, translation

SWEDISH = {
    1: "januari", 2: "februari", 3: "mars", 4: "april", 5: "maj", 6: "juni",
    7: "juli", 8: "augusti", 9: "september", 10: "oktober", 11: "november", 12: "december",
}  # fmt: skip


@pytest.mark.parametrize(("number", "name"), SWEDISH.items())
def test_a_month_is_called_what_it_is_called(number: int, name: str) -> None:
    with translation.override("sv"):
        assert str(dates.MONTHS[number]).lower() == name
        assert str(dates.MONTHS_ALT[number]).lower() == name
