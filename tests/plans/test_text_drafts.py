"""What is written and not saved: kept for its writer alone, offered again, gone when it is saved, never in the way."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from plans.models import TextDraft
from plans.selectors.writing import drafts_in_place
from plans.services import writing
from plans.services.plan import withdraw_plan
from plans.services.section import update_section
from plans.services.writing import sweep_drafts
from tests.plans.factories import MeasureFactory, PlanFactory, PlanGrantFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR, name="Anna Ek")


@pytest.fixture
def section(anna):
    return SectionFactory(plan__municipality=anna.municipality, heading="Syfte", body="<p>Ett</p>")


@pytest.fixture
def desk(client, anna):
    client.force_login(anna)
    return client


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send of the form that stands at an address."""
    answer = client.get(address)
    form, desk = answer.context["form"], answer.context["desk"]
    fields = {field.html_name: field.value() for field in form if field.name != "confirm_digits"}
    fields = {name: value for name, value in fields.items() if value not in (None, False)}
    return {**fields, "draft_mark": str(desk.mark), **({"draft_from": desk.continues} if desk.continues else {})}


def address_of(section) -> str:
    return reverse("plans:section_update", args=[section.pk])


def keep(client: Client, plan, place: str, fields: dict[str, Any], order: int = 1):
    sent = {"draft_place": place, "draft_as": order, **fields}
    return client.post(reverse("plans:draft_keep", args=[plan.pk]), sent)


def typed(client: Client, section, text: str, order: int = 1, **form: Any) -> dict[str, Any]:
    form = form or form_of(client, address_of(section))
    form = {**form, "body": text}
    assert keep(client, section.plan, f"section:{section.pk}", form, order).status_code == 200
    return form


def test_what_is_typed_is_kept_and_the_plan_is_not_touched(desk, section, anna):
    typed(desk, section, "<p>Två</p>")
    draft = TextDraft.objects.get()
    assert (draft.user, draft.fields["body"], draft.base_version) == (anna, ["<p>Två</p>"], 1)
    section.refresh_from_db()
    assert (section.body, section.version, section.history.count()) == ("<p>Ett</p>", 1, 1)


def test_coming_back_offers_what_was_not_saved_with_its_differences_and_goes_on_with_it(desk, section):
    typed(desk, section, "<p>Ett annat</p>")
    page = desk.get(address_of(section)).content.decode()
    assert "Du har osparad text från" in page
    assert "annat</ins>" in page.replace('<span class="visually-hidden">]</span>', "")
    draft = TextDraft.objects.get()
    answer = desk.get(address_of(section), {"utkast": draft.pk})
    assert answer.status_code == 200
    assert answer.context["form"]["body"].value() == "<p>Ett annat</p>"


def test_saving_writes_the_section_and_ends_the_draft_it_went_on_from(desk, section):
    typed(desk, section, "<p>Två</p>")
    back = form_of(desk, f"{address_of(section)}?utkast={TextDraft.objects.get().pk}")
    assert desk.post(address_of(section), back).status_code == 302
    section.refresh_from_db()
    assert section.body == "<p>Två</p>"
    assert not TextDraft.objects.open().exists()


def test_what_a_saved_form_sends_late_is_not_kept(desk, section):
    form = typed(desk, section, "<p>Två</p>")
    assert desk.post(address_of(section), form).status_code == 302
    late = keep(desk, section.plan, f"section:{section.pk}", form, order=9)
    assert (late.status_code, late.json()["is_kept"]) == (200, False)
    assert not TextDraft.objects.open().exists()
    assert "osparad" not in desk.get(address_of(section)).content.decode()


def test_a_form_that_was_saved_before_it_kept_anything_keeps_nothing_after(desk, section):
    form = form_of(desk, address_of(section))
    assert desk.post(address_of(section), form | {"body": "<p>Två</p>"}).status_code == 302
    assert keep(desk, section.plan, f"section:{section.pk}", form, order=9).json()["is_kept"] is False
    assert TextDraft.objects.get().fields == {}


