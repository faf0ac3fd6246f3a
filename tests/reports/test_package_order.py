"""The parts of a package lie in the order that somebody chose."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import Role
from reports.models import PackageOrder
from reports.ordering import move_part, package_parts
from tests.plans.factories import EditionFactory
from tests.plans.legal_factories import DocumentFactory, MatterFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter():
    edition = EditionFactory(title="Planen")
    matter = MatterFactory(plan=edition.plan)
    DocumentFactory(matter=matter, title="Skrivelsen")
    DocumentFactory(matter=matter, title="Bilagan", kind="other")
    return matter


def keys(matter) -> list[str]:
    return [part.key.partition(":")[0] for part in package_parts(matter)]


def test_a_part_is_moved_by_a_step_or_to_a_place(matter):
    by = member(Role.COORDINATOR, matter.municipality)
    assert keys(matter) == ["document", "basis", "plan", "document"]

    move_part(matter=matter, part="plan", direction="up", by=by)
    assert keys(matter) == ["document", "plan", "basis", "document"]

    move_part(matter=matter, part="plan", position=0, by=by)
    assert keys(matter) == ["plan", "document", "basis", "document"]
    assert PackageOrder.objects.get().changed_by == by


def test_a_part_that_is_gone_is_not_moved(matter):
    with pytest.raises(ValidationError):
        move_part(matter=matter, part="comparison", direction="up", by=member(Role.COORDINATOR, matter.municipality))


def test_what_comes_later_finds_its_place(matter):
    by = member(Role.COORDINATOR, matter.municipality)
    move_part(matter=matter, part="plan", position=0, by=by)

    DocumentFactory(matter=matter, title="Ännu en", kind="other")

    assert keys(matter) == ["plan", "document", "basis", "document", "document"]


def test_the_page_moves_parts_without_a_script(client, matter):
    client.force_login(member(Role.COORDINATOR, matter.municipality))
    page = client.get(reverse("reports:package_order", args=[matter.pk]))
    assert page.status_code == 200
    assert "Skrivelsen" in page.content.decode()

    answer = client.post(
        reverse("reports:package_move", args=[matter.pk]), {"part": "plan", "direction": "up"}, follow=True
    )

    assert answer.status_code == 200
    assert keys(matter)[1] == "plan"


def test_a_part_that_is_gone_is_told_of(client, matter):
    client.force_login(member(Role.COORDINATOR, matter.municipality))

    answer = client.post(reverse("reports:package_move", args=[matter.pk]), {"part": "nothing"}, follow=True)

    assert "Läs in sidan på nytt" in answer.content.decode()
