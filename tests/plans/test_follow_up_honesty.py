"""What the pages of follow-up claim is so: who has answered, who was told, what was chosen, who may read."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import FollowUpRound, MeasureReport, UnitReport
from plans.selectors.overview import waiting_for
from plans.services.follow_up import (
    accept_unit_report,
    return_measure_report,
    submit_unit_report,
    write_measure_report,
)
from responsibilities.models import Membership, Unit
from tests.plans.follow_up import World, answer, as_user, follow_up_world, page, url
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
EVERYONE = "Alla har svarat"


@pytest.fixture
def world() -> World:
    return follow_up_world()


def first_only(world: World, **more: Any) -> FollowUpRound:
    """A round in which the schools alone are asked, about one measure."""
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    opened: FollowUpRound = world.open(assignments={uid: [world.schools.pk]}, **more)
    return opened


# Who has answered


def test_everyone_has_answered_only_when_nothing_is_waited_for(world: World) -> None:
    round_ = first_only(world)
    client = as_user(world.anna)
    assert EVERYONE not in page(client, round_.get_absolute_url())
    world.submitted(world.schools)
    assert EVERYONE in page(client, round_.get_absolute_url())
    return_measure_report(report=world.rows(world.schools)[0], note="Mer", by=world.anna)
    body = page(client, round_.get_absolute_url())

    assert EVERYONE not in body
    assert "0 av 1 har lämnat in" in body
    assert "Utbildningsförvaltningen" in body.split("Har fått tillbaka svar att ändra")[1].split("</ul>")[0]


def test_what_a_unit_has_drafted_is_not_counted_for_those_who_only_read(world: World) -> None:
    board = UnitFactory(municipality=world.anna.municipality, kind=Unit.Kind.BOARD)
    round_ = world.open(body=board)
    ready = "0 av 2 klara"
    assert ready in page(as_user(world.anna), round_.get_absolute_url())

    assert ready not in page(as_user(member(Role.MEMBER, unit=board)), round_.get_absolute_url())


# Who was told


def test_the_manager_of_the_unit_above_is_told_that_everything_is_ready(world: World) -> None:
    Membership.objects.filter(user=world.mona).delete()
    division = UnitFactory(municipality=world.schools.municipality, name="Divisionen")
    Unit.objects.filter(pk=world.schools.pk).update(parent=division)
    boss = member(Role.MANAGER, unit=division, name="Berta Boss")
    first_only(world, reporter_may_submit=False)
    world.ready(world.schools)

    assert list(Notice.objects.filter(kind="unit_report_ready").values_list("recipient", flat=True)) == [boss.pk]
    for route in ("unit_report_detail", "unit_report_submit"):
        body = page(as_user(world.rut), url(route, world.report(world.schools).pk))
        assert "har fått ett meddelande: Berta Boss." in body


@pytest.mark.parametrize("route", ["unit_report_detail", "unit_report_submit"])
def test_where_nobody_was_told_the_page_says_who_may_submit(world: World, route: str) -> None:
    Membership.objects.filter(user=world.mona).delete()
    first_only(world, reporter_may_submit=False)
    world.ready(world.schools)
    body = page(as_user(world.rut), url(route, world.report(world.schools).pk))

    assert not Notice.objects.filter(kind="unit_report_ready").exists()
    assert "har fått ett meddelande" not in body
    assert f"Be samordnaren lämna in den: {world.anna.name}." in body


def test_a_manager_who_came_later_is_named_and_not_said_to_know(world: World) -> None:
    Membership.objects.filter(user=world.mona).delete()
    first_only(world, reporter_may_submit=False)
    world.ready(world.schools)
    member(Role.MANAGER, unit=world.schools, name="Nils Ny")
    body = page(as_user(world.rut), world.report(world.schools).get_absolute_url())

    assert "har inte fått något meddelande. Säg till Nils Ny." in body


# What was chosen


def test_a_draft_without_a_choice_is_asked_anew(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    client = as_user(world.rut)
    client.post(row.get_absolute_url(), answer(row, fulfilment="", result="Vi har börjat", draft="1"))
    body = page(client, row.get_absolute_url())

    row.refresh_from_db()
    assert (row.fulfilment, row.result, row.written_by) == ("", "Vi har börjat", world.rut)
    assert " checked" not in body.split('name="fulfilment"', 1)[1].split("id_result")[0]
    for route in ("unit_report_detail", "unit_report_submit"):
        assert "Ej bedömd" not in page(client, url(route, row.unit_report_id))
    assert "Ej bedömd" not in page(as_user(world.anna), url("measure_report_review", row.pk))


def test_what_was_chosen_in_a_draft_is_chosen_still(world: World) -> None:
    world.open()
    row = world.rows(world.schools)[0]
    client = as_user(world.rut)
    client.post(row.get_absolute_url(), answer(row, fulfilment="not_assessed", draft="1"))

    assert 'value="not_assessed" id="id_fulfilment_0" checked' in page(client, row.get_absolute_url())


def test_nothing_is_ready_without_a_choice(world: World) -> None:
    world.open()
    with pytest.raises(ValidationError) as refused:
        write_measure_report(report=world.rows(world.schools)[0], fulfilment="", is_ready=True, by=world.rut)
    assert list(refused.value.error_dict) == ["fulfilment"]


def test_old_drafts_in_which_nothing_was_chosen_are_asked_anew(world: World) -> None:
    world.open()
    untouched, answered = world.rows(world.schools)
    (foreign,) = world.rows(world.social)
    MeasureReport.objects.update(fulfilment="not_assessed")
    MeasureReport.objects.filter(pk=answered.pk).update(comment="Svårt att säga")
    MeasureReport.objects.filter(pk=foreign.pk).update(state="returned")
    import_module("plans.migrations.0004_drafts_are_not_answered_for_you").open_the_question(apps, None)

    chosen = dict(MeasureReport.objects.values_list("pk", "fulfilment"))
    assert chosen == {untouched.pk: "", answered.pk: "not_assessed", foreign.pk: "not_assessed"}


# Who may read


def test_an_auditor_reads_a_report_once_it_is_submitted_and_not_while_it_is_written(world: World) -> None:
    world.open()
    auditor = member(Role.AUDITOR, world.anna.municipality)
    report, row = world.report(world.schools), world.rows(world.schools)[0]
    world.ready(world.schools)

    def reads() -> tuple[int, int]:
        person = fresh(auditor)
        page(as_user(person), report.get_absolute_url(), 200 if UnitReport.objects.visible_to(person).exists() else 404)
        return (UnitReport.objects.visible_to(person).count(), MeasureReport.objects.visible_to(person).count())

    assert reads() == (0, 0)
    world.submitted(world.schools)
    assert reads() == (1, 2)
    row.refresh_from_db()
    return_measure_report(report=row, note="Mer", by=world.anna)
    assert reads() == (0, 1)  # the row that was not returned stays submitted, without a page of its own
    write_measure_report(report=row, fulfilment="fully", is_ready=True, by=world.rut)
    accept_unit_report(unit_report=submit_unit_report(unit_report=report, by=world.rut), by=world.anna)
    assert reads() == (1, 2)


# What waits


def test_what_the_coordinator_reports_itself_waits_for_the_coordinator(world: World) -> None:
    uid = world.edition.values["focus_areas"][0]["measures"][0]["uid"]
    world.open(assignments={uid: [None]}, due_on=localdate() + timedelta(days=5))
    report = UnitReport.objects.get()

    def waits(user: User) -> list[tuple[str, object]]:
        return [(one.kind, one.target) for one in waiting_for(fresh(user), today=localdate())]

    assert waits(world.anna) == [("report_to_write", report)]
    assert waits(world.rut) == []
    body = page(as_user(world.anna), "/")
    assert report.get_absolute_url() in body
    assert "Redovisa de åtgärder som du själv svarar för" in body


# From a figure to its rows


def test_a_figure_of_the_round_leads_to_its_measures_and_back_to_all(world: World) -> None:
    round_ = world.open()
    world.submitted(world.schools)
    client, address = as_user(world.anna), round_.get_absolute_url()
    whole = page(client, address)
    assert "?uppfyllelse=partly#measures" in whole
    assert "?uppfyllelse=not_met" not in whole
    table = page(client, f"{address}?uppfyllelse=partly").split('id="measures"')[1]

    assert "Utbilda" in table
    assert "Samtala" not in table
    assert f'href="{address}#measures"' in table
    assert f"{address}?uppfyllelse=partly#measures" in page(client, "/")


@pytest.mark.parametrize("wrong", ["allt", "\x00", "'", "not_met ", "fully&x"])
def test_an_unknown_figure_shows_every_measure(world: World, wrong: str) -> None:
    round_ = world.open()
    body = as_user(world.anna).get(round_.get_absolute_url(), {"uppfyllelse": wrong}).content.decode()
    assert "Utbilda" in body.split('id="measures"')[1]
    assert "Samtala" in body.split('id="measures"')[1]


def test_the_measures_of_a_figure_take_no_more_statements_than_all(world: World) -> None:
    round_ = world.open()
    client = as_user(world.anna)
    counts = []
    for query in ("", "", "?uppfyllelse=not_assessed"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{round_.get_absolute_url()}{query}")
        counts.append(len(asked))
    assert counts[1] == counts[2]
