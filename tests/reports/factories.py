"""Ordered papers for tests.

ReportJobFactory(edition=edition, requested_by=anna)             waits
ReportJobFactory(plan=plan, requested_by=anna, state="running")  held by a worker that is alive
finished(job, b"%PDF…")                                          done, with these bytes
"""

from __future__ import annotations

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from files.services import store_bytes
from plans.models import Edition
from reports.models import ReportJob
from reports.services import PDF
from tests.accounts.factories import UserFactory
from tests.plans.factories import EditionFactory


class ReportJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportJob

    class Params:
        is_running = factory.LazyAttribute(lambda job: job.state == ReportJob.State.RUNNING)

    plan = None
    approval = None
    state = ReportJob.State.WAITING
    edition = factory.Maybe("plan", None, factory.SubFactory(EditionFactory, state=Edition.State.ADOPTED))
    municipality = factory.LazyAttribute(lambda job: (job.plan or job.edition or job.approval).municipality)
    requested_by = factory.SubFactory(UserFactory, municipality=factory.SelfAttribute("..municipality"))
    content_key = factory.LazyFunction(lambda: uuid.uuid4().hex * 2)
    token = factory.LazyAttribute(lambda job: uuid.uuid4() if job.is_running else None)
    lease_until = factory.LazyAttribute(lambda job: timezone.now() + timedelta(seconds=20) if job.is_running else None)


def finished(job: ReportJob, content: bytes = b"%PDF-1.7 made in a test") -> ReportJob:
    """The job as it is after its paper was delivered."""
    job.state, job.progress, job.finished_at = ReportJob.State.DONE, 100, timezone.now()
    job.file, job.pages = store_bytes(content, content_type=PDF), 3
    job.save()
    return job
