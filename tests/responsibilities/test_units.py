"""The tree of units: made, moved, ended, merged, and never in another municipality."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from foundation.records import StaleVersion
from responsibilities.models import Function, Unit
from responsibilities.selectors.tree import flat, found_branches, offered_units, tree_of, unit_facts
from responsibilities.services import endings, functions, units
from tests.accounts.factories import MunicipalityFactory, UserFactory
from tests.responsibilities.factories import FunctionFactory, UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def home():
    return MunicipalityFactory()


@pytest.fixture
def by():
    return UserFactory()


def refused(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(error.value.error_dict) if hasattr(error.value, "error_dict") else {"form"}


def order(home, parent=None) -> list[str]:
    return [unit.name for unit in units.siblings_of(home, parent)]


def test_a_new_unit_stands_last_among_those_under_its_parent(home, by):
    board = units.create_unit(municipality=home, name="Kommunstyrelsen", by=by)
    for name in ("Kontor B", "Kontor A"):
        units.create_unit(municipality=home, name=name, parent=board, by=by)

    assert order(home, board) == ["Kontor B", "Kontor A"]
    assert board.history.get().history_user == by


def test_a_name_is_borne_by_one_unit_of_the_municipality_but_by_others_elsewhere(home, by):
    UnitFactory(municipality=home, name="Socialtjänsten")

    with pytest.raises(ValidationError) as error:
        units.create_unit(municipality=home, name="Socialtjänsten", by=by)

    assert refused(error) == {"name"}
    assert units.create_unit(municipality=MunicipalityFactory(), name="Socialtjänsten", by=by)


def test_a_unit_does_not_stand_under_a_unit_of_another_municipality(home, by):
    with pytest.raises(ValidationError) as error:
        units.create_unit(municipality=home, name="Kontor", parent=UnitFactory(), by=by)

    assert refused(error) == {"parent"}


def test_a_unit_does_not_stand_under_itself_or_under_what_is_below_it(home, by):
    top = UnitFactory(municipality=home)
    below = UnitFactory(municipality=home, parent=UnitFactory(municipality=home, parent=top))

    for parent in (top, below):
        with pytest.raises(ValidationError) as error:
            units.update_unit(unit=top, version=1, name="Topp", parent=parent, by=by)
        assert refused(error) == {"parent"}


def test_a_unit_is_moved_to_the_end_of_its_new_parent(home, by):
    old, new = UnitFactory(municipality=home), UnitFactory(municipality=home)
    UnitFactory(municipality=home, parent=new, name="Först")
    unit = UnitFactory(municipality=home, parent=old, name="Flyttad")

    units.update_unit(unit=unit, version=1, name="Flyttad", parent=new, by=by)

    assert order(home, new) == ["Först", "Flyttad"]


def test_whoever_changes_an_older_version_is_told(home, by):
    unit = UnitFactory(municipality=home)
    units.update_unit(unit=unit, version=1, name="Ny", parent=None, by=by)

    with pytest.raises(StaleVersion):
        units.update_unit(unit=unit, version=1, name="Annan", parent=None, by=by)


@pytest.mark.parametrize(
    ("steps", "expected"), [(-1, ["B", "A", "C"]), (1, ["A", "C", "B"]), (-9, ["B", "A", "C"]), (9, ["A", "C", "B"])]
)
def test_a_unit_is_shifted_among_its_siblings(home, by, steps: int, expected: list[str]):
    made = {name: units.create_unit(municipality=home, name=name, by=by) for name in "ABC"}

    units.shift_unit(unit=made["B"], steps=steps, by=by)

    assert order(home) == expected
    assert made["B"].history.first().history_user == by


def test_a_unit_is_dropped_at_a_place(home, by):
    made = {name: units.create_unit(municipality=home, name=name, by=by) for name in "ABC"}

    units.move_unit(unit=made["C"], to=0, by=by)

    assert order(home) == ["C", "A", "B"]


def test_a_unit_that_has_ended_cannot_be_chosen_any_more(home, by):
    unit = UnitFactory(municipality=home)

    endings.end_unit(unit=unit, version=1, valid_until=None, end_wording="tills ansvariga har utsetts", by=by)

    assert Unit.objects.get().status == Unit.Status.ENDED
    assert offered_units(home.pk) == []


def test_a_unit_with_living_units_below_it_does_not_end(home, by):
    unit = UnitFactory(municipality=home)
    UnitFactory(municipality=home, parent=unit)

    with pytest.raises(ValidationError):
        endings.end_unit(unit=unit, version=1, valid_until=None, by=by)


def test_an_ended_unit_that_works_again_has_no_end(home, by):
    unit = UnitFactory(municipality=home)
    ended = endings.end_unit(unit=unit, version=1, valid_until=TODAY() - DAY, end_wording="slut", by=by)

    again = units.update_unit(unit=ended, version=2, name="Igen", parent=None, status=Unit.Status.ACTIVE, by=by)

    assert (again.status, again.valid_until, again.end_wording) == ("active", None, "")


def test_the_successor_takes_over_children_and_what_people_reach(home, by):
    old, new = UnitFactory(municipality=home, name="Gammal"), UnitFactory(municipality=home, name="Ny")
    child = UnitFactory(municipality=home, parent=old)
    chief = member(Role.MANAGER, unit=new)

    merged = endings.merge_unit(unit=old, version=1, successor=new, valid_until=TODAY() - DAY, by=by)

    child.refresh_from_db()
    assert (merged.status, merged.successor, child.parent) == ("ended", new, new)
    assert fresh(chief).access.held[0].unit_ids == {old.pk, new.pk, child.pk}


def test_a_unit_is_not_taken_over_by_itself_its_children_its_predecessor_or_a_stranger(home, by):
    unit = UnitFactory(municipality=home)
    child = UnitFactory(municipality=home, parent=unit)
    earlier = UnitFactory(municipality=home, successor=unit)

    for successor in (unit, child, earlier, UnitFactory()):
        with pytest.raises(ValidationError) as error:
            endings.merge_unit(unit=unit, version=1, successor=successor, valid_until=TODAY(), by=by)
        assert refused(error) == {"successor"}


def test_a_unit_cannot_end_before_it_began(home, by):
    unit = UnitFactory(municipality=home, valid_from=TODAY())

    with pytest.raises(ValidationError) as error:
        endings.end_unit(unit=unit, version=1, valid_until=TODAY() - DAY, by=by)

    assert refused(error) == {"valid_until"}


def test_the_tree_holds_units_and_functions_at_their_places(home, django_assert_num_queries):
    reader = member(Role.EMPLOYEE, home)
    top = UnitFactory(municipality=home, name="Kommunstyrelsen", aliases=["KS"])
    office = UnitFactory(municipality=home, name="Kontoret", parent=top)
    FunctionFactory(unit=office, title="Säkerhetschef")
    UnitFactory()
    assert reader.access.held

    with django_assert_num_queries(2):
        tree = tree_of(home.pk, user=reader)

    assert [(one.unit.name, one.depth, one.path) for one in flat(tree)] == [
        ("Kommunstyrelsen", 0, ""),
        ("Kontoret", 1, "Kommunstyrelsen"),
    ]
    assert [one.unit for one in found_branches(tree, "SÄKERHETS chef")] == [office]
    assert [one.unit for one in found_branches(tree, "ks")] == [top]
    assert found_branches(tree, "finns inte") == []


def test_a_unit_is_not_offered_as_its_own_parent(home):
    unit = UnitFactory(municipality=home)
    UnitFactory(municipality=home, parent=unit)
    other = UnitFactory(municipality=home)
    UnitFactory()

    assert [one.unit for one in offered_units(home.pk, besides=unit)] == [other]


def test_the_facts_of_a_unit_are_what_stands_around_it(home, django_assert_num_queries):
    reader = member(Role.EMPLOYEE, home)
    top = UnitFactory(municipality=home)
    unit = UnitFactory(municipality=home, parent=top)
    child, old = UnitFactory(municipality=home, parent=unit), UnitFactory(municipality=home, successor=unit)
    held, gone = FunctionFactory(unit=unit), FunctionFactory(unit=unit, withdrawn_at=timezone.now())
    assert reader.access.held

    with django_assert_num_queries(2):
        facts = unit_facts(unit, user=reader)

    assert (facts.above, facts.children, facts.predecessors) == ([top], [child], [old])
    assert (facts.functions, facts.removed_functions) == ([held], [gone])


def test_a_function_is_made_changed_removed_and_brought_back(home, by):
    unit = UnitFactory(municipality=home)
    made = functions.create_function(municipality=home, title="Säkerhetschef", unit=unit, by=by)

    changed = functions.update_function(
        function=made, version=1, title="Säkerhetschef", unit=None, holder_name="Bo Ek", by=by
    )
    assert (changed.unit, changed.holder_name, changed.version) == (None, "Bo Ek", 2)

    gone = functions.withdraw_function(function=changed, version=2, by=by)
    assert not Function.objects.current().exists()
    with pytest.raises(ValidationError):
        functions.update_function(function=gone, version=3, title="X", unit=None, by=by)
    functions.restore_function(function=gone, by=by)
    assert Function.objects.current().get().history.count() == 4


@pytest.mark.parametrize("wrong", ["unit", "title", "holder_until"])
def test_a_function_is_refused_at_the_field_that_is_wrong(home, by, wrong: str):
    unit = UnitFactory(municipality=home)
    FunctionFactory(unit=unit, title="Upptagen")
    facts = {
        "unit": {"title": "Ny", "unit": UnitFactory()},
        "title": {"title": "Upptagen", "unit": unit},
        "holder_until": {"title": "Ny", "holder_from": TODAY(), "holder_until": TODAY() - DAY},
    }[wrong]

    with pytest.raises(ValidationError) as error:
        functions.create_function(municipality=home, by=by, **facts)

    assert refused(error) == {wrong}
