"""Columns, areas, activities and responsibilities of ordinary tables, and what is asked about."""

import pytest

from exchange.imports.activity_text import divided_activities, time_wording_of
from exchange.imports.cell_text import marked, paragraphs
from exchange.imports.measure_rows import read_measures
from exchange.imports.responsibility_wording import read_responsibilities
from exchange.imports.table_columns import COLUMN_NAMES, is_header, key_of
from exchange.imports.table_parts import legend_in


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Område", "focus_area"),
        ("Fokusområde", "focus_area"),
        ("Insatsområde", "focus_area"),
        ("Mål", "focus_area"),
        ("Åtgärd", "text"),
        ("ÅTGÄRDER:", "text"),
        ("Insats", "text"),
        ("Vad ska göras och när ska det göras", "activities"),
        ("Aktivitet/er", "activities"),
        ("När", "time"),
        ("Tidplan", "time"),
        ("Klart senast", "time"),
        ("Indikator/mätetal", "indicators"),
        ("Uppföljningsmått", "indicators"),
        ("Aktörer", "actors"),
        ("Samverkanspart", "actors"),
        ("Ansvarig", "responsible"),
        ("Ansvarig aktör", "responsible"),
        ("Återrapporterar", "reports_back"),
        ("Resultat", "result"),
        ("Status", "result"),
        ("Kommentar", "comment"),
        ("Preventionsnivå", "levels"),
        ("Budget", ""),
        ("", ""),
        ("Vad ska göras " * 10, ""),
    ],
)
def test_header_words_are_known(label: str, key: str) -> None:
    assert key_of(label) == key
    assert not key or key in COLUMN_NAMES


def test_a_row_of_text_is_no_header() -> None:
    assert not is_header(["Utbildning", "Insatser för personal", "Antal", "Socialtjänst"])
    assert not is_header(["Bara prosa"])


@pytest.mark.parametrize(
    ("line", "legend"),
    [
        (
            "✓ Helt uppfyllt  ◐ Delvis uppfyllt  ✗ Ej uppfyllt",
            {"fully": "Helt uppfyllt", "partly": "Delvis uppfyllt", "not_met": "Ej uppfyllt"},
        ),
        ("Delvis uppfyllt", {"partly": "Delvis uppfyllt"}),
        (
            "Teckenförklaring: Ej påbörjad, Pågår, Genomförd",
            {"not_met": "Ej påbörjad", "partly": "Pågår", "fully": "Genomförd"},
        ),
        ("Helt uppfyllt enligt plan", {}),
        ("Pågår", {}),
        ("Styrgrupp", {}),
    ],
)
def test_legends_are_told_from_text(line: str, legend: dict[str, str]) -> None:
    assert legend_in(line) == legend


@pytest.mark.parametrize(
    ("cell", "activities"),
    [
        ("Utbilda personal", ["Utbilda personal"]),
        ("<ul><li>Utbilda</li><li>Följ upp (2027)</li></ul>", ["Utbilda", "Följ upp (2027)"]),
        ("• Utbilda\n• Följ upp", ["Utbilda", "Följ upp"]),
        ("- Utbilda\n- Följ upp", ["Utbilda", "Följ upp"]),
        ("Utbilda\nFölj upp\n(våren 2027)", ["Utbilda", "Följ upp (våren 2027)"]),
        ("Utbilda personal som\nmöter unga", ["Utbilda personal som möter unga"]),
        ("<p>Utbilda</p><p>Följ upp</p>", ["Utbilda", "Följ upp"]),
        ("Dialog med Polisen och Brå. Samarbetet fortsätter", ["Dialog med Polisen och Brå. Samarbetet fortsätter"]),
        ("Se över avtal. Utse ansvarig", ["Se över avtal.", "Utse ansvarig"]),
        ("Kommunen ska (enligt lag. Utse) göra detta", ["Kommunen ska (enligt lag. Utse) göra detta"]),
        ("<ul> Kontakt med Polisen vid oro Utse ansvarig ", ["Kontakt med Polisen vid oro", "Utse ansvarig"]),
        ("<ul> Anmäl till Länsstyrelsen i Västernorrland ", ["Anmäl till Länsstyrelsen i Västernorrland"]),
        ("Läs &amp; skriv", ["Läs &amp; skriv"]),
        ("<p>Läs &amp; skriv</p>", ["Läs & skriv"]),
        ("a < b och <script>x</script>", ["a < b och <script>x</script>"]),
        ("–", ["–"]),
    ],
)
def test_activities_are_divided_where_the_writer_divided_them(cell: str, activities: list[str]) -> None:
    assert divided_activities(marked(cell)) == activities


