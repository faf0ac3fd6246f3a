"""A document becomes part of a plan: all of it or nothing, once, in few statements; and is taken back as a whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from files.images import Picture
from files.models import StoredFile
from foundation.leases import LeaseLostError
from plans.inputs import MeasureInput, ResponsibilityInput, SectionInput, TableInput
from plans.models import DocumentImport, Measure, Plan, Section
from plans.outline import flattened, outline
from plans.services.document_import import (
    accept_document,
    discard_document,
    sweep_documents,
    take_document,
    undo_document,
)
from plans.services.document_import.queue import claim, fail, finish, give_back, keep_hold
from plans.services.document_import.undoing import standing_of
from plans.services.section import update_section
from tests.accounts.factories import UserFactory
from tests.plans.factories import PlanFactory, SectionFactory
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db
SHOWN_AND_NOT = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
READING = {"title": "", "header": [], "sections": [], "tables": [], "images": [], "notes": []}


@pytest.fixture
def plan() -> Any:
    return PlanFactory(title="Planen", header=[{"label": "Diarienummer", "state": "missing", "value": ""}])


@pytest.fixture
def by(plan: Plan) -> Any:
    return UserFactory(municipality=plan.municipality)


@pytest.fixture
def waiting(plan: Plan, by: Any) -> Any:
    return take_document(plan=plan, source_name="plan.docx", content=b"bytes", content_type="a/b", by=by)


@pytest.fixture
def document(waiting: DocumentImport) -> Any:
    """Read, and to be looked through."""
    held = claim(waiting.pk)
    assert held is not None
    finish(held, dict(READING), {})
    waiting.refresh_from_db()
    return waiting


def chapters(*given: tuple[int, str, str]) -> list[SectionInput]:
    return [
        SectionInput(level=level, number=number, heading=heading, is_numbered=bool(number))
        for level, number, heading in given
    ]


def stands(plan: Plan) -> list[tuple[str | None, int, str]]:
    nodes = flattened(outline(plan.sections.current(), is_numbered=plan.is_numbered))
    return [(node.number, node.level, node.section.heading) for node in nodes]


def test_sections_stand_in_order_with_the_numbers_of_the_document(plan: Plan, document: Any, by: Any) -> None:
    given = chapters(
        (1, "1", "A"), (2, "1.1", "B"), (3, "", "C"), (2, "1.3", "D"), (3, "1.3.1", "E"), (1, "4", "F"), (3, "4.1", "G")
    )
    accept_document(document=document, sections=[*given, SectionInput(level=1, heading="H", is_annex=True)], by=by)
    assert stands(plan) == [
        ("1", 1, "A"),
        ("1.1", 2, "B"),
        (None, 3, "C"),
        ("1.3", 2, "D"),
        ("1.3.1", 3, "E"),
        ("4", 1, "F"),
        ("4.1", 2, "G"),
        ("Bilaga", 1, "H"),
    ]
    own = {one.heading: one.own_number for one in plan.sections.all()}
    assert own == {"A": "", "B": "", "C": "", "D": "1.3", "E": "", "F": "4", "G": "", "H": ""}
    assert set(Section.history.values_list("history_change_reason", flat=True)) == {"Inläst ur plan.docx"}


def test_a_document_stands_after_what_the_plan_has(plan: Plan, document: Any, by: Any) -> None:
    SectionFactory(plan=plan, heading="Redan")
    accept_document(document=document, sections=chapters((1, "2", "Nytt"), (1, "3", "Nyare")), by=by)
    assert [(number, heading) for number, _level, heading in stands(plan)] == [
        ("1", "Redan"),
        ("2", "Nytt"),
        ("3", "Nyare"),
    ]
    assert not plan.sections.exclude(own_number="").exists()


def test_a_section_makes_measures_with_those_who_answer(plan: Plan, document: Any, by: Any) -> None:
    unit = UnitFactory(municipality=plan.municipality, name="Socialförvaltningen")
    people = [ResponsibilityInput(wording="Socialförvaltningen"), ResponsibilityInput(wording="Någon annan")]
    measure = MeasureInput(text="Göra något", responsibilities=people)
    section = SectionInput(level=1, heading="Arbete", measures=[measure])
    table = TableInput(rows=[MeasureInput(focus_area="Område", text="Ur tabellen")])
    accept_document(document=document, sections=[section], tables=[table], by=by)
    made = plan.measures.get(text="Göra något")
    assert made.section == plan.sections.get()
    assert [(one.wording, one.unit) for one in made.responsibilities.all()] == [
        ("Socialförvaltningen", unit),
        ("Någon annan", None),
    ]
    assert plan.measures.get(text="Ur tabellen").focus_area.name == "Område"
    assert document.tables.count() == 2


def test_the_head_is_taken_and_given_back(plan: Plan, document: Any, by: Any) -> None:
    header = [
        {"label": "diarienummer", "state": "value", "value": "KS/1"},
        {"label": "Reviderad", "state": "none", "value": ""},
    ]
    accept_document(document=document, header=header, title="Ny titel", by=by)
    plan.refresh_from_db()
    assert (plan.title, [(one["label"], one["value"]) for one in plan.header]) == (
        "Ny titel",
        [("Diarienummer", "KS/1"), ("Reviderad", "")],
    )
    Plan.objects.filter(pk=plan.pk).update(title="Ändrad sedan dess")
    undo_document(document=document, by=by)
    plan.refresh_from_db()
    assert (plan.title, [(one["label"], one["state"]) for one in plan.header]) == (
        "Ändrad sedan dess",
        [("Diarienummer", "missing")],
    )


def test_a_document_is_taken_in_once(plan: Plan, document: Any, by: Any) -> None:
    for _time in range(2):
        accept_document(document=document, sections=chapters((1, "1", "A")), by=by)
    assert plan.sections.count() == 1


def test_a_document_is_taken_in_whole_or_not_at_all(plan: Plan, document: Any, by: Any) -> None:
    too_long = SectionInput(level=1, heading="För lång", body="<p>" + "ord " * 20_000 + "</p>")
    with pytest.raises(ValidationError, match="”För lång”"):
        accept_document(document=document, title="Ny", sections=[*chapters((1, "1", "A")), too_long], by=by)
    plan.refresh_from_db()
    document.refresh_from_db()
    assert (plan.sections.count(), plan.title, document.state) == (0, "Planen", "read")


@pytest.mark.postgresql(reason="SQLite takes few values in a statement, and so divides the rows")
def test_the_statements_follow_the_depth_and_not_the_length(plan: Plan, by: Any) -> None:
    counts = []
    for length in (1, 300):
        one = DocumentImport.objects.create(
            municipality=plan.municipality, plan=plan, state="read", reading=READING, imported_by=by
        )
        given = [
            SectionInput(level=1 + place % 2, heading=f"A {place}", measures=[MeasureInput(text=f"Gör {place}")])
            for place in range(2 * length)
        ]
        with CaptureQueriesContext(
            connection,
        ) as statements:
            accept_document(document=one, sections=given, by=by)
        counts.append(len(statements))
    assert counts[1] - counts[0] <= 4  # many rows are sent in a few batches
    assert counts[0] <= 30


def test_undo_takes_back_what_still_stands_and_says_what_was_changed(plan: Plan, document: Any, by: Any) -> None:
    given = [SectionInput(level=1, heading=name, measures=[MeasureInput(text=f"Gör {name}")]) for name in "ABC"]
    accept_document(document=document, sections=given, by=by)
    section = plan.sections.get(heading="B")
    update_section(section=section, version=1, heading="B ändrad", by=by)
    own = SectionFactory(plan=plan, heading="Egen", parent=section)
    found = standing_of(document)
    assert (found.sections, found.measures, found.changed_sections, found.changed_measures) == (3, 3, 1, 0)
    for _time in range(2):
        undo_document(document=document, by=by)
    assert stands(plan) == [("1", 1, "Egen")]
    assert own.withdrawn_at is None
    assert not Measure.objects.current().filter(plan=plan).exists()
    reasons = Section.history.filter(history_type="~", withdrawn_at__isnull=False)
    assert set(reasons.values_list("history_change_reason", flat=True)) == {"Inläsningen av plan.docx ångrad"}


def test_undo_is_refused_after_thirty_days(plan: Plan, document: Any, by: Any) -> None:
    accept_document(document=document, sections=chapters((1, "1", "A")), by=by)
    DocumentImport.objects.update(imported_at=timezone.now() - timedelta(days=31))
    with pytest.raises(ValidationError, match="30 dagar"):
        undo_document(document=document, by=by)


def test_one_worker_reads_a_document(waiting: Any) -> None:
    assert claim(waiting.pk) is not None
    assert claim(waiting.pk) is None


def test_a_worker_that_falls_silent_loses_the_document(waiting: Any) -> None:
    first = claim(waiting.pk)
    assert first is not None
    DocumentImport.objects.update(claimed_at=timezone.now() - timedelta(seconds=31))
    second = claim(waiting.pk)
    assert second is not None
    for late in (keep_hold, lambda held: finish(held, dict(READING), {})):
        with pytest.raises(LeaseLostError):
            late(first)
    keep_hold(second)
    fail(first, "för sent")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == ("reading", 2, "")


def test_after_three_attempts_it_has_failed_and_nothing_is_kept(waiting: Any) -> None:
    for _time in range(3):
        held = claim(waiting.pk)
        assert held is not None
        give_back(held, "Det gick inte.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error, waiting.file, claim(waiting.pk)) == ("failed", "Det gick inte.", None, None)
    assert not StoredFile.objects.exists()


def test_a_document_that_kills_every_worker_is_given_up_by_the_sweep(waiting: Any) -> None:
    DocumentImport.objects.update(state="reading", attempts=3, claimed_at=timezone.now() - timedelta(seconds=31))
    sweep_documents()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file) == ("failed", None)
    assert waiting.error


def test_a_document_that_is_thrown_away_leaves_nothing(document: Any, by: Any) -> None:
    DocumentImport.objects.update(pasted="ord", reading={**READING, "title": "hemligt"})
    discard_document(document=document, by=by)
    document.refresh_from_db()
    assert (document.pasted, document.reading, document.file, document.withdrawn_by) == ("", {}, None, by)
    assert not StoredFile.objects.exists()
    with pytest.raises(ValidationError):
        accept_document(document=document, sections=chapters((1, "1", "A")), by=by)


def test_what_is_never_looked_through_is_forgotten_after_thirty_days(document: Any, plan: Plan, by: Any) -> None:
    accepted = take_document(plan=plan, pasted="annat", by=by)
    held = claim(accepted.pk)
    assert held is not None
    finish(held, dict(READING), {})
    accept_document(document=accepted, sections=chapters((1, "1", "A")), by=by)
    DocumentImport.objects.update(imported_at=timezone.now() - timedelta(days=31))
    sweep_documents()
    document.refresh_from_db()
    accepted.refresh_from_db()
    assert (document.file, document.is_withdrawn, accepted.is_withdrawn) == (None, True, False)


def test_an_empty_paste_is_refused(plan: Plan, by: Any) -> None:
    with pytest.raises(ValidationError):
        take_document(plan=plan, pasted="  ", by=by)


def test_a_picture_that_some_text_shows_is_not_thrown_away_with_its_document(plan: Plan, waiting: Any, by: Any) -> None:
    held = claim(waiting.pk)
    assert held is not None
    pictures = {one: ("bild", Picture(one.encode(), "image/png", 1, 1)) for one in SHOWN_AND_NOT}
    finish(held, {**READING, "images": list(SHOWN_AND_NOT)}, pictures)
    SectionFactory(plan=plan, body=f'<img alt="" data-image="{SHOWN_AND_NOT[0]}">')

    discard_document(document=waiting, by=by)

    assert [str(image.uid) for image in plan.images.all()] == [SHOWN_AND_NOT[0]]
    assert StoredFile.objects.count() == 1


def test_the_file_that_was_sent_is_not_kept_when_its_words_are_taken_in(plan: Plan, document: Any, by: Any) -> None:
    accept_document(document=document, sections=chapters((1, "1", "A")), by=by)
    assert (StoredFile.objects.count(), DocumentImport.objects.get().file) == (0, None)
