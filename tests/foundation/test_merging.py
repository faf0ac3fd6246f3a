"""Two texts from one: what one changed is taken, what both changed is asked about, and no line is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.merging import Part, merged, one_of, resolved

LINES = st.lists(st.sampled_from(["<p>a</p>", "<p>b</p>", "<p>c</p>", "<p>d</p>", "<p>e</p>"]), max_size=9)
TEXTS = LINES.map("\n".join)


def origins(parts: list[Part]) -> list[str]:
    return [part.origin for part in parts]


def test_changes_in_different_places_go_together():
    parts = merged("ett\ntvå\ntre", "ETT\ntvå\ntre", "ett\ntvå\ntre\nfyra")
    assert origins(parts) == ["mine", "same", "theirs"]
    assert resolved(parts, {}) == "ETT\ntvå\ntre\nfyra"


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "ett\nmin\ntre"), ("theirs", "ett\nderas\ntre"), ("both", "ett\nderas\nmin\ntre")]
)
def test_a_line_that_both_changed_is_chosen(choice: Any, text: str):
    parts = merged("ett\ntvå\ntre", "ett\nmin\ntre", "ett\nderas\ntre")
    assert [part.number for part in parts if part.is_question] == [0]
    assert resolved(parts, {0: choice}) == text


def test_a_question_that_nobody_answers_is_not_answered_by_itself():
    with pytest.raises(KeyError):
        resolved(merged("a", "min", "deras"), {})


def test_blocks_that_both_rewrote_are_put_together_one_by_one():
    base = "<p>Skolan tar fram en rutin.</p>\n<p>Rutinen följs upp varje år.</p>"
    mine = "<p>Skolan tar fram en egen rutin.</p>\n<p>Rutinen följs upp vartannat år.</p>"
    theirs = "<p>Skolan tar snart fram en rutin.</p>\n<p>Rutinen följs upp varje termin.</p>"
    parts = merged(base, mine, theirs)
    assert origins(parts) == ["woven", "woven"]
    assert resolved(parts, {}) == (
        "<p>Skolan tar snart fram en egen rutin.</p>\n<p>Rutinen följs upp vartannat termin.</p>"
    )


def test_a_block_in_question_leaves_its_neighbour_alone():
    base = "<p>Skolan tar fram en rutin.</p>\n<p>Rutinen följs upp varje år.</p>"
    mine = base.replace("en rutin", "en egen rutin").replace("varje", "vartannat")
    theirs = base.replace("tar fram", "tar snart fram").replace("varje", "vart tredje")
    assert origins(merged(base, mine, theirs)) == ["woven", "both"]


def test_what_one_took_away_and_the_other_changed_is_asked_about():
    (part,) = merged("a", "", "A")
    assert (part.origin, part.mine, part.theirs) == ("both", (), ("A",))


def test_what_both_changed_alike_is_no_question():
    assert origins(merged("a\nb", "A\nb", "A\nb")) == ["same", "same"]


@given(TEXTS, TEXTS)
def test_what_both_wrote_alike_is_the_merge(base: str, other: str):
    assert resolved(merged(base, other, other), {}) == other


@given(TEXTS, TEXTS)
def test_with_an_unchanged_side_the_merge_is_the_other(base: str, other: str):
    for parts in (merged(base, other, base), merged(base, base, other)):
        assert resolved(parts, {}) == other
        assert "both" not in origins(parts)


@given(TEXTS, TEXTS, TEXTS)
def test_every_line_that_somebody_wrote_is_in_the_merge_or_in_a_question(base: str, mine: str, theirs: str):
    parts = merged(base, mine, theirs)
    kept = {line for part in parts for line in (*part.mine, *part.theirs)}
    written = {*mine.splitlines(), *theirs.splitlines()} - set(base.splitlines())
    assert written <= kept
    assert set(resolved(parts, dict.fromkeys(range(len(parts)), "both")).splitlines()) <= kept


@given(TEXTS, TEXTS, TEXTS)
def test_whoever_always_chooses_mine_has_every_line_of_theirs_that_was_not_in_question(base, mine, theirs):
    parts = merged(base, mine, theirs)
    chosen = resolved(parts, dict.fromkeys(range(len(parts)), "mine")).splitlines()
    assert chosen == [line for part in parts for line in part.lines("mine")]
    assert all(line in chosen for part in parts if part.origin == "theirs" for line in part.theirs)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "origin"),
    [("a", "a", "b", "theirs"), ("a", "b", "a", "mine"), ("a", "b", "b", "same"), ("a", "b", "c", "both")],
)
def test_a_field_that_cannot_be_divided_is_taken_whole(base: str, mine: str, theirs: str, origin: str):
    assert one_of(base, mine, theirs) == origin
