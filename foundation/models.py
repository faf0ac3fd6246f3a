"""The one table of the cellar: which forms have been sent in already."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A form that was sent: its key is unique, so a double click or a retry gives one object."""

    key = models.UUIDField(_("key"), primary_key=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("sent by"), on_delete=models.CASCADE)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    result_model = models.CharField(_("kind of result"), max_length=100, blank=True)
    result_pk = models.BigIntegerField(_("result"), null=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self) -> str:
        return f"{self.result_model} {self.result_pk}"
