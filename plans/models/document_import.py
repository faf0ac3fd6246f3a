"""A whole document that was pasted or opened: read by the worker, looked through, taken in, undone."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ContentQuerySet
from files.models import StoredFile
from foundation.records import Identified, Versioned, Withdrawable
from plans.models.part import PlanPart
from plans.models.plan import Plan

LEASE = timedelta(seconds=30)
ATTEMPTS = 3


class DocumentImportQuerySet(ContentQuerySet):
    def due(self) -> DocumentImportQuerySet:
        """Documents that a worker may read: they wait, or the worker that had them has gone silent."""
        silent = Q(state=DocumentImport.State.READING, claimed_at__lt=timezone.now() - LEASE)
        return self.current().filter(Q(state=DocumentImport.State.WAITING) | silent)


LONGEST_ERROR = 500


class DocumentImport(Identified, Versioned, Withdrawable, PlanPart):
    """A document on its way into a plan. `reading` is what was understood, as plain values (see exchange)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        READING = "reading", _("is being read")
        READ = "read", _("to look through")
        ACCEPTED = "accepted", _("taken in")
        FAILED = "failed", _("could not be read")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="documents_read")
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pasted = models.TextField(_("pasted text"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    error = models.CharField(_("why it could not be read"), max_length=LONGEST_ERROR, blank=True)
    reading = models.JSONField(_("what was understood"), default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True, blank=True, editable=False)
    claim = models.UUIDField(_("the worker's mark"), null=True, blank=True, editable=False)
    imported_at = models.DateTimeField(_("read in at"), default=timezone.now, editable=False)
    imported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)

    objects = DocumentImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-imported_at", "-pk")
        verbose_name = _("document read in")
        verbose_name_plural = _("documents read in")

    def __str__(self) -> str:
        return self.source_name or str(self.imported_at)

    def get_absolute_url(self) -> str:
        return reverse("exchange:document_import_detail", args=[self.pk])
