"""What has been changed since somebody last read a plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from plans.models import PlanReading
from plans.selectors.history.reading import VISIT, news
from plans.services.section import move_section, update_section, withdraw_section
from tests.plans.factories import MeasureFactory, PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def bo(anna):
    return member(Role.COORDINATOR, municipality=anna.municipality)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def read(client, plan, *, ago: timedelta = timedelta()) -> str:
    page = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    PlanReading.objects.update(read_at=timezone.now() - ago)
    return page


def test_the_document_tells_and_marks_what_others_changed_and_links_to_it(anna, bo, plan, client):
    section, _other = SectionFactory(plan=plan, heading="Syfte"), SectionFactory(plan=plan)
    client.force_login(bo)
    assert "sedan du läste" not in read(client, plan)
    update_section(section=section, version=1, heading="Mål", by=anna)
    PlanReading.objects.update(read_at=timezone.now() - timedelta(minutes=1))
    section.history.update(history_date=timezone.now() - timedelta(seconds=30))
    _other.history.update(history_date=timezone.now() - timedelta(days=1))
    plan.history.update(history_date=timezone.now() - timedelta(days=1))
    page = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    assert "Ändrat på 1 ställe sedan du läste planen" in page
    assert page.count('<span class="tag">Ändrat</span>') == 1
    address = page.split("sedan=")[1].split('"')[0]
    history = client.get(f"{reverse('plans:plan_history', args=[plan.pk])}?sedan={address}").content.decode()
    assert "Mål" in history


def test_ones_own_changes_are_no_news_and_neither_is_making_room(anna, bo, plan):
    first, _second = SectionFactory(plan=plan), SectionFactory(plan=plan)
    PlanReading.objects.create(plan=plan, user=bo, municipality=plan.municipality)
    update_section(section=first, version=1, heading="Mitt", by=bo)
    move_section(section=first, direction="down", by=anna)
    assert news(plan, bo).changed == frozenset()
    withdraw_section(section=first, by=anna)
    assert news(plan, bo).changed == {str(first.uid)}


def test_a_new_visit_is_noted_only_when_there_was_something_new(anna, bo, plan, client):
    client.force_login(bo)
    plan.history.update(history_date=timezone.now() - timedelta(days=2))
    read(client, plan)
    for changed, is_noted in ((False, False), (True, True)):
        if changed:
            SectionFactory(plan=plan, by=anna)
        stood = timezone.now() - VISIT - timedelta(minutes=1)
        PlanReading.objects.update(read_at=stood)
        client.get(reverse("plans:plan_detail", args=[plan.pk]))
        assert (PlanReading.objects.get().read_at != stood) == is_noted


def test_reloading_in_the_same_visit_tells_the_same_news(anna, bo, plan, client):
    client.force_login(bo)
    plan.history.update(history_date=timezone.now() - timedelta(days=2))
    read(client, plan, ago=timedelta(days=1))
    SectionFactory(plan=plan, by=anna)
    address = reverse("plans:plan_detail", args=[plan.pk])
    told = [client.get(address).context["news"] for _visit in range(3)]
    assert [one.count for one in told] == [1, 1, 1]
    assert len({one.since for one in told}) == 1
    PlanReading.objects.update(read_at=timezone.now() - VISIT - timedelta(minutes=1))
    plan.sections.get().history.update(history_date=timezone.now() - timedelta(hours=5))
    assert client.get(address).context["news"].count == 0


def test_what_is_new_takes_two_statements(bo, plan, django_assert_num_queries):
    PlanReading.objects.create(
        plan=plan, user=bo, municipality=plan.municipality, read_at=timezone.now() - timedelta(days=1)
    )
    MeasureFactory.create_batch(3, plan=plan)
    with django_assert_num_queries(2):
        assert news(plan, bo).count == 4


def test_a_reading_is_the_readers_own(anna, bo, plan):
    PlanReading.objects.create(plan=plan, user=bo, municipality=plan.municipality)
    assert not PlanReading.objects.visible_to(anna).exists()
    assert PlanReading.objects.visible_to(bo).count() == 1
    with CaptureQueriesContext(connection) as caught:
        assert news(plan, anna).since is None
    assert len(caught) == 1
