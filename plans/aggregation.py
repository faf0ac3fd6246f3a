"""What several units' answers on one measure amount to. Honest: silence is never read as fulfilment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models.follow_up import Fulfilment


@dataclass(frozen=True)
class Aggregate:
    """The units' answers as one, with who has answered and who is silent."""

    fulfilment: Fulfilment
    answered: int
    asked: int
    silent: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.silent


def aggregate(answers: Iterable[tuple[str, str | None]]) -> Aggregate:
    """Answers are (name of unit, fulfilment), with None for a unit that has not answered."""
    listed = list(answers)
    silent = tuple(unit for unit, answer in listed if answer is None)
    given = [Fulfilment(answer) for _unit, answer in listed if answer is not None]
    return Aggregate(
        fulfilment=taken_together(given, is_complete=not silent),
        answered=len(given),
        asked=len(listed),
        silent=silent,
    )


def taken_together(given: list[Fulfilment], *, is_complete: bool) -> Fulfilment:
    """One word for many answers.

    "Fully" needs that all have answered and that all whom the measure concerns have done it. Where something has been
    done, but not by all or not known by all, it is "partly". A unit that the measure does not concern weighs nothing,
    unless it concerns none.
    """
    concerned = [answer for answer in given if answer is not Fulfilment.NOT_APPLICABLE]
    if not concerned:
        return Fulfilment.NOT_APPLICABLE if given and is_complete else Fulfilment.NOT_ASSESSED
    if is_complete and all(answer is Fulfilment.FULLY for answer in concerned):
        return Fulfilment.FULLY
    if any(answer in (Fulfilment.FULLY, Fulfilment.PARTLY) for answer in concerned):
        return Fulfilment.PARTLY
    return Fulfilment.NOT_MET if Fulfilment.NOT_MET in concerned else Fulfilment.NOT_ASSESSED
