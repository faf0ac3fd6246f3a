"""What is removed was a mistake: nothing points at it, nothing comes into it, and it comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from responsibilities.models import Function, Membership, Unit
from responsibilities.services import endings, functions, units
from responsibilities.services.memberships import give_role
from tests.accounts.factories import MunicipalityFactory, UserFactory
from tests.plans.factories import (
    MeasureFactory,
    MeasureReportFactory,
    PlanFactory,
    ResponsibilityFactory,
    UnitReportFactory,
)
from tests.responsibilities.factories import FunctionFactory, MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return MunicipalityFactory()


@pytest.fixture
def by():
    return UserFactory()


def refused(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(error.value.error_dict) if hasattr(error.value, "error_dict") else {"form"}


def test_a_unit_by_mistake_is_removed_and_brought_back(home, by):
    unit = UnitFactory(municipality=home, parent=UnitFactory(municipality=home))

    units.withdraw_unit(unit=unit, version=1, by=by)
    assert unit not in Unit.objects.current()
    units.restore_unit(unit=unit, by=by)

    assert unit in Unit.objects.current()


@pytest.mark.parametrize("bound", ["child", "ended child", "predecessor", "function", "role"])
def test_a_unit_in_use_is_not_removed(home, by, bound: str):
    unit = UnitFactory(municipality=home)
    {
        "child": lambda: UnitFactory(municipality=home, parent=unit),
        "ended child": lambda: UnitFactory(municipality=home, parent=unit, status="ended"),
        "predecessor": lambda: UnitFactory(municipality=home, successor=unit),
        "function": lambda: FunctionFactory(unit=unit),
        "role": lambda: MembershipFactory(unit=unit, role=Role.REPORTER),
    }[bound]()

    with pytest.raises(ValidationError):
        units.withdraw_unit(unit=unit, version=1, by=by)


@pytest.mark.parametrize("bound", ["plan", "responsibility", "report", "measure report"])
def test_a_unit_that_stands_in_plans_or_reports_is_not_removed(by, bound: str):
    plan = PlanFactory()
    unit = UnitFactory(municipality=plan.municipality)
    {
        "plan": lambda: PlanFactory(municipality=plan.municipality, responsible_unit=unit),
        "responsibility": lambda: ResponsibilityFactory(measure=MeasureFactory(plan=plan), unit=unit),
        "report": lambda: UnitReportFactory(unit=unit),
        "measure report": lambda: MeasureReportFactory(unit=unit),
    }[bound]()

    with pytest.raises(ValidationError):
        units.withdraw_unit(unit=unit, version=1, by=by)
    assert endings.end_unit(unit=unit, version=1, valid_until=None, by=by).status == "ended"


def test_what_was_removed_holds_no_unit(home, by):
    unit = UnitFactory(municipality=home)
    FunctionFactory(unit=unit, withdrawn_at=timezone.now())
    MembershipFactory(unit=unit, role=Role.REPORTER, withdrawn_at=timezone.now())

    assert units.withdraw_unit(unit=unit, version=1, by=by).is_withdrawn


@pytest.mark.parametrize("made", ["child", "moved", "role", "function", "changed function"])
def test_nothing_comes_into_a_unit_that_was_removed_while_the_form_was_open(home, by, made: str):
    seen = UnitFactory(municipality=home)
    other, function = UnitFactory(municipality=home), FunctionFactory(unit=UnitFactory(municipality=home))
    person = UserFactory(municipality=home)
    units.withdraw_unit(unit=Unit.objects.get(pk=seen.pk), version=1, by=by)

    with pytest.raises(ValidationError) as error:
        {
            "child": lambda: units.create_unit(municipality=home, name="Kontor", parent=seen, by=by),
            "moved": lambda: units.update_unit(unit=other, version=1, name="Kontor", parent=seen, by=by),
            "role": lambda: give_role(user=person, municipality=home, role=Role.REPORTER, unit=seen, by=by),
            "function": lambda: functions.create_function(municipality=home, title="Ny", unit=seen, by=by),
            "changed function": lambda: functions.update_function(
                function=function, version=1, title="Ny", unit=seen, by=by
            ),
        }[made]()

    assert refused(error) <= {"parent", "unit"}


def test_a_removed_unit_does_not_come_back_beside_one_of_its_name(home, by):
    unit = units.withdraw_unit(unit=UnitFactory(municipality=home, name="Kontor"), version=1, by=by)
    UnitFactory(municipality=home, name="Kontor")

    with pytest.raises(ValidationError):
        units.restore_unit(unit=unit, by=by)


def test_a_removed_unit_is_not_changed(home, by):
    unit = units.withdraw_unit(unit=UnitFactory(municipality=home), version=1, by=by)

    with pytest.raises(ValidationError):
        units.update_unit(unit=unit, version=2, name="Ny", parent=None, by=by)


def test_a_unit_restored_without_its_parent_stands_at_the_top(home, by):
    parent = UnitFactory(municipality=home)
    unit = units.withdraw_unit(unit=UnitFactory(municipality=home, parent=parent), version=1, by=by)
    units.withdraw_unit(unit=parent, version=1, by=by)

    assert units.restore_unit(unit=unit, by=by).parent is None


@pytest.mark.postgresql(reason="keys of two columns")
@pytest.mark.parametrize("pointer", ["parent", "successor", "function", "role"])
def test_the_database_keeps_units_in_their_municipality(home, pointer: str):
    stranger = UnitFactory()
    own = UnitFactory(municipality=home)
    function = FunctionFactory(unit=own)
    held = MembershipFactory(unit=own, role=Role.REPORTER)
    rows, column = {
        "parent": (Unit.objects.filter(pk=own.pk), "parent"),
        "successor": (Unit.objects.filter(pk=own.pk), "successor"),
        "function": (Function.objects.filter(pk=function.pk), "unit"),
        "role": (Membership.objects.filter(pk=held.pk), "unit"),
    }[pointer]

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{column: stranger})


@pytest.mark.postgresql(reason="rows are locked")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("made", ["child", "role"])
def test_a_unit_that_is_being_removed_gets_nothing_new(made: str):
    home, by = MunicipalityFactory(), UserFactory()
    for _ in range(5):
        unit, person = UnitFactory(municipality=home), UserFactory(municipality=home)
        start, done = threading.Barrier(2), []

        def run(work: Callable[[], Any], start: threading.Barrier, done: list[str]) -> None:
            start.wait(20)
            try:
                work()
                done.append("done")
            except ValidationError:
                done.append("refused")
            connection.close()

        add = {
            "child": partial(units.create_unit, municipality=home, name=f"Under {unit.pk}", parent=unit, by=by),
            "role": partial(give_role, user=person, municipality=home, role=Role.REPORTER, unit=unit, by=by),
        }[made]
        remove = partial(units.withdraw_unit, unit=unit, version=1, by=by)
        runs = [threading.Thread(target=run, args=(work, start, done)) for work in (add, remove)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()

        assert sorted(done) == ["done", "refused"]
