"""The pages of rounds: who sees what, what the opening form answers."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.roles import Role
from notifications.models import Notice
from plans.models import FollowUpRound, MeasureReport
from plans.selectors.recipients import managers_of
from plans.services.follow_up import close_round, remind_units, update_round, write_measure_report
from responsibilities.models import Unit
from responsibilities.services.endings import merge_unit, turn_units
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.follow_up import World, as_user, follow_up_world, page, url
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
NUMBER = "850709-9805"


@pytest.fixture
def world() -> World:
    return follow_up_world()


def test_a_reporter_sees_its_own_unit_and_nothing_of_others(world: World) -> None:
    world.open()
    sam = member(Role.REPORTER, unit=world.social)
    own, other = world.report(world.social), world.report(world.schools)
    client = as_user(sam)

    assert url("unit_report_detail", own.pk) in page(client, url("round_list"))
    assert url("unit_report_detail", other.pk) not in page(client, url("round_list"))
    page(client, url("unit_report_detail", own.pk))
    for route, pk in [
        ("unit_report_detail", other.pk),
        ("unit_report_submit", other.pk),
        ("measure_report_update", world.rows(world.schools)[0].pk),
        ("measure_report_review", world.rows(world.schools)[0].pk),
        ("round_detail", other.round_id),
        ("round_close", other.round_id),
    ]:
        page(client, url(route, pk), 404)
        assert client.post(url(route, pk)).status_code == (405 if route.endswith("_detail") else 404)


def test_a_neighbour_finds_nothing(world: World) -> None:
    round_ = world.open()
    for role in Role:
        client = as_user(member(role))
        for route, pk in [
            ("round_detail", round_.pk),
            ("round_open", world.edition.pk),
            ("unit_report_detail", world.report(world.schools).pk),
            ("measure_report_update", world.rows(world.schools)[0].pk),
            ("edition_detail", world.edition.pk),
            ("edition_table", world.edition.pk),
            ("edition_adopt", world.edition.pk),
            ("edition_list", world.edition.plan_id),
            ("edition_freeze", world.edition.plan_id),
            ("edition_register", world.edition.plan_id),
        ]:
            page(client, url(route, pk), 404)
        assert round_.title not in page(client, url("round_list"))


def test_a_reporter_may_read_its_review_page_no_more_than_accept(world: World) -> None:
    world.open()
    report = world.submitted(world.schools)
    client = as_user(world.rut)

    page(client, url("measure_report_review", world.rows(world.schools)[0].pk), 403)
    assert client.post(url("unit_report_accept", report.pk), {"version": report.version}).status_code == 403


def test_a_member_of_the_body_sees_the_totals_and_only_what_was_submitted(world: World) -> None:
    board = UnitFactory(municipality=world.anna.municipality, kind=Unit.Kind.BOARD)
    eva = member(Role.MEMBER, unit=board)
    round_ = world.open(body=board)
    row = world.rows(world.social)[0]
    write_measure_report(report=row, fulfilment="fully", result="HEMLIGT-UTKAST", is_ready=True, by=world.anna)
    world.submitted(world.schools)
    body = page(as_user(eva), url("round_detail", round_.pk))

    assert "HEMLIGT-UTKAST" not in body
    assert "Socialförvaltningen" in body
    assert url("unit_report_detail", row.unit_report_id) not in body
    assert url("round_close", round_.pk) not in body


def test_the_list_of_a_plan_one_may_not_see_is_not_found(world: World) -> None:
    assert page(as_user(world.anna), f"{url('round_list')}?plan={world.edition.plan_id}")
    page(as_user(world.rut), f"{url('round_list')}?plan={world.edition.plan_id}", 404)
    for wrong in ("x", "٣", "-1", "9" * 40, "\x00"):
        assert as_user(world.anna).get(url("round_list"), {"plan": wrong}).status_code == 200


def key() -> str:
    return str(uuid.uuid4())


def opening(world: World, **more: Any) -> dict[str, Any]:
    uids = [measure["uid"] for measure in world.edition.values["focus_areas"][0]["measures"]]
    return {
        "title": "Uppföljning 2026",
        "due_on": str(localdate() + timedelta(days=30)),
        "parts": ["responsible"],
        "previewed": "responsible",
        "reporter_may_submit": "on",
        "submission_key": key(),
        f"who-{uids[0]}": [str(world.schools.pk), str(world.social.pk)],
        f"who-{uids[1]}": [str(world.schools.pk)],
        **more,
    }


def test_the_page_proposes_who_gets_what(world: World) -> None:
    body = page(as_user(world.anna), url("round_open", world.edition.pk))

    assert body.count("checked") >= 4
    assert f'value="{world.social.pk}" checked' in body


def test_what_is_ticked_is_what_is_asked(world: World) -> None:
    uids = [measure["uid"] for measure in world.edition.values["focus_areas"][0]["measures"]]
    data = opening(world, **{f"who-{uids[0]}": ["0"], f"add-{uids[1]}": " socialförvaltningen "})
    response = as_user(world.anna).post(url("round_open", world.edition.pk), data)

    round_ = FollowUpRound.objects.get()
    assert response.headers["Location"] == round_.get_absolute_url()
    assert {(str(row.measure_uid), row.unit_id) for row in MeasureReport.objects.all()} == {
        (uids[0], None),
        (uids[1], world.schools.pk),
        (uids[1], world.social.pk),
    }


def test_other_parts_than_the_previewed_ones_are_shown_before_anything_is_sent(world: World) -> None:
    response = as_user(world.anna).post(url("round_open", world.edition.pk), opening(world, parts=["actor"]))

    assert response.status_code == 422
    assert 'name="previewed" value="actor"' in response.content.decode()
    assert not FollowUpRound.objects.exists()


def test_a_preview_keeps_what_was_typed_and_opens_nothing(world: World) -> None:
    data = opening(world, parts=["actor"], preview="1", title="Höstens uppföljning", due_on="")
    response = as_user(world.anna).post(url("round_open", world.edition.pk), data)
    body = response.content.decode()

    assert response.status_code == 200
    assert 'value="Höstens uppföljning"' in body
    assert "error-summary" not in body
    assert not FollowUpRound.objects.exists()


def test_the_fragment_is_the_preview_alone(world: World) -> None:
    data = opening(world, preview="1")
    response = as_user(world.anna).post(url("round_open", world.edition.pk), data, headers={"hx-request": "true"})
    body = response.content.decode().strip()

    assert body.startswith('<div id="round-preview">')
    assert "<html" not in body


def test_units_that_cannot_be_are_refused_at_their_row(world: World) -> None:
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    foreign = UnitFactory()
    client = as_user(world.anna)
    for wrong in (
        {f"who-{uid}": [str(foreign.pk)]},
        {f"who-{uid}": ["x"]},
        {f"add-{uid}": foreign.name},
        {f"add-{uid}": "\x00"},
    ):
        response = client.post(url("round_open", world.edition.pk), opening(world, **wrong))
        assert response.status_code == 422
        assert "field-error" in response.content.decode()
    assert not FollowUpRound.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "\x00"},
        {"title": NUMBER},
        {"due_on": "2026-02-30"},
        {"due_on": "igår"},
        {"due_on": "2020-01-01"},
        {"due_on": ""},
        {"parts": []},
        {"parts": ["allt"]},
        {"body": "999999"},
        {"body": "x"},
        {"submission_key": "x"},
    ],
)
def test_bad_input_is_answered_and_what_was_typed_is_kept(world: World, wrong: dict[str, Any]) -> None:
    response = as_user(world.anna).post(url("round_open", world.edition.pk), opening(world, **wrong))

    assert response.status_code == 422
    assert not FollowUpRound.objects.exists()


def test_a_foreign_body_is_refused(world: World) -> None:
    wrong = opening(world, body=str(UnitFactory(kind=Unit.Kind.BOARD).pk))
    assert as_user(world.anna).post(url("round_open", world.edition.pk), wrong).status_code == 422


def test_the_same_form_sent_twice_opens_one_round(world: World) -> None:
    client, data = as_user(world.anna), opening(world)
    first = client.post(url("round_open", world.edition.pk), data)
    second = client.post(url("round_open", world.edition.pk), data)

    assert first.headers["Location"] == second.headers["Location"]
    assert FollowUpRound.objects.count() == 1


@pytest.mark.parametrize("state", ["open", "proposal", "repealed"])
def test_an_edition_that_cannot_be_followed_up_says_why(world: World, state: str) -> None:
    edition = world.edition
    if state == "open":
        world.open()
    else:
        edition = EditionFactory(plan=PlanFactory(municipality=world.anna.municipality), state=state)
    body = page(as_user(world.anna), url("round_open", edition.pk))

    assert "ds-alert" in body
    assert 'name="title"' not in body


def test_a_round_that_was_changed_meanwhile_is_not_closed_unseen(world: World) -> None:
    round_ = world.open()
    FollowUpRound.objects.filter(pk=round_.pk).update(version=2)
    client, address = as_user(world.anna), url("round_close", round_.pk)

    assert client.post(address, {"version": 1}).status_code == 409
    assert client.post(address, {"version": 2}).status_code == 302
    assert client.post(address, {"version": 2}).status_code == 302


def test_a_round_is_given_another_last_day_and_those_who_wait_are_told(world: World) -> None:
    bo = member(Role.REPORTER, unit=world.social)
    done = member(Role.REPORTER, unit=world.schools)
    round_ = world.open()
    world.submitted(world.schools)
    Notice.objects.all().delete()
    new_day = round_.due_on + timedelta(days=30)
    client = as_user(world.anna)
    data = {"version": round_.version, "title": "Uppföljning, förlängd", "due_on": new_day.isoformat()}
    answer = client.post(url("round_update", round_.pk), data)
    assert answer.status_code == 302
    round_.refresh_from_db()
    assert (round_.title, round_.due_on, round_.reporter_may_submit) == ("Uppföljning, förlängd", new_day, False)
    assert list(Notice.objects.filter(kind="round_moved").values_list("recipient", flat=True)) == [bo.pk]
    assert "senast" in page(as_user(bo), reverse("notifications:notice_list"))
    assert "round_moved" not in Notice.objects.filter(recipient=done).values_list("kind", flat=True)
    remind_units(today=new_day - timedelta(days=14))
    assert Notice.objects.filter(kind="unit_report_due", recipient=bo).count() == 1


@pytest.mark.parametrize("day", ["2020-01-01", "inte en dag", ""])
def test_a_last_day_that_cannot_be_is_refused_at_its_field(world: World, day: str) -> None:
    round_ = world.open()
    answer = as_user(world.anna).post(
        url("round_update", round_.pk), {"version": round_.version, "title": "U", "due_on": day}
    )
    assert answer.status_code == 422
    assert "due_on" in answer.context["form"].errors


def test_a_closed_round_is_not_changed(world: World) -> None:
    round_ = world.open()
    close_round(follow_up_round=round_, by=world.anna)
    assert "redan stängd" in page(as_user(world.anna), url("round_update", round_.pk))
    answer = as_user(world.anna).post(
        url("round_update", round_.pk), {"version": round_.version + 1, "title": "U", "due_on": "2099-01-01"}
    )
    assert answer.status_code == 422
    round_.refresh_from_db()
    assert round_.title != "U"


def test_each_new_last_day_is_told_also_when_it_was_the_last_day_before(world: World) -> None:
    bo = member(Role.REPORTER, unit=world.social)
    round_ = world.open()
    told = []
    for days in (10, 20, 10):
        update_round(
            follow_up_round=FollowUpRound.objects.get(pk=round_.pk),
            title=round_.title,
            due_on=round_.due_on + timedelta(days=days),
            reporter_may_submit=True,
            by=world.anna,
        )
        told.append(Notice.objects.filter(kind="round_moved", recipient=bo).count())
    assert told == [1, 2, 3]


def test_managers_who_alone_may_submit_from_now_on_are_told_of_what_is_ready(world: World) -> None:
    round_ = world.open(reporter_may_submit=True)
    world.ready(world.schools)
    update_round(
        follow_up_round=FollowUpRound.objects.get(pk=round_.pk),
        title=round_.title,
        due_on=round_.due_on,
        reporter_may_submit=False,
        by=world.anna,
    )
    assert Notice.objects.filter(kind="unit_report_ready", recipient=world.mona).exists()


def test_who_will_take_over_a_unit_is_not_told_before_the_day(world: World) -> None:
    home = world.schools.municipality
    above = UnitFactory(municipality=home, name="Överenheten")
    old, new = UnitFactory(municipality=home, name="Gamla", parent=above), UnitFactory(municipality=home, name="Nya")
    berta, nils = member(Role.MANAGER, unit=above), member(Role.MANAGER, unit=new)
    day = localdate() + timedelta(days=100)
    merge_unit(unit=old, version=old.version, successor=new, valid_until=day, by=world.anna)
    old.refresh_from_db()
    assert managers_of(old) == [berta]
    turn_units(today=day + timedelta(days=1), by=world.anna)
    old.refresh_from_db()
    assert managers_of(old) == [nils]


def test_the_body_that_gets_the_result_is_told_when_the_round_is_closed(world: World) -> None:
    body = UnitFactory(municipality=world.schools.municipality, kind=Unit.Kind.BOARD)
    secretary = member(Role.SECRETARY, unit=body)
    round_ = world.open(body=body)
    Notice.objects.all().delete()
    close_round(follow_up_round=round_, by=world.anna)
    assert list(Notice.objects.filter(kind="round_closed").values_list("recipient", flat=True)) == [secretary.pk]
    assert "uppföljningen är stängd" in page(as_user(secretary), reverse("notifications:notice_list"))


def test_the_opening_says_which_units_nobody_can_report_for(world: World) -> None:
    address = url("round_open", world.edition.pk)
    warning = re.search(r"Ingen kan redovisa för ([^.]*) än\.", page(as_user(world.anna), address))
    assert warning is not None
    assert world.social.name in warning[1]
    assert world.schools.name not in warning[1]
    member(Role.REPORTER, unit=world.social)
    assert "Ingen kan redovisa för" not in page(as_user(world.anna), address)
