"""Ordered papers: the row is the queue, the message to the worker only a doorbell."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from files.models import StoredFile
from foundation.records import Identified
from plans.models import (
    ApprovalRequest,
    Decision,
    Document,
    Edition,
    FollowUpRound,
    Matter,
    Plan,
    ReferralRound,
)
from reports.documents.parts import Part
from reports.kinds import Format, Kind, each_kind_of_its_sources
from reports.names import file_name_of, title_of, variant_of
from responsibilities.models import Unit

ATTEMPTS = 3
# A worker that lives says so more often than this; one that has died is found after it.
LEASE = timedelta(seconds=20)


Printed = Plan | Edition | ApprovalRequest
"""What a plan is printed from: a draft as it stands now, an edition, or what was laid before an approver."""

Told = Printed | Document | Matter | Decision | ReferralRound
"""What a paper is about, and leads back to."""


class ReportJobQuerySet(ContentQuerySet):
    def with_sources(self) -> ReportJobQuerySet:
        """With everything that a job is printed from, its rights are asked of and its name is made of."""
        return self.select_related(
            "file",
            "requested_by",
            "plan__municipality__logo",
            "plan__responsible_unit",
            "edition__municipality__logo",
            "edition__body",
            "edition__plan",
            "follow_up_round",
            "approval__municipality__logo",
            "approval__plan",
            "municipality__logo",
            "municipality__word_template",
            "matter__plan",
            "matter__body",
            "document__matter__body",
            "document__file",
            "decision__matter__body",
            "decision__body",
            "decision__meeting",
            "decision__file",
            "referral_round__edition",
            "referral_round__matter__body",
            "referral_round__letter__file",
            "unit",
            "compared_with",
        )

    def without_values(self) -> ReportJobQuerySet:
        """For pages: the frozen trees stay in the database."""
        return self.defer(
            "edition__values", "approval__values", "compared_with__values", "referral_round__edition__values"
        )

    def newest_first(self) -> ReportJobQuerySet:
        return self.order_by("-pk")

    def unfinished(self) -> ReportJobQuerySet:
        return self.filter(state__in=ReportJob.UNFINISHED)

    def due(self) -> ReportJobQuerySet:
        """Jobs that a worker may take: they wait, or the worker that had them has gone silent."""
        is_abandoned = Q(state=ReportJob.State.RUNNING, lease_until__lt=timezone.now())
        return self.filter(Q(state=ReportJob.State.WAITING) | is_abandoned)


class ReportJob(Identified, Content):
    """One person's order of one paper, and how far it has come."""

    Kind = Kind
    Format = Format

    class State(models.TextChoices):
        WAITING = "waiting", _("In the queue")
        RUNNING = "running", _("Being produced")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Failed")

    class Step(models.TextChoices):
        QUEUED = "queued", _("Waits for its turn")
        READING = "reading", _("Reads the plan")
        PAGES = "pages", _("Sets the pages")
        STORING = "storing", _("Stores the document")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WAITING: (State.RUNNING,),
        State.RUNNING: (State.RUNNING, State.WAITING, State.DONE, State.FAILED),
        State.DONE: (),
        State.FAILED: (),
    }
    UNFINISHED: ClassVar[tuple[str, ...]] = (State.WAITING, State.RUNNING)

    owner_path: ClassVar[str] = "requested_by"

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PLAN)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    approval = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, null=True, related_name="+")
    follow_up_round = models.ForeignKey(FollowUpRound, on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    referral_round = models.ForeignKey(ReferralRound, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    compared_with = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    format = models.CharField(_("file format"), max_length=4, choices=Format.choices, default=Format.PDF)
    part = models.CharField(_("how much of it"), max_length=10, choices=Part.choices, default=Part.WHOLE)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="report_jobs")
    content_key = models.CharField(_("what is printed, as a hash"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.QUEUED)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    pages = models.PositiveIntegerField(_("pages"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    token = models.UUIDField(_("who holds it"), null=True)
    lease_until = models.DateTimeField(_("held until"), null=True)
    error = models.TextField(_("what went wrong"), blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ReportJobQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("ordered report")
        verbose_name_plural = _("ordered reports")
        indexes: ClassVar = [models.Index(fields=("content_key", "state"), name="report_by_content")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=each_kind_of_its_sources(), name="a_report_is_of_one_thing"),
            models.CheckConstraint(condition=Q(format__in=("pdf", "docx")), name="a_report_has_a_known_format"),
            models.CheckConstraint(
                condition=~Q(kind="protocol_proposal") | Q(format="docx"), name="a_proposal_for_minutes_is_written_on"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_round=None) | Q(edition__isnull=False),
                name="a_report_of_a_round_is_of_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running", "done", "failed")), name="a_report_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(part__in=("whole", "prose", "measures")), name="a_report_is_of_a_known_part"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_round=None) | ~Q(part="prose"), name="a_report_with_answers_has_measures"
            ),
            models.CheckConstraint(condition=Q(attempts__lte=ATTEMPTS), name="a_report_is_tried_three_times_at_most"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="a_report_is_never_more_than_finished"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(token__isnull=False, lease_until__isnull=False),
                name="a_report_being_produced_is_held_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="done", file__isnull=False, finished_at__isnull=False)
                | (~Q(state="done") & Q(file=None)),
                name="a_finished_report_and_no_other_has_its_file",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="a_report_that_failed_says_why"),
            models.UniqueConstraint(
                fields=("requested_by", "content_key"),
                condition=Q(state__in=("waiting", "running")),
                name="a_person_waits_for_a_report_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report_detail", args=[self.pk])

    @property
    def source(self) -> Told:
        """What the paper is about."""
        source = (
            self.edition
            or self.plan
            or self.approval
            or self.matter
            or self.document
            or self.decision
            or self.referral_round
        )
        assert source is not None
        return source

    @property
    def printed_plan(self) -> Printed:
        """What a plan is printed from."""
        printed = self.edition or self.plan or self.approval
        assert printed is not None
        return printed

    @property
    def title(self) -> str:
        return title_of(self)

    @property
    def variant(self) -> str:
        return variant_of(self)

    @property
    def file_name(self) -> str:
        return file_name_of(self)

    @property
    def is_finished(self) -> bool:
        return self.state not in self.UNFINISHED


class PackageOrder(Content):
    """In which order the parts of a matter's package lie, where somebody has chosen it."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="package_order")
    parts = models.JSONField(_("parts in order"), default=list)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    view_permission: ClassVar[str] = "plans.view_matter"
    unit_path: ClassVar[str] = "matter__body"
    asked_path: ClassVar[str] = "matter__steps__body"

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("pk",)
        verbose_name = _("order of a package")
        verbose_name_plural = _("orders of packages")

    def __str__(self) -> str:
        return str(self.matter)
