"""The pages of reporting and review."""

from __future__ import annotations

from typing import Any

import pytest

from plans.models import MeasureReport
from plans.services.follow_up import (
    accept_unit_report,
    close_round,
    return_measure_report,
    submit_unit_report,
    write_measure_report,
)
from plans.values import plan_values
from tests.plans.factories import EditionFactory, IndicatorFactory, PlanFactory
from tests.plans.follow_up import World, answer, as_user, follow_up_world, page, url

pytestmark = pytest.mark.django_db
NUMBER = "850709-9805"


@pytest.fixture
def world() -> World:
    return follow_up_world()


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


def test_two_who_accept_the_same_report_at_once_have_done_one_thing(world: World) -> None:
    world.open()
    report = world.submitted(world.schools)
    client, address = as_user(world.anna), url("unit_report_accept", report.pk)
    for _ in range(2):
        said = client.post(address, {"version": report.version}, follow=True).content.decode()
        assert 'data-color="success"' in said


def test_an_indicator_of_yes_and_no_is_asked_so_and_a_target_is_shown(world: World) -> None:
    measure = world.edition.plan.measures.get(text="Samtala")
    yes_no = IndicatorFactory(measure=measure, text="Rutin finns", kind="boolean", target="Ja")
    share = IndicatorFactory(measure=measure, text="Andel", kind="percentage", target="80")
    other = PlanFactory(municipality=world.anna.municipality)
    world.edition = EditionFactory(plan=other, values=plan_values(measure.plan), state="adopted")
    world.open()
    row = world.rows(world.schools)[1]
    client = as_user(world.rut)
    body = page(client, row.get_absolute_url())
    assert f'type="radio" name="indicator_{yes_no.uid.hex}"' in body
    assert "80\N{NO-BREAK SPACE}%" in body
    data = answer(row, draft="1", **{f"indicator_{yes_no.uid.hex}": "Ja", f"indicator_{share.uid.hex}": "71"})
    assert client.post(row.get_absolute_url(), data).status_code == 302
    assert sorted(row.indicator_values.values_list("value", flat=True)) == ["71", "Ja"]
    wrong = {**answer(row, draft="1"), "version": 2, f"indicator_{yes_no.uid.hex}": "Kanske"}
    assert client.post(row.get_absolute_url(), wrong).status_code == 422
