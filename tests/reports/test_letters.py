"""Letters and paragraphs on paper: everything that they say, in their order, and nothing else."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from django.utils import translation

from reports.documents.letter import letter_of, letter_piece
from reports.documents.minutes import minutes_of, transcript_piece
from reports.documents.paper import paper_of
from reports.documents.protocol import body_of, protocol_piece
from reports.rendering import Rendered, render_pdf
from tests.reports.legal_examples import MATTER_HEAD, decision, letter, whole_decision
from tests.reports.pdfs import outline_titles, squeezed, tagged, text_of
from tests.reports.values import MUNICIPALITY

ATTACK = '<script>alert(1)</script><img src="http://evil.example/x.png">'


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


def made(piece) -> Rendered:
    document = paper_of("Missiv", [piece], description="", municipality=MUNICIPALITY)
    return render_pdf(document.html, stylesheets=document.stylesheets)


def test_a_letter_says_all_of_its_parts_in_order():
    printed = made(letter_piece(letter_of(letter(), kind="Missiv")))

    text = squeezed(text_of(printed.content))
    wanted = [
        "Kommunstyrelsens förvaltning",
        "Missiv",
        "2027-02-10",
        "KS/2026:168",
        "Anna Ek, 0990-123 58",
        "Förslag till handlingsplan",
        "Bakgrund",
        "Prövning av barnets bästa",
        "Yttrande Miljönämnden, 2027-01-19",
        "Förslag till Trygghetsutskottet",
        "Förslag till Kommunstyrelsen",
        "Utbildningsnämnden",
        "Akten",
        "Dag Sehl",
        "Säkerhetssamordnare",
    ]
    assert [one for one in wanted if squeezed(one) not in text] == []
    places = [text.rfind(squeezed(one)) for one in wanted[6:]]
    assert places == sorted(places)
    assert printed.problems == ()
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        assert outline_titles(pdf)[0] == "Förslag till handlingsplan"
        assert len(tagged(pdf, "/H1")) == 1
        assert str(pdf.Root.Lang) == "sv"


def test_proposals_that_end_a_letter_stand_after_its_basis():
    found = letter_of(letter(), kind="Missiv")

    assert [one.heading for one in found.sections] == [
        "Bakgrund",
        "Ekonomiska konsekvenser",
        "Prövning av barnets bästa",
    ]
    assert [one.heading for one in found.proposals] == [
        "Förslag till Trygghetsutskottet",
        "Förslag till Kommunstyrelsen",
    ]


def test_a_proposal_that_stands_first_stays_first():
    sections = [{"heading": "Förslag till beslut", "text": "Anta."}, {"heading": "Bakgrund", "text": "Text."}]

    found = letter_of(letter(sections=sections), kind="Tjänsteskrivelse")

    assert [(one.heading, one.is_proposal) for one in found.sections] == [
        ("Förslag till beslut", True),
        ("Bakgrund", False),
    ]


def test_the_letter_s_own_title_is_not_taken_for_a_proposal():
    sections = [{"heading": "Förslag till handlingsplan", "text": "Innehåll."}]

    assert letter_of(letter(sections=sections), kind="Missiv").all_proposals == ()


@pytest.mark.parametrize("field", ["title", "sender", "addressee", "officer", "registry_number"])
def test_what_was_typed_is_only_text(field):
    html = letter_piece(letter_of(letter(**{field: ATTACK}), kind="Missiv")).html

    assert "<script" not in html
    assert "<img" not in html


def test_what_was_typed_in_lists_is_only_text():
    values = letter(
        sections=[{"heading": ATTACK, "text": ATTACK}],
        basis=[ATTACK],
        recipients=[ATTACK],
        signers=[{"name": ATTACK, "title": ATTACK}],
    )

    html = letter_piece(letter_of(values, kind="Missiv")).html

    assert "<script" not in html
    assert "<img" not in html


def test_a_transcript_is_of_exactly_one_paragraph_and_says_what_it_is():
    printed = made(transcript_piece(minutes_of(whole_decision(), municipality=MUNICIPALITY)))

    text = text_of(printed.content)
    assert set(re.findall(r"§\s*(\d+)", text)) == {"6"}
    assert "Avskrift" in text
    assert "Protokollet i original finns i diariet." in text
    for said in (
        "19 januari 2027",
        "2026:2225",
        "Skäl för beslut",
        "Anna Holm (S) yrkar bifall till förslaget",
        "Miljönämnden beslutar",
        "Akten",
    ):
        assert squeezed(said) in squeezed(text), said


def test_a_transcript_makes_nothing_up():
    bare = {"decided_on": None, "registry_number": "", "page": "", "heading": "", "sections": [], "motions": []}
    piece = transcript_piece(
        minutes_of(
            {**decision(**bare), "basis": [], "dispatches": [], "wording": "Frågan lämnas öppen."},
            municipality=MUNICIPALITY,
        )
    )

    for word in ("Diarienummer", "Yrkanden", "Beslutsunderlag", "Beslutet skickas till", "Reservationer"):
        assert word not in piece.html
    assert "Frågan lämnas öppen." in piece.html


def test_a_paragraph_adjusted_at_once_is_not_said_to_be_adjusted_with_the_rest():
    meeting = {
        "held_on": "2027-03-12",
        "adjusted_on": "2027-03-24",
        "adjusted_paragraphs": "",
        "announced_on": "2027-03-25",
    }

    at_once = minutes_of(decision(meeting=meeting, is_adjusted_at_once=True), municipality=MUNICIPALITY)
    with_the_rest = minutes_of(decision(meeting=meeting), municipality=MUNICIPALITY)

    assert at_once.adjustment == "Paragrafen justerades omedelbart."
    assert "24\N{NO-BREAK SPACE}mars" in with_the_rest.adjustment


def test_points_say_who_is_to_report_and_when():
    points = [{"kind": "commission", "text": "Uppdra åt förvaltningen", "report_by": "2028-03-01"}, {"kind": "adopt"}]

    found = minutes_of(decision(points=points), municipality=MUNICIPALITY).points

    assert found[0].note == "återrapporteras senast 1\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2028"
    assert found[1].text == "Anta"


def test_a_proposal_for_the_minutes_decides_what_the_letter_proposes():
    html = protocol_piece(letter_of(letter(), kind="Missiv")).html

    assert "Trygghetsutskottet beslutar" in html
    assert "Kommunstyrelsen beslutar" in html
    assert "Förslag till Kommunstyrelsen" not in html


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("Förslag till Kommunstyrelsen", "Kommunstyrelsen"),
        ("Förvaltningens förslag till Kommunstyrelsen", "Kommunstyrelsen"),
        ("Förslag till beslut", ""),
        ("Förslag till kommunstyrelsens beslut", "kommunstyrelsen"),
        ("Bakgrund", ""),
    ],
)
def test_the_body_of_a_proposal_is_read_from_its_heading(heading, body):
    assert body_of(heading) == body


def headed(heading: str, **fields):
    return letter_of(letter(sections=[{"heading": heading, "text": "Anta."}], **fields), kind="Missiv")


@pytest.mark.parametrize(
    ("heading", "decides"),
    [
        ("Förslag till beslut", "Kommunstyrelsen beslutar"),
        ("Förslag till nytt beslut:", "Kommunstyrelsen beslutar"),
        ("Förslag till inriktningsbeslut", "Kommunstyrelsen beslutar"),
        ("Förslag till kommunfullmäktiges beslut", "kommunfullmäktige beslutar"),
        ("Kommunstyrelsens förslag till Kommunfullmäktige", "Kommunfullmäktige beslutar"),
        ("Förslag till Vård- och omsorgsnämnden", "Vård- och omsorgsnämnden beslutar"),
        ("Förslag till Nämnden för arbete och välfärd", "Nämnden för arbete och välfärd beslutar"),
        (
            "Förslag till Kommunstyrelsens Trygghets- och säkerhetsutskott",
            "Kommunstyrelsens Trygghets- och säkerhetsutskott beslutar",
        ),
    ],
)
def test_a_proposal_to_decide_is_told_from_its_heading(heading, decides):
    found = headed(heading)

    assert [one.heading for one in found.all_proposals] == [heading]
    assert f"<h2>{decides}</h2>" in protocol_piece(found).html


@pytest.mark.parametrize(
    "heading",
    [
        "Förslag till åtgärder",
        "Förslag till yttrande",
        "Förslag till yttrande till kommunstyrelsen",
        "Förslag till reglemente för kommunstyrelsen",
        "Förslag till verkställighet av kommunstyrelsens beslut",
        "Förslag till handlingsplan",
    ],
)
def test_what_a_proposal_is_about_is_no_body_that_decides(heading):
    found = headed(heading)

    assert found.all_proposals == ()
    assert "beslutar" not in protocol_piece(found).html


@pytest.mark.parametrize("field", ["addressee", "recipients", "body", "steps"])
def test_a_body_that_the_letter_or_its_matter_names_is_known_whatever_it_is_called(field):
    name = "Kultur och Fritid"
    told = {
        "addressee": {"addressee": name},
        "recipients": {"recipients": [name]},
        "body": {"matter": {**MATTER_HEAD, "body": name}},
        "steps": {"matter": {**MATTER_HEAD, "steps": [{"body": name}]}},
    }[field]
    values = {**letter(sections=[{"heading": f"Förslag till {name.lower()}", "text": "Anta."}]), **told}

    found = letter_of(values, kind="Missiv")

    assert [one.body for one in found.all_proposals] == [name.lower()]
    assert headed(f"Förslag till {name}").all_proposals == ()
