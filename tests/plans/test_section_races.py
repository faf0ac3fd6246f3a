"""Many at once on one section or one tree: whoever is slower is told, and nothing that was accepted is lost."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Plan, Section, TextDraft
from plans.outline import flattened, outline
from plans.services.focus_area import update_focus_area, withdraw_focus_area
from plans.services.section import move_section, restore_section, update_section, withdraw_section
from plans.services.writing import finish_draft, keep_draft
from tests.plans.factories import FocusAreaFactory, PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = [
    pytest.mark.postgresql(reason="two transactions at once, with row locks"),
    pytest.mark.django_db(transaction=True),
]
RACES = 200


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of the works returned or raised; all began together, each on a connection of its own."""
    start = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except (StaleVersion, ValidationError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as people:
        return list(people.map(one, works))


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def test_two_hundred_races_on_one_section_lose_no_text(anna, plan):
    section = SectionFactory(plan=plan, heading="Syfte")
    bo = member(Role.COORDINATOR, plan.municipality)

    def save(person, version: int, text: str) -> Callable[[], str]:
        mine = Section.objects.select_related("plan").get(pk=section.pk)

        def work() -> str:
            update_section(section=mine, version=version, heading="Syfte", body=f"<p>{text}</p>", by=person)
            return text

        return work

    accepted = []
    for race in range(RACES):
        version = Section.objects.values_list("version", flat=True).get(pk=section.pk)
        ends = at_once(*(save(who, version, f"{race} {who.pk}") for who in (anna, bo)))
        won = [end for end in ends if isinstance(end, str)]
        assert [isinstance(end, StaleVersion) for end in ends].count(True) == 1
        assert Section.objects.get(pk=section.pk).body == f"<p>{won[0]}</p>"
        accepted += won
    history = set(section.history.values_list("body", flat=True))
    assert len(accepted) == RACES
    assert {f"<p>{text}</p>" for text in accepted} <= history
    section.refresh_from_db()
    assert section.version == RACES + 1


def test_the_loser_of_a_race_of_forms_is_shown_both_texts_and_saves_them(anna, plan):
    section = SectionFactory(plan=plan, heading="Syfte", body="<p>Ett</p>")
    address = reverse("plans:section_update", args=[section.pk])

    def post(text: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(member(Role.COORDINATOR, plan.municipality))
        form = {"version": 1, "heading": "Syfte", "is_numbered": "on", "body": f"<p>Ett</p>\n<p>{text}</p>"}
        return lambda: (client.post(address, form), client, text)

    ends = at_once(post("Annas"), post("Bos"))
    assert sorted(answer.status_code for answer, _client, _text in ends) == [302, 409]
    ((answer, client, mine),) = [end for end in ends if end[0].status_code == 409]
    form = answer.context["form"]
    again = dict(form.kept) | {"version": 2, "merge_base": form.merge.base_version, "choose-body-0": "both"}
    assert client.post(address, again).status_code == 302
    section.refresh_from_db()
    assert {"Annas", "Bos"} == {line[3:-4] for line in section.body.splitlines()} - {"Ett"}
    assert mine in section.body


def test_a_draft_that_races_the_save_of_its_form_never_comes_back(anna, plan):
    section = SectionFactory(plan=plan, heading="Syfte")
    place = f"section:{section.pk}"
    for race in range(50):
        mark = uuid.uuid4()
        given = {"plan": plan, "place": place, "mark": mark, "by": anna}
        fields = {"body": [f"<p>{race}</p>"]}
        if race % 2:
            keep_draft(**given, kept_as=1, base_version=1, fields=fields)
        ends = at_once(
            lambda given=given, fields=fields: keep_draft(**given, kept_as=2, base_version=1, fields=fields),
            lambda given=given: finish_draft(**given),
        )
        assert not any(isinstance(end, Exception) for end in ends)
        draft = TextDraft.objects.get(mark=mark)
        assert (draft.fields, draft.ended_at is None) == ({}, False)


def test_two_who_move_two_sections_under_each_other_make_no_circle(anna, plan):
    bo = member(Role.COORDINATOR, plan.municipality)
    for _race in range(30):
        one, other = SectionFactory.create_batch(2, plan=plan)
        ends = at_once(
            lambda one=one, other=other: move_section(section=one, parent=other, to_parent=True, by=anna),
            lambda one=one, other=other: move_section(section=other, parent=one, to_parent=True, by=bo),
        )
        assert [isinstance(end, ValidationError) for end in ends].count(True) == 1
        assert_whole(plan)


def test_random_moves_removals_and_restorations_by_two_keep_every_section_once(anna, plan):
    bo = member(Role.COORDINATOR, plan.municipality)
    sections = SectionFactory.create_batch(8, plan=plan)
    dice = random.Random(7)

    def act(person) -> Callable[[], Any]:
        section, parent = (Section.objects.get(pk=dice.choice(sections).pk) for _one in range(2))
        return dice.choice(
            [
                lambda: move_section(section=section, parent=parent, to_parent=True, by=person),
                lambda: move_section(section=section, parent=parent, to_parent=True, position=0, by=person),
                lambda: move_section(section=section, parent=None, to_parent=True, by=person),
                lambda: move_section(section=section, direction=dice.choice(["up", "down"]), by=person),
                lambda: withdraw_section(section=section, by=person),
                lambda: restore_section(section=section, by=person),
            ]
        )

    for _turn in range(60):
        at_once(act(anna), act(bo))
        assert_whole(plan)
    assert plan.sections.count() == len(sections)


def assert_whole(plan: Plan) -> None:
    """Every current section stands once in the outline, with a number that no other has."""
    current = list(plan.sections.current())
    nodes = flattened(outline(current, is_numbered=True))
    assert sorted(node.section.pk for node in nodes) == sorted(one.pk for one in current)
    numbers = [node.number for node in nodes]
    assert len(set(numbers)) == len(numbers)


def test_an_area_that_is_removed_while_it_is_renamed_is_one_or_the_other(anna, plan):
    for _race in range(20):
        area = FocusAreaFactory(plan=plan, name="Före")
        ends = at_once(
            lambda area=area: update_focus_area(focus_area=area, version=None, name="Efter", by=anna),
            lambda area=area: withdraw_focus_area(focus_area=area, by=anna),
        )
        area.refresh_from_db()
        assert area.is_withdrawn
        assert (area.name == "Före") == isinstance(ends[0], ValidationError)
