"""What a working group says about a plan: threads beside their section or measure, and who is in the group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visibility import people_who_see
from foundation.numbers import whole_number
from plans.frozen import frozen_measures, place_names
from plans.marking import stands_in
from plans.models import Comment, Measure, Plan, Section
from plans.schema import Values


@dataclass(frozen=True)
class Thread:
    """A comment with its answers. `place` is what it is about, in words; `lost` says that the marked words are gone."""

    comment: Comment
    answers: tuple[Comment, ...]
    place: str = ""
    address: str = ""
    is_lost: bool = False

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None

    @property
    def is_removed_place(self) -> bool:
        about = self.comment.section or self.comment.measure
        return about is not None and about.is_withdrawn

    @property
    def participants(self) -> set[int]:
        return {one.written_by_id for one in (self.comment, *self.answers) if not one.is_withdrawn}


SHOWN = (
    *("text", "quote", "written_at", "resolved_at", "withdrawn_at", "version", "municipality", "plan", "parent"),
    *("written_by__name", "written_by__email", "resolved_by__name", "resolved_by__email"),
    *("section__uid", "section__heading", "section__withdrawn_at"),
    *("measure__uid", "measure__text", "measure__withdrawn_at", "measure__focus_area"),
)
"""What the pages show of a comment: the texts that it is about stay in the database."""


def threads_of(plan: Plan) -> list[Thread]:
    """Every thread of the plan, the oldest first: `Comment.objects.threads()` with their answers.

    One statement, and one for the sections in which words were marked.
    """
    related = Comment.objects.filter(plan=plan).select_related("written_by", "resolved_by", "section", "measure")
    answers: dict[int, list[Comment]] = defaultdict(list)
    firsts = []
    for one in related.only(*SHOWN):
        if one.parent_id is None:
            firsts.append(one)
        elif not one.is_withdrawn:
            answers[one.parent_id].append(one)
    threads = [Thread(one, tuple(answers[one.pk])) for one in firsts if answers[one.pk] or not one.is_withdrawn]
    return said_about(threads)


def said_about(threads: list[Thread]) -> list[Thread]:
    """The threads, with whether their marked words still stand where they stood. One statement, if words are marked."""
    quoting = {one.comment.section_id for one in threads if one.comment.quote and one.comment.section_id}
    bodies = dict(Section.objects.filter(pk__in=quoting).values_list("pk", "body")) if quoting else {}
    return [replace(one, is_lost=one.comment.section_id in quoting and is_lost(one.comment, bodies)) for one in threads]


def is_lost(comment: Comment, bodies: dict[int, str]) -> bool:
    return bool(comment.quote) and not stands_in(comment.quote, bodies[comment.section_id or 0])


@dataclass(frozen=True)
class Beside:
    """The open threads about one place. Their number is what every count of comments counts."""

    threads: tuple[Thread, ...]

    @property
    def count(self) -> int:
        return len(self.threads)

    @property
    def answers(self) -> int:
        return sum(len(one.answers) for one in self.threads)

    @property
    def quotes(self) -> list[str]:
        return [one.comment.quote for one in self.threads if one.comment.quote]


def threads_by_place(plan: Plan) -> dict[str, Beside]:
    """The open threads by the uid of their section or measure, to stand beside it."""
    found: dict[str, list[Thread]] = defaultdict(list)
    for thread in threads_of(plan):
        if thread.is_open:
            found[place_of(thread)].append(thread)
    return {uid: Beside(tuple(threads)) for uid, threads in found.items()}


def place_of(thread: Thread) -> str:
    about = thread.comment.section or thread.comment.measure
    return str(about.uid) if about is not None else ""


def threads_in_order(plan: Plan, values: Values) -> list[Thread]:
    """The threads as their places are read in `values`; those about the whole plan first, removed places last."""
    places = places_in_order(plan, values)
    order = {uid: number for number, uid in enumerate(places)}
    threads = sorted(threads_of(plan), key=lambda thread: order.get(place_of(thread), len(order)))
    return [placed(thread, places) for thread in threads]


def placed(thread: Thread, places: dict[str, tuple[str, str]]) -> Thread:
    uid = place_of(thread)
    about = thread.comment.section or thread.comment.measure
    place, address = places[uid] if uid in places else (str(about), "")
    return replace(thread, place=place, address=address)


def places_in_order(plan: Plan, values: Values) -> dict[str, tuple[str, str]]:
    """Each place of the document by its uid: its name, and its address."""
    address = plan.get_absolute_url()
    numbers = {one.uid: one.number for one in frozen_measures(values)}
    found = {"": (_("The whole plan"), address)}
    for uid, name in place_names(values).items():
        found[uid] = (name, f"{address}#m-{numbers[uid]}" if uid in numbers else f"{address}#s-{uid}")
    return found


def thread_of(comment: Comment) -> Thread:
    """The thread that a first comment begins."""
    rows = comment.answers.current().select_related("written_by")
    return said_about([Thread(comment, tuple(rows))])[0]


def group_of(plan: Plan) -> list[User]:
    """Everybody who sees the draft today. One statement."""
    return list(people_who_see(plan, User.objects.people()))


def named_in(text: str, people: list[User]) -> list[User]:
    """Those of `people` whose name stands after an @ in `text`; of two names that begin alike, the longer is meant."""
    said = " ".join(text.casefold().split())
    found = []
    for person in sorted(people, key=lambda one: -len(one.name)):
        name = f"@{' '.join(person.name.casefold().split())}"
        if len(name) > 1 and name in said:
            found.append(person)
            said = said.replace(name, " ") if is_only(name, people) else said
    return found


def is_only(name: str, people: list[User]) -> bool:
    """Whether one person alone has the name: of namesakes all are meant."""
    return sum(f"@{' '.join(one.name.casefold().split())}" == name for one in people) == 1


def place_named(plan: Plan, *, section: str = "", measure: str = "") -> tuple[Section | None, Measure | None]:
    """The current section or measure that an address names by its key or uid; (None, None) when there is none such."""
    if section:
        return plan.sections.current().filter(**key_or_uid(section)).first(), None
    if measure:
        return None, plan.measures.current().filter(**key_or_uid(measure)).first()
    return None, None


def key_or_uid(word: str) -> dict[str, Any]:
    """The lookup that a word of an address means. Raises ValueError when it is neither a key nor a uid."""
    pk = whole_number(word)
    return {"uid": UUID(word)} if pk is None else {"pk": pk}
