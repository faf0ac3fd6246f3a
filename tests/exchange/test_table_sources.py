"""What may come in: text in several characters sets, CSV, the clipboards of Word and Excel; and what may not."""

import codecs

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.imports.cell_text import marked, plain_text
from exchange.imports.html_table import read_html
from exchange.imports.measure_rows import Reading, read_measures
from exchange.imports.source import MAX_BYTES, cleaned, decoded
from exchange.imports.table_text import possible_tables

HEADER = ["Område", "Aktivitet", "Indikator", "Aktörer", "Ansvarig"]
CELLS = ["Utbildning", "Åtgärda läget (våren 2027)", "Antal", "Socialtjänst; skola", "RTH"]


def refusal(text: str, **kwargs: str) -> str:
    with pytest.raises(ValidationError) as error:
        read_measures(text, **kwargs)
    return str(error.value.code)


def summary(reading: Reading) -> list[tuple[str, list[str]]]:
    return [(row.focus_area, [activity.text for activity in row.activities]) for row in reading.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_the_character_set_is_found(encoding: str) -> None:
    text = "Område\tAktivitet\r\nLägesbild\tUppdatera – årligen\r\n"
    assert cleaned(decoded(text.encode(encoding))) == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 xlsx", "Excel or Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel or Word"),
        (b"{\\rtf1", "Excel or Word"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x81\x8d\x8f\x90\x9d", "not text"),
    ],
)
def test_files_that_are_no_text_are_refused_with_advice(data: bytes, words: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as error:
        decoded(data)
    assert words in error.value.messages[0]
    assert "CSV" in error.value.messages[0]


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_the_delimiter_is_found(delimiter: str) -> None:
    quoted = [f'"{cell}"' if delimiter in cell else cell for cell in CELLS]
    reading = read_measures(f"{delimiter.join(HEADER)}\n{delimiter.join(quoted)}")
    assert summary(reading) == [("Utbildning", ["Åtgärda läget (våren 2027)"])]
    assert [one.subject_name for one in reading.rows[0].responsibilities] == ["RTH", "Socialtjänst", "skola"]


def test_one_single_column_is_a_table() -> None:
    assert [row.text for row in read_measures("Åtgärd\nUtbilda chefer\nSe över, avtal\n").rows] == [
        "Utbilda chefer",
        "Se över, avtal",
    ]


def test_excel_cells_of_several_lines_stand_in_quotes() -> None:
    reading = read_measures(
        'Område\tAktivitet\tNär\n"Lokaler"\t"Se över ""policyn""\nUtbilda\nvaktmästare"\t"våren 2027\nhösten 2027"\n'
    )
    activities = reading.rows[0].activities
    assert [(one.text, one.time_wording) for one in activities] == [
        ('Se över "policyn"', "våren 2027"),
        ("Utbilda vaktmästare", "hösten 2027"),
    ]


def test_a_quotation_mark_that_is_no_excel_quote_is_text() -> None:
    reading = read_measures('Område\tAktivitet\n"Samtalskompassen" används\t"a" och "b"')
    assert summary(reading) == [('"Samtalskompassen" används', ['"a" och "b"'])]


def test_cells_that_word_tears_over_lines_are_put_together() -> None:
    reading = read_measures(
        "Område\tAktivitet\tIndikator\tAnsvarig\nUtbildning\tUtbilda chefer\nUtbilda personal\tAntal\tOSF\n"
        "Hemsida\tPublicera\tFinns\tOSF"
    )
    assert summary(reading) == [("Utbildning", ["Utbilda chefer", "Utbilda personal"]), ("Hemsida", ["Publicera"])]
    assert [(note.kind, note.row) for note in reading.notes] == [("warning", 2)]


def test_cells_missing_at_the_end_of_a_row_are_empty() -> None:
    reading = read_measures("Område\tAktivitet\tIndikator\tAnsvarig\nA\tGör a\nB\tGör b\nC\tGör c\tAntal")
    assert summary(reading) == [("A", ["Gör a"]), ("B", ["Gör b"]), ("C", ["Gör c"])]


WORD = """<html><head><style>p {x: "<table>"}</style></head><body><p>Före</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Omr&aring;de<o:p></o:p></p></td><td><p>Vad ska
 g&ouml;ras och n&auml;r</p></td><td colspan=2>Ansvarig</td></tr>
<tr><td rowspan=2><p>Utbildning</p></td><td><p class=MsoListParagraph><![if !supportLists]><span style='font:Symbol'>·
<span>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Utbilda chefer</p><p><span>o&nbsp;&nbsp;</span>Utbilda <b>alla</b><br>
medarbetare</p></td><td>OSF</td><td></td></tr>
<tr><td><ul><li>F&ouml;lj upp<li>R&auml;kna &lt;script&gt;</ul></td><td>SLK</td></tr></table>
<script>alert('Efter')</script><p>Efter</p></body></html>"""


def test_a_table_of_word_is_read_with_merged_cells_and_lists() -> None:
    reading = read_measures("oläsbart", html=WORD)
    assert summary(reading) == [
        ("Utbildning", ["Utbilda chefer", "Utbilda alla medarbetare"]),
        ("Utbildning", ["Följ upp", "Räkna <script>"]),
    ]
    assert [[one.wording for one in row.responsibilities] for row in reading.rows] == [["OSF"], ["SLK"]]
    assert [text for _, text in reading.outside] == ["Före", "Efter"]


def test_a_page_without_a_table_gives_way_to_the_text() -> None:
    assert summary(read_measures("Område\tAktivitet\nA\tGör", html="<p>Område</p>")) == [("A", ["Gör"])]


def test_tables_after_one_another_and_tables_in_cells() -> None:
    table = read_html(
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table><table><td>d</table>"
    )
    assert [[plain_text(cell) for cell in row.cells] for row in table.rows] == [["a b c"], ["d"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("Bara prosa utan tabell.", "no_known_column"),
        ("Färg\tForm\nröd\trund", "no_known_column"),
        ("Område\tAktivitet\n", "no_rows"),
        ("Område\tAkti\0vitet\nA\tB", "nul"),
        ("Område\tAktivitet\nA\t" + "x" * 100_001, "cell_too_large"),
        ("Område\tAktivitet\n" + "A\tB\n" * 2_001, "too_many_rows"),
        ("Område\tAktivitet\n" + "\n" * 25_000, "too_many_rows"),
        ("Område\tAktivitet\nA" + "\t" * 200, "too_many_columns"),
        ("å" * (MAX_BYTES // 2 + 1), "too_large"),
    ],
)
def test_what_cannot_be_a_table_is_refused(text: str, code: str) -> None:
    assert refusal(text) == code


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<table>" + "<tr><td>Område<td>Aktivitet" * 2_001, "too_many_rows"),
        ("<table><tr>" + "<td colspan=100>a" * 5, "too_many_columns"),
        ("<table><tr><td>" + "a" * 100_001, "cell_too_large"),
    ],
)
def test_a_page_is_held_to_the_same_limits(page: str, code: str) -> None:
    assert refusal("", html=page) == code


def test_the_refusal_names_the_words_it_looks_for() -> None:
    with pytest.raises(ValidationError) as error:
        read_measures("Färg\tForm\nröd\trund")
    assert "Område, Åtgärd, Aktivitet, När, Indikator" in error.value.messages[0]


def test_a_file_of_eleven_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(ValidationError) as error:
        decoded(b"PK" * (11 * 1024 * 512))
    assert error.value.code == "too_large"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12), max_size=5),
        max_size=6,
    )
)
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    text = "Område\tAktivitet\tAktörer\n" + "\n".join("\t".join(row) for row in rows)
    for source, html in ((text, ""), ("", f"<table><tr><td>{text}")):
        try:
            read_measures(source, html=html)
        except ValidationError:
            continue