def test_a_new_section_is_kept_offered_and_made_once(desk, section):
    address = reverse("plans:section_create", args=[section.plan_id])
    form = form_of(desk, address) | {"heading": "Ny", "body": "<p>Text</p>"}
    keep(desk, section.plan, f"section-new:{section.plan_id}", form)
    back = form_of(desk, f"{address}?utkast={TextDraft.objects.get().pk}")
    assert (back["heading"], back["body"]) == ("Ny", "<p>Text</p>")
    assert desk.post(address, back).status_code == 302
    assert section.plan.sections.filter(heading="Ny").count() == 1
    assert not TextDraft.objects.open().exists()


def test_a_measure_is_kept_with_its_rows(desk, anna):
    measure = MeasureFactory(plan__municipality=anna.municipality, text="Utbilda")
    address = reverse("plans:measure_update", args=[measure.pk])
    rows = {f"{kind}-{name}_FORMS": "0" for kind in ("responsibilities", "indicators") for name in ("TOTAL", "INITIAL")}
    rows |= {"activities-TOTAL_FORMS": "1", "activities-INITIAL_FORMS": "0", "activities-0-text": "Ta fram en plan"}
    form = form_of(desk, address) | {"text": "Utbilda fler", **rows}
    assert keep(desk, measure.plan, f"measure:{measure.pk}", form).status_code == 200
    page = desk.get(address).content.decode()
    assert "Du har osparad text från" in page
    assert "Ta fram en plan" in page
    answer = desk.get(address, {"utkast": TextDraft.objects.get().pk})
    assert answer.context["form"]["text"].value() == "Utbilda fler"
    assert answer.context["form"].rows["activities"].forms[0]["text"].value() == "Ta fram en plan"


def test_two_tabs_keep_a_text_each_and_are_told_of_each_other(desk, section):
    typed(desk, section, "<p>Den ena</p>")
    form = form_of(desk, address_of(section)) | {"body": "<p>Den andra</p>"}
    told = keep(desk, section.plan, f"section:{section.pk}", form).json()
    assert told["is_elsewhere"] is True
    assert {one.fields["body"][0] for one in TextDraft.objects.open()} == {"<p>Den ena</p>", "<p>Den andra</p>"}
    page = desk.get(address_of(section)).content.decode()
    assert page.count("Du har osparad text från") == 2


def test_what_comes_out_of_order_changes_nothing(desk, section):
    form = typed(desk, section, "<p>Nyast</p>", order=20)
    typed(desk, section, "<p>Äldre</p>", order=10, **form)
    assert TextDraft.objects.get().fields["body"] == ["<p>Nyast</p>"]


def test_a_draft_of_an_older_section_shows_how_the_two_go_together(desk, section, anna):
    typed(desk, section, "<p>Ett</p>\n<p>Mitt</p>")
    bo = member(Role.COORDINATOR, anna.municipality)
    update_section(section=section, version=1, heading="Mål", body="<p>Ett</p>", by=bo)
    answer = desk.get(address_of(section), {"utkast": TextDraft.objects.get().pk})
    form = answer.context["form"]
    assert [one.origin for one in form.merge.parts] == ["same", "mine"]
    assert [(one.name, one.taken) for one in form.merge.changed_fields] == [("heading", "Mål")]


def test_the_draft_is_thrown_away_by_its_writer_alone(desk, section, anna):
    typed(desk, section, "<p>Två</p>")
    drop = reverse("plans:draft_drop", args=[TextDraft.objects.get().pk])
    other = Client()
    other.force_login(member(Role.COORDINATOR, anna.municipality))
    assert other.post(drop).status_code == 404
    assert desk.post(drop).status_code == 302
    assert not TextDraft.objects.open().exists()
    assert desk.post(drop).status_code == 404


def thrown(desk, section, text: str = "<p>Två</p>") -> TextDraft:
    typed(desk, section, text)
    draft = TextDraft.objects.open().latest("pk")
    desk.post(reverse("plans:draft_drop", args=[draft.pk]))
    return draft


