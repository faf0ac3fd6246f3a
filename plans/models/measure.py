"""What is to be done, when, by whom, and how one sees that it was."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Content, ContentQuerySet
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from plans.models.part import PlanPart
from plans.models.plan import Plan, Section
from plans.models.time import Timed
from responsibilities.models import Function, Unit

LONGEST_WORDING = 500
"""Letters of who answers for something, as the plan words it."""


class MeasurePart(Withdrawable, Content):
    """Abstract: a row of a measure, seen, written and withdrawn with it."""

    view_permission: ClassVar[str] = "plans.view_plan"
    grant_path: ClassVar[str] = "measure__plan"

    class Meta:
        abstract = True


class FocusArea(Identified, Versioned, Withdrawable, PlanPart):
    """An area (område) that measures stand in; a table part with labels of its own keeps them."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="focus_areas")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    name = models.TextField(_("name"), max_length=2000)
    column_labels = models.JSONField(_("column labels"), default=dict, blank=True)
    search_text = SearchTextField(sources=("name",))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name.replace("\n", " · ")

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:plan_table', args=[self.plan_id])}#omrade-{self.pk}"


class MeasureImport(Identified, Withdrawable, PlanPart):
    """One table that was read in: what it made, so that it can be undone as a whole."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="imports")
    document = models.ForeignKey(
        "plans.DocumentImport", on_delete=models.PROTECT, null=True, blank=True, related_name="tables"
    )
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    notes = models.JSONField(_("what was left out"), default=list, blank=True)
    imported_at = models.DateTimeField(_("read in at"), auto_now_add=True)
    imported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ("-imported_at", "-pk")
        verbose_name = _("table read in")
        verbose_name_plural = _("tables read in")

    def __str__(self) -> str:
        return self.source_name or str(self.imported_at)

    def get_absolute_url(self) -> str:
        return reverse("plans:plan_table", args=[self.plan_id])


class MeasureQuerySet(ContentQuerySet):
    def in_order(self) -> MeasureQuerySet:
        """As in the plan: areas by position (measures without one last), then measures by position."""
        return self.order_by(models.F("focus_area__position").asc(nulls_last=True), "focus_area", "position", "pk")

    def with_parts(self) -> MeasureQuerySet:
        """Everything that a row or a card shows, in four statements whatever the number of measures."""
        return self.select_related("focus_area", "section").prefetch_related(
            models.Prefetch("activities", Activity.objects.current()),
            models.Prefetch("indicators", Indicator.objects.current()),
            models.Prefetch("responsibilities", Responsibility.objects.current().with_subjects()),
        )


class Measure(Identified, Versioned, Withdrawable, Timed, PlanPart):
    """A measure (åtgärd) with its activities, responsibilities and indicators: one aggregate, one version."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    focus_area = models.ForeignKey(
        FocusArea, verbose_name=_("area"), on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section it comes from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    text = models.TextField(_("what is to be done"), blank=True)
    condition = models.CharField(_("condition"), max_length=300, blank=True)
    levels = models.JSONField(_("prevention levels"), default=list, blank=True)
    result = models.TextField(_("result"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    imported_in = models.ForeignKey(
        MeasureImport, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="measures"
    )
    search_text = SearchTextField(sources=("text", "condition", "result", "comment", "time_wording"))

    objects = MeasureQuerySet.as_manager()
    history = tracked()

    class Meta(Timed.Meta):
        ordering = ("position", "pk")
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        """The measure in one line: its text, else its area."""
        if self.text:
            return self.text.splitlines()[0]
        if self.focus_area is not None:
            return str(self.focus_area)
        return str(_("Measure without text"))

    def get_absolute_url(self) -> str:
        return reverse("plans:measure_detail", args=[self.pk])


class Activity(Identified, Timed, MeasurePart):
    """A step of a measure, with a time of its own."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="activities")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    text = models.TextField(_("activity"))
    search_text = SearchTextField(sources=("text", "time_wording"))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta(Timed.Meta):
        ordering = ("position", "pk")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return self.text


class Indicator(Identified, MeasurePart):
    """How one knows that the measure was done (indikator, mätetal)."""

    class Kind(models.TextChoices):
        TEXT = "text", _("in words")
        BOOLEAN = "boolean", _("yes or no")
        COUNT = "count", pgettext_lazy("kind of indicator", "number")
        COUNT_PER_PERIOD = "count_per_period", _("number per year")
        PERCENTAGE = "percentage", _("per cent")
        REPORT = "report", _("told in a report")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="indicators")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    text = models.TextField(_("indicator"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.TEXT)
    target = models.CharField(_("target"), max_length=200, blank=True)
    search_text = SearchTextField(sources=("text", "target"))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.text


class ResponsibilityQuerySet(ContentQuerySet):
    def with_subjects(self) -> ResponsibilityQuerySet:
        """With the unit or function they point at, and the unit of the function."""
        return self.select_related("unit", "function", "function__unit")


class Responsibility(Identified, MeasurePart):
    """Who has which part in a measure: a unit, a function, each administration, or only words."""

    class Part(models.TextChoices):
        RESPONSIBLE = "responsible", _("responsible")
        REPORTS_BACK = "reports_back", _("reports back")
        ACTOR = "actor", _("actor")
        CONSULTED = "in_consultation", _("in consultation with")
        CONSULTED_IF_NEEDED = "consult_when_needed", _("in consultation when needed")
        CONVENER = "convener", _("convener")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="responsibilities")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    part = models.CharField(_("part"), max_length=20, choices=Part.choices, default=Part.RESPONSIBLE)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="responsibilities"
    )
    function = models.ForeignKey(
        Function,
        verbose_name=_("function"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
    )
    is_each_administration = models.BooleanField(_("each administration"), default=False)
    wording = models.CharField(_("wording"), max_length=LONGEST_WORDING)
    scope_note = models.CharField(_("for what"), max_length=300, blank=True)
    search_text = SearchTextField(sources=("wording", "scope_note"))

    objects = ResponsibilityQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit=None, function=None)
                | Q(unit=None, is_each_administration=False)
                | Q(function=None, is_each_administration=False),
                name="a_responsibility_has_one_subject",
            )
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def is_known(self) -> bool:
        """Whether the wording points at somebody the municipality knows."""
        return bool(self.unit_id or self.function_id or self.is_each_administration)
