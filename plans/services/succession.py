"""How the editions of a plan follow each other: each is in force until the first day of the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from plans.models import Edition

State = Edition.State
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """An edition among the decided ones of its plan, with the moment at which its decision was noted here."""

    edition: Edition
    noted: datetime

    @property
    def begins(self) -> date:
        """The first day; when it is not known, the day on which the decision was noted."""
        return self.edition.first_day or timezone.localdate(self.noted)

    def follows(self, other: Place) -> bool:
        """Whether this one takes the place of `other`: days decide, and what was noted last where they do not."""
        mine, theirs = self.edition.first_day, other.edition.first_day
        if mine and theirs and mine != theirs:
            return mine > theirs
        return (self.noted, self.edition.number) > (other.noted, other.edition.number)


def first_day_noted(edition: Edition) -> date:
    """The day from which a decided edition took the place of the one before it."""
    return place_of(edition, moments_noted(edition)).begins


def next_first_day(edition: Edition) -> date | None:
    """The first day of the next edition, when there is one that will take its place."""
    places = places_beside(edition)
    return min(days_after(places[0], places), default=None)


def follow_each_other(edition: Edition, *, was: date | None = None, reason: str, by: User) -> Edition:
    """Write `edition`, which has got (another) first day or end, and the new ends of those beside it.

    Those that gave way to it from the day that `was` its first get their ends anew. An end that was decided for
    itself, with a reason, is never moved to a later day here. The plan is locked by the caller.
    """
    places = places_beside(edition)
    stood = {place.edition.pk: place.edition.repealed_on for place in places}
    for place in [one for one in places if is_touched(one, places[0], was)]:
        give_way(place, places)
    changed = [place.edition for place in places[1:] if place.edition.repealed_on != stood[place.edition.pk]]
    # One edition of a plan has no end: whoever gets one is written before whoever loses it.
    for row in sorted([edition, *changed], key=lambda row: row.state == State.ADOPTED):
        row.version += 1
        why = _("Replaced by a newer version") if row.repealed_on else _("Not replaced any longer")
        record(row, by=by, reason=reason if row is edition else why)
    return edition


def places_beside(edition: Edition) -> list[Place]:
    """The edition first, then the other decided ones of its plan whose days are known; frozen trees stay away."""
    noted = moments_noted(edition)
    others = edition.plan.editions.decided().exclude(pk=edition.pk).exclude(state=State.REPEALED, repealed_on=None)
    beside = [Place(row, noted.get(row.pk, LONG_AGO)) for row in others.without_values()]
    return [place_of(edition, noted), *beside]


def place_of(edition: Edition, noted: dict[int, datetime]) -> Place:
    """What has no decision in its history yet is being decided now."""
    return Place(edition, noted.get(edition.pk, timezone.now()))


def moments_noted(edition: Edition) -> dict[int, datetime]:
    """When the decision of each edition of the plan was noted, from the history, in one statement."""
    decided = Edition.history.filter(plan_id=edition.plan_id, state__in=Edition.decided_states).order_by()
    return dict(decided.values("id").annotate(noted=Min("history_date")).values_list("id", "noted"))


def is_touched(place: Place, centre: Place, was: date | None) -> bool:
    """Whether the edition in the `centre` ends that of `place`, or did while its first day `was` another."""
    row = place.edition
    if place is centre or row.repealed_on is None or row.repealed_on == was:
        return True
    return counts(centre.edition) and centre.follows(place) and row.repealed_on > centre.begins


def give_way(place: Place, places: Iterable[Place]) -> None:
    """Let the edition be in force until the day before the next one begins; without a next one it has no end."""
    row = place.edition
    days = days_after(place, places)
    if row.repeal_reason and row.repealed_on:
        days.append(row.repealed_on)
    # Not `move`: it follows from the days of others, and so does the way back. By a decision there is none.
    row.repealed_on = min(days, default=None)
    row.state = State.REPEALED if days else State.ADOPTED


def days_after(place: Place, places: Iterable[Place]) -> list[date]:
    """The first days of those that take its place."""
    return [other.begins for other in places if counts(other.edition) and other.follows(place)]


def counts(edition: Edition) -> bool:
    """Whether others give way to it: one that was repealed before its first day replaces nothing."""
    return not (edition.repeal_reason and edition.never_begins)
