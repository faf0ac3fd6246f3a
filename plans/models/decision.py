"""Meetings, what a body decided there, and to whom the decision is sent."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from files.models import StoredFile
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from plans.models.edition import Edition
from plans.models.matter import LONGEST_REGISTRY, LONGEST_TITLE, Matter, MatterStep
from responsibilities.models import Unit

LONGEST_PARAGRAPH = 20
NUMBER = r"\d+\s*[a-z]?\b"
PARAGRAPHS = (rf"^\D*?({NUMBER})\s*§", rf"§\s*({NUMBER})", rf"({NUMBER})\s*§", f"({NUMBER})")
"""Where the number of a § stands, the surest first: "55 §", "§ 55", "55 §" behind other numbers, any number."""
"""The number of a §, with its letter: "55", "55 a"."""


class Meeting(Identified, Versioned, Content):
    """A sitting of a body (sammanträde), and how its minutes were adjusted and announced (kommunallagen 5:69, 8:12)."""

    unit_path: ClassVar[str] = "body"
    view_permission: ClassVar[str] = "plans.view_decision"

    body = models.ForeignKey(Unit, verbose_name=_("body"), on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("held on"))
    adjusted_on = models.DateField(_("minutes adjusted on"), null=True, blank=True)
    adjusted_paragraphs = models.CharField(_("adjusted paragraphs"), max_length=50, blank=True)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("-held_on", "-pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "held_on"), name="a_body_meets_once_a_day"),
            models.CheckConstraint(
                condition=Q(adjusted_on=None) | Q(adjusted_on__gte=F("held_on")), name="minutes_are_adjusted_afterwards"
            ),
            models.CheckConstraint(
                condition=Q(announced_on=None) | Q(announced_on__gte=F("held_on")),
                name="minutes_are_announced_afterwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.held_on.isoformat()}"


class DecisionQuerySet(ContentQuerySet):
    def of_body(self, body: Unit, year: int) -> DecisionQuerySet:
        return self.current().filter(body=body, year=year)

    def settling(self) -> DecisionQuerySet:
        """Those after which their proposal is not adopted as it stands: by who decides, not only prepares or answers.

        That is the body of a step of decision, the authority of the matter, the body that the version lies before, or
        somebody who is no body.
        """
        settled = (Decision.Outcome.REJECT, Decision.Outcome.ADOPT_CHANGED)
        is_decision = Q(step=None) | Q(step__kind=MatterStep.Kind.DECISION)
        by_whom = (Q(body=F(path)) for path in ("step__body", "matter__body", "edition__body"))
        return self.current().filter(is_decision, reduce(or_, by_whom, Q(body=None)), outcome__in=settled)


class Decision(Identified, Versioned, Withdrawable, Content):
    """What a body said about a matter, § by §. Everything that is not known is left empty; nothing is made up."""

    class Outcome(models.TextChoices):
        ADOPT = "adopt", _("adopt")
        ADOPT_CHANGED = "adopt_changed", _("adopt with change")
        ENDORSE = "endorse", _("endorse, propose adoption")
        STATEMENT = "statement", _("give a statement")
        REFER = "refer", _("send on referral")
        REMIT_BACK = "remit_back", _("remit back with reason")
        TABLE = "table", _("table")
        REJECT = "reject", _("reject")
        LEAVE_OPEN = "leave_open", _("leave the question open")
        CONDITION = "condition", _("on condition")
        REPEAL = "repeal", _("repeal")

    class PointKind(models.TextChoices):
        ADOPT = "adopt", _("adopt")
        ADOPT_CHANGED = "adopt_changed", _("adopt with change")
        REPEAL_EARLIER = "repeal_earlier", _("repeal the earlier")
        COMMISSION = "commission", _("give somebody a task")
        OTHER = "other", _("other")

    ADOPTING: ClassVar[tuple[str, ...]] = (Outcome.ADOPT, Outcome.ADOPT_CHANGED)
    ASIDE: ClassVar[tuple[str, ...]] = (Outcome.REFER, Outcome.STATEMENT)

    unit_path: ClassVar[str] = "body"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="decisions")
    step = models.ForeignKey(MatterStep, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    body = models.ForeignKey(
        Unit, verbose_name=_("body"), on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    decided_on = models.DateField(_("day of decision"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=LONGEST_PARAGRAPH, blank=True)
    paragraph_key = models.CharField(
        _("paragraph as compared"), max_length=LONGEST_PARAGRAPH, blank=True, editable=False
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, editable=False)
    page = models.CharField(_("page of the minutes"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY, blank=True)
    heading = models.CharField(_("heading"), max_length=LONGEST_TITLE, blank=True)
    sections = models.JSONField(_("sections"), default=list, blank=True)
    proposal = models.TextField(_("proposal before the body"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices)
    wording = models.TextField(_("wording of the decision"), blank=True)
    points = models.JSONField(_("points of the decision"), default=list, blank=True)
    amendment = models.TextField(_("change"), blank=True)
    motions = models.JSONField(_("motions"), default=list, blank=True)
    order_of_propositions = models.TextField(_("order of propositions"), blank=True)
    reservations = models.TextField(_("reservations"), blank=True)
    is_adjusted_at_once = models.BooleanField(_("adjusted at once"), default=False)
    is_delegated = models.BooleanField(_("decided by delegation"), default=False)
    delegation = models.CharField(_("who decided, by which delegation"), max_length=200, blank=True)
    basis = models.JSONField(_("basis documents"), default=list, blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    amended_from = models.ForeignKey(
        Edition,
        verbose_name=_("proposal that was changed"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now, editable=False)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    search_text = SearchTextField(
        sources=("heading", "registry_number", "paragraph", "wording", "proposal", "sections", "basis")
    )

    objects = DecisionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("decided_on", "pk")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("body", "year", "paragraph_key"),
                condition=Q(withdrawn_at=None, year__isnull=False) & ~Q(paragraph_key=""),
                name="a_body_uses_a_paragraph_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(is_delegated=True, outcome__in=("adopt", "adopt_changed")),
                name="adoption_is_never_delegated",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.body or ""), self.paragraph))) or str(self.get_outcome_display())

    def get_absolute_url(self) -> str:
        return reverse("plans:decision_detail", args=[self.pk])

    @property
    def awaits_edition(self) -> bool:
        """Whether it adopted a proposal with change, and the changed version is not in force yet."""
        is_changed = self.outcome == self.Outcome.ADOPT_CHANGED
        return is_changed and self.amended_from_id is None and not self.is_withdrawn

    @property
    def has_adopted(self) -> bool:
        """Whether its edition is in force by it, now or once."""
        return self.outcome == self.Outcome.ADOPT or self.amended_from_id is not None

    @property
    def has_changed_an_edition(self) -> bool:
        return self.has_adopted or self.outcome == self.Outcome.REPEAL


def paragraph_key_of(paragraph: str) -> str:
    """A § as it is compared: "§ 55", "55 §" and "KS 2027-03-12 § 55" are one; the number at the sign comes first.

    At most as long as its column: what is compared without regard to case may be longer than what was written.
    """
    text = paragraph.casefold()
    found = next(filter(None, (re.search(pattern, text) for pattern in PARAGRAPHS)), None)
    return ("".join(found[1].split()) if found else " ".join(text.split()))[:LONGEST_PARAGRAPH]


def year_of(day: date | None) -> int | None:
    return day.year if day else None


class Dispatch(Identified, Versioned, Content):
    """Somebody to whom a decision is sent (expediering); "Akten" is the matter's own file and is sent nothing."""

    class How(models.TextChoices):
        UNKNOWN = "", _("not known")
        MAIL = "mail", _("e-mail")
        REGISTER = "register", _("through the registry system")
        POST = "post", _("post")
        INTERNAL = "internal", _("internally")

    unit_path: ClassVar[str] = "decision__body"
    view_permission: ClassVar[str] = "plans.view_decision"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dispatches")
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    recipient = models.CharField(_("recipient"), max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_file = models.BooleanField(_("the matter's file (Akten)"), default=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_how = models.CharField(_("sent how"), max_length=10, choices=How.choices, blank=True, default="")

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("position", "pk")
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("decision", "recipient"), name="a_recipient_stands_once_in_a_dispatch_list")
        ]

    def __str__(self) -> str:
        return self.recipient
