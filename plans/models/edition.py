"""A frozen copy of the whole plan: what goes on referral, what is decided, what is in force."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned
from plans.models.plan import Plan
from responsibilities.models import Unit


class EditionQuerySet(ContentQuerySet):
    def in_force(self) -> EditionQuerySet:
        """Editions that were adopted and have not been repealed."""
        return self.filter(state=Edition.State.ADOPTED)

    def without_values(self) -> EditionQuerySet:
        """For lists: the frozen tree stays in the database."""
        return self.defer("values")


class Edition(Identified, Versioned, Content):
    """A numbered, immutable copy of a plan as values, with its SHA-256.

    What a decision adds (by whom, when, §, from when) stands outside the hashed values: proposal and adopted paper
    are two papers with one content.
    """

    class State(models.TextChoices):
        PROPOSAL = "proposal", _("Proposal for decision")
        ADOPTED = "adopted", _("Adopted")
        REPEALED = "repealed", _("Repealed")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PROPOSAL: (State.ADOPTED,),
        State.ADOPTED: (State.REPEALED,),
        State.REPEALED: (),
    }

    unit_path: ClassVar[str] = "body"
    decided_states: ClassVar[tuple[str, ...]] = (State.ADOPTED, State.REPEALED)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    values = models.JSONField(_("values"))
    sha256 = models.CharField(_("content hash"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"), default=timezone.now)
    frozen_by = models.ForeignKey(User, verbose_name=_("frozen by"), on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSAL)
    body = models.ForeignKey(
        Unit,
        verbose_name=_("body that decides"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=50, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    repealed_on = models.DateField(_("repealed on"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()
    history = tracked(without=("values",))

    class Meta:
        ordering = ("-number", "-pk")
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("plan", "number"), name="editions_of_a_plan_are_numbered"),
            models.UniqueConstraint(
                fields=("plan",), condition=Q(state="adopted"), name="one_edition_of_a_plan_is_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposal", "adopted", "repealed")), name="an_edition_has_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("plans:edition_detail", args=[self.pk])

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.ADOPTED
