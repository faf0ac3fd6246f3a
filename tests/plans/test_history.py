"""The history of a plan and of what stands in it: who, when, what, from what to what, and why."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from foundation.history import record
from plans.inputs import ActivityInput, ResponsibilityInput
from plans.models import Measure
from plans.selectors.history import Choice, changes_in_plan, changes_of_measure, changes_of_section
from plans.services.measure import update_measure
from plans.services.section import move_section, restore_section, update_section, withdraw_section
from tests.plans.factories import FocusAreaFactory, MeasureFactory, PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def entries(history):
    return [entry for _day, found in history.days for entry in found]


def seen(html: str) -> str:
    return re.sub(r"<[^>]*>", "", re.sub(r'<span class="visually-hidden">.*?</span>', "", html))


def told(history) -> list[tuple[str, str, str]]:
    """(what was done, to what, its fields) of each change, the newest first."""
    return [
        (
            change.verb,
            f"{change.what}: {change.title}",
            "; ".join(f"{one.label} {seen(one.difference)}" for one in change.fields),
        )
        for entry in entries(history)
        for change in (*entry.changes, *entry.moved)
    ]


def test_a_changed_text_is_told_word_by_word_with_who_when_and_why(anna, plan):
    section = SectionFactory(plan=plan, heading="Syfte", body="<p>Skolan svarar.</p>")
    update_section(
        section=section, version=1, heading="Syfte", body="<p>Polisen svarar.</p>", reason="Efter samråd", by=anna
    )
    newest = entries(changes_of_section(section))[0]
    (change,) = newest.changes
    assert (newest.who, newest.reason, change.verb) == (anna.name, "Efter samråd", "changed")
    assert [(one.label, seen(one.difference)) for one in change.fields] == [("Text", "SkolanPolisen svarar.")]


def test_what_was_added_to_a_measure_stands_in_its_history(anna, plan):
    measure = MeasureFactory(plan=plan, text="Utbilda")
    update_measure(
        measure=measure,
        version=1,
        text="Utbilda alla",
        activities=[ActivityInput(text="Plan", time_wording="våren 2027")],
        responsibilities=[ResponsibilityInput(wording="Socialtjänsten", part="actor")],
        by=anna,
    )
    newest = entries(changes_of_measure(measure))[0]
    assert {(one.verb, f"{one.what}: {one.title}") for one in newest.changes} == {
        ("changed", "Åtgärd: Utbilda alla"),
        ("added", "Aktivitet: Plan"),
        ("added", "Aktör: Socialtjänsten"),
    }


def test_moved_removed_and_restored_are_called_so(anna, plan):
    first, second = SectionFactory(plan=plan, heading="Ett"), SectionFactory(plan=plan, heading="Två")
    move_section(section=second, direction="up", by=anna)
    withdraw_section(section=first, by=anna)
    restore_section(section=first, by=anna)
    verbs = [verb for verb, _what, _fields in told(changes_of_section(first))]
    assert verbs == ["restored", "removed", "moved", "added"]


def test_a_section_put_under_another_says_where_it_stood(anna, plan):
    first, second = SectionFactory(plan=plan, heading="Ett"), SectionFactory(plan=plan, heading="Två")
    move_section(section=second, parent=first, to_parent=True, by=anna)
    assert told(changes_of_section(second))[0] == ("changed", "Avsnitt: Två", "Står under Ett")


def test_values_that_are_no_texts_are_said_in_words(anna, plan):
    section = SectionFactory(plan=plan)
    update_section(section=section, version=1, heading=section.heading, is_numbered=False, by=anna)
    plan.header = [{"label": "Giltig till", "state": "value", "value": "2028"}]
    plan.column_labels = {"result": "Utfall"}
    record(plan, by=anna)
    assert told(changes_of_section(section))[0][2] == "Numrerat JaNej"
    assert "Giltig till: 2028" in told(changes_in_plan(plan, Choice(), user=anna))[0][2]
    assert "Resultat: Utfall" in told(changes_in_plan(plan, Choice(), user=anna))[0][2]


@pytest.mark.parametrize("versions", [1, 3, 500])
def test_a_page_of_history_takes_six_statements_at_most_whatever_its_length(anna, plan, versions):
    measure = MeasureFactory(plan=plan, focus_area=FocusAreaFactory(plan=plan))
    first = {name: value for name, value in measure.history.values().get().items() if name != "history_id"}
    model = Measure.history.model
    model.objects.bulk_create(model(**first | {"text": f"Text {number}"}) for number in range(1, versions))
    with CaptureQueriesContext(connection) as caught:
        found = changes_of_measure(measure)
    assert len(caught) <= 6
    assert sum(len(entry.changes) for entry in entries(found)) == min(versions, 25)
    assert found.has_older == (versions > 25)


def test_the_history_of_a_plan_takes_as_many_statements_for_one_row_as_for_three(anna, plan, client):
    client.force_login(anna)
    address = reverse("plans:plan_history", args=[plan.pk])
    counts = []
    for number in (1, 1, 3):
        while plan.sections.count() < number:
            SectionFactory(plan=plan)
            MeasureFactory(plan=plan)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        counts.append(len(caught))
    assert counts[1] == counts[2]


def test_a_plans_history_is_narrowed_by_kind_person_day_and_place(anna, plan, client):
    area = FocusAreaFactory(plan=plan, name="Skola")
    inside = MeasureFactory(plan=plan, focus_area=area, text="Inne")
    MeasureFactory(plan=plan, text="Ute")
    section = SectionFactory(plan=plan, heading="Syfte", by=anna)

    def titles(**choice):
        return {title for _verb, title, _fields in told(changes_in_plan(plan, Choice(**choice), user=anna))}

    assert titles(kind="avsnitt") == {"Avsnitt: Syfte"}
    assert titles(person=anna.pk) == {"Avsnitt: Syfte"}
    assert titles(place=f"omrade-{area.pk}") == {"Område: Skola", "Åtgärd: Inne"}
    assert titles(place=f"avsnitt-{section.pk}") == {"Avsnitt: Syfte"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert titles(first_day=tomorrow) == set()
    assert titles(last_day=tomorrow - timedelta(days=1)) == titles()
    assert inside.pk


@pytest.mark.parametrize(
    "query",
    [
        "typ=x", "plats=avsnitt-999999999999999999", "vem=abc", "vem=99999999999999999999", "fran=9999-12-31",
        "till=9999-12-31", "till=0001-01-01", "sedan=0001-01-01T00:00:00%2B23:59", "sida=0", "sida=99999",
    ],
)  # fmt: skip
def test_an_address_with_nonsense_in_it_shows_a_history_all_the_same(anna, plan, client, query):
    client.force_login(anna)
    assert client.get(f"{reverse('plans:plan_history', args=[plan.pk])}?{query}").status_code == 200
