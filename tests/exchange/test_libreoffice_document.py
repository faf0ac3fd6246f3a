"""A Word file that LibreOffice wrote: everything in it is read, and the rest is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from docx.oxml import parse_xml

from exchange.imports.document.docx import read_docx
from exchange.imports.document.reading import DocumentReading, HeaderFound
from plans.models import Plan
from tests.exchange.documents import proposed, taken
from tests.exchange.test_word_oddities import read

CONTENT = (Path(__file__).parent / "files" / "libreoffice.docx").read_bytes()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(scope="module")
def reading() -> DocumentReading:
    return read_docx(CONTENT)


def test_its_headings_are_counted_and_its_head_found(reading: DocumentReading) -> None:
    assert reading.title == "Handlingsplan för trygghet i Exempelby"
    assert reading.header == (
        HeaderFound("Beslutad av", "Kommunstyrelsen"),
        HeaderFound("Beslutsdatum", "2026-05-12"),
    )
    assert [(one.level, one.heading, one.is_numbered, one.is_annex) for one in reading.sections] == [
        (1, "Bakgrund", True, False),
        (2, "Lägesbild", True, False),
        (1, "Arbetet", True, False),
        (2, "Utbildning", True, False),
        (1, "Åtgärder", True, False),
        (1, "Ordlista", False, True),
    ]


def test_its_notes_links_lists_tables_and_picture_stand_in_their_places(reading: DocumentReading) -> None:
    background, picture, work, course = (one.body for one in reading.sections[:4])
    assert 'trygga<span class="footnote">Trygghet mäts varje år i en enkät.</span> i sin vardag.' in background
    assert '<a href="https://exempelby.example/trygghet">kommunens sidor</a>' in background
    assert '<em>generell</em>, specifik och individinriktad<span class="footnote">Nivåerna' in background
    assert f'alt="Två staplar som visar antalet möten under två år" data-image="{reading.images[0].uid}"' in picture
    assert "<li><p>skolan</p><ol><li><p>rektor</p></li><li><p>elevhälsan</p></li></ol></li>" in work
    assert work.endswith("<blockquote><p>Alla barn har rätt att växa upp i trygghet.</p></blockquote>")
    assert '<td rowspan="2"><p>Vem utbildas?</p></td><td><p>Lärare</p></td>' in course
    assert [(table.section, table.rows) for table in reading.tables] == [(4, 2)]


def test_the_rest_of_it_is_told(reading: DocumentReading) -> None:
    assert [(note.kind, note.text.partition("\n")[0]) for note in reading.notes] == [
        ("tracked_deletion", "varje dag"),
        ("tracked_insertion", "under två år"),
        ("comment", "Bo Berg: Är adressen rätt?"),
        ("contents", "Innehåll"),
        ("header_footer", "Exempelby kommun"),
        ("header_footer", "Sida 1 av 2"),
    ]


@pytest.mark.django_db
def test_it_goes_into_a_plan_with_its_picture_and_measures(page: Client, plan: Plan) -> None:
    document = taken(page, plan, file=SimpleUploadedFile("plan.docx", CONTENT))
    shown = page.get(document.get_absolute_url()).content.decode()
    for told in (
        "1 kommentar lästes inte in",
        "1 föreslaget tillägg lästes in som text",
        "1 struken text lästes inte in",
        "Innehållsförteckningen (3 rader) lämnas utanför",
    ):
        assert told in shown
    response = page.post(document.get_absolute_url(), proposed(page, document, confirm="1"), follow=True)
    (message,) = response.context["messages"]
    assert str(message).partition(" <")[0] == "Inläst: 6 avsnitt, 2 åtgärder, 1 tabell, 2 noter, 1 bild."
    plan.refresh_from_db()
    assert (plan.title, plan.images.count(), plan.measures.count()) == ("Handlingsplan för trygghet i Exempelby", 1, 2)


def test_a_place_in_a_list_that_shows_nothing_is_no_number_and_no_item() -> None:
    """LibreOffice gives headings and lines a place in a list whose numbers are not written."""
    document = Document()
    numbering = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="none"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    chapter = '<w:outlineLvl w:val="0"/>'
    for text, more in (("Syfte", chapter), ("Löpande text.", ""), ("Mål", chapter)):
        line = f"<w:p {W}><w:pPr>{place}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        document.element.body.insert(-1, parse_xml(line))
    reading = read(document)
    assert [(one.heading, one.is_numbered, one.body) for one in reading.sections] == [
        ("Syfte", False, "<p>Löpande text.</p>"),
        ("Mål", False, ""),
    ]
