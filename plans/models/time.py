"""Time as a plan says it: the wording is kept, the interval is understood beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Recurrence(models.TextChoices):
    ONCE = "", _("once")
    CONTINUOUS = "continuous", _("continuously")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    HALF_YEARLY = "half_yearly", _("every half year")
    YEARLY = "yearly", _("every year")


class Timed(models.Model):
    """Abstract: something that is to be done at a time. "senast" has only an end; nothing is ever forced."""

    time_wording = models.CharField(_("when"), max_length=200, blank=True)
    time_start = models.DateField(_("from"), null=True, blank=True)
    time_end = models.DateField(_("until"), null=True, blank=True)
    time_recurrence = models.CharField(_("recurs"), max_length=15, choices=Recurrence.choices, blank=True, default="")
    time_is_corrected = models.BooleanField(_("interpreted by a person"), default=False)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(time_start=None) | Q(time_end=None) | Q(time_end__gte=F("time_start")),
                name="%(class)s_time_ends_after_it_starts",
            ),
        )
