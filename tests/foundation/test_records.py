"""Locked versions, withdrawal and the one place that writes history."""

from __future__ import annotations

import pytest

from foundation.history import record, record_all, record_changes
from foundation.records import StaleVersion, locked, locked_version
from responsibilities.models import Unit
from tests.accounts.factories import MunicipalityFactory, UserFactory
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db


def test_locked_reads_the_row_again():
    unit = UnitFactory(name="Före")
    Unit.objects.filter(pk=unit.pk).update(name="Efter")

    assert locked(unit).name == "Efter"
    assert unit.name == "Före"


def test_locked_version_says_what_stands_there_now():
    unit = UnitFactory()
    Unit.objects.filter(pk=unit.pk).update(version=2, name="Någon annans")

    with pytest.raises(StaleVersion) as stale:
        locked_version(unit, 1)

    assert stale.value.current.name == "Någon annans"
    assert str(stale.value) == f"responsibilities.Unit {unit.pk} has a newer version"


@pytest.mark.parametrize("version", [1, None])
def test_locked_version_gives_the_row_to_who_saw_it_or_does_not_ask(version: int | None):
    unit = UnitFactory()

    assert locked_version(unit, version) == unit


def test_record_says_who_and_why():
    unit, by = UnitFactory(), UserFactory()
    unit.name = "Ny"

    record(unit, by=by, reason="Omorganisation")

    latest = unit.history.first()
    assert (latest.name, latest.history_user, latest.history_change_reason) == ("Ny", by, "Omorganisation")


def test_record_does_not_keep_the_reason_for_the_next_change():
    unit, by = UnitFactory(), UserFactory()
    record(unit, by=by, reason="Första")

    record(unit, by=by)

    assert unit.history.first().history_change_reason == ""


def test_record_all_writes_rows_and_history():
    municipality, by = MunicipalityFactory(), UserFactory()

    units = record_all([Unit(municipality=municipality, name=name) for name in "ab"], by=by, reason="Inläst")

    assert [unit.history.get().history_user for unit in units] == [by, by]
    assert record_all([], by=by) == []


def test_record_changes_writes_rows_and_history():
    first = UnitFactory()
    units, by = [first, UnitFactory(municipality=first.municipality)], UserFactory()
    for unit in units:
        unit.position = 7

    record_changes(units, ["position"], by=by, reason="Flyttad")

    assert list(Unit.objects.values_list("position", flat=True)) == [7, 7]
    assert {unit.history.first().history_change_reason for unit in units} == {"Flyttad"}
    assert record_changes([], ["position"], by=by) == []


def test_a_save_that_is_not_ours_passes_the_history():
    person = UserFactory()
    before = person.history.count()

    person.save(update_fields=["last_login"])
    assert person.history.count() == before

    person.save()
    assert person.history.first().history_change_reason == ""


def test_a_row_knows_whether_it_is_withdrawn():
    assert not UnitFactory().is_withdrawn
