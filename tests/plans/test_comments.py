"""What a working group says beside the text: threads, marked words, names with an @, and who is told."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.roles import Role
from notifications.models import Notice
from plans.marking import marked, stands_in
from plans.models import Comment
from plans.selectors.comment import group_of, named_in, threads_by_place
from plans.services.comment import (
    answer_comment,
    resolve_comment,
    restore_comment,
    update_comment,
    withdraw_comment,
    write_comment,
)
from plans.services.section import move_section, update_section, withdraw_section
from tests.accounts.factories import UserFactory
from tests.plans.factories import MeasureFactory, PlanFactory, PlanGrantFactory, SectionFactory
from tests.responsibilities.factories import fresh, member

pytestmark = pytest.mark.django_db

NO_UID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def anna():
    return member(Role.COORDINATOR, name="Anna Ek")


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


@pytest.fixture
def bo(plan):
    return PlanGrantFactory(content_object=plan, user__name="Bo Ström").user


@pytest.fixture
def section(plan):
    return SectionFactory(plan=plan, heading="Syfte", body="<p>Alla ska <strong>kunna</strong> delta.</p>")


def page_of(person, address: str) -> str:
    client = Client()
    client.force_login(fresh(person))
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def kinds(person) -> list[str]:
    return sorted(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


def test_a_reader_of_the_draft_comments_on_marked_words_and_they_are_marked(bo, anna, plan, section):
    client = Client()
    client.force_login(bo)
    address = f"{reverse('plans:comment_create', args=[plan.pk])}?avsnitt={section.uid}&ord=ska+kunna"
    assert 'value="ska kunna"' in client.get(address).content.decode()
    data = {"submission_key": str(uuid.uuid4()), "quote": "ska kunna", "text": "Alltid?"}
    assert client.post(address, data).status_code == 302
    page = page_of(anna, plan.get_absolute_url())
    assert '<mark class="quoted">ska </mark><strong><mark class="quoted">kunna</mark></strong>' in page
    assert "1 kommentar<" in page
    assert kinds(anna) == ["comment_written"]


@pytest.mark.parametrize("place", ["avsnitt=x", f"avsnitt={NO_UID}", f"atgard={NO_UID}"])
def test_a_place_that_is_not_there_is_not_found(client, anna, plan, place):
    client.force_login(anna)
    assert client.get(f"{reverse('plans:comment_create', args=[plan.pk])}?{place}").status_code == 404


def test_an_identity_number_is_refused_and_the_words_are_kept(client, anna, plan):
    client.force_login(anna)
    data = {"submission_key": str(uuid.uuid4()), "text": "Ring 19121212-1212 om det"}
    answer = client.post(reverse("plans:comment_create", args=[plan.pk]), data)
    assert (answer.status_code, "om det</textarea>" in answer.content.decode()) == (422, True)
    assert not Comment.objects.exists()


def test_who_is_named_is_told_once_and_only_who_sees_the_plan(anna, bo, plan):
    stranger = UserFactory(name="Cia Dal")
    comment = write_comment(plan=plan, text="Vad säger @Bo Ström och @Cia Dal?", by=anna)
    update_comment(comment=comment, version=1, text="Vad säger @bo ström nu?", by=anna)
    assert (kinds(bo), kinds(stranger)) == (["comment_mentioned"], [])


def test_of_two_names_that_begin_alike_the_longer_is_meant():
    people = [UserFactory(name="Anna Ek"), UserFactory(name="Anna Ekström")]
    assert named_in("Fråga @Anna Ekström", people) == [people[1]]


def test_an_answer_is_told_to_those_who_take_part_and_see_the_plan(anna, bo, plan):
    gone = UserFactory()
    first = write_comment(plan=plan, text="Först", by=bo)
    answer_comment(comment=first, text="Sedan", by=gone)
    answer_comment(comment=first, text="Sist", by=anna)
    assert kinds(bo) == ["comment_answered", "comment_answered"]
    assert kinds(gone) == []


def test_the_group_is_who_sees_the_draft(anna, bo, plan):
    for role in (Role.APPROVER, Role.EMPLOYEE, Role.ADMINISTRATOR):
        member(role, plan.municipality)
    assert set(group_of(plan)) == {anna, bo}


def test_one_changes_ones_own_and_the_coordinator_removes_any(anna, bo, plan):
    comment = write_comment(plan=plan, text="Först", by=bo)
    assert (anna.has_perm("plans.change_comment", comment), bo.has_perm("plans.change_comment", comment)) == (
        False,
        True,
    )
    assert anna.has_perm("plans.withdraw_comment", comment)
    assert update_comment(comment=comment, version=1, text="Sedan", by=bo).is_edited
    assert "ändrad" in page_of(anna, comment.get_absolute_url())


def test_a_removed_comment_comes_back_and_its_answers_stay(anna, plan):
    comment = write_comment(plan=plan, text="Borttaget ord", by=anna)
    answer_comment(comment=comment, text="Svaret står", by=anna)
    withdraw_comment(comment=comment, by=anna)
    page = page_of(anna, reverse("plans:comment_list", args=[plan.pk]))
    assert ("Borttaget ord" in page, "Svaret står" in page) == (False, True)
    restore_comment(comment=comment, by=anna)
    assert "Borttaget ord" in page_of(anna, reverse("plans:comment_list", args=[plan.pk]))


def test_resolved_it_leaves_the_document_and_takes_no_answers(anna, plan, section):
    comment = write_comment(plan=plan, section=section, text="Klart?", by=anna)
    resolve_comment(comment=comment, by=anna)
    assert threads_by_place(plan) == {}
    assert "Klart?" in page_of(anna, f"{reverse('plans:comment_list', args=[plan.pk])}?visa=losta")
    with pytest.raises(ValidationError, match="löst"):
        answer_comment(comment=comment, text="Nej", by=anna)


def test_a_comment_follows_its_section_and_is_marked_when_that_is_removed(anna, plan, section):
    write_comment(plan=plan, section=section, quote="ska kunna", text="Alltid?", by=anna)
    above = SectionFactory(plan=plan, heading="Inledning")
    move_section(section=section, parent=above, to_parent=True, by=anna)
    assert "1.1 Syfte" in page_of(anna, reverse("plans:comment_list", args=[plan.pk]))
    update_section(section=section, version=2, parent=above, heading="Syfte", body="<p>Nytt.</p>", by=anna)
    assert "Orden finns inte längre i texten" in page_of(anna, plan.get_absolute_url())
    withdraw_section(section=section, by=anna)
    assert "borttaget ur planen" in page_of(anna, reverse("plans:comment_list", args=[plan.pk]))


@pytest.mark.parametrize(
    ("html", "quote", "wanted"),
    [
        ("<p>a b</p><p>c d</p>", "b c", "<p>a [b]</p><p>[c] d</p>"),
        ("<p>x &amp; y</p>", "x & y", "<p>[x &amp; y]</p>"),
        ("<p>a<sup><a>1</a></sup> b</p>", "a b", "<p>[a]<sup><a>1</a></sup>[ b]</p>"),
        ("<p>a b</p>", "finns inte", "<p>a b</p>"),
        ("<p>&lt;b&gt;</p>", "<b>", "<p>[&lt;b&gt;]</p>"),
    ],
)
def test_words_are_marked_where_a_reader_meets_them(html, quote, wanted):
    found = marked(SafeString(html), quote)
    assert found.replace('<mark class="quoted">', "[").replace("</mark>", "]") == wanted


def test_words_stand_in_a_text_wherever_lines_part_them():
    assert stands_in("ett två", "<p>ett</p>\n<p>två</p>")
    assert not stands_in("ett tre", "<p>ett</p>\n<p>två</p>")


def test_every_count_of_comments_is_the_same_number_of_open_threads(anna, bo, plan, section):
    answered = write_comment(plan=plan, section=section, text="Borttagen med svar", by=bo)
    answer_comment(comment=answered, text="Svaret står", by=anna)
    withdraw_comment(comment=answered, by=bo)
    withdraw_comment(comment=write_comment(plan=plan, section=section, text="Borttagen", by=bo), by=bo)
    resolve_comment(comment=write_comment(plan=plan, section=section, text="Löst", by=bo), by=bo)
    answer_comment(comment=write_comment(plan=plan, section=section, text="Öppen", by=bo), text="Svar", by=anna)
    page = page_of(anna, reverse("plans:comment_list", args=[plan.pk]))
    assert "Öppna (2)" in page
    assert re.search(r"Kommentarer\s*<[^>]*>\s*\(?2\b", page)
    assert "2 kommentarer, 2 svar<" in page_of(anna, plan.get_absolute_url())
    assert Comment.objects.open().filter(plan=plan).count() == 2


@pytest.mark.parametrize("route", ["plan_detail", "comment_list"])
def test_the_texts_that_are_commented_on_are_not_read_once_for_each_comment(client, anna, plan, section, route):
    for _ in range(3):
        write_comment(plan=plan, section=section, quote="ska kunna", text="Alltid?", by=anna)
        write_comment(plan=plan, measure=MeasureFactory(plan=plan, comment="Lång text"), text="När?", by=anna)
    client.force_login(anna)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(f"plans:{route}", args=[plan.pk]))
    (comments,) = [one["sql"] for one in asked if '"plans_comment"."quote"' in one["sql"]]
    for column in ('"plans_section"."body"', '"plans_measure"."comment"', '"password"', '"search_text"'):
        assert column not in comments


@pytest.mark.parametrize("route", ["plan_detail", "comment_list"])
def test_three_comments_take_as_many_statements_as_one(client, anna, bo, plan, section, route):
    client.force_login(anna)
    address = reverse(f"plans:{route}", args=[plan.pk])
    counts = []
    for number in (1, 2):
        for _ in range(number):
            first = write_comment(plan=plan, section=section, quote="ska kunna", text="Alltid?", by=bo)
            answer_comment(comment=first, text="Nej.", by=anna)
            write_comment(plan=plan, measure=MeasureFactory(plan=plan), text="När?", by=anna)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
