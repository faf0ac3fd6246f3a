"""Sections stand in a tree of at most six levels, and a move is told to whoever has the form open."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.services.section import create_section, move_section, update_section, withdraw_section
from tests.plans.factories import PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def branch_of(plan, levels: int) -> list:
    """Sections under one another, the topmost first."""
    found = [SectionFactory(plan=plan)]
    while len(found) < levels:
        found.append(SectionFactory(plan=plan, parent=found[-1]))
    return found


@pytest.mark.parametrize(("above", "moved", "fits"), [(3, 3, True), (3, 4, False), (5, 1, True), (6, 1, False)])
def test_a_branch_is_moved_only_where_all_of_it_fits_in_six_levels(anna, plan, above, moved, fits):
    lowest, top = branch_of(plan, above)[-1], branch_of(plan, moved)[0]
    if fits:
        assert move_section(section=top, parent=lowest, to_parent=True, by=anna).parent == lowest
        return
    with pytest.raises(ValidationError) as error:
        move_section(section=top, parent=lowest, to_parent=True, by=anna)
    assert "parent" in error.value.message_dict


def test_a_branch_is_written_under_another_section_only_where_all_of_it_fits(anna, plan):
    lowest, top = branch_of(plan, 4)[-1], branch_of(plan, 3)[0]
    with pytest.raises(ValidationError) as error:
        update_section(section=top, version=1, heading="Överst", parent=lowest, by=anna)
    assert "parent" in error.value.message_dict


def test_what_was_removed_counts_among_the_levels_for_it_can_come_back(anna, plan):
    lowest, moved = branch_of(plan, 5)[-1], branch_of(plan, 2)
    withdraw_section(section=moved[1], by=anna)
    with pytest.raises(ValidationError):
        move_section(section=moved[0], parent=lowest, to_parent=True, by=anna)


def test_a_new_section_stands_at_most_six_levels_down(anna, plan):
    branch = branch_of(plan, 6)
    assert create_section(plan=plan, heading="Sjätte", parent=branch[4], by=anna).parent == branch[4]
    with pytest.raises(ValidationError):
        create_section(plan=plan, heading="Sjunde", parent=branch[5], by=anna)


def test_a_section_moved_under_another_makes_a_form_that_was_open_stale(anna, plan):
    section, parent = SectionFactory(plan=plan), SectionFactory(plan=plan)
    move_section(section=section, parent=parent, to_parent=True, by=anna)
    with pytest.raises(StaleVersion):
        update_section(section=section, version=1, heading="Min rubrik", by=anna)
    section.refresh_from_db()
    assert (section.parent, section.version) == (parent, 2)


def test_a_section_moved_a_step_leaves_the_form_that_was_open_as_it_is(anna, plan):
    section, _other = SectionFactory(plan=plan), SectionFactory(plan=plan)
    move_section(section=section, direction="down", by=anna)
    assert update_section(section=section, version=1, heading="Min rubrik", by=anna).version == 2


def test_a_section_under_another_does_not_become_an_annex_where_it_stands(anna, plan):
    above = SectionFactory(plan=plan)
    below = SectionFactory(plan=above.plan, parent=above)
    with pytest.raises(ValidationError, match="bilaga"):
        update_section(section=below, version=1, heading="B", parent=above, is_annex=True, by=anna)
