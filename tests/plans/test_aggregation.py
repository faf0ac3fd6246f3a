"""Totals are honest: silence is never fulfilment."""

from __future__ import annotations

from itertools import product

import pytest

from plans.aggregation import aggregate
from plans.models import Fulfilment

F = Fulfilment


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], F.NOT_ASSESSED),
        ([None], F.NOT_ASSESSED),
        ([F.FULLY], F.FULLY),
        ([F.FULLY, F.FULLY], F.FULLY),
        ([F.FULLY, None], F.PARTLY),
        ([F.FULLY, F.FULLY, F.FULLY, F.FULLY, None], F.PARTLY),
        ([F.FULLY, F.PARTLY], F.PARTLY),
        ([F.FULLY, F.NOT_MET], F.PARTLY),
        ([F.FULLY, F.NOT_ASSESSED], F.PARTLY),
        ([F.FULLY, F.NOT_APPLICABLE], F.FULLY),
        ([F.FULLY, F.NOT_APPLICABLE, None], F.PARTLY),
        ([F.NOT_MET, F.NOT_MET], F.NOT_MET),
        ([F.NOT_MET, None], F.NOT_MET),
        ([F.NOT_MET, F.NOT_ASSESSED], F.NOT_MET),
        ([F.NOT_ASSESSED, F.NOT_ASSESSED], F.NOT_ASSESSED),
        ([F.NOT_APPLICABLE, F.NOT_APPLICABLE], F.NOT_APPLICABLE),
        ([F.NOT_APPLICABLE, None], F.NOT_ASSESSED),
        ([F.NOT_APPLICABLE, F.NOT_ASSESSED], F.NOT_ASSESSED),
    ],
)
def test_answers_of_several_units_are_taken_together(answers: list[F | None], expected: F) -> None:
    assert aggregate([(f"unit {n}", answer) for n, answer in enumerate(answers)]).fulfilment == expected


def test_the_silent_are_named_and_counted() -> None:
    total = aggregate([("Skola", F.FULLY), ("Fritid", None), ("Social", F.PARTLY), ("Miljö", None)])

    assert (total.answered, total.asked, total.silent) == (2, 4, ("Fritid", "Miljö"))
    assert not total.is_complete


def test_it_is_never_fully_while_anyone_is_silent_or_says_otherwise() -> None:
    for answers in product([*F, None], repeat=3):
        total = aggregate(zip("abc", answers, strict=True))
        if total.fulfilment == F.FULLY:
            assert set(answers) <= {F.FULLY, F.NOT_APPLICABLE}
            assert F.FULLY in answers


def test_the_order_of_the_answers_does_not_matter() -> None:
    for answers in product([*F, None], repeat=3):
        forward = aggregate(zip("abc", answers, strict=True)).fulfilment
        backward = aggregate(zip("cba", reversed(answers), strict=True)).fulfilment
        assert forward == backward
