"""A number of an address is what it says or nothing: never an error, never a query that the database refuses."""

from __future__ import annotations

import pytest

from foundation.numbers import MOST, whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), (str(MOST), MOST)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1.0", "1e3", "1_000", "²", "٣", "x", "9" * 16, "9" * 5_000])
def test_everything_else_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_what_is_more_than_asked_for_is_none() -> None:
    assert (whole_number("50", 50), whole_number("51", 50)) == (50, None)
