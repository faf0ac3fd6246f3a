"""Follow-up: a round asks, units answer measure by measure, the coordinator receives."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned
from foundation.search_text import SearchTextField
from plans.models.edition import Edition
from responsibilities.models import Unit


class Fulfilment(models.TextChoices):
    """How far a measure has come; kept apart from where its report is on the way."""

    NOT_ASSESSED = "not_assessed", _("Not assessed")
    NOT_MET = "not_met", _("Not fulfilled")
    PARTLY = "partly", _("Partly fulfilled")
    FULLY = "fully", _("Fully fulfilled")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


NEEDS_MOTIVATION = (Fulfilment.NOT_ASSESSED, Fulfilment.NOT_MET, Fulfilment.PARTLY)


class RoundQuerySet(ContentQuerySet):
    def open(self) -> RoundQuerySet:
        return self.filter(closed_at=None)


class FollowUpRound(Identified, Versioned, Content):
    """One follow-up of one edition: what it asks for and until when."""

    unit_path: ClassVar[str] = "body"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rounds")
    body = models.ForeignKey(
        Unit,
        verbose_name=_("body that follows up"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
    )
    title = models.CharField(_("title"), max_length=200)
    due_on = models.DateField(_("due on"))
    parts = models.JSONField(_("parts that report"), default=list)
    reporter_may_submit = models.BooleanField(_("reporters may submit"), default=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("-due_on", "-pk")
        verbose_name = _("follow-up round")
        verbose_name_plural = _("follow-up rounds")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("edition",), condition=Q(closed_at=None), name="one_open_follow_up_round_per_edition"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:round_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def days_left(self) -> int:
        """Days until the reports are due; negative when late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)


class UnitReport(Identified, Versioned, Content):
    """What one unit answers in one round, submitted as one. Without a unit, the coordinator answers."""

    class State(models.TextChoices):
        OPEN = "open", _("Not submitted")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.OPEN: (State.SUBMITTED,),
        State.SUBMITTED: (State.RETURNED, State.ACCEPTED),
        State.RETURNED: (State.SUBMITTED,),
        State.ACCEPTED: (State.RETURNED,),
    }
    ANSWERED: ClassVar[tuple[str, ...]] = (State.SUBMITTED, State.ACCEPTED)
    decided_states: ClassVar[tuple[str, ...]] = ANSWERED
    WRITABLE: ClassVar[tuple[str, ...]] = (State.OPEN, State.RETURNED)

    unit_path: ClassVar[str] = "unit"

    round = models.ForeignKey(FollowUpRound, on_delete=models.PROTECT, related_name="unit_reports")
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="unit_reports"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    summary = models.TextField(_("summary"), blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    search_text = SearchTextField(sources=("summary",))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("unit__position", "unit__name", "pk")
        verbose_name = _("unit's report")
        verbose_name_plural = _("units' reports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("round", "unit"), name="a_unit_reports_once_a_round"),
            models.UniqueConstraint(
                fields=("round",), condition=Q(unit=None), name="the_coordinator_reports_once_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("submitted", "accepted"))
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="a_submitted_report_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or _("The coordinator"))

    def get_absolute_url(self) -> str:
        return reverse("plans:unit_report_detail", args=[self.pk])

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE


class MeasureReport(Identified, Versioned, Content):
    """What one unit answers on one measure: the answer, and apart from it where the answer is on its way."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.DRAFT: (State.READY,),
        State.READY: (State.DRAFT, State.SUBMITTED),
        State.SUBMITTED: (State.RETURNED, State.ACCEPTED),
        State.RETURNED: (State.READY, State.DRAFT),
        State.ACCEPTED: (State.RETURNED,),
    }
    ANSWERED: ClassVar[tuple[str, ...]] = (State.SUBMITTED, State.ACCEPTED)
    decided_states: ClassVar[tuple[str, ...]] = ANSWERED
    UNREADY: ClassVar[tuple[str, ...]] = (State.DRAFT, State.RETURNED)

    unit_path: ClassVar[str] = "unit"
    view_permission: ClassVar[str] = "plans.view_unitreport"

    unit_report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="measure_reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure_uid = models.UUIDField(_("measure in the edition"))
    position = models.PositiveIntegerField(_("position"), default=0)
    parts = models.JSONField(_("parts"), default=list)
    fulfilment = models.CharField(_("fulfilment"), max_length=15, choices=Fulfilment.choices, blank=True, default="")
    result = models.TextField(_("what has been done"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    return_note = models.TextField(_("why it was returned"), blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    search_text = SearchTextField(sources=("result", "comment"))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("report on a measure")
        verbose_name_plural = _("reports on measures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("unit_report", "measure_uid"), name="a_unit_reports_a_measure_once_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(
                    fulfilment__in=("not_assessed", "not_met", "partly"), state__in=("ready", "submitted", "accepted")
                )
                | ~Q(comment=""),
                name="what_is_not_fulfilled_is_motivated",
            ),
            models.CheckConstraint(
                condition=~Q(fulfilment="", state__in=("ready", "submitted", "accepted")),
                name="what_is_ready_says_how_far_it_has_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_report} {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("plans:measure_report_update", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        """Whether nothing more is waited for from the unit."""
        return self.state not in self.UNREADY


class IndicatorValue(Identified, Content):
    """The value of one indicator in one report, as it was written."""

    unit_path: ClassVar[str] = "measure_report__unit"
    view_permission: ClassVar[str] = "plans.view_unitreport"

    measure_report = models.ForeignKey(MeasureReport, on_delete=models.PROTECT, related_name="indicator_values")
    indicator_uid = models.UUIDField(_("indicator in the edition"))
    value = models.CharField(_("value"), max_length=500, blank=True)

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("measure_report", "indicator_uid"), name="an_indicator_has_one_value_a_report"
            )
        ]

    def __str__(self) -> str:
        return self.value
