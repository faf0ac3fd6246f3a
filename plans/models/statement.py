"""What a body answered (yttrande), and its viewpoints (synpunkter), each handled for itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from plans.models.decision import Decision
from plans.models.matter import LONGEST_REGISTRY, Document
from plans.models.referral import ReferralRecipient
from responsibilities.models import Unit

LONGEST_STATEMENT = 200_000


class StatementQuerySet(ContentQuerySet):
    def registered(self) -> StatementQuerySet:
        return self.filter(state=Statement.State.REGISTERED)


class Statement(Identified, Versioned, Content):
    """The answer of one that was asked. A draft is its own; registered, it is a document of the matter."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REGISTERED = "registered", _("registered")

    class Stance(models.TextChoices):
        ENDORSES = "endorses", _("endorses (tillstyrker)")
        ENDORSES_WITH_VIEWS = "endorses_with_views", _("endorses with viewpoints")
        PARTLY = "partly", _("endorses in part, or another solution")
        REJECTS = "rejects", _("rejects (avstyrker)")
        ABSTAINS = "abstains", _("abstains (avstår)")
        NO_OBJECTION = "no_objection", _("no objection (ingen erinran)")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {State.DRAFT: (State.REGISTERED,), State.REGISTERED: ()}

    unit_path: ClassVar[str] = "recipient__round__matter__body"
    asked_path: ClassVar[str] = "recipient__seats__unit"
    decided_states: ClassVar[tuple[str, ...]] = (State.REGISTERED,)

    recipient = models.OneToOneField(ReferralRecipient, on_delete=models.PROTECT, related_name="statement")
    answered_by = models.ForeignKey(
        Unit, verbose_name=_("who answers"), on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    stance = models.CharField(_("stance"), max_length=20, choices=Stance.choices, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST_STATEMENT, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    received_on = models.DateField(_("arrived"), null=True, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY, blank=True)
    signer = models.CharField(_("signed by"), max_length=200, blank=True)
    signer_title = models.CharField(_("title of who signed"), max_length=200, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    came_by_link = models.BooleanField(_("came by a one-time link"), default=False, editable=False)
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_text = SearchTextField(sources=("text", "signer", "registry_number"))

    objects = StatementQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("recipient__position", "pk")
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(stance="") & Q(registered_at__isnull=False),
                name="a_registered_statement_has_a_stance",
            )
        ]

    def __str__(self) -> str:
        return str(self.answered_by or self.recipient)

    def get_absolute_url(self) -> str:
        return reverse("plans:statement_detail", args=[self.pk])


class Viewpoint(Identified, Versioned, Withdrawable, Content):
    """One thing that a statement says, about a section or measure of the edition, and what was done with it."""

    class Handling(models.TextChoices):
        GRANTED = "granted", _("granted")
        PARTLY = "partly", _("granted in part")
        ALREADY = "already", _("granted already")
        NOTED = "noted", _("noted")
        OTHER_MATTER = "other_matter", _("another matter")
        NOT_GRANTED = "not_granted", _("not granted")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="viewpoints")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    text = models.TextField(_("viewpoint"), max_length=5000)
    place_uid = models.UUIDField(_("section or measure"), null=True, blank=True)
    place_name = models.CharField(_("section or measure in words"), max_length=300, blank=True)
    handling = models.CharField(_("handled"), max_length=15, choices=Handling.choices, blank=True)
    reason = models.TextField(_("reason"), max_length=5000, blank=True)
    change_uid = models.UUIDField(_("what was changed"), null=True, blank=True)
    change_name = models.CharField(_("what was changed, in words"), max_length=300, blank=True)

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("statement__recipient__position", "position", "pk")
        verbose_name = _("viewpoint")
        verbose_name_plural = _("viewpoints")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(handling="") | ~Q(reason=""), name="a_handled_viewpoint_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.text[:80]
