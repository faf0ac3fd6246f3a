"""A referral (remiss): an edition, a question, who is asked, and how each of them answers."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned
from foundation.search_text import SearchTextField
from plans.models.decision import Decision
from plans.models.edition import Edition
from plans.models.matter import LONGEST_REGISTRY, Document, Matter
from responsibilities.models import Unit


class ReferralRoundQuerySet(ContentQuerySet):
    def open(self) -> ReferralRoundQuerySet:
        return self.filter(state=ReferralRound.State.OPEN)

    def without_values(self) -> ReferralRoundQuerySet:
        """For lists: the frozen tree stays in the database."""
        return self.defer("edition__values", "edition__search_text")


class ReferralRound(Identified, Versioned, Content):
    """An edition sent out for statements; from then on it is a public document (TF 2:4, 2:10) and never changes."""

    class State(models.TextChoices):
        OPEN = "open", _("on referral")
        CLOSED = "closed", _("closed")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {State.OPEN: (State.CLOSED,), State.CLOSED: (State.OPEN,)}

    unit_path: ClassVar[str] = "matter__body"
    asked_path: ClassVar[str] = "recipients__seats__unit"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="referral_rounds")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="referral_rounds")
    question = models.TextField(_("what is asked"), max_length=5000)
    answer_by = models.DateField(_("answer by"))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_wording = models.CharField(_("decision to refer"), max_length=200, blank=True)
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    summary = models.TextField(_("summary of the statements"), blank=True)
    opened_at = models.DateTimeField(_("sent out at"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    search_text = SearchTextField(sources=("question", "decided_wording", "summary"))

    objects = ReferralRoundQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("-opened_at", "-pk")
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("edition",), condition=Q(state="open"), name="one_open_referral_round_per_edition"
            )
        ]

    def __str__(self) -> str:
        return str(self.edition.title)

    def get_absolute_url(self) -> str:
        return reverse("plans:referral_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def sent_on(self) -> date:
        """The day that its letter bears: it may have been sent through the registry system before it was noted here."""
        day = self.letter.dated_on if self.letter else None
        return day or timezone.localdate(self.opened_at)


class ReferralRecipientQuerySet(ContentQuerySet):
    def open(self) -> ReferralRecipientQuerySet:
        """Of referrals that are open, of plans that have not been taken away."""
        return self.filter(round__state=ReferralRound.State.OPEN, round__edition__plan__withdrawn_at=None)

    def waiting(self) -> ReferralRecipientQuerySet:
        """Those who have not answered, and are expected to."""
        return self.filter(gives_no_answer=False).exclude(statement__state="registered")

    def due_by(self, day: date) -> ReferralRecipientQuerySet:
        """Those whose `last_day` is that day or earlier."""
        return self.filter(Q(extended_to=None) | Q(extended_to__lte=day), round__answer_by__lte=day)

    def letters_due(self) -> ReferralRecipientQuerySet:
        """Those whose letter waits to be sent from here."""
        return self.open().filter(sent_how=ReferralRecipient.How.MAIL, mailed_at=None, refused_at=None)

    def for_notices(self) -> ReferralRecipientQuerySet:
        """With what a notice names; the frozen tree stays in the database."""
        return self.select_related("round__edition").defer("round__edition__values", "round__edition__search_text")


class ReferralRecipient(Identified, Versioned, Content):
    """A body or external party that is asked (remissinstans), with its own registry number."""

    class How(models.TextChoices):
        MAIL = "mail", _("e-mail from here")
        REGISTER = "register", _("through the registry system")
        LINK = "link", _("one-time link")

    unit_path: ClassVar[str] = "round__matter__body"
    asked_path: ClassVar[str] = "seats__unit"
    view_permission: ClassVar[str] = "plans.view_referralround"

    round = models.ForeignKey(ReferralRound, on_delete=models.PROTECT, related_name="recipients")
    unit = models.ForeignKey(Unit, verbose_name=_("who is asked"), on_delete=models.PROTECT, related_name="referrals")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    registry_number = models.CharField(_("its own registry number"), max_length=LONGEST_REGISTRY, blank=True)
    sent_how = models.CharField(_("sent how"), max_length=10, choices=How.choices, default=How.REGISTER)
    sent_to = models.EmailField(_("sent to"), blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    queued_at = models.DateTimeField(_("letter waits since"), null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(_("letter sent at"), null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(_("letter refused at"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    extended_to = models.DateField(_("extension until"), null=True, blank=True)
    extension_reason = models.CharField(_("why it was extended"), max_length=300, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)
    gives_no_answer = models.BooleanField(_("gives no answer"), default=False)

    objects = ReferralRecipientQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("position", "pk")
        verbose_name = _("body that is asked")
        verbose_name_plural = _("bodies that are asked")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("round", "unit"), name="a_body_is_asked_once_in_a_referral"),
            models.CheckConstraint(
                condition=Q(extended_to=None) | ~Q(extension_reason=""), name="an_extension_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("plans:recipient_detail", args=[self.pk])

    @property
    def last_day(self) -> date:
        """The day by which this one is to answer: never before the others, also when theirs is moved past its own."""
        day = self.round.answer_by
        return max(day, self.extended_to) if self.extended_to else day

    @property
    def is_extended(self) -> bool:
        """Whether it has more time than the others."""
        return self.last_day != self.round.answer_by


class ReferralSeat(Content):
    """A unit whose staff may read the referral edition and draft the answer: the one asked, and its administrations."""

    unit_path: ClassVar[str] = "recipient__round__matter__body"
    asked_path: ClassVar[str] = "unit"
    view_permission: ClassVar[str] = "plans.view_referralround"

    recipient = models.ForeignKey(ReferralRecipient, on_delete=models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("pk",)
        verbose_name = _("unit that answers a referral")
        verbose_name_plural = _("units that answer a referral")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("recipient", "unit"), name="a_unit_sits_once_at_a_referral")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class AnswerLinkQuerySet(ContentQuerySet):
    def usable(self) -> AnswerLinkQuerySet:
        """Links that were neither used nor taken back, and whose time has not run out."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class AnswerLink(Identified, Content):
    """A one-time link by which an external party without account answers. Only the SHA-256 of its token is kept."""

    view_permission: ClassVar[str] = "plans.open_referralround"

    recipient = models.ForeignKey(ReferralRecipient, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(_("token's SHA-256"), max_length=64, unique=True, editable=False)
    sent_to = models.EmailField(_("sent to"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-made_at", "-pk")
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_link_ends_after_it_was_made")
        ]

    def __str__(self) -> str:
        return self.sent_to


class AnswerLinkUse(Content):
    """That a link was opened, used or refused: written each time, never changed."""

    class What(models.TextChoices):
        OPENED = "opened", _("opened")
        ANSWERED = "answered", _("answered")
        REFUSED = "refused", _("refused")

    view_permission: ClassVar[str] = "plans.open_referralround"

    link = models.ForeignKey(AnswerLink, on_delete=models.PROTECT, related_name="uses")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("at", "pk")
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at}"
