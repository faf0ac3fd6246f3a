"""A whole document through the pages: pasted or opened, read by the worker, looked through, taken in, undone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.services import read_waiting
from plans.models import DocumentImport, Plan
from plans.outline import flattened, outline
from tests.exchange.documents import address, given, proposed, taken, word
from tests.plans.factories import SectionFactory
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db
TEXT = """Plan mot oro

Diarienummer: KS/2027:1	Senast reviderad: -

1. Syfte

Kommunen ska förebygga oro.

2. Arbete

2.1 Samordning

Kommunen ska ha en utpekad funktion.

Ansvarig förvaltning

Socialförvaltningen, som vid behov ska samråda med kommunledningskontoret.

3. Uppföljning

Arbetet följs upp."""


def outline_of(plan: Plan) -> list[tuple[str | None, str]]:
    plan.refresh_from_db()
    nodes = flattened(outline(plan.sections.current(), is_numbered=plan.is_numbered))
    return [(node.number, node.section.heading) for node in nodes]


def test_a_pasted_plan_is_looked_through_and_taken_in(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=TEXT)
    assert document.state == "read"
    shown = page.get(document.get_absolute_url())
    assert shown.status_code == 200
    response = page.post(document.get_absolute_url(), proposed(page, document, confirm="1"), follow=True)
    assert response.redirect_chain == [(plan.get_absolute_url(), 302)], response.context["form"].errors
    assert outline_of(plan) == [
        ("1", "Syfte"),
        ("2", "Arbete"),
        ("2.1", "Samordning"),
        (None, "Ansvarig förvaltning"),
        ("3", "Uppföljning"),
    ]
    assert plan.title == "Plan mot oro"
    assert {one["label"]: one["value"] for one in plan.header if one["state"] == "value"} == {
        "Diarienummer": "KS/2027:1"
    }
    assert reverse("exchange:document_import_undo", args=[document.pk]) in response.content.decode()


def test_a_word_file_keeps_its_headings_and_tables(page: Client, plan: Plan) -> None:
    table = [["Fråga", "Svar"], ["Vem?", "Alla"]]
    file = word(("Heading 1", "Syfte"), ("Normal", "Text"), ("Heading 1", "Mål"), ("List Bullet", "Ett"), table=table)
    document = taken(page, plan, file=file)
    page.post(document.get_absolute_url(), proposed(page, document, confirm="1"))
    assert [heading for _number, heading in outline_of(plan)] == ["Syfte", "Mål"]
    assert "<td><p>Alla</p></td>" in plan.sections.get(heading="Mål").body


def test_what_is_chosen_survives_and_decides(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=TEXT)
    changes: dict[str, Any] = {"ta-0": None, "niva-3": "0", "niva-4": "2", "titel": None, "atgard-2": None}
    shown = page.post(document.get_absolute_url(), proposed(page, document, **changes, preview="1"))
    assert [row.choice.is_taken for row in shown.context["form"].rows] == [False, True, True, True, True]
    assert plan.sections.count() == 0
    page.post(document.get_absolute_url(), proposed(page, document, **changes, confirm="1"))
    assert [
        (heading, one.parent_id is None) for (_n, heading), one in zip(outline_of(plan), in_order(plan), strict=True)
    ] == [
        ("Arbete", True),
        ("Samordning", False),
        ("Uppföljning", False),
    ]
    joined = plan.sections.get(heading="Samordning")
    assert "<p><strong>Ansvarig förvaltning</strong></p>\n<p>Socialförvaltningen" in joined.body
    assert (plan.title, plan.measures.count()) == ("Ny plan", 0)


def in_order(plan: Plan) -> list[Any]:
    return [node.section for node in flattened(outline(plan.sections.current(), is_numbered=True))]


def test_a_proposed_measure_is_matched_with_the_units(page: Client, plan: Plan) -> None:
    unit = UnitFactory(municipality=plan.municipality, name="Socialförvaltningen")
    office = UnitFactory(municipality=plan.municipality, name="Ledningskontoret")
    document = taken(page, plan, pasted=TEXT)
    form = page.get(document.get_absolute_url()).context["form"]
    ((subject, field),) = form.subject_fields
    assert subject.name.casefold() == "kommunledningskontoret"
    page.post(document.get_absolute_url(), proposed(page, document, confirm="1", **{field.name: f"unit-{office.pk}"}))
    measure = plan.measures.get()
    assert measure.section.heading == "Samordning"
    assert [(one.part, one.unit) for one in measure.responsibilities.all()] == [
        ("responsible", unit),
        ("consult_when_needed", office),
    ]


MEASURES = [["Område", "Aktivitet", "Ansvarig"], ["Skola", "Utbilda", "RTH"], ["Fritid", "Informera", "RTH"]]


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_table_becomes_measures_or_stays_a_table(page: Client, plan: Plan, is_taken: bool) -> None:
    document = taken(page, plan, file=word(("Heading 1", "Åtgärder"), ("Normal", "Se tabellen."), table=MEASURES))
    data = proposed(page, document, confirm="1", **({} if is_taken else {"tabell-0": None}))
    page.post(document.get_absolute_url(), data)
    body = plan.sections.get().body
    assert ("Utbilda" in body, plan.measures.count()) == (not is_taken, 2 if is_taken else 0)


def test_a_column_of_a_table_can_be_said_to_hold_something_else(page: Client, plan: Plan) -> None:
    document = taken(page, plan, file=word(("Heading 1", "Åtgärder"), table=MEASURES))
    data = proposed(page, document, confirm="1", **{"tabell-0-kolumn-2": "comment"})
    page.post(document.get_absolute_url(), data)
    assert {one.comment for one in plan.measures.all()} == {"RTH"}


def test_a_document_is_taken_in_once_however_often_the_button_is_pressed(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=TEXT)
    data = proposed(page, document, confirm="1")
    answers = [page.post(document.get_absolute_url(), data).status_code for _time in range(2)]
    assert (answers[0], plan.sections.count()) == (302, 5)
    assert answers[1] in (200, 302)


def test_undo_from_the_page_says_what_has_been_changed(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=TEXT)
    page.post(document.get_absolute_url(), proposed(page, document, confirm="1"))
    plan.sections.filter(heading__in=("Syfte", "Arbete")).update(version=2)
    address = reverse("exchange:document_import_undo", args=[document.pk])
    SectionFactory(plan=plan, heading="Egen", parent=plan.sections.get(heading="Arbete"))
    asked = page.get(address).content.decode()
    assert "2 avsnitt har ändrats sedan dess och tas också bort.</p><ul" in asked
    assert "<li>Syfte</li><li>Arbete</li>" in asked
    assert "1 avsnitt som du har lagt under dem blir kvar, som kapitel." in asked
    page.post(address)
    plan.refresh_from_db()
    assert (plan.sections.current().get().heading, plan.measures.current().count(), plan.title) == (
        "Egen",
        0,
        "Ny plan",
    )


def test_nothing_chosen_is_told_and_nothing_lost(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=TEXT)
    response = page.post(document.get_absolute_url(), {"submission_key": str(uuid.uuid4()), "confirm": "1"})
    assert response.status_code == 422
    assert "Välj något att läsa in." in response.content.decode()
    assert document.state == "read"


def test_the_statements_of_the_review_do_not_follow_the_sections(page: Client, plan: Plan) -> None:
    counts = []
    for length in (1, 3):
        words = "\n\n".join(f"{n}. Rubrik {n}\n\nText {n}." for n in range(1, length + 1))
        document = taken(page, plan, pasted=words)
        with CaptureQueriesContext(connection) as statements:
            page.get(document.get_absolute_url())
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_page_waits_and_then_shows_the_document(page: Client, plan: Plan) -> None:
    page.post(address(plan), given(pasted=TEXT))
    document = DocumentImport.objects.get()
    waits = page.get(document.get_absolute_url(), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in waits.content.decode()
    read_waiting(document.pk)
    assert page.get(document.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert page.get(document.get_absolute_url()).status_code == 200


def test_the_document_waits_in_the_list(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=TEXT)
    assert document.get_absolute_url() in page.get(address(plan)).content.decode()
    discard = reverse("exchange:document_import_discard", args=[document.pk])
    assert discard in page.get(document.get_absolute_url()).content.decode()
    assert "kan inte tas tillbaka" in page.get(discard).content.decode()
    document.refresh_from_db()
    assert document.reading["sections"]
    page.post(discard)
    assert document.get_absolute_url() not in page.get(address(plan)).content.decode()
    assert page.get(document.get_absolute_url()).status_code == 200
    assert "Det finns inget kvar att kasta" in page.get(discard).content.decode()
