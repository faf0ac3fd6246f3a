"""Words for the values of a plan: what a number means, where a long word may be parted."""

from __future__ import annotations

import pytest

from plans.frozen import measured
from plans.templatetags.plan_words import parted


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("80", "percentage", "80\N{NO-BREAK SPACE}%"),
        (" 71,5 ", "percentage", "71,5\N{NO-BREAK SPACE}%"),
        ("hälften", "percentage", "hälften"),
        ("80 %", "percentage", "80 %"),
        ("", "percentage", ""),
        ("80", "count", "80"),
    ],
)
def test_a_percentage_gets_its_sign_once(value: str, kind: str, shown: str) -> None:
    assert measured(value, kind) == shown


def test_only_a_word_too_long_for_a_column_may_be_parted() -> None:
    long = "Samhällsbyggnadsförvaltningen"
    assert parted(long).replace("\N{SOFT HYPHEN}", "") == long
    assert "\N{SOFT HYPHEN}" in parted(f"{long} (SBF)")
    assert parted("Utbildningsförvaltningen, se 123") == "Utbildningsförvaltningen, se 123"
    assert "\N{SOFT HYPHEN}" not in parted("x" * 24)
