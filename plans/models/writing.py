"""While a plan is written: drafts of one's own, what was read when, and images of the text."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ContentQuerySet, User
from files.models import StoredFile
from foundation.records import Identified
from plans.models.part import PlanPart
from plans.models.plan import Plan

WRITING_NOW = timedelta(minutes=2)


class TextDraftQuerySet(ContentQuerySet):
    def open(self) -> TextDraftQuerySet:
        """What was neither saved nor thrown away."""
        return self.filter(ended_at=None)

    def thrown_away(self) -> TextDraftQuerySet:
        """What was thrown away and can still be brought back: what was saved left no text behind."""
        return self.filter(ended_at__isnull=False).exclude(fields={})


class TextDraft(PlanPart):
    """What somebody has typed in a form of the plan and not saved: kept for that person alone, without history.

    `place` names the form ("section:12", "section-new:7", "measure:33"), `fields` is what it would send: lists of
    values by name. `mark` is the opened form, so that two tabs never write over each other; `kept_as` counts what it
    sent. A form that was saved leaves its mark behind, without text: what it sends late is not kept. A text that was
    thrown away keeps its words for as long as its mark stands.
    """

    owner_path: ClassVar[str] = "user"
    view_permission: ClassVar[str] = "plans.view_textdraft"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="text_drafts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(_("place"), max_length=40)
    base_version = models.PositiveIntegerField(_("version it began from"), null=True, blank=True)
    fields = models.JSONField(_("what was typed"), default=dict)
    saved_at = models.DateTimeField(_("kept at"), default=timezone.now)
    mark = models.UUIDField(_("opened form"), default=uuid.uuid4)
    kept_as = models.BigIntegerField(_("place in the order of what was sent"), default=0)
    ended_at = models.DateTimeField(_("saved or thrown away at"), null=True, blank=True)

    objects = TextDraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-saved_at", "-pk")
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "place", "mark"), name="one_unsaved_text_of_an_opened_form")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.place}"


class PlanReading(PlanPart):
    """When somebody last began to read a plan's draft (`read_at`), and what that reading is compared with (`since`):
    the reading before it, so that a page shown again in the same visit tells the same news."""

    owner_path: ClassVar[str] = "user"
    view_permission: ClassVar[str] = "plans.view_planreading"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(_("read at"), default=timezone.now)
    since = models.DateTimeField(_("compared with what stood at"), null=True, blank=True)

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-read_at", "-pk")
        verbose_name = _("reading of a plan")
        verbose_name_plural = _("readings of plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "plan"), name="one_reading_of_a_plan_by_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.plan_id} · {self.read_at}"


class PlanImage(Identified, PlanPart):
    """A picture in the text of a plan. Rich text points at its `uid`; the bytes never change."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="images")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    width = models.PositiveIntegerField(_("width in pixels"), default=0)
    height = models.PositiveIntegerField(_("height in pixels"), default=0)
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("pk",)
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return self.name or str(self.uid)

    def get_absolute_url(self) -> str:
        return reverse("plans:plan_image", args=[self.plan_id, self.uid])
