"""Times as plans write them, and what they mean."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.time_wording import (
    FIRST_DAY,
    LAST_DAY,
    UNKNOWN,
    Interpretation,
    describe,
    interpret,
    time_wordings_in,
)

PERIODS = {
    "våren 2017": ("2017-03-01", "2017-05-31"),
    "Våren 2017": ("2017-03-01", "2017-05-31"),
    "(våren 2017)": ("2017-03-01", "2017-05-31"),
    "vår 2017": ("2017-03-01", "2017-05-31"),
    "sommaren 2027": ("2027-06-01", "2027-08-31"),
    "hösten 2017": ("2017-09-01", "2017-11-30"),
    "under hösten 2017": ("2017-09-01", "2017-11-30"),
    "vintern 2028": ("2027-12-01", "2028-02-29"),
    "vintern 2026/2027": ("2026-12-01", "2027-02-28"),
    "utsedd 2016": ("2016-01-01", "2016-12-31"),
    "klart 2016": ("2016-01-01", "2016-12-31"),
    "2018": ("2018-01-01", "2018-12-31"),
    "2018.": ("2018-01-01", "2018-12-31"),
    "under 2027": ("2027-01-01", "2027-12-31"),
    "Under år 2027": ("2027-01-01", "2027-12-31"),
    "2017-2019": ("2017-01-01", "2019-12-31"),
    "2017–2020": ("2017-01-01", "2020-12-31"),
    "2017 – 2020": ("2017-01-01", "2020-12-31"),
    "2017/18": ("2017-01-01", "2018-12-31"),
    "mandatperioden 2023–2026": ("2023-01-01", "2026-12-31"),
    "Q2 2027": ("2027-04-01", "2027-06-30"),
    "2027 Q4": ("2027-10-01", "2027-12-31"),
    "kvartal 2 2027": ("2027-04-01", "2027-06-30"),
    "kvartal 2, 2027": ("2027-04-01", "2027-06-30"),
    "andra kvartalet 2027": ("2027-04-01", "2027-06-30"),
    "sista kvartalet 2027": ("2027-10-01", "2027-12-31"),
    "kvartal 2–3 2027": ("2027-04-01", "2027-09-30"),
    "första halvåret 2027": ("2027-01-01", "2027-06-30"),
    "andra halvåret 2027": ("2027-07-01", "2027-12-31"),
    "tertial 1 2027": ("2027-01-01", "2027-04-30"),
    "T3 2027": ("2027-09-01", "2027-12-31"),
    "mars 2027": ("2027-03-01", "2027-03-31"),
    "i februari 2028": ("2028-02-01", "2028-02-29"),
    "mars–maj 2027": ("2027-03-01", "2027-05-31"),
    "2027-03": ("2027-03-01", "2027-03-31"),
    "15 januari 2027": ("2027-01-15", "2027-01-15"),
    "den 15 jan. 2027": ("2027-01-15", "2027-01-15"),
    "15/1 2027": ("2027-01-15", "2027-01-15"),
    "1–15 mars 2027": ("2027-03-01", "2027-03-15"),
    "1 mars – 15 april 2027": ("2027-03-01", "2027-04-15"),
    "2027-03-12": ("2027-03-12", "2027-03-12"),
    "20270312": ("2027-03-12", "2027-03-12"),
    "2027-03-12 – 2027-04-01": ("2027-03-12", "2027-04-01"),
    "hösten 2026 – våren 2027": ("2026-09-01", "2027-05-31"),
    "hösten 2026 till och med våren 2027": ("2026-09-01", "2027-05-31"),
    "våren–hösten 2027": ("2027-03-01", "2027-11-30"),
    "våren och hösten 2027": ("2027-03-01", "2027-11-30"),
    "mellan 2027 och 2029": ("2027-01-01", "2029-12-31"),
    "från 2027 till 2028": ("2027-01-01", "2028-12-31"),
    "HT 2026": ("2026-08-01", "2026-12-31"),
    "VT 2027": ("2027-01-01", "2027-06-30"),
    "vt-27": ("2027-01-01", "2027-06-30"),
    "HT 2026 – VT 2027": ("2026-08-01", "2027-06-30"),
    "vårterminen 2027": ("2027-01-01", "2027-06-30"),
    "läsåret 2026/27": ("2026-08-01", "2027-06-30"),
    "årsskiftet 2026/2027": ("2026-12-31", "2027-01-01"),
    "i början av 2027": ("2027-01-01", "2027-04-30"),
    "slutet av mars 2027": ("2027-03-21", "2027-03-31"),
    "vecka 12 2027": ("2027-03-22", "2027-03-28"),
    "v. 12–13 2027": ("2027-03-22", "2027-04-04"),
    "senast hösten 2017": (None, "2017-11-30"),
    "Senast 2027-03-12": (None, "2027-03-12"),
    "klart senast den 1 mars 2027": (None, "2027-03-01"),
    "senast vid årsskiftet 2026/2027": (None, "2026-12-31"),
    "t.o.m. 2028": (None, "2028-12-31"),
    "till och med våren 2028": (None, "2028-05-31"),
    "före sommaren 2027": (None, "2027-05-31"),
    "före utgången av 2027": (None, "2027-12-31"),
    "från och med 2027": ("2027-01-01", None),
    "fr.o.m. 2027-04-01": ("2027-04-01", None),
    "från och med 2027 och tills vidare": ("2027-01-01", None),
    "efter sommaren 2027": ("2027-09-01", None),
    "med start våren 2027": ("2027-03-01", None),
}
RECURRENCES = {
    "löpande": "continuous",
    "Löpande.": "continuous",
    "kontinuerligt": "continuous",
    "pågår": "continuous",
    "årligen": "yearly",
    "en gång per år": "yearly",
    "1 gång/år": "yearly",
    "minst en gång om året": "yearly",
    "varje år": "yearly",
    "årligen i mars": "yearly",
    "varje höst": "yearly",
    "två gånger per år": "half_yearly",
    "2 ggr/år": "half_yearly",
    "varje halvår": "half_yearly",
    "en gång per termin": "half_yearly",
    "kvartalsvis": "quarterly",
    "fyra gånger per år": "quarterly",
    "en gång i kvartalet": "quarterly",
    "varje månad": "monthly",
    "en gång i månaden": "monthly",
}

PIECES = [
    "senast",
    "från",
    "till",
    "-",
    "–",
    "våren",
    "hösten",
    "2017",
    "2027",
    "31",
    "mars",
    "löpande",
    "och",
    "(",
    ".",
]
WORDS = [*PIECES, "efter", "före", "2016-2225", "2000-9999", "2099/99", "vecka 53", "vintern", "kv 4", "0000", "9999"]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("wording", "days"), PERIODS.items())
def test_a_period_is_read(wording: str, days: tuple[str | None, str | None]) -> None:
    meaning = interpret(wording)
    assert (meaning.start, meaning.end) == (day(days[0]), day(days[1]))
    assert meaning.is_known


@pytest.mark.parametrize(("wording", "recurrence"), RECURRENCES.items())
def test_a_recurrence_is_read(wording: str, recurrence: str) -> None:
    meaning = interpret(wording)
    assert (meaning.recurrence, meaning.start, meaning.end) == (recurrence, None, None)


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("löpande 2027–2030", Interpretation(date(2027, 1, 1), date(2030, 12, 31), "continuous", "certain")),
        ("årligen från 2027", Interpretation(date(2027, 1, 1), None, "yearly", "certain")),
        ("våren 2027, därefter årligen", Interpretation(date(2027, 3, 1), None, "yearly", "approximate")),
        ("kvartalsvis under 2027", Interpretation(date(2027, 1, 1), date(2027, 12, 31), "quarterly", "certain")),
    ],
)
def test_a_recurrence_may_have_a_period(wording: str, expected: Interpretation) -> None:
    assert interpret(wording) == expected


@pytest.mark.parametrize(
    "wording",
    [
        "",
        " ",
        "-",
        "–",
        "vid behov",
        "när medel finns",
        "efter beslut",
        "31 februari 2027",
        "vecka 60 2027",
        "2020–2017",
        "utbildning för 2000 personer",
        "skr. 2014/15:144",
        "lag 2023:196",
        "våren",
        "vartannat år",
        "tre gånger per år",
        "RTH",
        "123",
        "nästa år",
        "2016-xx-xx",
        "x" * 100_000,
        "2027 " * 20,
        "våren 2017 efter beslut i nämnden",
        "2016-2225",
        "senast 2016-2225",
        "efter 2000-9999",
        "från 2016-2225 till 2016-2226",
    ],
)
def test_what_is_not_understood_is_unknown(wording: str) -> None:
    assert interpret(wording) == UNKNOWN


def test_a_recurrence_is_kept_beside_years_that_no_plan_means() -> None:
    assert interpret("årligen 2016-2225") == Interpretation(recurrence="yearly", certainty="partial")


def test_next_year_needs_a_today() -> None:
    meaning = interpret("nästa år", today=date(2026, 11, 21))
    assert (meaning.start, meaning.end) == (date(2027, 1, 1), date(2027, 12, 31))


def test_certainty_is_told() -> None:
    wordings = ("2018", "våren 2017", "årligen i mars", "löpande dialog med polisen", "vid behov")
    assert [interpret(wording).certainty for wording in wordings] == [
        "certain",
        "approximate",
        "approximate",
        "partial",
        "unknown",
    ]


@settings(max_examples=1_000, deadline=None)
@given(
    st.text(max_size=300)
    | st.text("0123456789-–/. åhqtvw", max_size=300)
    | st.lists(st.sampled_from(WORDS), max_size=30).map(lambda words: " ".join(words)[:300])
    | st.builds("{} {}-{}".format, st.sampled_from(WORDS), st.integers(1950, 2099), st.integers(0, 9_999))
)
def test_any_wording_gives_an_answer_in_order_and_in_days_that_a_plan_can_mean(wording: str) -> None:
    meaning = interpret(wording)
    assert meaning.start is None or meaning.end is None or meaning.start <= meaning.end
    assert all(day is None or FIRST_DAY <= day <= LAST_DAY for day in (meaning.start, meaning.end))
    assert meaning.is_known or meaning == UNKNOWN
    assert describe(meaning)
    time_wordings_in(wording)


def test_times_in_parentheses_are_found_and_other_parentheses_left() -> None:
    text = (
        "Utvecklingsstrateg (RTH) utses (utsedd 2016). Träffar (löpande), dialog (2018) enligt (2017:900), skapa på "
        "hemsidan (senast hösten 2017) och planera (våren 2017) (behovsbedömda) insatser (löpande dialog med polis)"
    )
    found = time_wordings_in(text)
    assert [span.wording for span in found] == ["utsedd 2016", "löpande", "2018", "senast hösten 2017", "våren 2017"]
    assert all(text[span.start : span.end] == f"({span.wording})" for span in found)


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("våren 2017", "interpreted as 1 March – 31 May 2017"),
        ("vintern 2027", "interpreted as 1 December 2026 – 28 February 2027"),
        ("2027-03-12", "interpreted as 12 March 2027"),
        ("senast hösten 2017", "interpreted as no later than 30 November 2017"),
        ("från och med 2027", "interpreted as from 1 January 2027"),
        ("årligen 2027", "interpreted as every year, 1 January – 31 December 2027"),
        ("löpande", "interpreted as continuously"),
        ("vid behov", "kept as it is written, without dates"),
    ],
)
def test_an_interpretation_is_described_in_words(wording: str, words: str) -> None:
    with translation.override("en"):
        assert describe(interpret(wording)) == words


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("våren 2017", "tolkas som 1 mars – 31 maj 2017"),
        ("senast hösten 2017", "tolkas som senast 30 november 2017"),
        ("kvartalsvis från 2027", "tolkas som varje kvartal, från 1 januari 2027"),
        ("vid behov", "sparas som det är skrivet, utan datum"),
    ],
)
def test_an_interpretation_is_described_in_swedish(wording: str, words: str) -> None:
    with translation.override("sv"):
        assert describe(interpret(wording)) == words
