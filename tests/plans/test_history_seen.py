"""Who sees what in a history: no more than who may see what it is about, and nothing that says nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from plans.models import DocumentImport
from plans.selectors.history import Choice, changes_in_plan
from plans.services.comment import restore_comment, update_comment, withdraw_comment, write_comment
from plans.services.focus_area import update_focus_area
from plans.services.grant import end_sharing, share_plan
from plans.services.measure import update_measure
from plans.services.plan import update_plan, withdraw_plan
from plans.services.related import create_related_document, update_related_document
from plans.services.section import update_section
from tests.accounts.factories import UserFactory
from tests.plans.factories import (
    ActivityFactory,
    FocusAreaFactory,
    MeasureFactory,
    PlanFactory,
    PlanGrantFactory,
    SectionFactory,
)
from tests.responsibilities.factories import fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


@pytest.fixture
def bo(plan):
    """An invited reader, who may also write."""
    bo = UserFactory(name="Bo Ek")
    PlanGrantFactory(content_object=plan, user=bo)
    PlanGrantFactory(content_object=plan, user=bo, codename="change_plan")
    return bo


def entries(plan, user, **choice):
    return [one for _day, found in changes_in_plan(plan, Choice(**choice), user=fresh(user)).days for one in found]


def told(plan, user, **choice) -> list[str]:
    changes = (change for entry in entries(plan, user, **choice) for change in (*entry.changes, *entry.moved))
    texts = (f"{one.verb} {one.what}: {one.title} {'; '.join(f.difference for f in one.fields)}" for one in changes)
    return [re.sub(r"<[^>]*>", "", text).strip() for text in texts]


def page(client, user, plan, query: str = "") -> str:
    client.force_login(fresh(user))
    return client.get(f"{reverse('plans:plan_history', args=[plan.pk])}{query}").content.decode()


def test_who_else_has_the_draft_is_told_to_those_who_share_it_alone(anna, bo, plan, client):
    eva = member(Role.REPORTER, plan.municipality, name="Eva Lind")
    share_plan(plan=plan, email=eva.email, permission="view_plan", is_confirmed=True, by=anna)
    end_sharing(plan=plan, person_id=eva.pk, by=anna)
    assert "Eva Lind" in page(client, anna, plan)
    for query in ("", "?typ=delning"):
        assert "Eva Lind" not in page(client, bo, plan, query)
    assert told(plan, bo, kind="delning") == []
    assert 'value="delning"' in page(client, anna, plan)
    assert 'value="delning"' not in page(client, bo, plan)


def test_a_share_is_one_row_in_swedish(anna, plan):
    eva = member(Role.REPORTER, plan.municipality, name="Eva Lind")
    share_plan(plan=plan, email=eva.email, permission="change_plan", is_confirmed=True, by=anna)
    assert told(plan, anna, kind="delning") == [
        "added Delad med en person: Eva Lind: Läsa, kommentera och skriva i utkastet"
    ]
    end_sharing(plan=plan, person_id=eva.pk, by=anna)
    assert len(told(plan, anna, kind="delning")) == 2


def test_who_only_reads_is_told_so(anna, plan):
    eva = member(Role.REPORTER, plan.municipality, name="Eva Lind")
    share_plan(plan=plan, email=eva.email, permission="view_plan", is_confirmed=True, by=anna)
    assert told(plan, anna, kind="delning") == ["added Delad med en person: Eva Lind: Läsa och kommentera utkastet"]


def test_the_words_of_a_removed_comment_are_read_by_who_may_bring_it_back(anna, bo, plan):
    eva = UserFactory(name="Eva Lind")
    PlanGrantFactory(content_object=plan, user=eva)
    comment = write_comment(plan=plan, text="Hemligt ord", by=eva)
    comment = update_comment(comment=comment, version=1, text="Hemligt annat", by=eva)
    assert "Hemligt" in " ".join(told(plan, bo))
    comment = withdraw_comment(comment=comment, by=eva)
    seen = {one.name: "Hemligt" in " ".join(told(plan, one)) for one in (anna, bo, eva)}
    assert seen == {anna.name: True, "Bo Ek": False, "Eva Lind": True}
    restore_comment(comment=comment, by=eva)
    assert "Hemligt" in " ".join(told(plan, bo))


def test_a_save_that_changes_nothing_leaves_no_row_and_no_new_version(anna, plan):
    section, area = SectionFactory(plan=plan, body="<p>Text.</p>"), FocusAreaFactory(plan=plan)
    document = create_related_document(plan=plan, title="Lagen", by=anna)
    update_section(section=section, version=1, heading=section.heading, body=section.body, by=anna)
    update_focus_area(focus_area=area, version=1, name=area.name, by=anna)
    update_related_document(related_document=document, version=1, title="Lagen", by=anna)
    facts = {"title": plan.title, "document_type": plan.document_type, "header": plan.header}
    update_plan(plan=plan, version=1, **facts, by=anna)
    for row in (section, area, document, plan):
        row.refresh_from_db()
        assert (row.version, row.history.count()) == (1, 1), row
    update_plan(plan=plan, version=1, **{**facts, "title": "Ny"}, by=anna)
    plan.refresh_from_db()
    assert (plan.title, plan.version, plan.history.count()) == ("Ny", 2, 2)


def test_what_a_plan_calls_things_is_told_in_words_and_not_in_keys(anna, plan):
    facts = {"title": plan.title, "document_type": plan.document_type, "header": plan.header}
    update_plan(
        plan=plan,
        version=1,
        **facts,
        prevention_levels=["Generell"],
        level_notes={"Generell": {"description": "Alla.", "actors": "Skolan", "examples": ""}},
        column_labels={"result": "Utfall"},
        by=anna,
    )
    [changed] = [one for one in told(plan, anna) if "Utfall" in one]
    assert "Generell:\nVad den betyder: Alla.\nVilka som arbetar med den: Skolan" in changed
    assert "Resultat: Utfall" in changed
    assert not re.search("description|actors|examples|result:", changed)


def test_a_measure_whose_rows_alone_changed_is_told_by_those_rows(anna, plan):
    measure = MeasureFactory(plan=plan, text="Utbilda")
    activity = ActivityFactory(measure=measure, text="Steg")
    update_measure(measure=measure, version=1, text="Utbilda", by=anna)
    newest = entries(plan, anna)[0]
    assert [(one.verb, one.title) for one in newest.changes] == [("removed", activity.text)]
    assert told(plan, anna, kind="atgard")[0] == "removed Aktivitet: Steg"


@pytest.fixture
def removed(anna, plan):
    """A measure and a section of a plan that was removed, both with a history."""
    measure, section = MeasureFactory(plan=plan), SectionFactory(plan=plan)
    update_measure(measure=measure, version=1, text="Annat", by=anna)
    update_section(section=section, version=1, heading="Annat", by=anna)
    withdraw_plan(plan=plan, by=anna)
    return {"measure": measure, "section": section}


@pytest.mark.parametrize("name", ["measure", "section"])
def test_nothing_is_offered_for_restoring_in_a_plan_that_was_removed(anna, removed, client, name):
    client.force_login(anna)
    row = removed[name]
    assert "?falt=" not in client.get(reverse(f"plans:{name}_history", args=[row.pk])).content.decode()
    first = row.history.earliest("history_id").pk
    version = client.get(reverse(f"plans:{name}_version", args=[row.pk, first])).content.decode()
    assert 'name="names"' not in version
    assert "save-bar" not in version


def test_a_measure_of_a_removed_plan_offers_no_change(anna, removed, client):
    client.force_login(anna)
    answer = client.get(removed["measure"].get_absolute_url()).content.decode()
    assert reverse("plans:measure_update", args=[removed["measure"].pk]) not in answer


def test_a_document_is_not_looked_through_for_a_plan_that_was_removed(anna, plan, client):
    document = DocumentImport.objects.create(
        plan=plan,
        municipality=plan.municipality,
        source_name="plan.docx",
        state="read",
        reading={"sections": []},
        imported_by=anna,
    )
    withdraw_plan(plan=plan, by=anna)
    client.force_login(anna)
    answer = client.get(document.get_absolute_url()).content.decode()
    assert ("Planen är borttagen" in answer, 'name="confirm"' in answer) == (True, False)
