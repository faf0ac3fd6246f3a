"""The page on which several measures are changed: chosen, asked, shown before and after, done or told why not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from plans.services.measure import bulk, update_measure
from tests.plans.factories import EditionFactory, FocusAreaFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    anna = member(Role.COORDINATOR)
    client.force_login(anna)
    return anna


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality, prevention_levels=["Generell"])


def address(plan, change, *measures):
    chosen = "".join(f"&id={one.pk}" for one in measures)
    return f"{reverse('plans:measures_change', args=[plan.pk])}?gor={change}{chosen}"


def rows(*measures):
    return [f"{one.pk}:{one.version}" for one in measures]


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("change", ["tid", "omrade", "niva", "ansvarig", "dubblera", "ta-bort", "annat", ""])
def test_the_page_lists_those_chosen_and_their_versions(client, plan, change):
    measure = MeasureFactory(plan=plan, text="Utbilda", version=4)
    MeasureFactory(plan=plan, text="En annan")
    page = text_of(client.get(address(plan, change, measure)))
    assert ("Utbilda" in page, "En annan" in page) == (True, False)
    assert f'name="row" value="{measure.pk}:4"' in page


def test_the_change_is_shown_before_it_is_done(client, plan):
    measure = MeasureFactory(plan=plan, time_wording="2026")
    sent = {"row": rows(measure), "time_wording": "2027"}
    tried = client.post(address(plan, "tid", measure), {**sent, "preview": "1"})
    assert tried.status_code == 200
    assert ("<p>2026</p>" in text_of(tried), "<p>2027</p>" in text_of(tried)) == (True, True)
    measure.refresh_from_db()
    assert measure.time_wording == "2026"

    done = client.post(address(plan, "tid", measure), {**sent, "save": "1"}, follow=True)
    measure.refresh_from_db()
    assert (measure.time_wording, "1 åtgärd har ändrats." in text_of(done)) == ("2027", True)


def test_what_somebody_else_changed_stays_chosen_with_what_was_typed(client, anna, plan):
    mine, theirs = MeasureFactory(plan=plan, text="min"), MeasureFactory(plan=plan, text="deras")
    sent = {"row": rows(mine, theirs), "time_wording": "2027", "save": "1"}
    update_measure(measure=theirs, version=1, text="deras nya", by=anna)
    answer = client.post(address(plan, "tid", mine, theirs), sent)
    page = text_of(answer)
    assert answer.status_code == 409
    assert f'name="row" value="{theirs.pk}:2"' in page
    assert ("deras nya" in page, f'value="{mine.pk}:' in page, 'value="2027"' in page) == (True, False, True)


def test_a_refusal_stands_at_its_field_and_keeps_those_chosen(client, plan):
    measure = MeasureFactory(plan=plan)
    answer = client.post(address(plan, "ansvarig", measure), {"row": rows(measure), "how": "add", "part": "actor"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["wording"] == ["Skriv vem det är."]
    assert f'name="row" value="{measure.pk}:1"' in text_of(answer)


def test_measures_of_another_plan_do_not_exist_here(client, plan):
    stranger = MeasureFactory(plan=PlanFactory(municipality=plan.municipality))
    sent = {"row": rows(stranger), "time_wording": "2027", "save": "1"}
    assert client.get(address(plan, "tid", stranger)).status_code == 404
    assert client.post(address(plan, "tid"), sent).status_code == 404
    assert client.post(address(plan, "tid"), {"id": stranger.pk, "gor": "tid"}).status_code == 404


@pytest.mark.parametrize("change", ["dubblera", "ta-bort"])
def test_the_message_offers_to_undo(client, plan, change):
    measure = MeasureFactory(plan=plan, text="a")
    sent = {"row": rows(measure), "save": "1", "submission_key": str(uuid4())}
    done = client.post(address(plan, change, measure), sent, follow=True)
    (message,) = done.context["messages"]
    assert plan.measures.current().count() == {"dubblera": 2, "ta-bort": 0}[change]

    undo = message.extra_tags.removeprefix("undo:")
    assert len(undo) < 200
    client.post(undo)
    assert list(plan.measures.current()) == [measure]


def test_undo_of_copies_says_how_many_were_changed_since_and_stay(client, plan):
    first, second = MeasureFactory(plan=plan, text="a"), MeasureFactory(plan=plan, text="b")
    sent = {"row": rows(first, second), "save": "1", "submission_key": str(uuid4())}
    done = client.post(address(plan, "dubblera", first, second), sent, follow=True)
    (message,) = done.context["messages"]
    changed = plan.measures.exclude(pk__in=[first.pk, second.pk]).earliest("pk")
    type(changed).objects.filter(pk=changed.pk).update(version=2)

    undone = client.post(message.extra_tags.removeprefix("undo:"), follow=True)

    assert [str(one) for one in undone.context["messages"]] == [
        "1 kopia togs bort. 1 kopia har ändrats sedan dess och är kvar."
    ]
    assert set(plan.measures.current()) == {first, second, changed}


def test_an_act_is_undone_by_who_did_it_in_its_plan_alone(client, anna, plan):
    measure = MeasureFactory(plan=plan)
    done = client.post(address(plan, "ta-bort"), {"row": rows(measure), "save": "1"}, follow=True)
    (message,) = done.context["messages"]
    path, query = message.extra_tags.removeprefix("undo:").split("?")
    other = PlanFactory(municipality=plan.municipality)
    client.post(f"{reverse('plans:measures_undo', args=[other.pk])}?{query}")
    client.post(f"{path}?akt=annan")
    client.force_login(member(Role.COORDINATOR, plan.municipality))
    assert "kan inte längre ångras" in text_of(client.post(f"{path}?{query}", follow=True))
    assert not plan.measures.current().exists()


def test_the_table_sends_what_was_chosen_without_an_address_that_grows(client, plan):
    some = [MeasureFactory(plan=plan) for _ in range(3)]
    table = text_of(client.get(reverse("plans:plan_table", args=[plan.pk])))
    way = reverse("plans:measures_change", args=[plan.pk])
    assert f'<form class="several" method="post" action="{way}">' in table
    page = client.post(way, {"id": [one.pk for one in some], "gor": "omrade"})
    assert (page.status_code, len(page.context["rows"])) == (200, 3)
    assert f'action="{way}?gor=omrade"' in text_of(page)


@pytest.mark.parametrize("sent", ["id", "row"])
def test_one_more_than_can_be_changed_at_once_is_said_where_they_stand(client, plan, monkeypatch, sent):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    some = [MeasureFactory(plan=plan) for _ in range(3)]
    chosen = [one.pk for one in some] if sent == "id" else rows(*some)
    answer = client.post(address(plan, "tid"), {sent: chosen, "time_wording": "2027", "save": "1"})
    page = text_of(answer)
    assert (answer.status_code, len(answer.context["rows"])) == (422, 3)
    assert 'aria-describedby="id_row_error"' in page
    assert "3 åtgärder är valda. Högst 2 kan ändras på en gång" in page
    assert 'name="save"' not in page
    assert {one.time_wording for one in plan.measures.all()} == {""}


def test_a_reason_is_asked_for_when_the_plan_has_been_decided(client, plan):
    measure = MeasureFactory(plan=plan)
    assert 'name="reason"' not in text_of(client.get(address(plan, "tid", measure)))
    EditionFactory(plan=plan, state="adopted")
    assert 'name="reason"' in text_of(client.get(address(plan, "tid", measure)))
    assert 'name="reason"' not in text_of(client.get(address(plan, "ta-bort", measure)))
    sent = {"row": rows(measure), "time_wording": "2027", "save": "1"}
    answer = client.post(address(plan, "tid"), sent)
    assert (answer.status_code, "reason" in answer.context["form"].errors) == (422, True)
    client.post(address(plan, "tid"), {**sent, "reason": "Efter uppföljning"})
    assert measure.history.latest("history_id").history_change_reason == "Efter uppföljning"


def test_the_form_of_copies_sent_twice_makes_them_once(client, plan):
    some = [MeasureFactory(plan=plan, text=text) for text in "ab"]
    key = client.get(address(plan, "dubblera", *some)).context["form"]["submission_key"].value()
    sent = {"row": [*rows(some[0]), *rows(some[1])], "save": "1", "submission_key": str(key)}
    told = []
    for _time in range(2):
        done = client.post(address(plan, "dubblera"), sent, follow=True)
        told += [str(message) for message in done.context["messages"]]
    assert sorted(plan.measures.current().values_list("text", flat=True)) == ["a", "a (kopia)", "b", "b (kopia)"]
    assert told == ["2 åtgärder har kopierats."]


@pytest.mark.parametrize("sent", [{"row": ["x", "1", "1:2:3", "\x00:1", f"{'9' * 30}:1"]}, {"save": "1"}, {}])
def test_nonsense_changes_nothing(client, plan, sent):
    assert client.post(address(plan, "tid"), sent).status_code in (200, 404, 422)


def test_the_table_offers_to_choose_rows_and_chooses_all_on_request(client, plan):
    measure = MeasureFactory(plan=plan)
    table = reverse("plans:plan_table", args=[plan.pk])
    box = f'type="checkbox" name="id" value="{measure.pk}"'
    assert f"{box}>" in text_of(client.get(table))
    assert f"{box} checked>" in text_of(client.get(f"{table}?valj=alla"))


def test_several_things_may_be_missing_at_once(client, plan):
    MeasureFactory(plan=plan, text="har tid", time_wording="2027")
    MeasureFactory(plan=plan, text="saknar allt")
    inside = MeasureFactory(plan=plan, text="i ett område", focus_area=FocusAreaFactory(plan=plan))
    ResponsibilityFactory(measure=inside, wording="Skolan")
    answer = client.get(f"{reverse('plans:plan_table', args=[plan.pk])}?saknar=tid&saknar=omrade&q=a")
    shown = [one["text"] for area in answer.context["values"]["focus_areas"] for one in area["measures"]]
    assert shown == ["saknar allt"]
    chips = {chip["label"]: (chip["count"], chip["is_on"], chip["url"]) for chip in answer.context["chips"]}
    assert chips["Saknar tid"] == (2, True, "?saknar=omrade&q=a")
    assert chips["Utan område"] == (2, True, "?saknar=tid&q=a")


def test_the_page_asks_as_much_for_one_measure_as_for_three(client, plan):
    counts = []
    for size in (1, 3):
        some = [MeasureFactory(plan=plan, focus_area=FocusAreaFactory(plan=plan)) for _ in range(size)]
        for one in some:
            ResponsibilityFactory(measure=one)
        client.get(address(plan, "ansvarig"))  # what a session reads once is read
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(plan, "ansvarig", *some)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