@pytest.mark.parametrize(
    ("activity", "wording"),
    [
        ("Följ upp (våren 2027)", "våren 2027"),
        ("Följ upp (RTH) (2026) och (löpande)", "löpande"),
        ("Lägesbilden uppdateras årligen", "årligen"),
        ("Redovisas i årlig rapport", ""),
        ("Utbilda (behovsbedömd)", ""),
    ],
)
def test_the_time_of_an_activity_is_found(activity: str, wording: str) -> None:
    assert time_wording_of(activity) == wording


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("OSF", [("responsible", "OSF", "OSF")]),
        ("OSF i samråd med SLK", [("responsible", "OSF i samråd med", "OSF"), ("in_consultation", "SLK", "SLK")]),
        (
            "OSF, vid behov i samråd med SLK",
            [("responsible", "OSF", "OSF"), ("consult_when_needed", "vid behov i samråd med SLK", "SLK")],
        ),
        ("Vid behov samråda med SLK", [("consult_when_needed", "Vid behov samråda med SLK", "SLK")]),
        (
            "Enheten (sammankallande)\nPolis",
            [("convener", "Enheten (sammankallande)", "Enheten"), ("responsible", "Polis", "Polis")],
        ),
        (
            "OSF i samråd med:\nSkola\nPolis",
            [
                ("responsible", "OSF i samråd med:", "OSF"),
                ("in_consultation", "Skola", "Skola"),
                ("in_consultation", "Polis", "Polis"),
            ],
        ),
        (
            "Social- och äldreomsorg, skola",
            [
                ("responsible", "Social- och äldreomsorg", "Social- och äldreomsorg"),
                ("responsible", "skola", "skola"),
            ],
        ),
        ("i samråd med", [("in_consultation", "i samråd med", "")]),
        ("-", []),
        ("", []),
    ],
)
def test_responsibility_has_many_shapes(cell: str, expected: list[tuple[str, str, str]]) -> None:
    rows = read_responsibilities(marked(cell), "responsible")
    assert [(row.part, row.wording, row.subject_name) for row in rows] == expected


@pytest.mark.parametrize(
    ("wording", "is_each"),
    [
        ("Respektive förvaltning", True),
        ("varje förvaltning", True),
        ("Samtliga förvaltningar", True),
        ("Alla divisioner", True),
        ("Socialförvaltningen", False),
        ("respektive chef", False),
    ],
)
def test_each_administration_is_a_rule(wording: str, is_each: bool) -> None:
    assert [row.is_each_administration for row in read_responsibilities(wording, "responsible")] == [is_each]


def test_unknown_columns_are_asked_about_and_may_be_chosen() -> None:
    text = "Område\tÅtgärd\tBudget\tKommentar\nA\tGör a\t10 tkr\tBra"
    reading = read_measures(text)
    assert [(note.kind, note.column) for note in reading.notes] == [("question", "Budget")]
    chosen = read_measures(text, choices={2: "comment"})
    assert chosen.questions == []
    assert chosen.rows[0].comment == "10 tkr\nBra"
    ignored = read_measures(text, choices={2: "ignore"})
    assert (ignored.questions, ignored.rows[0].comment) == ([], "Bra")


