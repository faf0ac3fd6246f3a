"""Two real plans of prose, as text, as Word files with and without styles: all three are the same plan.

The texts are read from the folder of real plans beside the project; without it the tests are skipped.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document

from exchange.imports.document.docx import read_docx
from exchange.imports.document.pasted import read_pasted
from exchange.imports.document.reading import DocumentReading
from foundation.rich_text import plain

PLANS = Path(settings.BASE_DIR).parent / "shared" / "plans"

pytestmark = pytest.mark.skipif(
    not PLANS.exists(), reason="the folder of real plans (shared/plans) is not beside the project"
)

INNER = re.compile(r".* förebyggande insatser:|Ansvarig förvaltning")
NUMBERED = re.compile(r"(\d(?:\.\d)*)\.? \S[^.]*")


def source(name: str) -> str:
    return (PLANS / f"{name}.txt").read_text(encoding="utf-8")


def as_docx(text: str, *, has_styles: bool) -> bytes:
    """The text as a Word file; with styles as its writer would have set them."""
    document = Document()
    is_title, level = True, 0
    for line in text.split("\n"):
        numbered = NUMBERED.fullmatch(line) if "\t" not in line else None
        if has_styles and is_title and line.strip():
            document.add_paragraph(line, style="Title")
            is_title = False
        elif has_styles and numbered:
            level = numbered[1].count(".") + 1
            document.add_heading(line, level)
        elif has_styles and INNER.fullmatch(line):
            document.add_heading(line, level + 1)
        elif has_styles and line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture(params=["text", "styled", "plain"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(name: str, way: str) -> DocumentReading:
    if way == "text":
        return read_pasted(html="", text=source(name))
    return read_docx(as_docx(source(name), has_styles=way == "styled"))


def outline(reading: DocumentReading) -> list[tuple[int, str]]:
    return [(one.level, one.number) for one in reading.sections]


def test_nykoping_has_seven_chapters_and_three_blocks(way: str) -> None:
    reading = read("nykoping", way)
    assert reading.title == "Handlingsplan mot Våldsbejakande extremism"
    assert outline(reading) == [(1, ""), (1, "1"), (2, ""), (2, ""), (2, ""), *[(1, str(one)) for one in range(2, 8)]]
    assert reading.sections[0].body == "<p>Antagen av kommunstyrelsen 2016-xx-xx</p>"
    assert reading.sections[5].body.count("<li>") == 8
    assert [note.kind for note in reading.notes] == ["contents"]
    assert reading.notes[0].text.count("\n") == 7
    assert [one.heading for one in reading.sections if one.measure] == []


def test_lidingo_has_its_head_chapters_and_footnotes(way: str) -> None:
    reading = read("lidingo", way)
    assert [(one.label, one.value or one.state) for one in reading.header] == [
        ("Beslutad av", "Kommunstyrelsen"),
        ("Beslutsdatum", "2018-12-03"),
        ("Senast reviderad", "none"),
        ("Giltighet", "Fr.o.m 2018-12-06 och tills vidare"),
        ("Diarienummer", "KS/2017:319"),
        ("Dokumenttyp", "Riktlinjer"),
        ("Ansvarig verksamhet", "Stadsledningskontoret"),
        ("Rätt att revidera", "none"),
        ("Eventuell sekretess", "Nej"),
    ]
    blocks = [(3, "2.1.1"), *[(3, "")] * 7]
    twos = [pair for number, block in enumerate(blocks, start=1) for pair in ((2, f"2.{number}"), block)]
    assert outline(reading) == [(1, "1"), (1, "2"), *twos, (1, "3"), (1, "4")]
    assert reading.sections[0].body.count('<span class="footnote">') == 2
    assert "motståndskraftigt mot våldsbejakande extremism</em></span>." in reading.sections[0].body
    assert reading.notes == ()


def test_lidingo_says_who_answers_for_ten_things(way: str) -> None:
    reading = read("lidingo", way)
    osf, slk, each = "Omsorgs- och socialförvaltningen", "Stadsledningskontoret", "Respektive förvaltning"
    when_needed = [(osf, "responsible", ""), (slk.lower(), "consult_when_needed", "")]
    assert {
        one.number: [(who.wording, who.part, who.scope_note[:24]) for who in one.measure.responsibilities]
        for one in reading.sections
        if one.measure
    } == {
        "2.1": [
            (slk, "responsible", "övergripande ansvar för "),
            (osf, "responsible", "för att driva stadens op"),
        ],
        "2.1.1": [(osf, "responsible", ""), (slk.lower(), "in_consultation", "")],
        "2.2": when_needed,
        "2.3": when_needed,
        "2.4": [(osf, "responsible", "")],
        "2.5": [(each, "responsible", ""), (f"o{osf[1:]}", "consult_when_needed", "")],
        "2.6": [
            (each, "responsible", "för att identifiera berö"),
            (osf, "responsible", "framtagande av relevant "),
            (slk.lower(), "in_consultation", ""),
            (osf, "responsible", "vid behov samordna förva"),
        ],
        "2.7": when_needed,
        "2.8": [
            (each, "responsible", "för att det finns intern"),
            (slk, "responsible", "för att det finns intern"),
        ],
        "3": [(osf, "responsible", ""), (slk.lower(), "in_consultation", "")],
    }
    task = next(one.measure.text for one in reading.sections if one.number == "2.1.1")
    assert task.startswith("I ansvaret ingår att samordna förvaltningarnas arbete")


@pytest.mark.parametrize("name", ["nykoping", "lidingo", "mjolby", "smedjebacken", "timra"])
def test_every_word_of_the_text_is_found_again(name: str, way: str) -> None:
    reading = read(name, way)
    parts = [reading.title, *(f"{one.label} {one.value}" for one in reading.header)]
    parts += [f"{one.number} {one.heading} {plain(one.body)}" for one in reading.sections]
    parts += [plain(one.html) for one in reading.tables]
    parts += [one.text for one in reading.notes]
    found = set(re.findall(r"\w+", " ".join(parts)))
    assert set(re.findall(r"[^\W\d]\w+", re.sub("[¹²]", "", source(name)))) - found == set()
