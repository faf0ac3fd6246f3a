"""Documents beside the plan: what it builds on, what belongs with it, its sources."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ContentQuerySet
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from plans.models.part import PlanPart
from plans.models.plan import Plan

LONGEST_ADDRESS = 500


class RelatedDocument(Identified, Versioned, Withdrawable, PlanPart):
    """A document that the plan names (folkhälsoprogram, välfärdsbokslut), or a source that it is written from."""

    class Kind(models.TextChoices):
        GOVERNING = "governing", _("governing document")
        FOLLOW_UP = "follow_up", _("follow-up or report")
        LAW = "law", _("law or other rules")
        SOURCE = "source", _("source")
        OTHER = "other", _("other document")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="related_documents")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.GOVERNING)
    title = models.CharField(_("title"), max_length=300)
    reference = models.CharField(_("registry number, year or edition"), max_length=100, blank=True)
    url = models.URLField(_("address"), max_length=LONGEST_ADDRESS, blank=True)
    search_text = SearchTextField(sources=("title", "reference"))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("position", "pk")
        verbose_name = _("related document")
        verbose_name_plural = _("related documents")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:related_document_list", args=[self.plan_id])
