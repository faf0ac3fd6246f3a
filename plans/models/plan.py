"""A plan and its prose. What stands here is always the draft; what was decided is an edition."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from responsibilities.models import Unit


class LawStanding(models.TextChoices):
    """How a plan stands to the municipality's own action plan against crime (lag 2023:196, 6 §)."""

    IS = "is", _("is the municipality's action plan")
    PART = "part", _("is a part of the action plan")
    BESIDE = "beside", _("stands beside the action plan")


class Plan(Identified, Versioned, Withdrawable, Content):
    """A governing document being written: handlingsplan, riktlinjer, anvisningar."""

    grant_path: ClassVar[str] = "pk"

    title = models.CharField(_("title"), max_length=300)
    document_type = models.CharField(_("document type"), max_length=100, blank=True)
    responsible_unit = models.ForeignKey(
        Unit, verbose_name=_("responsible unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    registry_number = models.CharField(_("registry number"), max_length=50, blank=True)
    header = models.JSONField(_("header"), default=list)
    is_numbered = models.BooleanField(_("sections are numbered"), default=True)
    column_labels = models.JSONField(_("column labels"), default=dict, blank=True)
    fulfilment_labels = models.JSONField(_("labels of fulfilment"), default=dict, blank=True)
    prevention_levels = models.JSONField(_("prevention levels"), default=list, blank=True)
    level_notes = models.JSONField(_("what the prevention levels mean"), default=dict, blank=True)
    officials = models.JSONField(_("officers and signers"), default=list, blank=True)
    law_standing = models.CharField(
        _("how the plan stands to law 2023:196"), max_length=10, choices=LawStanding.choices, blank=True, default=""
    )
    law_evidence = models.JSONField(_("where the duties of the law are met"), default=dict, blank=True)
    contacts_checked_on = models.DateField(_("contacts checked on"), null=True, blank=True)
    lists_abbreviations = models.BooleanField(_("ends with a list of abbreviations"), default=False)
    search_text = SearchTextField(sources=("title", "document_type", "registry_number", "header"))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("title", "pk")
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:plan_detail", args=[self.pk])


class Section(Identified, Versioned, Withdrawable, Content):
    """A heading and its rich text, in a tree. Numbers are computed, unless the source has one of its own."""

    view_permission: ClassVar[str] = "plans.view_plan"
    grant_path: ClassVar[str] = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey(
        "self", verbose_name=_("stands under"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    heading = models.CharField(_("heading"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    is_numbered = models.BooleanField(_("numbered"), default=True)
    own_number = models.CharField(_("number in the source"), max_length=20, blank=True)
    is_annex = models.BooleanField(_("annex"), default=False)
    imported_in = models.ForeignKey(
        "plans.DocumentImport", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="sections"
    )
    search_text = SearchTextField(sources=("heading",), rich=("body",))

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="a_section_does_not_stand_under_itself"),
            models.CheckConstraint(condition=Q(is_annex=False) | Q(parent=None), name="an_annex_stands_at_the_top"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:plan_detail', args=[self.plan_id])}#avsnitt-{self.pk}"


Official = dict[str, str]
"""Somebody named on the paper: {"role": "officer" | "signer", "name": str, "title": str}. Needs no account."""

LevelNote = dict[str, str]
"""What a prevention level means: {"description": str, "actors": str, "examples": str}."""

HeaderValue = dict[str, Any]
"""One header field: {"label": str, "state": "value" | "none" | "missing", "value": str}."""


class OfficialRole(models.TextChoices):
    OFFICER = "officer", _("officer")
    SIGNER = "signer", _("signer")


class HeaderState(models.TextChoices):
    VALUE = "value", _("filled in")
    NONE = "none", _("does not apply (–)")
    MISSING = "missing", _("not filled in")
