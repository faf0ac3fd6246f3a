"""The measure table's columns: those that are needed, as wide as Swedish words are long."""

import pytest
from django.utils.safestring import SafeString

from reports.documents.columns import LONGEST_WORD, Column, columns_of, is_tall

LABELS = [{"number": "Nr", "text": "Åtgärd", "responsible": "Ansvarig", "result": "Resultat", "comment": "Kommentar"}]
KEYS = ("number", "text", "levels", "time", "responsible", "result", "comment")


def row(**cells: str) -> dict[str, SafeString]:
    return {key: SafeString(cells.get(key, "")) for key in KEYS}


def test_columns_that_are_empty_in_the_whole_plan_are_left_out():
    rows = [row(number="1", text="<p>a</p>"), row(number="2", time="<p>våren 2027</p>")]

    assert [column.key for column in columns_of(rows, LABELS)] == ["number", "text", "time"]


def test_the_widths_fill_the_table():
    rows = [row(number="1", text="<p>ord ord</p>", responsible="<p>Socialtjänsten</p>")]

    assert sum(column.width for column in columns_of(rows, LABELS)) == pytest.approx(100, abs=0.1)


def test_a_long_swedish_word_fits_its_column_uncut():
    rows = [
        row(number="1", text="<p>" + "Ordna utbildning. " * 20 + "</p>", responsible="<p>Utbildningsförvaltningen</p>")
    ]
    responsible = next(column for column in columns_of(rows, LABELS) if column.key == "responsible")

    assert responsible.characters >= len("Utbildningsförvaltningen") == LONGEST_WORD


def test_words_that_cannot_all_fit_still_leave_every_column_some_width():
    word = "<p>Samhällsbyggnadsförvaltningarna</p>"
    columns = columns_of([row(**dict.fromkeys(KEYS, word))], LABELS)

    assert len(columns) == len(KEYS)
    assert min(column.width for column in columns) > 5


def test_the_column_with_most_to_say_is_the_widest():
    rows = [row(number="1", text=f"<p>{'mycket text ' * 30}</p>", responsible="<p>RTH</p>")]
    widest = max(columns_of(rows, LABELS), key=lambda column: column.width)

    assert widest.key == "text"


def test_a_plan_without_measures_has_no_columns():
    assert columns_of([], LABELS) == []


def test_only_a_row_that_no_page_can_hold_may_be_cut():
    columns = [Column("text", 30.0)]

    assert not is_tall({"text": SafeString("<p>kort</p>")}, columns)
    assert is_tall({"text": SafeString(f"<p>{'lång text ' * 400}</p>")}, columns)
    assert is_tall({"text": SafeString("<ul>" + "<li>x</li>" * 60 + "</ul>")}, columns)