CELL = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\t;,"), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=5), st.sampled_from(["\t", ";", ","]))
def test_quoted_cells_come_back_as_they_were(rows: list[list[str]], delimiter: str) -> None:
    written = "\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    table = next(possible_tables(written))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert [list(row.cells) for row in table.rows] == [[marked(cell) for cell in row] for row in filled]


def test_byte_order_marks_leave_nothing_behind() -> None:
    assert decoded(codecs.BOM_UTF8 + b"A") == "A"
    assert cleaned("\ufeffA\x01\x1eB\u200b") == "AB\u200b"


def test_comments_headings_and_what_never_ends_of_a_page_are_no_text() -> None:
    page = "<!-- <td>x --><table><tr><td>Område<td>Åtgärd</tr><tr><td rowspan=3>Skola<td>Gör<tr><td>Följ upp</table>"
    assert [(row.focus_area, row.text) for row in read_measures("", html=page).rows] == [
        ("Skola", "Gör"),
        ("Skola", "Följ upp"),
    ]
    for end in ("<!-- ", "<style>", "<script>"):
        table = read_html(f"<table><tr><td>a</table>{end}<table><tr><td>b</table>")
        assert [[plain_text(cell) for cell in row.cells] for row in table.rows] == [["a"]]


def test_a_row_of_endless_cells_is_refused_by_its_number() -> None:
    with pytest.raises(ValidationError) as error:
        read_measures("Område\tÅtgärd\nA\tB\nC" + "\t" * 1_000_000)
    assert (error.value.code, error.value.params["row"]) == ("too_many_columns", 3)
