"""The pages of a plan as a whole: list, header, sections, areas, sharing."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.roles import Role
from plans.models import FocusArea, Plan, PlanGrant, Section
from tests.accounts.factories import UserFactory
from tests.plans.factories import (
    EditionFactory,
    FocusAreaFactory,
    MeasureFactory,
    PlanFactory,
    PlanGrantFactory,
    SectionFactory,
)
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    person = member(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def plan(anna):
    return PlanFactory(
        municipality=anna.municipality, header=[{"label": "Beslutad av", "state": "missing", "value": ""}]
    )


def key() -> str:
    return str(uuid.uuid4())


def header_data(plan, **fields) -> dict:
    """The form about the plan as it would be sent."""
    labels = list(dict.fromkeys([*(one["label"] for one in plan.header), *plan.municipality.header_fields]))
    states = {f"header_{number}_state": "missing" for number in range(len(labels))}
    return {"version": plan.version, "title": plan.title, "is_numbered": "on", **states, **fields}


def test_plan_list_without_plans_says_what_to_do_first(client, anna):
    page = client.get(reverse("plans:plan_list")).content.decode()
    assert "Ingen plan ännu" in page
    assert reverse("plans:plan_create") in page


def test_plan_list_of_someone_who_sees_no_drafts_holds_the_editions_in_force(client):
    reader = member(Role.EMPLOYEE)
    decided = EditionFactory(plan=PlanFactory(municipality=reader.municipality), state="adopted")
    draft = PlanFactory(municipality=reader.municipality, title="Bara ett utkast")
    client.force_login(reader)
    page = client.get(reverse("plans:plan_list")).content.decode()
    assert decided.get_absolute_url() in page
    assert draft.title not in page
    assert reverse("plans:plan_create") not in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Anvisningar", "Riktlinjer"]),
        ("?ordna=-titel", ["Riktlinjer", "Anvisningar"]),
        ("?ordna=andrad", ["Anvisningar", "Riktlinjer"]),
        ("?ordna=nonsens", ["Anvisningar", "Riktlinjer"]),
        ("?q=RIKT", ["Riktlinjer"]),
        ("?q=saknas", []),
        ("?q=%00", ["Anvisningar", "Riktlinjer"]),
    ],
)
def test_plan_list_is_searched_and_sorted(client, anna, query, titles):
    for title in ("Anvisningar", "Riktlinjer"):
        PlanFactory(municipality=anna.municipality, title=title)
    answer = client.get(reverse("plans:plan_list") + query)
    assert [one.title for one in answer.context["lists"].plans] == titles


@pytest.mark.parametrize("written", ["plan", "section", "focus_area", "measure"])
def test_plan_list_says_when_anything_in_a_plan_was_last_changed(client, anna, written):
    plans = PlanFactory.create_batch(3, municipality=anna.municipality)
    for plan in plans:
        parts = {"section": SectionFactory, "focus_area": FocusAreaFactory, "measure": MeasureFactory}
        rows = {"plan": plan} | {name: factory(plan=plan) for name, factory in parts.items()}
        for name, row in rows.items():
            day = 20 if plan == plans[1] and name == written else 10
            row.history.update(history_date=datetime(2025, 3, day, tzinfo=UTC))
    answer = client.get(reverse("plans:plan_list") + "?ordna=-andrad")
    shown = [(one.pk, one.changed_at.date().isoformat(), one.measure_count) for one in answer.context["lists"].plans]
    assert shown[0] == (plans[1].pk, "2025-03-20", 1)
    assert [changed for _pk, changed, _count in shown[1:]] == ["2025-03-10"] * 2


def test_plan_list_says_when_a_plan_without_any_part_was_made(client, anna):
    plan = PlanFactory(municipality=anna.municipality)
    (shown,) = client.get(reverse("plans:plan_list")).context["lists"].plans
    assert (shown.changed_at, shown.measure_count) == (plan.history.get().history_date, 0)


@pytest.mark.parametrize("route", ["plan_create", "plan_register"])
def test_plan_create_makes_a_plan_of_the_own_municipality(client, anna, route):
    assert client.get(reverse(f"plans:{route}")).status_code == 200
    answer = client.post(reverse(f"plans:{route}"), {"title": "Ny plan", "submission_key": key()})
    made = Plan.objects.get()
    assert (made.municipality, answer.headers["Location"]) == (anna.municipality, made.get_absolute_url())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": ""}, "id_title_error"),
        ({"title": "Å" * 301}, "id_title_error"),
        ({"title": "N\x00"}, "id_title_error"),
        ({"title": "Om 19900101-0017"}, "id_title_error"),
        ({"title": "T", "document_type": "Påhittad"}, "id_document_type_error"),
        ({"title": "T", "registry_number": "1" * 51}, "id_registry_number_error"),
    ],
)
def test_plan_create_tells_what_is_wrong_at_the_field(client, anna, fields, told):
    answer = client.post(reverse("plans:plan_create"), {"submission_key": key(), **fields})
    assert answer.status_code == 422
    assert f'id="{told}"' in answer.content.decode()


def test_plan_create_refuses_a_unit_of_another_municipality(client, anna):
    data = {"submission_key": key(), "title": "T", "responsible_unit": UnitFactory().pk}
    answer = client.post(reverse("plans:plan_create"), data)
    assert answer.status_code == 422
    assert 'id="id_responsible_unit_error"' in answer.content.decode()


def test_plan_update_writes_a_value_a_dash_and_labels(client, plan):
    address = reverse("plans:plan_update", args=[plan.pk])
    assert client.get(address).status_code == 200
    data = header_data(
        plan,
        header_0_value="Kommunstyrelsen",
        header_1_state="none",
        column_activities="Vad ska göras",
        prevention_levels="Generell\nSpecifik",
    )
    assert client.post(address, data).status_code == 302
    plan.refresh_from_db()
    assert [(one["state"], one["value"]) for one in plan.header[:3]] == [
        ("value", "Kommunstyrelsen"),
        ("none", ""),
        ("missing", ""),
    ]
    assert (plan.column_labels, plan.prevention_levels) == ({"activities": "Vad ska göras"}, ["Generell", "Specifik"])


@pytest.mark.parametrize("marked", ["value", "none", "missing"])
def test_a_header_value_that_was_typed_is_kept_whatever_is_marked(client, plan, marked):
    data = header_data(plan, header_0_value="Kommunstyrelsen", header_0_state=marked)
    assert client.post(reverse("plans:plan_update", args=[plan.pk]), data).status_code == 302
    plan.refresh_from_db()
    assert plan.header[0] == {"label": "Beslutad av", "state": "value", "value": "Kommunstyrelsen"}


def test_a_dash_that_is_marked_beside_an_old_value_ends_it(client, anna):
    old = {"label": "Beslutad av", "state": "value", "value": "Kommunstyrelsen"}
    plan = PlanFactory(municipality=anna.municipality, header=[old])
    data = header_data(plan, header_0_value=old["value"], header_0_state="none")
    assert client.post(reverse("plans:plan_update", args=[plan.pk]), data).status_code == 302
    plan.refresh_from_db()
    assert plan.header[0] == {"label": "Beslutad av", "state": "none", "value": ""}


def test_plan_update_keeps_a_responsible_unit_that_has_ended(client, anna):
    ended, other = (UnitFactory(municipality=anna.municipality, status="ended") for _ in range(2))
    plan = PlanFactory(municipality=anna.municipality, responsible_unit=ended)
    address = reverse("plans:plan_update", args=[plan.pk])
    assert f'<option value="{ended.pk}" selected>' in client.get(address).content.decode()
    data = header_data(plan, title="Ny titel", responsible_unit=ended.pk)
    assert client.post(address, data).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.responsible_unit) == ("Ny titel", ended)
    assert client.post(address, header_data(plan, responsible_unit=other.pk)).status_code == 422


def test_plan_update_of_what_someone_else_saved_shows_both_and_keeps_what_was_typed(client, plan):
    address = reverse("plans:plan_update", args=[plan.pk])
    client.post(address, header_data(plan, title="Den andras titel"))
    answer = client.post(address, header_data(plan, title="Min titel"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Den andras titel" in page
    assert "Min titel" in page
    assert "Du sparade i en annan flik" in page
    client.force_login(member(Role.COORDINATOR, plan.municipality))
    at = timezone.localtime(plan.history.latest().history_date)
    page = client.post(address, header_data(plan, title="En tredje")).content.decode()
    assert f"{escape(plan.history.latest().history_user)} sparade {at:%H:%M}" in page


def test_the_document_shows_sections_in_order_with_lists_and_runs_nothing_that_people_wrote(client, plan):
    listed = "<p>Inledning:</p>\n<ul><li><p>ett &lt;b&gt;</p></li></ul>"
    top = SectionFactory(plan=plan, heading="Syfte <b>", body=f"{listed}<p onclick='x()'>Nytt<script>y()</script></p>")
    SectionFactory(plan=plan, parent=top, heading="Mål")
    page = client.get(plan.get_absolute_url()).content.decode()
    assert f'<div class="section-body prose" hx-disable>{listed}<p>Nytt</p></div>' in page
    assert "Syfte &lt;b&gt;</h2>" in page
    assert '<span class="section-number">1.1</span>Mål' in page


def test_the_document_of_a_draft_without_measures_says_how_to_go_on(client, plan):
    section, area = SectionFactory(plan=plan), FocusAreaFactory(plan=plan)
    article = client.get(plan.get_absolute_url()).content.decode().split("<article")[1].split("</article>")[0]
    ways = (
        f'href="{reverse("plans:measure_create", args=[plan.pk])}">',
        reverse("exchange:measure_import", args=[plan.pk]),
    )
    assert (
        article.index(f"avsnitt-{section.pk}") < article.index(f"omrade-{area.pk}") < article.index("inga åtgärder än")
    )
    assert all(way in article for way in ways)
    client.force_login(PlanGrantFactory(content_object=plan, user__municipality=plan.municipality).user)
    assert "inga åtgärder än" not in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize("parts", [(), (SectionFactory, MeasureFactory), (MeasureFactory,)])
def test_the_document_with_measures_or_without_anything_does_not_ask_for_measures(client, plan, parts):
    for factory in parts:
        factory(plan=plan)
    assert "inga åtgärder än" not in client.get(plan.get_absolute_url()).content.decode()


def test_someone_who_may_only_read_the_draft_sees_no_tools_in_it(client, plan):
    reader = PlanGrantFactory(content_object=plan).user
    MeasureFactory(plan=plan)
    SectionFactory(plan=plan)
    client.force_login(reader)
    for address in (plan.get_absolute_url(), reverse("plans:plan_table", args=[plan.pk])):
        page = client.get(address).content.decode()
        assert "/andra/" not in page
        assert "/flytta/" not in page


def test_plan_withdraw_asks_first_and_plan_restore_brings_it_back(client, plan):
    address = reverse("plans:plan_withdraw", args=[plan.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, follow=True).content.decode()
    restore = reverse("plans:plan_restore", args=[plan.pk])
    assert restore in page
    assert client.post(restore).headers["Location"] == plan.get_absolute_url()


def test_plan_withdraw_with_an_edition_in_force_is_refused_on_the_page(client, plan):
    EditionFactory(plan=plan, state="adopted")
    answer = client.post(reverse("plans:plan_withdraw", args=[plan.pk]))
    plan.refresh_from_db()
    assert (answer.status_code, plan.is_withdrawn) == (422, False)


def test_a_section_is_written_moved_removed_and_restored(client, plan):
    first = SectionFactory(plan=plan, heading="Först")
    create = reverse("plans:section_create", args=[plan.pk])
    assert client.get(f"{create}?under={first.pk}").status_code == 200
    client.post(create, {"submission_key": key(), "heading": "Sedan", "body": "Text", "is_numbered": "on"})
    second = Section.objects.get(heading="Sedan")
    client.post(reverse("plans:section_move", args=[second.pk]), {"direction": "up"})
    assert [one.heading for one in plan.sections.all()] == ["Sedan", "Först"]
    client.post(reverse("plans:section_move", args=[second.pk]), {"to_parent": "True", "parent": first.pk})
    second.refresh_from_db()
    assert second.parent == first
    client.post(reverse("plans:section_withdraw", args=[first.pk]))
    assert list(plan.sections.current()) == []
    client.post(reverse("plans:section_restore", args=[first.pk]))
    assert set(plan.sections.current()) == {first, second}


def test_section_update_writes_and_a_section_cannot_stand_under_itself(client, plan):
    section = SectionFactory(plan=plan, heading="Överst")
    child = SectionFactory(plan=plan, parent=section)
    address = reverse("plans:section_update", args=[section.pk])
    data = {"version": 1, "heading": "Nytt", "body": "rad\r\n\r\nrad", "is_numbered": "on"}
    assert client.post(address, data).status_code == 302
    section.refresh_from_db()
    assert (section.heading, section.body) == ("Nytt", "<p>rad rad</p>")
    answer = client.post(address, data | {"version": 2, "parent": child.pk})
    assert answer.status_code == 422
    assert 'id="id_parent_error"' in answer.content.decode()


@pytest.mark.parametrize("fields", [{"heading": ""}, {"heading": "x", "body": "Å" * 100_000}, {"heading": "\x00"}])
def test_bad_input_in_a_section_is_told_and_kept(client, plan, fields):
    answer = client.post(reverse("plans:section_create", args=[plan.pk]), {"submission_key": key(), **fields})
    assert answer.status_code == 422


def test_a_section_of_another_municipality_cannot_be_a_parent(client, plan):
    data = {"submission_key": key(), "heading": "H", "parent": SectionFactory().pk}
    assert client.post(reverse("plans:section_create", args=[plan.pk]), data).status_code == 422


def test_an_area_is_made_renamed_moved_removed_and_restored(client, plan):
    first = FocusAreaFactory(plan=plan, name="Först")
    client.post(reverse("plans:focus_area_create", args=[plan.pk]), {"submission_key": key(), "name": "Sedan"})
    area = FocusArea.objects.get(name="Sedan")
    client.post(reverse("plans:focus_area_update", args=[area.pk]), {"version": 1, "name": "Stycke ett\n\nStycke två"})
    area.refresh_from_db()
    assert area.name == "Stycke ett\n\nStycke två"
    client.post(reverse("plans:focus_area_move", args=[area.pk]), {"direction": "up"})
    assert list(plan.focus_areas.all()) == [area, first]
    client.post(reverse("plans:focus_area_withdraw", args=[area.pk]))
    assert list(plan.focus_areas.current()) == [first]
    client.post(reverse("plans:focus_area_restore", args=[area.pk]))
    assert set(plan.focus_areas.current()) == {area, first}


def test_an_area_with_measures_is_not_removed(client, plan):
    area = FocusAreaFactory(plan=plan)
    MeasureFactory(plan=plan, focus_area=area)
    answer = client.post(reverse("plans:focus_area_withdraw", args=[area.pk]))
    assert answer.status_code == 422
    assert list(plan.focus_areas.current()) == [area]


def test_plan_unshare_takes_a_removed_plan_back_too(client, plan):
    bo = UserFactory()
    PlanGrantFactory(content_object=plan, user=bo)
    client.post(reverse("plans:plan_withdraw", args=[plan.pk]), {"version": plan.version})
    share = client.get(reverse("plans:plan_share", args=[plan.pk])).content.decode()
    assert (bo.email in share, 'name="permission"' in share) == (True, False)
    answer = client.post(reverse("plans:plan_unshare", args=[plan.pk, bo.pk]), follow=True)
    assert f"{bo} kan inte längre öppna utkastet" in answer.content.decode()
    assert bo.has_perm("plans.view_plan", plan) is False


def test_plan_unshare_finds_a_person_whatever_the_number(client, plan):
    bo = UserFactory(pk=1_234_567)
    PlanGrantFactory(content_object=plan, user=bo)
    client.post(reverse("plans:plan_unshare", args=[plan.pk, bo.pk]))
    assert not PlanGrant.objects.exists()


def test_plan_unshare_asks_first_and_takes_nothing_by_being_opened(client, plan):
    bo = PlanGrantFactory(content_object=plan, user__name="Bo Ek").user
    answer = client.get(reverse("plans:plan_unshare", args=[plan.pk, bo.pk]))
    assert (answer.status_code, "med Bo Ek?" in answer.content.decode()) == (200, True)
    assert PlanGrant.objects.filter(user=bo).exists()


def test_plan_unshare_of_somebody_with_a_role_says_that_the_role_still_shows_it(client, plan):
    bo = member(Role.COORDINATOR, plan.municipality, name="Bo Ek")
    PlanGrantFactory(content_object=plan, user=bo)
    answer = client.post(reverse("plans:plan_unshare", args=[plan.pk, bo.pk]), follow=True)
    assert "Bo Ek, som fortfarande ser det genom en roll" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", [0, 1_234_567, 10**19, 10**300])
def test_plan_unshare_of_nobody_says_so_and_takes_nothing(client, plan, person, method):
    PlanGrantFactory(content_object=plan)
    answer = getattr(client, method)(reverse("plans:plan_unshare", args=[plan.pk, person]), follow=True)
    assert "Inget avslutades" in answer.content.decode()
    assert PlanGrant.objects.count() == 1


def test_an_invited_reader_reads_the_draft_and_may_not_write_in_it(client, plan):
    bo = UserFactory()
    PlanGrantFactory(content_object=plan, user=bo)
    measure = MeasureFactory(plan=plan)
    client.force_login(bo)
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert client.get(reverse("plans:measure_update", args=[measure.pk])).status_code == 403
    assert client.get(PlanFactory(municipality=plan.municipality).get_absolute_url()).status_code == 404


def test_the_pages_of_another_municipality_are_not_found(client, anna):
    stranger = PlanFactory()
    for route in ("plan_detail", "plan_table", "plan_update", "plan_withdraw", "plan_share", "measure_create"):
        assert client.get(reverse(f"plans:{route}", args=[stranger.pk])).status_code == 404
