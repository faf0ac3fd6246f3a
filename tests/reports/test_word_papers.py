"""Word files as they are ordered: the municipality's template, and the same words as the PDF of the same values."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.utils import translation

from files.services import store_bytes
from files.word_template import DOCX
from reports.documents.letter import letter_of, letter_piece
from reports.documents.paper import paper_of
from reports.documents.summary import summary_of, summary_piece
from reports.kinds import Format, Kind
from reports.services import produce_paper
from reports.word import render_docx
from tests.accounts.factories import UserFactory
from tests.plans.factories import EditionFactory, SectionFactory
from tests.plans.legal_factories import DocumentFactory
from tests.reports import legal_examples as legal
from tests.reports import words
from tests.reports.pdfs import pages_of, printed
from tests.reports.values import MUNICIPALITY
from tests.reports.words import letters


def own_template(head: str) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = head
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def with_template(municipality, head="Exempelby kommun, mall"):
    municipality.word_template = store_bytes(own_template(head), content_type=DOCX)
    municipality.save()


def made_of(municipality, **sources):
    job = produce_paper(format=Format.DOCX, by=UserFactory(municipality=municipality), **sources)
    assert job.file is not None, job.error
    return job


@pytest.mark.django_db
def test_a_letter_is_written_in_the_municipality_s_own_template():
    document = DocumentFactory(sections=[{"heading": "Bakgrund", "text": "Vi har prövat saken."}])
    with_template(document.municipality)

    job = made_of(document.municipality, kind=Kind.LETTER, document=document)

    content = job.file.read()
    assert job.file.content_type == DOCX
    assert job.file_name.endswith(".docx")
    assert words.read(content).sections[0].header.paragraphs[0].text == "Exempelby kommun, mall"
    assert "Bakgrund\nVi har prövat saken." in words.text_of(content)


@pytest.mark.django_db
def test_with_another_template_the_paper_is_made_anew_and_the_pdf_is_not():
    document = DocumentFactory(sections=[{"heading": "Bakgrund", "text": "Vi har prövat saken."}])
    plain = made_of(document.municipality, kind=Kind.LETTER, document=document)
    again = made_of(document.municipality, kind=Kind.LETTER, document=document)
    with_template(document.municipality)
    own = made_of(document.municipality, kind=Kind.LETTER, document=document)

    assert plain.file == again.file
    assert own.file != plain.file


@pytest.mark.django_db
def test_a_template_whose_bytes_are_lost_costs_the_look_and_not_the_paper():
    document = DocumentFactory(sections=[{"heading": "Bakgrund", "text": "Vi har prövat saken."}])
    with_template(document.municipality, "borta")
    template = document.municipality.word_template
    template.sha256 = "0" * 64
    template.save()

    content = made_of(document.municipality, kind=Kind.LETTER, document=document).file.read()
    assert "Vi har prövat saken." in words.text_of(content)


@pytest.mark.django_db
def test_a_proposal_for_the_minutes_is_a_word_file_with_a_blank_paragraph():
    sections = [{"heading": "Bakgrund", "text": "Saken."}, {"heading": "Förslag till Kommunstyrelsen", "text": "Anta."}]
    document = DocumentFactory(title="Förslag till plan", sections=sections)

    said = words.text_of(made_of(document.municipality, kind=Kind.PROTOCOL_PROPOSAL, document=document).file.read())
    assert "§" in said
    assert "Förslag till plan" in said
    assert "Anta." in said


@pytest.mark.django_db
def test_an_edition_is_made_as_a_word_file():
    edition = EditionFactory(plan=SectionFactory(heading="Bakgrund", body="<p>Brödtexten.</p>").plan)
    said = words.text_of(made_of(edition.municipality, kind=Kind.PLAN, edition=edition).file.read())
    assert edition.title in said


def letter():
    piece = letter_piece(letter_of(legal.letter(), kind="Missiv"))
    return paper_of("Missiv", [piece], description="Missiv", municipality=MUNICIPALITY)


def summary():
    values = legal.matter()["referrals"][0]
    piece = summary_piece(summary_of(values), municipality=MUNICIPALITY)
    return paper_of("Sammanställning", [piece], description="Sammanställning", municipality=MUNICIPALITY)


@pytest.mark.parametrize("made", [letter, summary])
def test_word_and_pdf_carry_the_same_text(made):
    with translation.override("sv"):
        document = made()
    said = words.text_of(render_docx(document.html, title=document.title)).splitlines()
    pages = [letters(page) for page in pages_of(printed(document).content)]
    assert said
    assert [line for line in said if not words.is_on(pages, line)] == []
