"""The sum of the extracts is the plan: every measure in one of them at least, none made up, no word changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.assignments import Directory
from plans.extracts import NOBODY, extract_of, extracts
from plans.values import measures_of
from responsibilities.models import Unit
from tests.reports.values import area, measure, plan_values, responsibility

UNITS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(6)]


def held(uid: str | None, kind: str | None = "unit", wording: str = "") -> dict[str, Any]:
    return {**responsibility("responsible", wording), "subject_uid": uid, "subject_kind": kind}


subjects = st.one_of(
    st.builds(held, st.sampled_from(UNITS)),
    st.builds(held, st.just(None), st.just(None), st.sampled_from(["", "Någon", "socialtjänsten"])),
    st.builds(held, st.just(None), st.just("each_administration")),
    st.builds(held, st.sampled_from(UNITS), st.just("function")),
)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    sizes = draw(st.lists(st.integers(0, 3), max_size=4))
    number, areas = 0, []
    for place, size in enumerate(sizes):
        rows = []
        for _ in range(size):
            number += 1
            text = draw(st.text(alphabet="abåä <&", max_size=8))
            rows.append(measure(number, text=text, responsibilities=draw(st.lists(subjects, max_size=3))))
        areas.append(area(f"Område {place}", *rows))
    return plan_values(focus_areas=areas)


def together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {uid: one for part in parts for uid, one in measures_of(part).items()}


@given(plans())
def test_the_sum_of_the_extracts_is_the_plan(values):
    found = extracts(values)

    assert together(list(found.values())) == measures_of(values)
    assert all(measures_of(part) for part in found.values())


@given(plans())
def test_an_extract_holds_the_measures_of_its_unit_and_no_others(values):
    for owner, part in extracts(values).items():
        for one in measures_of(part).values():
            named = [row["subject_uid"] for row in one["responsibilities"] if row["subject_kind"] == "unit"]
            assert owner in named if owner is not NOBODY else not named


@given(plans())
def test_everything_else_in_the_plan_is_as_it_was(values):
    for part in extracts(values).values():
        assert {**part, "focus_areas": []} == {**values, "focus_areas": []}
        names = [one["name"] for one in values["focus_areas"]]
        assert [name for name in names if name in [one["name"] for one in part["focus_areas"]]] == [
            one["name"] for one in part["focus_areas"]
        ]


def unit(number: int, kind: str = "administration", **fields: Any) -> Unit:
    return Unit(pk=number + 1, uid=UNITS[number], name=f"Enhet {number}", kind=kind, **fields)


def directory() -> Directory:
    """A board with its administration; a unit that was merged into it; a party outside; one that ended for good."""
    return Directory(
        units=[
            unit(0, "board"),
            unit(1, parent_id=1, aliases=["Socialtjänsten"]),
            unit(2, status=Unit.Status.ENDED, successor_id=2),
            unit(3, "external"),
            unit(4, status=Unit.Status.ENDED),
        ],
        function_units={UNITS[5]: 2},
    )


@given(plans())
def test_the_sum_over_the_units_of_today_is_the_plan(values):
    today = directory()
    units = [one for one in today.units if one.status != Unit.Status.ENDED]

    parts = [extract_of(values, one, today) for one in (*units, NOBODY)]

    assert together(parts) == measures_of(values)


@pytest.mark.parametrize(
    ("row", "owners"),
    [
        (held(UNITS[2]), {1, 2}),  # merged into the administration, which the board owns
        (held(UNITS[5], "function"), {1, 2}),
        (held(None, None, "socialtjänsten"), {1, 2}),
        (held(None, "each_administration"), {1, 2}),
        (held(UNITS[0]), {1}),
        (held(UNITS[3]), {4}),
        (held(UNITS[4]), {None}),
        (held(None, None, "Någon annan"), {None}),
    ],
)
def test_whom_a_responsibility_means_today(row, owners):
    values, today = plan_values(focus_areas=[area("A", measure(1, responsibilities=[row]))]), directory()
    asked = [one for one in today.units if one.status != Unit.Status.ENDED]

    found = {one.pk if one else None for one in (*asked, NOBODY) if measures_of(extract_of(values, one, today))}

    assert found == owners
