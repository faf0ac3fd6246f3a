"""What must be registered (att diarieföra, OSL 5:1), until somebody has noted that it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned
from plans.models.matter import LONGEST_REGISTRY, LONGEST_TITLE, Matter


class RegistrationItemQuerySet(ContentQuerySet):
    def waiting(self) -> RegistrationItemQuerySet:
        return self.filter(registered_at=None)


class RegistrationItem(Identified, Versioned, Content):
    """One line of the registrar's list. `target_model` and `target_pk` are what it is about (as a notice has them)."""

    class Kind(models.TextChoices):
        REFERRAL_OUT = "referral_out", _("referral sent out")
        STATEMENT_IN = "statement_in", _("statement received")
        DECISION = "decision", _("decision")
        DISPATCH = "dispatch", _("dispatch")
        REPEAL = "repeal", _("repeal of a version")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations")
    target_model = models.CharField(_("kind of object"), max_length=100)
    target_pk = models.BigIntegerField(_("object"))
    occurred_on = models.DateField(_("day"), default=timezone.localdate)
    arrived_on = models.DateField(_("day of arrival"), null=True, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY, blank=True)
    document_number = models.CharField(_("document number"), max_length=LONGEST_REGISTRY, blank=True)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = RegistrationItemQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("occurred_on", "pk")
        verbose_name = _("to register")
        verbose_name_plural = _("to register")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("kind", "target_model", "target_pk"), name="a_thing_is_registered_once"),
            models.CheckConstraint(
                condition=Q(registered_at=None, registered_by=None)
                | Q(registered_at__isnull=False, registered_by__isnull=False),
                name="what_is_registered_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title