def test_what_was_thrown_away_is_offered_back_for_a_day_and_comes_back_whole(desk, section, anna):
    draft = thrown(desk, section)
    back = reverse("plans:draft_restore", args=[draft.pk])
    listed = reverse("plans:draft_list", args=[section.plan_id])
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        desk.force_login(anna)
        sweep_drafts(now=timezone.now())
        for page in (address_of(section), listed):
            assert f'action="{back}"' in desk.get(page).content.decode()
        assert desk.get(address_of(section)).context["desk"].offers == []
        assert desk.post(back).status_code == 302
    assert TextDraft.objects.open().get().fields["body"] == ["<p>Två</p>"]
    assert desk.get(address_of(section), {"utkast": draft.pk}).context["form"]["body"].value() == "<p>Två</p>"


def test_throwing_away_offers_to_undo_it_at_once(desk, section):
    typed(desk, section, "<p>Två</p>")
    draft = TextDraft.objects.get()
    page = desk.post(reverse("plans:draft_drop", args=[draft.pk]), follow=True).content.decode()
    assert f'class="message-undo" method="post" action="{reverse("plans:draft_restore", args=[draft.pk])}"' in page


def test_what_cannot_be_brought_back_is_not_lost(desk, section, monkeypatch):
    draft = thrown(desk, section)
    monkeypatch.setattr(writing, "MOST", 0)
    page = desk.post(reverse("plans:draft_restore", args=[draft.pk]), follow=True).content.decode()
    assert "osparade texter" in page
    draft.refresh_from_db()
    assert (draft.fields["body"], draft.ended_at is None) == (["<p>Två</p>"], False)


def test_what_was_thrown_away_comes_back_to_its_writer_alone(desk, section, anna):
    back = reverse("plans:draft_restore", args=[thrown(desk, section).pk])
    other = Client()
    other.force_login(member(Role.COORDINATOR, anna.municipality))
    assert other.post(back).status_code == 404
    assert not TextDraft.objects.open().exists()


def test_what_was_saved_cannot_be_brought_back(desk, section):
    form = typed(desk, section, "<p>Två</p>")
    desk.post(address_of(section), form)
    assert desk.post(reverse("plans:draft_restore", args=[TextDraft.objects.get().pk])).status_code == 404
    assert "Ta tillbaka" not in desk.get(address_of(section)).content.decode()


def test_of_others_who_write_only_the_name_is_read(desk, section, anna, django_assert_num_queries):
    bo = Client()
    bo.force_login(member(Role.COORDINATOR, anna.municipality, name="Bo Ek"))
    typed(bo, section, "<p>Bos text</p>")
    with django_assert_num_queries(2) as asked:
        found = drafts_in_place(anna, section.plan, f"section:{section.pk}")
    assert (found.own, found.others) == ((), ("Bo Ek",))
    assert "fields" not in asked[1]["sql"]


def test_another_sees_who_writes_and_nothing_of_what(desk, section, anna):
    typed(desk, section, "<p>Hemligt utkast</p>")
    other = Client()
    other.force_login(member(Role.COORDINATOR, anna.municipality))
    pages = [other.get(address_of(section)), other.get(reverse("plans:draft_list", args=[section.plan_id]))]
    place = {"plats": f"section:{section.pk}"}
    pages.append(other.get(reverse("plans:draft_writers", args=[section.plan_id]), place))
    said = [page.content.decode() for page in pages]
    assert ["Anna Ek skriver här just nu" in page for page in said] == [True, False, True]
    assert not any("Hemligt" in page for page in said)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert "Anna Ek" not in other.get(address_of(section)).content.decode()


@pytest.mark.parametrize("text", ["<p>Ring 19121212-1212</p>", "<p>Ring <strong>191212</strong>12-1212</p>"])
def test_a_draft_holds_no_identity_number(desk, section, text):
    form = form_of(desk, address_of(section)) | {"body": text}
    answer = keep(desk, section.plan, f"section:{section.pk}", form)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not TextDraft.objects.exists()


