"""Which version lies in the papers of a matter, when a plan has several matters and a matter several versions."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from plans.models import Edition
from reports.package_sources import proposed_edition
from tests.plans.factories import EditionFactory
from tests.plans.legal_factories import DecisionFactory, MatterFactory, ReferralFactory
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db


def two_matters():
    """The first adopted version 1 and is closed; version 2 is proposed in the second."""
    adopted = EditionFactory(state=Edition.State.ADOPTED)
    older = MatterFactory(plan=adopted.plan, closed_on=localdate())
    DecisionFactory(matter=older, edition=adopted, outcome="adopt")
    body = UnitFactory(municipality=older.municipality, kind="assembly")
    proposal = EditionFactory(plan=adopted.plan, number=2, state=Edition.State.PROPOSAL, body=body)
    return older, MatterFactory(plan=adopted.plan), adopted, proposal


def test_the_papers_of_a_matter_that_is_decided_hold_what_it_decided_and_not_a_later_proposal():
    older, newer, adopted, proposal = two_matters()

    assert (proposed_edition(older), proposed_edition(newer)) == (adopted, proposal)
    older.closed_on = None
    older.save()
    assert proposed_edition(older) == adopted


def test_a_revision_in_the_matter_that_adopted_the_plan_is_proposed_there():
    older, newer, _adopted, proposal = two_matters()
    newer.delete()
    older.closed_on = None
    older.save()

    assert proposed_edition(older) == proposal


@pytest.mark.parametrize("undone", [{"withdrawn_at": timezone.now()}, {"outcome": "reject"}])
def test_what_a_matter_did_not_adopt_in_the_end_is_not_what_it_decided(undone):
    older, newer, adopted, proposal = two_matters()
    older.decisions.update(**undone)
    DecisionFactory(matter=newer, edition=adopted, **{"outcome": "adopt", **undone})
    Edition.objects.filter(pk=adopted.pk).update(state=Edition.State.REPEALED)

    assert (proposed_edition(older), proposed_edition(newer)) == (None, proposal)


def test_a_matter_that_is_closed_without_adoption_holds_what_was_referred_in_it():
    older, _newer, adopted, _proposal = two_matters()
    older.decisions.update(outcome="repeal")
    ReferralFactory(edition=adopted, matter=older)
    Edition.objects.filter(pk=adopted.pk).update(state=Edition.State.PROPOSAL)

    assert proposed_edition(older) == adopted
