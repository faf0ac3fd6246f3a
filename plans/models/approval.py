"""A draft laid before an approver: exactly these values, approved or returned."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned
from plans.models.plan import Plan
from plans.schema import Values, upgraded


class ApprovalQuerySet(ContentQuerySet):
    def waiting(self) -> ApprovalQuerySet:
        return self.filter(state=ApprovalRequest.State.ASKED)

    def readable_to(self, user: User) -> ApprovalQuerySet:
        """Those whose content is open to `user`: to the approver only until the question is taken back."""
        asking = Plan.objects.visible_to(user, "plans.ask_approval").order_by().values("pk")
        return self.visible_to(user).filter(~Q(state=ApprovalRequest.State.RECALLED) | Q(plan__in=asking))

    def without_values(self) -> ApprovalQuerySet:
        """For lists: the frozen tree stays in the database."""
        return self.defer("values")


class ApprovalRequest(Identified, Versioned, Content):
    """A question to an approver about the plan as it stood: the answer is bound to the values' SHA-256."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        RECALLED = "recalled", _("taken back")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.ASKED: (State.APPROVED, State.RETURNED, State.RECALLED),
        State.APPROVED: (),
        State.RETURNED: (),
        State.RECALLED: (),
    }

    owner_path: ClassVar[str] = "approver"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approval_requests")
    title = models.CharField(_("title"), max_length=300)
    values = models.JSONField(_("values"))
    sha256 = models.CharField(_("content hash"), max_length=64)
    question = models.TextField(_("what is asked"), max_length=2000, blank=True)
    approver = models.ForeignKey(User, verbose_name=_("approver"), on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    note = models.TextField(_("note"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = ApprovalQuerySet.as_manager()
    history = tracked(without=("values",))

    class Meta:
        ordering: ClassVar = ("-asked_at", "-pk")
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("asked", "recalled")) | Q(answered_at__isnull=False),
                name="an_answer_to_an_approval_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=("plan", "approver"), condition=Q(state="asked"), name="one_open_question_to_an_approver"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_readable_to(self, user: User) -> bool:
        """The same rule as `readable_to`, asked of a row that the user sees."""
        return self.state != self.State.RECALLED or user.has_perm("plans.ask_approval", self.plan)

    def get_absolute_url(self) -> str:
        return reverse("plans:approval_detail", args=[self.pk])

    @cached_property
    def tree(self) -> Values:
        """What was laid before the approver, in the shape that today's pages read."""
        return upgraded(self.values)
