"""A notice says that something waits. It holds no text: what it says is read when it is shown, by who may see it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, User
from accounts.visibility import VisibleQuerySet


class NoticeQuerySet(VisibleQuerySet):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def not_mailed(self) -> NoticeQuerySet:
        return self.filter(mailed_at=None)


class Notice(Content):
    """One thing for one person: a kind (names its template), and the row that it is about."""

    owner_path: ClassVar[str] = "recipient"

    recipient = models.ForeignKey(User, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=50)
    step = models.CharField(_("step"), max_length=50, blank=True)
    target_model = models.CharField(_("about"), max_length=100)
    target_pk = models.BigIntegerField(_("about"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = (F("created_at").desc(), "-pk")
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("recipient", "kind", "step", "target_model", "target_pk"),
                name="a_person_is_told_once_of_a_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_model} {self.target_pk}"

    def get_absolute_url(self) -> str:
        """Opens the notice: notes that it was read, and goes on to what it is about."""
        return reverse("notifications:notice_open", args=[self.pk])