def test_a_draft_is_not_endless_and_a_person_has_not_endlessly_many(desk, section, monkeypatch):
    form = form_of(desk, address_of(section))
    place = f"section:{section.pk}"
    assert keep(desk, section.plan, place, form | {"body": "å" * 500_000}).status_code == 422
    monkeypatch.setattr(writing, "MOST", 1)
    assert keep(desk, section.plan, place, form).status_code == 200
    assert keep(desk, section.plan, place, form | {"draft_mark": str(uuid.uuid4())}).status_code == 422
    assert TextDraft.objects.count() == 1


@pytest.mark.parametrize("place", ["", "section:0", "plan:1", "section:x", "section:999999999999999", "measure:1\x00"])
def test_a_place_that_is_not_in_the_plan_keeps_nothing(desk, section, place):
    assert keep(desk, section.plan, place, form_of(desk, address_of(section))).status_code == 422


def test_a_place_of_another_plan_keeps_nothing(desk, section):
    other = SectionFactory()
    assert keep(desk, section.plan, f"section:{other.pk}", {"draft_mark": str(uuid.uuid4())}).status_code == 422


def test_the_plan_says_how_many_unsaved_texts_one_has_and_lists_them(desk, section):
    typed(desk, section, "<p>Två</p>")
    plan = desk.get(section.plan.get_absolute_url()).content.decode()
    assert "Du har 1 osparad text här" in plan
    page = desk.get(reverse("plans:draft_list", args=[section.plan_id])).content.decode()
    assert f"{address_of(section)}?utkast={TextDraft.objects.get().pk}" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk, section, anna, count, django_assert_num_queries):
    sections = SectionFactory.create_batch(count, plan=section.plan)
    for one in sections:
        typed(desk, one, "<p>Två</p>")
    with django_assert_num_queries(9):
        desk.get(reverse("plans:draft_list", args=[section.plan_id]))


def test_drafts_of_a_removed_plan_or_an_ended_access_are_not_shown(section):
    guest = member(Role.EMPLOYEE)
    grants = [
        PlanGrantFactory(content_object=section.plan, user=guest, codename=f"{word}_plan")
        for word in ("view", "change")
    ]
    client = Client()
    client.force_login(guest)
    typed(client, section, "<p>Två</p>")
    listed = reverse("plans:draft_list", args=[section.plan_id])
    assert "osparad" in client.get(section.plan.get_absolute_url()).content.decode()
    withdraw_plan(plan=section.plan, by=guest)
    assert "Fortsätt" not in client.get(listed).content.decode()
    for grant in grants:
        grant.delete()
    assert client.get(listed).status_code == 404
    assert client.post(reverse("plans:draft_drop", args=[TextDraft.objects.get().pk])).status_code == 404


def test_old_drafts_and_old_marks_are_swept(section, anna):
    now = timezone.now()
    shared = {"municipality": anna.municipality, "plan": section.plan, "user": anna}
    fresh, mark = TextDraft(**shared, place="section:1"), TextDraft(**shared, place="section:2", ended_at=now)
    old = TextDraft(**shared, place="section:3", saved_at=now - timedelta(days=91))
    gone = TextDraft(**shared, place="section:4", ended_at=now - timedelta(days=3))
    TextDraft.objects.bulk_create([fresh, mark, old, gone])
    assert sweep_drafts(now=now) == 2
    assert set(TextDraft.objects.all()) == {fresh, mark}


def test_a_save_of_a_section_with_a_draft_costs_few_statements(desk, section, django_assert_max_num_queries):
    form = typed(desk, section, "<p>Två</p>")
    with django_assert_max_num_queries(26) as asked:
        assert desk.post(address_of(section), form).status_code == 302
    own = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(own) <= 12, own


def test_a_page_with_a_form_is_not_kept_by_the_browser(desk, section):
    assert desk.get(address_of(section)).headers["Cache-Control"] == "no-store"


def test_a_plan_of_another_municipality_keeps_nothing(desk):
    plan = PlanFactory()
    assert keep(desk, plan, f"section-new:{plan.pk}", {"draft_mark": str(uuid.uuid4())}).status_code == 404
