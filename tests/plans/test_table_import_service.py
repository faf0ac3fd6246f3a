"""A table becomes measures: all of its rows or none, and undone as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from plans.inputs import ActivityInput, IndicatorInput, MeasureInput, ResponsibilityInput
from plans.models import FocusArea, Measure, MeasureImport, Plan
from plans.services.table_import import import_measures, undo_import
from tests.plans.factories import FocusAreaFactory, MeasureFactory, PlanFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
FIRST = {"activities": "Vad ska göras och när ska det göras", "indicators": "Indikator/mätetal"}
LATER = {"activities": "Aktivitet", "indicators": "Indikator"}


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def row(area: str, labels: dict | None = None, **fields) -> MeasureInput:
    return MeasureInput(
        focus_area=area,
        activities=(ActivityInput(text=f"Göra {area}", time_wording="våren 2017"),),
        indicators=(IndicatorInput(text="Antal"),),
        responsibilities=(ResponsibilityInput(wording="RTH"),),
        column_labels=labels or FIRST,
        **fields,
    )


def test_import_measures_makes_rows_areas_and_labels_with_history(anna, plan):
    rth = UnitFactory(municipality=plan.municipality, name="Rådet", abbreviation="RTH")
    rows = [row("Styrgrupp"), row("Intern information"), row("Lägesbild", LATER), row("Lägesbild", LATER)]
    made = import_measures(plan=plan, rows=rows, source_name="timra.txt", by=anna)
    plan.refresh_from_db()
    assert plan.column_labels == FIRST
    assert [(area.name, area.column_labels) for area in plan.focus_areas.all()] == [
        ("Styrgrupp", {}),
        ("Intern information", {}),
        ("Lägesbild", LATER),
    ]
    measures = list(plan.measures.in_order())
    assert [one.focus_area.name for one in measures] == ["Styrgrupp", "Intern information", "Lägesbild", "Lägesbild"]
    assert {one.imported_in for one in measures} == {made}
    assert {one.responsibilities.get().unit for one in measures} == {rth}
    assert {row.history.get().history_user for one in measures for row in (one, one.activities.get())} == {anna}


def test_import_measures_stands_in_areas_that_the_plan_has(anna, plan):
    area = FocusAreaFactory(plan=plan, name="Utbildning")
    import_measures(plan=plan, rows=[row("UTBILDNING ")], by=anna)
    assert plan.measures.get().focus_area == area


def test_import_measures_keeps_the_labels_that_the_plan_has(anna):
    plan = PlanFactory(municipality=anna.municipality, column_labels=LATER)
    import_measures(plan=plan, rows=[row("Styrgrupp")], by=anna)
    plan.refresh_from_db()
    assert (plan.column_labels, plan.focus_areas.get().column_labels) == (LATER, FIRST)


@pytest.mark.postgresql(reason="SQLite takes fewer values in one statement and divides it")
def test_import_measures_takes_the_same_statements_for_two_rows_and_sixty(anna):
    counts = []
    for size in (2, 60):
        plan = PlanFactory(municipality=anna.municipality)
        with CaptureQueriesContext(connection) as said:
            import_measures(plan=plan, rows=[row(f"Område {number}") for number in range(size)], by=anna)
        counts.append(len(said))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "bad",
    [
        MeasureInput(focus_area="Å", activities=(ActivityInput(text=" "),)),
        MeasureInput(focus_area="Å", text="x" * 20_001),
        MeasureInput(focus_area="Å", text="\x00"),
        MeasureInput(focus_area="Å", responsibilities=(ResponsibilityInput(wording="x", part="chef"),)),
    ],
)
def test_import_measures_refuses_everything_for_one_bad_row_and_names_it(anna, plan, bad):
    with pytest.raises(ValidationError) as error:
        import_measures(plan=plan, rows=[row("Styrgrupp"), bad], by=anna)
    assert "2" in error.value.messages[0]
    assert (Measure.objects.count(), FocusArea.objects.count(), MeasureImport.objects.count()) == (0, 0, 0)


def test_a_refused_row_is_named_by_its_place_in_the_table(anna, plan):
    bad = MeasureInput(row_number=7, text="x" * 20_001)
    with pytest.raises(ValidationError) as error:
        import_measures(plan=plan, rows=[row("Styrgrupp"), bad], by=anna)
    assert error.value.messages[0].startswith(("Row 7:", "Rad 7:"))


def test_import_measures_of_nothing_is_refused(anna, plan):
    with pytest.raises(ValidationError):
        import_measures(plan=plan, rows=[], by=anna)


def test_undo_import_withdraws_what_it_made_and_nothing_else(anna, plan):
    mine = MeasureFactory(plan=plan)
    made = import_measures(plan=plan, rows=[row("Styrgrupp"), row("Utbildning")], by=anna)
    later = MeasureFactory(plan=plan, focus_area=plan.focus_areas.get(name="Utbildning"))
    undone = undo_import(measure_import=made, by=anna)
    assert set(plan.measures.current()) == {mine, later}
    assert [area.name for area in plan.focus_areas.current()] == ["Utbildning"]
    assert undone.withdrawn_by == anna


def test_undo_import_gives_the_words_above_the_columns_back(anna, plan):
    labels = {"fully": "Klart", "partly": "Pågår"}
    wrong = import_measures(plan=plan, rows=[row("Styrgrupp")], fulfilment_labels=labels, by=anna)
    undo_import(measure_import=wrong, by=anna)
    plan.refresh_from_db()
    assert (plan.column_labels, plan.fulfilment_labels) == ({}, {})
    assert plan.history.first().history_user == anna
    import_measures(plan=plan, rows=[row("Styrgrupp", LATER)], by=anna)
    plan.refresh_from_db()
    assert (plan.column_labels, plan.focus_areas.current().get().column_labels) == (LATER, {})


@pytest.mark.parametrize("labels", [{"activities": "Vårt eget ord"}, {}])
def test_undo_import_leaves_words_that_somebody_changed(anna, plan, labels):
    made = import_measures(plan=plan, rows=[row("Styrgrupp")], by=anna)
    Plan.objects.filter(pk=plan.pk).update(column_labels=labels)
    undo_import(measure_import=made, by=anna)
    plan.refresh_from_db()
    assert plan.column_labels == labels


def test_undo_import_leaves_the_words_that_the_plan_had(anna):
    plan = PlanFactory(municipality=anna.municipality, column_labels=FIRST)
    made = import_measures(plan=plan, rows=[row("Styrgrupp")], fulfilment_labels={"fully": "Klart"}, by=anna)
    undo_import(measure_import=made, by=anna)
    plan.refresh_from_db()
    assert (plan.column_labels, plan.fulfilment_labels) == (FIRST, {})


def test_the_words_of_a_table_stay_until_no_later_table_stands_under_them(anna, plan):
    first = import_measures(plan=plan, rows=[row("Styrgrupp")], by=anna)
    second = import_measures(plan=plan, rows=[row("Utbildning")], by=anna)
    undo_import(measure_import=first, by=anna)
    plan.refresh_from_db()
    assert plan.column_labels == FIRST
    undo_import(measure_import=second, by=anna)
    plan.refresh_from_db()
    assert plan.column_labels == {}


def test_undo_import_gives_back_the_words_of_an_area_that_people_wrote_in(anna):
    plan = PlanFactory(municipality=anna.municipality, column_labels=FIRST)
    made = import_measures(plan=plan, rows=[row("Styrgrupp", LATER), row("Utbildning", LATER)], by=anna)
    MeasureFactory(plan=plan, focus_area=plan.focus_areas.get(name="Styrgrupp"))
    changed = plan.focus_areas.get(name="Utbildning")
    MeasureFactory(plan=plan, focus_area=changed)
    FocusArea.objects.filter(pk=changed.pk).update(column_labels={"activities": "Eget"})
    undo_import(measure_import=made, by=anna)
    assert {area.name: area.column_labels for area in plan.focus_areas.current()} == {
        "Styrgrupp": {},
        "Utbildning": {"activities": "Eget"},
    }
    assert plan.focus_areas.get(name="Styrgrupp").history.first().history_user == anna


def test_undo_import_twice_writes_once(anna, plan):
    made = import_measures(plan=plan, rows=[row("Styrgrupp")], by=anna)
    first = undo_import(measure_import=made, by=anna).withdrawn_at
    assert undo_import(measure_import=made, by=anna).withdrawn_at == first
    assert plan.measures.get().history.count() == 2


def test_undo_import_after_more_than_30_days_is_refused(anna, plan):
    made = import_measures(plan=plan, rows=[row("Styrgrupp")], by=anna)
    MeasureImport.objects.filter(pk=made.pk).update(imported_at=timezone.now() - timedelta(days=31))
    with pytest.raises(ValidationError):
        undo_import(measure_import=made, by=anna)
    assert plan.measures.current().count() == 1
