"""A matter in the register: its way through the bodies, and the documents that belong to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet
from files.models import StoredFile
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from plans.models.plan import Plan
from responsibilities.models import Unit

LONGEST_TITLE = 300
LONGEST_REGISTRY = 50


class MatterQuerySet(ContentQuerySet):
    def open(self) -> MatterQuerySet:
        """Matters that are not closed."""
        return self.filter(closed_on=None)

    def handling(self, plan_id: int) -> Matter | None:
        """The open matter in which a plan is handled now: the newest; None where there is none."""
        found: Matter | None = self.current().open().filter(plan=plan_id).order_by("-opened_on", "-pk").first()
        return found


class Matter(Identified, Versioned, Withdrawable, Content):
    """A matter of one authority (ärende), as its register knows it. We cite the register and never compete with it."""

    unit_path: ClassVar[str] = "body"
    asked_path: ClassVar[str] = "steps__body"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="matters")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY, blank=True)
    classification_code = models.CharField(_("classification code"), max_length=30, blank=True)
    body = models.ForeignKey(
        Unit,
        verbose_name=_("authority"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
    )
    officer = models.CharField(_("officer in charge"), max_length=200, blank=True)
    opened_on = models.DateField(_("opened"), default=timezone.localdate)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    search_text = SearchTextField(sources=("title", "registry_number", "classification_code", "officer"))

    objects = MatterQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("-opened_on", "-pk")
        verbose_name = _("matter")
        verbose_name_plural = _("matters")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:matter_detail", args=[self.pk])


class MatterPart(Content):
    """Abstract: a row that is seen by whoever sees the matter."""

    view_permission: ClassVar[str] = "plans.view_matter"
    unit_path: ClassVar[str] = "matter__body"
    asked_path: ClassVar[str] = "matter__steps__body"

    class Meta:
        abstract = True


class MatterStep(Identified, MatterPart):
    """One stop on the way: a body that is asked, prepares or decides; or somebody named in words (kommundirektören)."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("referral")
        PREPARATION = "preparation", _("preparation")
        DECISION = "decision", _("decision")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    body = models.ForeignKey(
        Unit, verbose_name=_("body"), on_delete=models.PROTECT, null=True, blank=True, related_name="matter_steps"
    )
    wording = models.CharField(_("in words"), max_length=200, blank=True)

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("position", "pk")
        verbose_name = _("step of a matter")
        verbose_name_plural = _("steps of matters")

    def __str__(self) -> str:
        return str(self.body or self.wording or self.get_kind_display())


DocumentSection = dict[str, str]
"""A headed part of a document: {"heading": str, "text": str}. Lines that begin with "- " are a list."""

Signer = dict[str, str]
"""Who signs: {"name": str, "title": str}. Needs no account."""


class Document(Identified, Versioned, Withdrawable, MatterPart):
    """A paper of a matter (handling): written here in headed sections, or received as a file and kept as it came."""

    class Kind(models.TextChoices):
        OFFICIAL_LETTER = "official_letter", _("official letter (tjänsteskrivelse)")
        COVER_LETTER = "cover_letter", _("covering letter (missiv)")
        REFERRAL_LETTER = "referral_letter", _("letter of referral (remissmissiv)")
        STATEMENT = "statement", _("statement (yttrande)")
        EXTRACT = "extract", _("extract of minutes (protokollsutdrag)")
        OTHER = "other", _("other document")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="documents")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title as cited"), max_length=LONGEST_TITLE)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived"), null=True, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY, blank=True)
    document_number = models.CharField(_("document number"), max_length=LONGEST_REGISTRY, blank=True)
    sender = models.CharField(_("sender"), max_length=200, blank=True)
    addressee = models.CharField(_("addressee"), max_length=200, blank=True)
    officer = models.CharField(_("officer in charge"), max_length=200, blank=True)
    sections = models.JSONField(_("sections"), default=list, blank=True)
    basis = models.JSONField(_("basis documents"), default=list, blank=True)
    recipients = models.JSONField(_("the decision is sent to"), default=list, blank=True)
    signers = models.JSONField(_("signers"), default=list, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    search_text = SearchTextField(
        sources=("title", "sender", "addressee", "registry_number", "sections", "basis", "signers")
    )

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("position", "pk")
        verbose_name = _("document of a matter")
        verbose_name_plural = _("documents of matters")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:document_detail", args=[self.pk])
