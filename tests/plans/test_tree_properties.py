"""Whatever is done to a tree, every section stands once, the numbers are right, and history replays to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.roles import Role
from plans.models import Section
from plans.outline import flattened, outline
from plans.services.history import restore_section_version
from plans.services.section import create_section, move_section, restore_section, update_section, withdraw_section
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import member

SECTIONS = st.integers(0, 30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), SECTIONS, st.none()),
        st.tuples(st.just("step"), SECTIONS, st.sampled_from(["up", "down"])),
        st.tuples(st.just("place"), SECTIONS, st.integers(0, 9)),
        st.tuples(st.just("under"), SECTIONS, st.one_of(st.none(), SECTIONS)),
        st.tuples(st.just("write"), SECTIONS, st.sampled_from(["<p>Ett.</p>", "<p>Två.</p>", ""])),
        st.tuples(st.just("remove"), SECTIONS, st.none()),
        st.tuples(st.just("undo"), SECTIONS, st.none()),
        st.tuples(st.just("back"), SECTIONS, st.integers(0, 9)),
    ),
    min_size=5,
    max_size=25,
)
FIELDS = (
    "heading",
    "body",
    "parent_id",
    "position",
    "is_numbered",
    "own_number",
    "is_annex",
    "withdrawn_at",
    "version",
)


def take(plan: Any, by: Any, step: tuple[str, int, Any]) -> None:
    """One step of somebody's work; what the house refuses changes nothing."""
    verb, which, more = step
    rows = list(plan.sections.order_by("pk"))
    if verb == "create" or not rows:
        parent = rows[which % len(rows)] if rows and which % 3 else None
        create_section(plan=plan, heading=f"Avsnitt {len(rows)}", parent=parent, by=by)
        return
    section = rows[which % len(rows)]
    if verb == "step":
        move_section(section=section, direction=more, by=by)
    elif verb == "place":
        move_section(section=section, position=more, by=by)
    elif verb == "under":
        move_section(section=section, parent=None if more is None else rows[more % len(rows)], to_parent=True, by=by)
    elif verb == "write":
        update_section(section=section, version=None, heading="Ny", body=more, parent=section.parent, by=by)
    elif verb == "remove":
        withdraw_section(section=section, by=by)
    elif verb == "undo":
        restore_section(section=section, by=by)
    else:
        versions = list(section.history.order_by("history_id"))
        then = versions[more % len(versions)]
        restore_section_version(section=section, version=None, then=then, names={"heading", "body", "parent"}, by=by)


def replayed(model: Any, plan: Any) -> dict[int, dict[str, Any]]:
    """The rows as the newest row of the history of each says."""
    found: dict[int, dict[str, Any]] = {}
    for row in model.history.filter(plan=plan).order_by("history_id"):
        found[row.id] = {name: getattr(row, name) for name in FIELDS}
    return found


def numbers_of(nodes: Any, above: str = "") -> list[tuple[int, str]]:
    """The numbers that a reader would count: 1, 1.1, 1.2, 2 …"""
    found = []
    for number, node in enumerate(nodes, start=1):
        own = f"{above}{number}"
        found += [(node.section.pk, own), *numbers_of(node.children, f"{own}.")]
    return found


@pytest.mark.django_db
class TestTree(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_a_tree_survives_whatever_is_done_to_it(self, steps: list[tuple[str, int, Any]]) -> None:
        anna = member(Role.COORDINATOR)
        plan = PlanFactory(municipality=anna.municipality)
        for step in steps:
            try:
                take(plan, anna, step)
            except ValidationError:
                continue
        nodes = outline(plan.sections.current(), is_numbered=True)
        standing = [node.section.pk for node in flattened(nodes)]
        assert sorted(standing) == sorted(plan.sections.current().values_list("pk", flat=True))
        assert [(node.section.pk, node.number) for node in flattened(nodes)] == numbers_of(nodes)
        stands = {row.pk: {name: getattr(row, name) for name in FIELDS} for row in plan.sections.all()}
        assert replayed(Section, plan) == stands
