"""Two versions of a plan, or a version and the draft: what came, went, was moved and was changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from plans.models import Plan
from plans.selectors.compare import Counts, comparison
from plans.services.edition import freeze_edition, register_decided_edition
from plans.values import plan_values
from tests.plans.factories import (
    EditionFactory,
    FocusAreaFactory,
    MeasureFactory,
    PlanFactory,
    PlanGrantFactory,
    SectionFactory,
)
from tests.plans.follow_up import as_user, page, url
from tests.plans.legal_factories import RevisionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    SectionFactory(plan=plan, heading="Syfte", body="<p>Planen skyddar demokratin.</p>")
    area = FocusAreaFactory(plan=plan, name="Skola")
    MeasureFactory(plan=plan, focus_area=area, text="Första åtgärden")
    MeasureFactory(plan=plan, focus_area=area, text="Andra åtgärden")
    MeasureFactory(plan=plan, focus_area=FocusAreaFactory(plan=plan, name="Fritid"), text="Tredje åtgärden")
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def rewrite(plan: Plan) -> None:
    """A measure comes, one goes, one is moved, and a word of the prose is changed."""
    first, second, third = plan.measures.order_by("pk")
    plan.sections.update(body="<p>Planen värnar demokratin.</p>")
    plan.measures.filter(pk=first.pk).update(withdrawn_at=plan.editions.first().frozen_at)
    plan.measures.filter(pk=second.pk).update(focus_area=third.focus_area, position=9)
    MeasureFactory(plan=plan, focus_area=third.focus_area, text="Fjärde åtgärden", position=20)


def test_everything_that_became_of_a_version_is_counted(plan: Plan, anna: User) -> None:
    old = freeze_edition(plan=plan, by=anna)
    rewrite(plan)
    found = comparison(old.tree, plan_values(plan), "version 1", "utkastet")

    assert found.counts == [
        Counts("sections", added=0, removed=0, changed=1, moved=0),
        Counts("measures", added=1, removed=1, changed=0, moved=1),
    ]
    assert (found.old_name, found.new_name) == ("version 1", "utkastet")


def test_what_does_not_differ_has_nothing_to_count(plan: Plan) -> None:
    values = plan_values(plan)
    found = comparison(values, values, "a", "b")
    assert (found.counts, bool(found.differences)) == ([], False)


def test_the_version_in_force_is_compared_with_the_draft_unasked(plan: Plan, anna: User) -> None:
    register_decided_edition(plan=plan, by=anna)
    rewrite(plan)
    freeze_edition(plan=plan, by=anna)
    seen = page(as_user(anna), url("plan_compare", plan.pk))

    assert '<option value="1" selected>' in seen
    assert '<option value="utkast" selected>' in seen
    assert "[borttaget: </span>skyddar<" in seen
    assert "[tillagt: </span>värnar<" in seen
    for said in ("Fjärde åtgärden", "Första åtgärden", "Andra åtgärden"):
        assert said in seen


def test_a_revision_is_compared_with_what_it_started_from(plan: Plan, anna: User) -> None:
    base = EditionFactory(plan=plan, state="repealed", repealed_on="2026-01-01")
    EditionFactory(plan=plan, state="adopted")
    RevisionFactory(plan=plan, base=base)

    assert '<option value="1" selected>' in page(as_user(anna), url("plan_compare", plan.pk))


def test_any_two_are_compared_either_way(plan: Plan, anna: User) -> None:
    freeze_edition(plan=plan, by=anna)
    rewrite(plan)
    freeze_edition(plan=plan, by=anna)
    client, address = as_user(anna), url("plan_compare", plan.pk)

    assert "[tillagt: </span>värnar<" in page(client, f"{address}?fran=1&till=2")
    assert "[borttaget: </span>värnar<" in page(client, f"{address}?fran=2&till=1")
    assert "Inget skiljer sig" in page(client, f"{address}?fran=2&till=utkast")


@pytest.mark.parametrize("query", ["?fran=7", "?till=x", "?fran=%00x", "?fran=-1&till=utkast"])
def test_a_version_that_is_not_there_is_a_missing_page(plan: Plan, anna: User, query: str) -> None:
    freeze_edition(plan=plan, by=anna)
    page(as_user(anna), url("plan_compare", plan.pk) + query, 404)


def test_without_a_version_the_page_says_what_is_needed(plan: Plan, anna: User) -> None:
    assert "Det finns ingen version att jämföra med än" in page(as_user(anna), url("plan_compare", plan.pk))


def test_an_invited_reader_of_the_draft_is_not_shown_a_version_that_it_may_not_read(plan: Plan, anna: User) -> None:
    freeze_edition(plan=plan, by=anna)
    plan.measures.update(text="Ny")
    guest = member(Role.POLICE, plan.municipality)
    PlanGrantFactory(content_object=plan, user=guest)

    seen = page(as_user(guest), url("plan_compare", plan.pk))
    assert "Det finns ingen version att jämföra med än" in seen
    page(as_user(guest), url("plan_compare", plan.pk) + "?fran=1", 404)


def test_a_reader_of_editions_compares_those_that_it_may_read_and_never_the_draft(plan: Plan, anna: User) -> None:
    first = register_decided_edition(plan=plan, by=anna)
    plan.sections.update(body="<p>Planen värnar demokratin.</p>")
    second = register_decided_edition(plan=plan, by=anna)
    plan.sections.update(body="<p>HEMLIGT UTKAST</p>")
    proposal = freeze_edition(plan=plan, by=anna)
    client = as_user(member(Role.EMPLOYEE, plan.municipality))
    address = url("edition_compare", second.pk)

    assert address in page(client, second.get_absolute_url())
    seen = page(client, address)
    assert "[tillagt: </span>värnar<" in seen
    assert "HEMLIGT" not in seen
    assert f'<option value="{first.pk}" selected>' in seen
    assert "[tillagt: </span>värnar<" in page(client, f"{url('edition_compare', first.pk)}?med={second.pk}")
    for key in (proposal.pk, "x", first.pk + 1000):
        page(client, f"{address}?med={key}", 404)
    page(client, url("edition_compare", proposal.pk), 404)
    page(client, url("plan_compare", plan.pk), 404)


def test_a_version_alone_has_nothing_beside_it(plan: Plan, anna: User) -> None:
    only = register_decided_edition(plan=plan, by=anna)
    client = as_user(anna)

    assert url("edition_compare", only.pk) not in page(client, only.get_absolute_url())
    assert "Det finns ingen annan version" in page(client, url("edition_compare", only.pk))


@pytest.mark.parametrize("route", ["plan_compare", "edition_compare"])
def test_as_much_is_asked_of_the_database_however_many_versions_there_are(plan: Plan, anna: User, route: str) -> None:
    first = freeze_edition(plan=plan, by=anna)
    freeze_edition(plan=plan, by=anna)
    key = first.pk if route == "edition_compare" else plan.pk
    counts = []
    for more in (0, 3):
        for _ in range(more):
            freeze_edition(plan=plan, by=anna)
        client = as_user(anna)
        with CaptureQueriesContext(connection) as asked:
            page(client, url(route, key))
        counts.append(len(asked))
    assert counts[0] == counts[1]