def test_a_choice_follows_the_column_past_a_renamed_header() -> None:
    text = "Område\tÅtgärd\tMål\nA\tGör a\tx\nOmråde\tInsats\tMålbild\nB\tGör b\ty"
    reading = read_measures(text, choices={1: "activities", 2: "comment"})
    assert [(row.text, row.activities[0].text, row.comment) for row in reading.rows] == [
        ("", "Gör a", "x"),
        ("", "Gör b", "y"),
    ]


def test_an_empty_area_is_the_one_above() -> None:
    reading = read_measures("Område\tÅtgärd\tAnsvarig\nSkola\tGör a\tBUN\n\tGör b\tBUN\nFritid\tGör c\tKFN")
    assert [row.focus_area for row in reading.rows] == ["Skola", "Skola", "Fritid"]


def test_a_row_that_says_nothing_is_left_out() -> None:
    reading = read_measures("Område\tÅtgärd\tBudget\nA\tGör a\t1\n\t\t2\n", choices={2: "ignore"})
    assert [row.text for row in reading.rows] == ["Gör a"]


def test_a_row_with_one_cell_is_the_heading_of_those_beneath() -> None:
    without_column = read_measures("Åtgärd\tAnsvarig\n1. Skola\t\nGör a\tBUN\nGör b\tBUN\n2. Fritid\t\nGör c\tKFN")
    assert [row.focus_area for row in without_column.rows] == ["1. Skola", "1. Skola", "2. Fritid"]
    with_column = read_measures("Område\tÅtgärd\tAnsvarig\nSkola\t\t\n\tGör a\tBUN")
    assert [(row.focus_area, row.text) for row in with_column.rows] == [("Skola", "Gör a")]


def test_an_area_without_measure_is_kept_and_told_of() -> None:
    reading = read_measures("Område\tÅtgärd\nSkola\t\nFritid\tGör c")
    assert [row.focus_area for row in reading.rows] == ["Skola", "Fritid"]
    assert [(note.kind, note.row) for note in reading.notes] == [("warning", 2)]


def test_an_identity_number_is_refused_by_row_and_cell() -> None:
    reading = read_measures("Område\tÅtgärd\tKommentar\nA\tGör a\tSe 811228-9874\nB\tGör b\tRing 8112289874")
    assert [(note.kind, note.row, note.column) for note in reading.notes] == [
        ("error", 2, "Kommentar"),
        ("question", 3, "Kommentar"),
    ]
    assert "9874" not in "".join(note.message for note in reading.notes)
    assert "4–14" in reading.errors[0].message


def test_an_ignored_column_is_searched_too_because_it_is_shown() -> None:
    text = "Åtgärd\tRegister\nGör a\t811228-9874\nGör b\t8112289874"
    notes = read_measures(text, choices={1: "ignore"}).notes
    assert [(note.kind, note.row, note.column) for note in notes] == [("error", 2, "Register")]


def test_a_cell_beside_the_columns_is_asked_about() -> None:
    reading = read_measures("Område\tÅtgärd\nA\tGör a\tutanför")
    assert [(note.kind, note.row, note.column) for note in reading.notes] == [("question", 2, "kolumn 3")]


def test_what_is_too_long_to_keep_is_refused_by_row_and_cell() -> None:
    long = "ord " * 150
    reading = read_measures(f"Åtgärd\tAnsvarig\tNär\nGör a\t{long}\t{long}")
    assert [(note.kind, note.row, note.column) for note in reading.errors] == [
        ("error", 2, "Ansvarig"),
        ("error", 2, "När"),
    ]


def test_levels_and_lists_in_comments() -> None:
    reading = read_measures(
        "Åtgärd\tNivå\tKommentar\nGör a\tGenerell, specifik\t<p>Se:</p><ul><li>a</li><li>b</li></ul>"
    )
    assert reading.rows[0].levels == ("Generell", "specifik")
    assert reading.rows[0].comment == "Se:\n- a\n- b"
    assert paragraphs(marked("En rad\nsom går vidare\nNy rad")) == "En rad som går vidare\nNy rad"
