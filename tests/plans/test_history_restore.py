"""What once stood is restored: a field or a whole text, through the same door as any other change."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.services.history import restore_measure_version, restore_section_version
from plans.services.measure import update_measure
from plans.services.section import move_section, update_section, withdraw_section
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


@pytest.fixture
def section(anna, plan):
    """A section that was written twice."""
    section = SectionFactory(plan=plan, heading="Syfte", body="<p>Först.</p>")
    return update_section(section=section, version=1, heading="Mål", body="<p>Sedan.</p>", by=anna)


def first_of(row):
    return row.history.earliest("history_id")


def test_one_field_is_restored_and_the_others_stay(anna, section):
    restored = restore_section_version(section=section, version=2, then=first_of(section), names={"body"}, by=anna)
    assert (restored.heading, restored.body, restored.version) == ("Mål", "<p>Först.</p>", 3)
    assert restored.history.latest("history_id").history_change_reason.startswith("Återställt till hur det var")


def test_undo_of_a_restore_is_another_restore(anna, section):
    second = section.history.latest("history_id")
    restored = restore_section_version(
        section=section, version=2, then=first_of(section), names={"heading", "body"}, by=anna
    )
    again = restore_section_version(section=restored, version=3, then=second, names={"heading", "body"}, by=anna)
    assert (again.heading, again.body) == ("Mål", "<p>Sedan.</p>")


def test_nobody_restores_over_what_was_written_meanwhile(anna, section):
    with pytest.raises(StaleVersion):
        restore_section_version(section=section, version=1, then=first_of(section), names={"body"}, by=anna)


def test_a_section_is_not_put_back_under_one_that_was_removed(anna, plan, section):
    parent = SectionFactory(plan=plan, heading="Kapitel")
    move_section(section=section, parent=parent, to_parent=True, by=anna)
    under = section.history.latest("history_id")
    section = move_section(section=section, parent=None, to_parent=True, by=anna)
    withdraw_section(section=parent, by=anna)
    with pytest.raises(ValidationError, match="Kapitel”, där det stod, är borttaget"):
        restore_section_version(section=section, version=None, then=under, names={"parent"}, by=anna)


def test_a_section_that_was_removed_is_not_restored_in_its_text(anna, section):
    section = withdraw_section(section=section, by=anna)
    with pytest.raises(ValidationError, match="borttaget"):
        restore_section_version(section=section, version=None, then=first_of(section), names={"body"}, by=anna)


def test_a_measure_gets_its_text_and_time_back_and_keeps_its_rows(anna, plan):
    measure = MeasureFactory(
        plan=plan, focus_area=FocusAreaFactory(plan=plan), text="Utbilda", time_wording="våren 2027"
    )
    then = first_of(measure)
    measure = update_measure(measure=measure, version=1, text="Utbilda alla", focus_area=measure.focus_area, by=anna)
    activity, who = ActivityFactory(measure=measure), ResponsibilityFactory(measure=measure)
    names = {"text", "time_wording", "time_start", "time_end", "time_recurrence", "time_is_corrected"}
    restored = restore_measure_version(measure=measure, version=2, then=then, names=names, by=anna)
    assert (restored.text, restored.time_wording, restored.time_end) == ("Utbilda", "våren 2027", then.time_end)
    assert restored.activities.current().get() == activity
    assert restored.responsibilities.current().get().wording == who.wording


def test_the_page_shows_what_differs_and_restores_what_is_chosen(anna, section, client):
    client.force_login(anna)
    address = reverse("plans:section_version", args=[section.pk, first_of(section).pk])
    page = client.get(f"{address}?falt=body").content.decode()
    assert '<ins><span class="visually-hidden">[tillagt: </span>Först' in page
    answer = client.post(address, {"version": 2, "names": ["body"]})
    section.refresh_from_db()
    assert (answer.status_code, section.heading, section.body) == (302, "Mål", "<p>Först.</p>")


def test_a_version_that_went_by_meanwhile_answers_with_what_stands_now(anna, section, client):
    client.force_login(anna)
    address = reverse("plans:section_version", args=[section.pk, first_of(section).pk])
    assert client.post(address, {"version": 1, "names": ["body"]}).status_code == 409
    assert client.post(address, {"version": 2}).status_code == 422


def test_a_version_of_another_section_is_no_version_of_this(anna, plan, section, client):
    client.force_login(anna)
    other = SectionFactory(plan=plan)
    address = reverse("plans:section_version", args=[section.pk, first_of(other).pk])
    assert client.get(address).status_code == 404


def test_a_restore_says_its_own_reason_after_the_decision(anna, plan, section):
    EditionFactory(plan=plan, state="adopted")
    assert (
        restore_section_version(section=section, version=2, then=first_of(section), names={"body"}, by=anna).body
        == "<p>Först.</p>"
    )
