"""After adoption the paper is made once and kept: whatever is changed later, the same bytes are served."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from plans.models import Edition
from reports import decided, services
from reports.decided import keep_decided_papers
from reports.models import ReportJob
from reports.services import order_paper
from reports.tasks import sweep_decided_papers
from tests.plans.factories import EditionFactory, PlanFactory
from tests.reports.factories import finished
from tests.responsibilities.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ring", lambda *_said: None)


def test_the_paper_is_ordered_then_kept_and_never_again():
    edition = EditionFactory(state=Edition.State.ADOPTED)
    assert keep_decided_papers() == 0
    job = ReportJob.objects.get()
    assert (job.edition, job.requested_by) == (edition, User.objects.system())

    finished(job, b"%PDF-1.7 decided")
    assert keep_decided_papers() == 1

    edition.refresh_from_db()
    assert edition.decided_paper == job.file
    assert keep_decided_papers() == 0
    assert ReportJob.objects.count() == 1


@pytest.mark.parametrize("state", [Edition.State.PROPOSAL, Edition.State.REFERRAL])
def test_what_is_not_decided_is_not_kept(state):
    EditionFactory(state=state)

    sweep_decided_papers()

    assert not ReportJob.objects.exists()


def test_the_paper_waits_for_its_paragraph_as_long_as_the_minutes_may_take():
    board = UnitFactory(kind="board")
    plan = PlanFactory(municipality=board.municipality)
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED, body=board, decided_on=timezone.localdate())
    keep_decided_papers()
    assert not ReportJob.objects.exists()
    assert edition.paper_waits_until == timezone.localdate() + timedelta(days=14)

    Edition.objects.update(decided_on=timezone.localdate() - timedelta(days=14))
    keep_decided_papers()
    assert ReportJob.objects.count() == 1

    ReportJob.objects.all().delete()
    Edition.objects.update(decided_on=timezone.localdate(), paragraph="§ 55")
    keep_decided_papers()
    assert ReportJob.objects.count() == 1


def test_what_was_replaced_while_its_paper_waited_gets_it_all_the_same():
    board = UnitFactory(kind="board")
    plan = PlanFactory(municipality=board.municipality)
    today = timezone.localdate()
    given = {"plan": plan, "state": Edition.State.REPEALED, "body": board, "repealed_on": today}
    edition = EditionFactory(**given, decided_on=today - timedelta(days=15))
    EditionFactory(**given, number=2, decided_on=today - timedelta(days=400))
    keep_decided_papers()
    assert ReportJob.objects.get().edition == edition


def test_a_paper_that_failed_is_left_for_an_hour():
    EditionFactory(state=Edition.State.ADOPTED)
    keep_decided_papers()
    ReportJob.objects.update(state="failed", error="trasigt", finished_at=timezone.now())

    keep_decided_papers()
    assert ReportJob.objects.count() == 1

    ReportJob.objects.update(finished_at=timezone.now() - timedelta(hours=2))
    keep_decided_papers()
    assert ReportJob.objects.count() == 2


def test_an_edition_whose_paper_cannot_be_ordered_keeps_no_other_s_waiting(monkeypatch, caplog):
    first, second = EditionFactory(state=Edition.State.ADOPTED), EditionFactory(state=Edition.State.ADOPTED)

    def order(*, edition, **more):
        if edition == first:
            raise OSError("Hemligt")
        return order_paper(edition=edition, **more)

    monkeypatch.setattr(decided, "order_paper", order)

    assert keep_decided_papers() == 0
    assert [job.edition for job in ReportJob.objects.all()] == [second]
    assert f"edition {first.pk} cannot be kept (OSError)" in caplog.text
    assert "Hemligt" not in caplog.text
