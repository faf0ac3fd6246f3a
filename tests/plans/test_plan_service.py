"""A plan comes to be, changes its header, is removed and comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.services.plan import create_plan, restore_plan, update_plan, withdraw_plan
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import EditionFactory, PlanFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return create_plan(municipality=anna.municipality, title="Handlingsplan mot våldsbejakande extremism", by=anna)


def header(plan) -> list[dict]:
    return [dict(one) for one in plan.header]


def refusal(error: pytest.ExceptionInfo[ValidationError], field: str) -> list[str]:
    return error.value.message_dict[field]


def test_create_plan_takes_the_header_fields_of_the_municipality_and_fills_in_what_is_known(anna):
    unit = UnitFactory(municipality=anna.municipality, name="Stadsledningskontoret")
    made = create_plan(
        municipality=anna.municipality,
        title="  Riktlinjer   för arbetet ",
        document_type="Riktlinjer",
        responsible_unit=unit,
        registry_number="KS/2017:319",
        by=anna,
    )
    filled = {one["label"]: one["value"] for one in made.header if one["state"] == "value"}
    assert made.title == "Riktlinjer för arbetet"
    assert [one["label"] for one in made.header] == anna.municipality.header_fields
    assert filled == {
        "Diarienummer": "KS/2017:319",
        "Dokumenttyp": "Riktlinjer",
        "Ansvarig verksamhet": "Stadsledningskontoret",
    }
    assert made.prevention_levels == anna.municipality.prevention_levels


def test_create_plan_writes_who_did_it_into_the_history(anna, plan):
    first = plan.history.get()
    assert (first.history_user, first.history_type) == (anna, "+")
    assert first.history_change_reason


def test_create_plan_without_title_is_refused_at_the_field(anna):
    with pytest.raises(ValidationError) as error:
        create_plan(municipality=anna.municipality, title="   ", by=anna)
    assert len(refusal(error, "title")) == 1


def test_create_plan_with_a_unit_of_another_municipality_is_refused(anna):
    with pytest.raises(ValidationError) as error:
        create_plan(municipality=anna.municipality, title="Plan", responsible_unit=UnitFactory(), by=anna)
    assert len(refusal(error, "responsible_unit")) == 1


def test_create_plan_with_a_title_that_is_too_long_is_refused(anna):
    with pytest.raises(ValidationError) as error:
        create_plan(municipality=anna.municipality, title="å" * 301, by=anna)
    assert "300" in refusal(error, "title")[0]


def test_update_plan_keeps_the_three_states_of_a_header_field_apart(anna, plan):
    given = [
        {"label": "Beslutad av", "state": "value", "value": "Kommunstyrelsen"},
        {"label": "Senast reviderad", "state": "none", "value": ""},
        {"label": "Giltighet", "state": "missing", "value": "skräp"},
        {"label": "Diarienummer", "state": "value", "value": "  "},
    ]
    changed = update_plan(plan=plan, version=1, title=plan.title, header=given, by=anna)
    assert [(one["state"], one["value"]) for one in changed.header] == [
        ("value", "Kommunstyrelsen"),
        ("none", ""),
        ("missing", ""),
        ("missing", ""),
    ]


def test_what_the_header_says_of_the_plan_follows_the_plan_and_what_was_written_otherwise_stays(anna):
    anna.municipality.header_fields = ["Diarienummer", "Dokumenttyp", "Ansvarig verksamhet"]
    made = create_plan(municipality=anna.municipality, title="P", document_type="Handlingsplan", by=anna)
    given = header(made)
    given[2] = {"label": "Ansvarig verksamhet", "state": "value", "value": "Trygghetsrådet"}
    changed = update_plan(
        plan=made,
        version=1,
        title="P",
        document_type="Åtgärdsplan",
        registry_number="KS/2026:7",
        responsible_unit=UnitFactory(municipality=anna.municipality),
        header=given,
        by=anna,
    )
    assert [one["value"] for one in changed.header] == ["KS/2026:7", "Åtgärdsplan", "Trygghetsrådet"]
    emptied = update_plan(plan=changed, version=2, title="P", header=header(changed), by=anna)
    assert [(one["state"], one["value"]) for one in emptied.header] == [
        ("missing", ""),
        ("missing", ""),
        ("value", "Trygghetsrådet"),
    ]


def test_update_plan_keeps_the_labels_that_say_something(anna, plan):
    changed = update_plan(
        plan=plan,
        version=1,
        title=plan.title,
        header=header(plan),
        column_labels={"activities": "Vad ska göras och när ska det göras", "comment": " "},
        prevention_levels=["Generell", "", "Generell", "Rehabiliterande"],
        by=anna,
    )
    assert changed.column_labels == {"activities": "Vad ska göras och när ska det göras"}
    assert changed.prevention_levels == ["Generell", "Rehabiliterande"]


def test_update_plan_refuses_a_state_that_does_not_exist(anna, plan):
    with pytest.raises(ValidationError):
        update_plan(
            plan=plan, version=1, title="T", header=[{"label": "Giltighet", "state": "maybe", "value": ""}], by=anna
        )


def test_update_plan_from_an_older_version_is_stale_and_writes_nothing(anna, plan):
    update_plan(plan=plan, version=1, title="Den första", header=header(plan), by=anna)
    with pytest.raises(StaleVersion) as stale:
        update_plan(plan=plan, version=1, title="Den andra", header=header(plan), by=anna)
    plan.refresh_from_db()
    assert (plan.title, plan.version, stale.value.current.title) == ("Den första", 2, "Den första")


def test_withdraw_plan_hides_it_and_restore_plan_brings_it_back(anna, plan):
    removed = withdraw_plan(plan=plan, by=anna)
    assert (removed.is_withdrawn, removed.withdrawn_by) == (True, anna)
    restored = restore_plan(plan=plan, by=anna)
    assert (restored.is_withdrawn, restored.history.count()) == (False, 3)


def test_withdraw_plan_twice_writes_once(anna, plan):
    withdraw_plan(plan=plan, by=anna)
    withdraw_plan(plan=plan, by=anna)
    assert plan.history.count() == 2


def test_withdraw_plan_with_an_edition_in_force_is_refused(anna):
    plan = EditionFactory(state="adopted").plan
    with pytest.raises(ValidationError):
        withdraw_plan(plan=plan, by=anna)


def test_restore_plan_after_more_than_30_days_is_refused(anna):
    plan = PlanFactory(withdrawn_at=timezone.now() - timedelta(days=31), withdrawn_by=anna)
    with pytest.raises(ValidationError):
        restore_plan(plan=plan, by=anna)


def test_update_plan_that_was_removed_is_refused(anna, plan):
    withdraw_plan(plan=plan, by=anna)
    with pytest.raises(ValidationError):
        update_plan(plan=plan, version=1, title="T", header=header(plan), by=anna)


def test_the_header_is_the_own_list_of_the_municipality():
    granneby = MunicipalityFactory(header_fields=["Beslutad av", "Dnr"])
    made = create_plan(municipality=granneby, title="Plan", by=member(Role.COORDINATOR, granneby))
    assert made.header == [
        {"label": "Beslutad av", "state": "missing", "value": ""},
        {"label": "Dnr", "state": "missing", "value": ""},
    ]
