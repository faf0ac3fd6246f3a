"""Numbers of sections: computed from order, with what the source has or lacks of its own."""

from __future__ import annotations

from plans.models import Section
from plans.outline import flattened, outline


def section(
    pk: int, *, parent: int | None = None, position: int = 0, is_numbered: bool = True, own: str = ""
) -> Section:
    return Section(
        pk=pk, parent_id=parent, position=position, heading=f"H{pk}", is_numbered=is_numbered, own_number=own
    )


def numbers(sections: list[Section], *, is_numbered: bool = True) -> dict[int, str | None]:
    return {node.section.pk: node.number for node in flattened(outline(sections, is_numbered=is_numbered))}


def test_sections_are_numbered_by_position_and_depth() -> None:
    rows = [
        section(1, position=1),
        section(2, position=0),
        section(3, parent=1, position=0),
        section(4, parent=1, position=1),
    ]
    assert numbers(rows) == {2: "1", 1: "2", 3: "2.1", 4: "2.2"}


def test_an_unnumbered_section_takes_no_number_and_gives_none_below() -> None:
    rows = [section(1), section(2, position=1, is_numbered=False), section(3, parent=2), section(4, position=2)]
    assert numbers(rows) == {1: "1", 2: None, 3: None, 4: "2"}


def test_a_number_of_the_source_wins_and_is_carried_down() -> None:
    rows = [section(1, own="4"), section(2, parent=1), section(3, position=1)]
    assert numbers(rows) == {1: "4", 2: "4.1", 3: "2"}


def test_a_plan_without_numbers_has_none() -> None:
    assert numbers([section(1), section(2, parent=1)], is_numbered=False) == {1: None, 2: None}


def test_a_section_whose_parent_is_gone_stands_at_the_top() -> None:
    assert numbers([section(2, parent=1)]) == {2: "1"}


def test_reading_order_is_depth_first() -> None:
    rows = [section(1), section(2, position=1), section(3, parent=1), section(4, parent=3)]
    assert [(node.section.pk, node.level) for node in flattened(outline(rows, is_numbered=True))] == [
        (1, 1),
        (3, 2),
        (4, 3),
        (2, 1),
    ]
