"""A plan given to a named person: co-author or invited reader."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.grants import Grant
from foundation.history import tracked
from plans.models.plan import Plan


class PlanGrant(Grant):
    """One permission on one plan's draft for one person."""

    content_object = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="grants")
    history = tracked()

    class Meta(Grant.Meta):
        abstract = False
        verbose_name = _("grant on a plan")
        verbose_name_plural = _("grants on plans")
