"""The real table of Timrå, with all its traps: nothing is lost, nothing is rewritten, nothing is invented."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from exchange.imports.activity_text import divided_activities, divided_list
from exchange.imports.cell_text import marked, paragraphs
from exchange.imports.measure_rows import MeasureRow, Reading, read_measures
from exchange.imports.responsibility_wording import read_responsibilities

TIMRA = Path(settings.BASE_DIR).parent / "shared" / "plans" / "timra.txt"
pytestmark = pytest.mark.skipif(not TIMRA.exists(), reason="the real plans are not beside the project")
FIRST_LABELS = {
    "focus_area": "Område",
    "activities": "Vad ska göras och när ska det göras",
    "indicators": "Indikator/mätetal",
    "actors": "Aktörer",
    "responsible": "Ansvarig",
    "result": "Resultat",
    "comment": "Kommentar",
}
TIMES = [
    ["våren 2017"],
    ["utsedd 2016", "löpande"],
    ["våren 2017"],
    ["", "senast hösten 2017"],
    ["årligen", "", "hösten 2017"],
    ["våren 2017", "", "2016", ""],
    ["2018", "2017", "2017"],
    ["", "", "", ""],
]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_measures(TIMRA.read_text(encoding="utf-8"))


def table_rows() -> list[list[str]]:
    lines = TIMRA.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if "\t" in line and "Område" not in line and "Helt upp" not in line]


def without_markup(cell: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>|•", " ", cell).split())


def row(reading: Reading, area: str) -> MeasureRow:
    return next(row for row in reading.rows if row.focus_area.startswith(area))


def test_it_has_eight_measures_and_twenty_activities(reading: Reading) -> None:
    assert [row.focus_area.split("\n")[0] for row in reading.rows] == [
        "Styrgrupp",
        "Kommunens kontaktperson",
        "Intern information",
        "Extern information",
        "Lägesbild",
        "Utbildning",
        "Dialog med trossamfund och föreningar",
        "Generella förebyggande insatser",
    ]
    assert reading.activity_count == 20
    assert reading.errors == reading.questions == []


def test_every_activity_has_the_time_of_the_source(reading: Reading) -> None:
    assert [[activity.time_wording for activity in row.activities] for row in reading.rows] == TIMES


def test_the_columns_keep_their_words_and_the_renamed_header_its_own(reading: Reading) -> None:
    assert {column.key: column.label for column in reading.columns} == FIRST_LABELS
    renamed = {**FIRST_LABELS, "activities": "Aktivitet", "indicators": "Indikator"}
    assert [row.column_labels for row in reading.rows] == [FIRST_LABELS] * 4 + [renamed] * 4


def test_the_legend_is_remembered_and_is_no_measure(reading: Reading) -> None:
    assert reading.legend == {"fully": "Helt uppfyllt", "partly": "Delvis uppfyllt", "not_met": "Ej uppfyllt"}


def test_four_paragraphs_stay_one_area(reading: Reading) -> None:
    assert reading.rows[7].focus_area.split("\n") == [
        "Generella förebyggande insatser",
        "Specifika förebyggande insatser",
        "Individerriktade (behovsbedömda) insatser på indikativ nivå",
        "Individerriktade (behovsbedömda) rehabiliterande insatser vid önska att lämna extrem grupp",
    ]


def test_a_sentence_after_a_time_is_an_activity_of_its_own(reading: Reading) -> None:
    first, second = row(reading, "Kommunens kontaktperson").activities
    assert first.text.endswith("mot vålds-bejakande extremism (utsedd 2016).")
    assert second.text.startswith("I uppdraget ingår att delta")


def test_sentences_run_together_in_a_list_are_told_apart(reading: Reading) -> None:
    offer = reading.rows[7]
    assert [activity.text.split()[0] for activity in offer.activities] == ["Definiera", "Gör", "Utse", "Genom"]
    assert offer.indicators == (
        "Rutiner för insatser finns",
        "Antal genomförda insatser",
        "Resultat av insats – har den enskilde fått hjälp av insatsen",
    )


def test_the_council_answers_for_all_eight(reading: Reading) -> None:
    responsible = [[one for one in row.responsibilities if one.part == "responsible"] for row in reading.rows]
    assert [len(found) for found in responsible] == [1] * 8
    assert {found[0].wording for found in responsible} == {"Rådet för trygghet och hälsa (RTH)", "RTH"}
    assert {(found[0].subject_name, found[0].abbreviation) for found in responsible} == {
        ("Rådet för trygghet och hälsa", "RTH")
    }


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("Styrgrupp", []),
        ("Kommunens kontaktperson", [("actor", "Utvecklingsstrateg", "")]),
        (
            "Intern information",
            [
                ("actor", "Webredaktör", "publicering"),
                ("actor", "Utvecklingsstrateg", "innehåll samt ansvar för uppdatering"),
            ],
        ),
        ("Lägesbild", [("actor", "Utvecklingsstrateg", ""), ("actor", "övriga kommuner i länet", "")]),
        (
            "Utbildning",
            [
                ("actor", "Utvecklingsstrateg", ""),
                ("actor", "Socialtjänst", ""),
                ("actor", "Barn och utbildning", ""),
                ("actor", "Kultur och teknik", ""),
            ],
        ),
        (
            "Generella",
            [
                ("actor", "Utvecklingsstrateg", ""),
                ("in_consultation", "Socialtjänst", ""),
                ("in_consultation", "Barn och utbildning", ""),
            ],
        ),
    ],
)
def test_actors_are_told_apart(reading: Reading, area: str, expected: list[tuple[str, str, str]]) -> None:
    actors = [one for one in row(reading, area).responsibilities if one.part != "responsible"]
    assert [(one.part, one.subject_name, one.scope_note) for one in actors] == expected


def test_comments_are_kept_and_results_are_empty(reading: Reading) -> None:
    assert [row.result for row in reading.rows] == [""] * 8
    assert row(reading, "Styrgrupp").comment == "Inarbetas i kommande folkhälso-program"
    assert reading.rows[7].comment.startswith("Rutiner för riktade (behovsbedömda) insatser finns redan idag")


def test_suspected_misspellings_are_marked_and_kept(reading: Reading) -> None:
    marks = [(note.row, note.message.rsplit(": ", 1)[1]) for note in reading.notes if note.column]
    assert marks == [
        (18, "folkhälso-program"),
        (19, "vålds-bejakande"),
        (20, "intra-nätet"),
        (45, "Individerriktade"),
        (45, "individerriktade, social-tjänsten"),
    ]


def test_text_beside_the_table_is_told_of(reading: Reading) -> None:
    texts = [text for _, text in reading.outside]
    assert len(texts) == 10
    assert texts[0].startswith("Anvisningar för att värna demokratin")
    assert texts[-2:] == ["TIMRÅ KOMMUN", "Kommunledningskontoret"]


@pytest.mark.parametrize("cells", table_rows() if TIMRA.exists() else [], ids=lambda cells: cells[0][:20])
def test_every_cell_comes_back_word_for_word(cells: list[str]) -> None:
    assert len(cells) == 7
    for cell in cells:
        source, words = marked(cell), without_markup(cell)
        assert " ".join(divided_activities(source)) == words
        assert " ".join(divided_list(source)) == words
        assert " ".join(re.sub("^- ", "", paragraphs(source), flags=re.MULTILINE).split()) == words
        assert " ".join(one.wording for one in read_responsibilities(source, "actor")) == words


def test_every_text_of_the_table_stands_in_the_reading(reading: Reading) -> None:
    for cells, measure in zip(table_rows(), reading.rows, strict=True):
        read = [
            measure.focus_area.replace("\n", " "),
            " ".join(activity.text for activity in measure.activities),
            " ".join(measure.indicators),
            " ".join(one.wording for one in measure.responsibilities if one.part != "responsible"),
            " ".join(one.wording for one in measure.responsibilities if one.part == "responsible"),
            measure.result,
            measure.comment,
        ]
        assert read == [without_markup(cell) for cell in cells]


def test_the_table_alone_reads_the_same_as_the_whole_page(reading: Reading) -> None:
    lines = TIMRA.read_text(encoding="utf-8").split("\n")
    alone = read_measures("\r\n".join(line for line in lines if "\t" in line))
    assert [row.activities for row in alone.rows] == [row.activities for row in reading.rows]
    assert alone.legend == reading.legend
