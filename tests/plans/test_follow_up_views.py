"""The pages of follow-up: who sees what, what a form answers, and how much the database is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Edition, FollowUpRound, MeasureReport, Plan, UnitReport
from plans.services.follow_up import (
    accept_unit_report,
    close_round,
    open_round,
    return_measure_report,
    submit_unit_report,
    write_measure_report,
)
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, IndicatorFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.plans.follow_up import World, follow_up_world
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
NUMBER = "850709-9805"


@pytest.fixture
def world() -> World:
    return follow_up_world()


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, pk: int | None = None) -> str:
    return reverse(f"plans:{route}", args=[pk] if pk is not None else [])


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def key() -> str:
    import uuid

    return str(uuid.uuid4())


# Who sees what


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


# Opening


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


# Writing and submitting


def answer(row: MeasureReport, **more: Any) -> dict[str, Any]:
    return {"version": row.version, "fulfilment": "fully", "result": "Gjort", "comment": "", **more}


def test_a_ready_answer_leads_to_the_next_and_the_last_to_the_submission(world: World) -> None:
    world.open()
    client = as_user(world.rut)
    first, second = world.rows(world.schools)
    to = client.post(url("measure_report_update", first.pk), answer(first, ready="1"))
    assert to.headers["Location"] == second.get_absolute_url()
    to = client.post(url("measure_report_update", second.pk), answer(second, ready="1"))
    assert to.headers["Location"] == url("unit_report_submit", first.unit_report_id)
    report = world.report(world.schools)
    to = client.post(url("unit_report_submit", report.pk), {"version": report.version, "summary": "Bra år"})

    assert to.headers["Location"] == report.get_absolute_url()
    report.refresh_from_db()
    assert (report.state, report.submitted_by, report.summary) == ("submitted", world.rut, "Bra år")
    assert "Bra år" in page(client, report.get_absolute_url())


def test_a_draft_may_be_half_and_comes_back_as_it_was(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    uid = world.edition.values["focus_areas"][0]["measures"][0]["indicators"][0]["uid"].replace("-", "")
    client = as_user(world.rut)
    data = answer(row, fulfilment="", result="Halvt <script>alert(1)</script> 😀", draft="1")
    to = client.post(url("measure_report_update", row.pk), {**data, f"indicator_{uid}": "34"})

    assert to.headers["Location"] == row.get_absolute_url()
    body = page(client, row.get_absolute_url())
    assert "Halvt &lt;script&gt;" in body
    assert 'value="34"' in body


def test_an_untouched_question_has_no_answer_chosen(world: World) -> None:
    world.open()
    body = page(as_user(world.rut), world.rows(world.schools)[0].get_absolute_url())

    assert 'type="radio"' in body
    assert " checked" not in body.split('name="fulfilment"', 1)[1].split("id_result")[0]


def test_an_indicator_that_only_the_slower_wrote_is_not_lost(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    uid = world.edition.values["focus_areas"][0]["measures"][0]["indicators"][0]["uid"].replace("-", "")
    write_measure_report(report=row, version=1, fulfilment="fully", result="Gjort", is_ready=True, by=world.mona)
    data = answer(row, ready="1", **{f"indicator_{uid}": "34"})

    assert as_user(world.rut).post(row.get_absolute_url(), data).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fulfilment": ""}, "fulfilment"),
        ({"fulfilment": "kanske"}, "fulfilment"),
        ({"fulfilment": "partly"}, "comment"),
        ({"result": "x" * 100_000}, "result"),
        ({"result": "nul \x00"}, "result"),
        ({"result": f"Om {NUMBER}"}, "result"),
        ({"version": "x"}, "version"),
        ({"version": ""}, "version"),
    ],
)
def test_a_bad_answer_is_refused_at_its_field_and_kept(world: World, wrong: dict[str, Any], field: str) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    response = as_user(world.rut).post(row.get_absolute_url(), answer(row, ready="1", **wrong))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    row.refresh_from_db()
    assert (row.state, row.result) == ("draft", "")


def test_the_slower_of_two_sees_both_texts(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    write_measure_report(report=row, version=1, fulfilment="fully", result="Monas text", by=world.mona)
    response = as_user(world.rut).post(row.get_absolute_url(), answer(row, result="Ruts text", ready="1"))
    body = response.content.decode()

    assert response.status_code == 409
    assert "Monas text" in body
    assert "Ruts text" in body


def test_ready_is_not_lost_when_another_saved_the_same_words_as_a_draft(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    write_measure_report(report=row, version=1, fulfilment="fully", result="Gjort", by=world.mona)
    client = as_user(world.rut)

    assert client.post(row.get_absolute_url(), answer(row, ready="1")).status_code == 409
    row.refresh_from_db()
    assert client.post(row.get_absolute_url(), answer(row, ready="1")).status_code == 302


def test_the_last_round_stands_beside(world: World) -> None:
    first = world.open()
    world.ready(world.schools, "partly")
    submit_unit_report(unit_report=world.report(world.schools), by=world.rut)
    close_round(follow_up_round=first, by=world.anna)
    second = world.open(title="Året efter")
    rows = MeasureReport.objects.filter(unit_report__round=second, unit=world.schools)
    body = page(as_user(world.rut), rows[0].get_absolute_url())

    assert "Därför." in body
    assert "Delvis uppfyllt" in body


def test_where_the_manager_submits_the_reporter_is_told_so(world: World) -> None:
    world.open(reporter_may_submit=False)
    world.ready(world.schools)
    report = world.report(world.schools)
    body = page(as_user(world.rut), url("unit_report_submit", report.pk))

    assert world.mona.name in body
    assert 'name="summary"' not in body
    data = {"version": report.version, "summary": ""}
    assert as_user(world.rut).post(url("unit_report_submit", report.pk), data).status_code == 422
    assert as_user(world.mona).post(url("unit_report_submit", report.pk), data).status_code == 302


def test_submitting_the_same_again_is_the_same_and_after_a_return_it_is_not(world: World) -> None:
    world.open()
    world.ready(world.schools)
    report = world.report(world.schools)
    client, data = as_user(world.rut), {"version": report.version, "summary": "x"}
    assert [client.post(url("unit_report_submit", report.pk), data).status_code for _ in range(2)] == [302, 302]
    return_measure_report(report=world.rows(world.schools)[0], note="Mer", by=world.anna)

    assert client.post(url("unit_report_submit", report.pk), data).status_code == 409
    assert world.report(world.schools).state == "returned"


def test_what_is_submitted_can_be_read_but_not_written(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    row = world.rows(world.schools)[0]
    client = as_user(world.rut)

    assert 'name="result"' not in page(client, row.get_absolute_url())
    assert client.post(row.get_absolute_url(), answer(row, ready="1", result="Nytt")).status_code == 422
    row.refresh_from_db()
    assert row.result == ""


def test_the_coordinator_writes_for_a_unit_in_its_own_name(world: World) -> None:
    world.open()
    row = world.rows(world.social)[0]
    client = as_user(world.anna)
    page(client, world.report(world.social).get_absolute_url())
    client.post(row.get_absolute_url(), answer(row, ready="1"))

    row.refresh_from_db()
    assert (row.state, row.written_by) == ("ready", world.anna)


# Reviewing


def test_an_answer_is_accepted_and_the_next_one_follows(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    first, second = world.rows(world.schools)
    client = as_user(world.anna)
    page(client, url("measure_report_review", first.pk))
    to = client.post(url("measure_report_review", first.pk), {"version": first.version, "accept": "1"})
    assert to.headers["Location"] == url("measure_report_review", second.pk)
    to = client.post(url("measure_report_review", second.pk), {"version": second.version, "accept": "1"})

    assert to.headers["Location"] == first.unit_report.get_absolute_url()
    assert world.report(world.schools).state == "accepted"


def test_an_answer_is_returned_with_a_note_that_the_unit_reads(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    first = world.rows(world.schools)[0]
    client = as_user(world.anna)
    address = url("measure_report_review", first.pk)
    assert client.post(address, {"version": first.version, "return": "1", "note": ""}).status_code == 422
    assert client.post(address, {"version": first.version, "return": "1", "note": "Hur många?"}).status_code == 302

    assert "Hur många?" in page(as_user(world.rut), world.report(world.schools).get_absolute_url())
    assert "Hur många?" in page(as_user(world.rut), first.get_absolute_url())


def test_two_reviewers_of_different_minds_are_told(world: World) -> None:
    world.open()
    world.submitted(world.schools)
    first = world.rows(world.schools)[0]
    client, address = as_user(world.anna), url("measure_report_review", first.pk)
    assert client.post(address, {"version": first.version, "accept": "1"}).status_code == 302
    assert client.post(address, {"version": first.version, "accept": "1"}).status_code == 302
    assert client.post(address, {"version": first.version, "return": "1", "note": "Nej"}).status_code == 409
    first.refresh_from_db()
    assert first.state == "accepted"


def test_a_whole_report_is_accepted_at_once_and_refusals_are_said(world: World) -> None:
    world.open()
    report = world.submitted(world.schools)
    client, address = as_user(world.anna), url("unit_report_accept", report.pk)
    assert client.post(address, {"version": report.version}, follow=True).status_code == 200
    assert world.report(world.schools).state == "accepted"
    silent = world.report(world.social)
    for data in ({"version": silent.version}, {"version": 99}, {}):
        response = client.post(url("unit_report_accept", silent.pk), data, follow=True)
        assert "danger" in response.content.decode()
    assert world.report(world.social).state == "open"


def test_the_round_names_the_silent_and_never_says_fully_for_them(world: World) -> None:
    round_ = world.open()
    world.submitted(world.schools)
    accept_unit_report(unit_report=world.report(world.schools), by=world.anna)
    response = as_user(world.anna).get(round_.get_absolute_url())
    overview = response.context["overview"]

    assert [str(report) for report in overview.silent] == ["Socialförvaltningen"]
    assert {value: number for value, _label, number in overview.counts if number} == {"partly": 1, "fully": 1}
    assert "1 av 2 har svarat" in response.content.decode()


def test_a_round_is_closed_with_its_silent_named(world: World) -> None:
    round_ = world.open()
    client = as_user(world.anna)
    assert "Socialförvaltningen" in page(client, url("round_close", round_.pk))
    data = {"version": round_.version}
    assert client.post(url("round_close", round_.pk), data).status_code == 302
    round_.refresh_from_db()
    assert not round_.is_open
    assert 'name="version"' not in page(client, url("round_close", round_.pk))
    page(client, world.report(world.social).get_absolute_url())
    page(as_user(world.rut), world.rows(world.schools)[0].get_absolute_url())
    page(as_user(world.rut), url("unit_report_submit", world.report(world.schools).pk))


# How much the database is asked


def plan_of(size: int) -> tuple[User, User, FollowUpRound]:
    """A round with `size` measures, each reported by the same `size` units."""
    plan: Plan = PlanFactory()
    units = [UnitFactory(municipality=plan.municipality) for _ in range(size)]
    for _ in range(size):
        measure = MeasureFactory(plan=plan)
        IndicatorFactory(measure=measure)
        for unit in units:
            ResponsibilityFactory(measure=measure, unit=unit, part="responsible")
    anna = member(Role.COORDINATOR, plan.municipality)
    rut = member(Role.REPORTER, unit=units[0])
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    due = localdate() + timedelta(days=30)
    round_ = open_round(edition=edition, title="U", due_on=due, parts=["responsible"], by=anna)
    for row in MeasureReport.objects.filter(unit=units[0]):
        write_measure_report(report=row, fulfilment="fully", is_ready=True, by=rut)
    return anna, rut, round_


def statements(user: User, address: str) -> int:
    client = as_user(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


ROUTES = [
    ("anna", "round_list", 15),
    ("anna", "round_detail", 12),
    ("anna", "round_open", 15),
    ("anna", "unit_report_detail", 15),
    ("rut", "round_list", 12),
    ("rut", "unit_report_detail", 12),
    ("rut", "unit_report_submit", 12),
    ("rut", "measure_report_update", 15),
    ("anna", "measure_report_review", 15),
    ("anna", "edition_detail", 12),
    ("anna", "edition_list", 15),
    ("anna", "edition_freeze", 20),
]


@pytest.mark.parametrize(("who", "route", "most"), ROUTES)
def test_a_page_asks_as_much_for_one_row_as_for_three(who: str, route: str, most: int) -> None:
    counts = []
    for size in (1, 3):
        anna, rut, round_ = plan_of(size)
        report = UnitReport.objects.filter(round=round_, unit__in=rut.access.units_as(Role.REPORTER)).get()
        row = report.measure_reports.all()[0]
        pks = {
            "round_list": None,
            "round_detail": round_.pk,
            "round_open": round_.edition_id,
            "edition_detail": round_.edition_id,
            "edition_list": round_.edition.plan_id,
            "edition_freeze": round_.edition.plan_id,
            "measure_report_update": row.pk,
            "measure_report_review": row.pk,
        }
        if route == "round_open":
            close_round(follow_up_round=round_, by=anna)
        counts.append(statements({"anna": anna, "rut": rut}[who], url(route, pks.get(route, report.pk))))

    assert counts[0] == counts[1]
    assert counts[1] <= most


def test_saving_an_answer_asks_little(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    client = as_user(world.rut)
    client.get(row.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        assert client.post(row.get_absolute_url(), answer(row, draft="1")).status_code == 302
    writes = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    assert len(writes) <= 16, "\n".join(writes)
