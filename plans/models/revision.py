"""A revision: why the plan in force is written anew, and what that is to reach."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned
from plans.models.edition import Edition
from plans.models.part import PlanPart
from plans.models.plan import Plan


class RevisionQuerySet(ContentQuerySet):
    def open(self) -> RevisionQuerySet:
        return self.filter(ended_at=None)


class Revision(Identified, Versioned, PlanPart):
    """The draft is being rewritten from the edition `base`; it ends when another edition is adopted, or is given up."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why the plan is revised"), max_length=5000)
    aims = models.TextField(_("what the revision is to reach"), max_length=5000, blank=True)
    started_at = models.DateTimeField(_("started at"), default=timezone.now, editable=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    ended_with = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = RevisionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("-started_at", "-pk")
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("plan",), condition=Q(ended_at=None), name="one_open_revision_of_a_plan")
        ]

    def __str__(self) -> str:
        return self.reason[:80]
