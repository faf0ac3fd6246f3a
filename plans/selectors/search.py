"""Search over the drafts that one may see, and the editions in force."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from foundation.search_text import containing, folded
from plans.models import Edition, Measure, Plan, Section
from plans.models.edition import EditionQuerySet

MOST = 50
PARTS = ("activities", "indicators", "responsibilities")


@dataclass(frozen=True)
class Found:
    """What was found, by kind; at most 50 of each."""

    plans: list[Plan]
    sections: list[Section]
    measures: list[Measure]
    editions: list[Edition]

    @property
    def total(self) -> int:
        return len(self.plans) + len(self.sections) + len(self.measures) + len(self.editions)


def found_in_plans(user: User, words: str) -> Found:
    """Rows in which every word occurs, in four statements; a measure is found by its activities and actors too."""
    plan_is_current = Q(plan__withdrawn_at=None)
    measures = Measure.objects.visible_to(user).current().filter(plan_is_current)
    for word in folded(words).split():
        measures = measures.filter(pk__in=Measure.objects.filter(said_in_measure(word)).values("pk"))
    return Found(
        plans=list(Plan.objects.visible_to(user).current().filter(containing(words))[:MOST]),
        sections=list(
            Section.objects.visible_to(user)
            .current()
            .filter(plan_is_current, containing(words))
            .select_related("plan")[:MOST]
        ),
        measures=list(measures.select_related("plan", "focus_area").in_order()[:MOST]),
        editions=editions_containing(user, words),
    )


def said_in_measure(word: str) -> Q:
    """Measures with `word` in their own texts, in their area's name or in a row that has not been taken away."""
    said = containing(word) | containing(word, path="focus_area__search_text")
    for part in PARTS:
        said |= containing(word, path=f"{part}__search_text") & Q(**{f"{part}__withdrawn_at": None})
    return said


def editions_containing(user: User, words: str) -> list[Edition]:
    """Editions in force whose title holds the words: what readers without a draft can find."""
    rows: EditionQuerySet = Edition.objects.visible_to(user).in_force().without_values()
    wanted = folded(words).split()
    return [one for one in rows if all(word in folded(one.title) for word in wanted)][:MOST]
