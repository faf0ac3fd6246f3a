"""What is reported of an indicator: read as a number where one is asked for, compared with its target, drawn small."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from plans.charts import BOTTOM, LEFT, RIGHT, TOP, line_chart
from plans.measuring import is_more_than_all, is_reached, number_of, refuse_value


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("34", "count", "34"),
        ("34,5", "count", "34.5"),
        ("34.5", "count", "34.5"),
        (" 1 200 ", "count", "1200"),
        ("1\N{NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}000", "count_per_period", "1200000"),
        ("80 %", "percentage", "80"),
        ("82,5\N{NO-BREAK SPACE}%", "percentage", "82.5"),
        ("0", "count", "0"),
    ],
)
def test_numbers_are_read_as_swedes_write_them(text, kind, number):
    assert number_of(text, kind) == Decimal(number)
    refuse_value(text, kind)


@pytest.mark.parametrize(
    "text", ["ca 30", "trettio", "3 4", "1,2,3", "-3", "34 st", "1e5", "٣", "½", "12 00", "%", "9" * 40]
)
@pytest.mark.parametrize("kind", ["count", "count_per_period", "percentage"])
def test_what_is_no_number_is_refused_with_an_example(text, kind):
    assert number_of(text, kind) is None
    with pytest.raises(ValidationError, match="till exempel"):
        refuse_value(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"), [("ca 30", "text"), ("se rapporten", "report"), ("", "count"), (" ", "count")]
)
def test_words_are_taken_where_words_are_asked_for_and_nothing_everywhere(text, kind):
    refuse_value(text, kind)
    assert number_of(text, kind) is None


@pytest.mark.parametrize(
    ("target", "value", "kind", "reached"),
    [
        ("80", "80", "percentage", True),
        ("minst 80 %", "79,9", "percentage", False),
        ("högst 5", "5", "count", True),
        ("högst 5", "6", "count", False),
        ("40 skolor per år", "41", "count_per_period", True),
        ("1 200", "1199", "count", False),
        ("Ja", "ja", "boolean", True),
        ("Ja", "Nej", "boolean", False),
        ("", "5", "count", None),
        ("", "Ja", "boolean", None),
        ("30 till 40", "35", "count", None),
        ("10", "ca 12", "count", None),
        ("ökar", "ökar", "text", None),
    ],
)
def test_a_target_is_met_not_met_or_cannot_be_told(target, value, kind, reached):
    assert is_reached(target, value, kind) is reached


def test_a_share_above_a_hundred_is_doubted_and_a_count_is_not():
    assert [is_more_than_all(text, "percentage") for text in ("100", "100,1", "101 %")] == [False, True, True]
    assert not is_more_than_all("101", "count")


@given(st.integers(0, 10**9), st.sampled_from([" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", ""]))
def test_a_number_with_its_thousands_apart_is_the_same_number(number, space):
    assert number_of(f"{number:,}".replace(",", space), "count") == number


@given(st.text(max_size=30), st.sampled_from(["count", "percentage", "text", "boolean", "x"]), st.text(max_size=10))
def test_no_text_breaks_the_reading(text, kind, target):
    assert is_reached(target, text, kind) in (True, False, None)


def test_a_line_goes_from_left_to_right_and_is_as_high_as_its_numbers():
    chart = line_chart([(Decimal(0), "0", "2024"), (Decimal(5), "5", "2025"), (Decimal(10), "10", "2026")])
    assert [(point.x, point.y) for point in chart.points] == [
        (LEFT, BOTTOM),
        ((LEFT + RIGHT) // 2, (TOP + BOTTOM) // 2),
        (RIGHT, TOP),
    ]
    assert chart.line == f"{LEFT},{BOTTOM} {(LEFT + RIGHT) // 2},{(TOP + BOTTOM) // 2} {RIGHT},{TOP}"
    assert [(point.value, point.label) for point in chart.points][-1] == ("10", "2026")


def test_one_number_is_no_line_and_a_target_is_drawn_within():
    assert line_chart([(Decimal(1), "1", "2025")]) is None
    rows = [(Decimal(1), "1", "a"), (Decimal(2), "2", "b")]
    assert (line_chart(rows).target_y, line_chart(rows, target=Decimal(4)).target_y) == (None, TOP)


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=2, max_size=30), st.none() | st.decimals(0, 10**9, places=2))
def test_every_point_stands_inside_the_picture(numbers, target):
    chart = line_chart([(number, str(number), "år") for number in numbers], target=target)
    assert all(LEFT <= point.x <= RIGHT and TOP <= point.y <= BOTTOM for point in chart.points)
    assert chart.target_y is None or TOP <= chart.target_y <= BOTTOM
