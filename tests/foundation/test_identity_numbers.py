"""Rule 7: identity numbers are found however they are written, and nothing else is taken for one."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.identity_numbers import find_identity_numbers, places_in_words, refuse_identity_numbers


def check_digit(nine: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return str(-total % 10)


def twelve_digits(day: date, serial: int, is_coordination: bool) -> str:
    written_day = day.day + 60 if is_coordination else day.day
    ten = f"{day:%y%m}{written_day:02}{serial:03}"
    return f"{day.year // 100}{ten}{check_digit(ten)}"


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
WAYS_OF_WRITING = {
    "twelve digits": lambda n: n,
    "eight and four": lambda n: f"{n[:8]}-{n[8:]}",
    "six and four": lambda n: f"{n[2:8]}-{n[8:]}",
    "plus sign": lambda n: f"{n[2:8]}+{n[8:]}",
    "en dash": lambda n: f"{n[2:8]}–{n[8:]}",
    "minus and spaces": lambda n: f"{n[2:8]} − {n[8:]}",
    "no-break hyphen": lambda n: f"{n[:8]}\u2011{n[8:]}",
    "no-break space": lambda n: f"{n[2:8]}\u00a0{n[8:]}",
    "soft hyphens": lambda n: f"{n[2:5]}\u00ad{n[5:8]}-{n[8:10]}\u00ad{n[10:]}",
    "soft hyphen between": lambda n: f"{n[2:8]}\u00ad{n[8:]}",
    "zero-width space": lambda n: f"{n[:8]}\u200b{n[8:]}",
    "full width": lambda n: f"{n[2:8]}-{n[8:]}".translate(FULL_WIDTH),
    "date with dashes": lambda n: f"{n[:4]}-{n[4:6]}-{n[6:8]}-{n[8:]}",
    "date with spaces": lambda n: f"{n[2:4]} {n[4:6]} {n[6:8]}-{n[8:]}",
    "each digit apart": lambda n: " ".join(n[2:8]) + " - " + " ".join(n[8:]),
    "over the line": lambda n: f"{n[2:8]}-\n{n[8:]}",
    "underscore": lambda n: f"{n[:8]}_{n[8:]}",
}
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31))
numbers = st.builds(twelve_digits, days, st.integers(1, 999), st.booleans())
# Ten thousand numbers, drawn twenty at a time: to draw one costs as much as to look for it in every way of writing.
AT_A_TIME = 20
thorough = settings(
    max_examples=10_000 // AT_A_TIME, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@thorough
@given(drawn=st.lists(numbers, min_size=AT_A_TIME, max_size=AT_A_TIME))
def test_every_number_is_found_in_every_way_of_writing(drawn: list[str]) -> None:
    for number, (name, write) in product(drawn, WAYS_OF_WRITING.items()):
        written = write(number)
        text = f"Kontakta Anna, {written}, vid frågor."
        found = find_identity_numbers(text)
        assert [(text[place.start : place.end], place.kind) for place in found] == [(written, "certain")], name


@settings(max_examples=500, deadline=None)
@given(number=numbers)
def test_ten_bare_digits_are_only_possible(number: str) -> None:
    assert [place.kind for place in find_identity_numbers(f"ring {number[2:]} nu")] == ["possible"]


@settings(max_examples=2_000, deadline=None)
@given(month=st.integers(20, 99), first=st.integers(10, 99), rest=st.integers(0, 99_999))
def test_organisation_numbers_raise_no_alarm(month: int, first: int, rest: int) -> None:
    nine = f"{first}{month}{rest:05}"
    ten = nine + check_digit(nine)
    for written in (ten, f"{ten[:6]}-{ten[6:]}", f"16{ten}", f"16{ten[:6]}-{ten[6:]}", f"SE{ten}01"):
        assert find_identity_numbers(f"Org.nr {written}.") == []


def test_every_interval_of_two_dates_raises_no_alarm() -> None:
    day = date(2016, 1, 1)
    while day < date(2020, 1, 1):
        later = day + timedelta(days=97)
        for dash in (" - ", " – ", " ", "--", "/"):
            assert find_identity_numbers(f"{day}{dash}{later}") == [], (day, dash)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tfn 0142-858 58, fax 0142-851 20",
        "020-100 200 eller 114 14",
        "Dnr KS/2016:168, OSN/2016:141, 2016.119",
        "skr. 2014/15:144 och lag 2023:196",
        "850132-1236",
        "850101-1235",
        "1885990101123",
        "0611-12 34 56",
        "070-123 45 67",
        "Bankgiro 5050-1055, 2017–2020, 12 345 678 900 kr",
    ],
)
def test_ordinary_figures_raise_no_alarm(text: str) -> None:
    assert find_identity_numbers(text) == []


def test_a_footnote_mark_after_the_number_hides_nothing() -> None:
    assert [place.kind for place in find_identity_numbers("811228-9874¹")] == ["certain"]


def test_a_number_after_a_list_number_is_found() -> None:
    text = "18 000229-0005"
    found = find_identity_numbers(text)
    assert [text[place.start : place.end] for place in found] == ["000229-0005"]


def test_a_day_that_only_existed_in_a_leap_year_is_checked_against_its_century() -> None:
    assert find_identity_numbers("19000229-0005") == []
    assert [place.kind for place in find_identity_numbers("20000229-0005")] == ["certain"]


def test_a_year_after_a_date_is_asked_about_and_not_refused() -> None:
    nine = "850101201"
    text = f"1985-01-01 – {nine[6:]}{check_digit(nine)}"
    assert [place.kind for place in find_identity_numbers(text)] == ["possible"]


def test_several_numbers_are_found_side_by_side() -> None:
    text = "811228-9874 811228-9874,198112289874"
    assert places_in_words(find_identity_numbers(text)) == "1–11, 13–23, 25–36"


def test_refusal_says_where_and_never_which() -> None:
    with pytest.raises(ValidationError) as refusal:
        refuse_identity_numbers("Kontaktperson 811228–9874")
    assert refusal.value.code == "identity_number"
    assert "15–25" in refusal.value.messages[0]
    assert "9874" not in refusal.value.messages[0]


def test_possible_numbers_and_plain_text_are_not_refused() -> None:
    refuse_identity_numbers("Ring 8112289874 eller skriv.")
    refuse_identity_numbers("Utbildningsplan (våren 2017)")


def test_two_parts_with_a_full_stop_or_in_two_cells_are_asked_about() -> None:
    for gap in (".", "/", "\t", "\n"):
        assert [place.kind for place in find_identity_numbers(f"811228{gap}9874")] == ["possible"]


def test_the_tax_number_of_a_firm_of_ones_own_is_an_identity_number() -> None:
    assert [place.kind for place in find_identity_numbers("Momsnr SE811228987401")] == ["certain"]


def test_a_long_text_is_searched_in_reasonable_time() -> None:
    text = "å1 2-3 4–5 6 7 8 9 0 " * 5_000
    assert find_identity_numbers(text) == []
