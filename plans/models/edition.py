"""A frozen copy of the whole plan: what goes on referral, what is decided, what is in force."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from files.models import StoredFile
from foundation.history import tracked
from foundation.records import Identified, Versioned
from plans.models.plan import Plan
from plans.schema import Values, upgraded
from responsibilities.models import Unit

MINUTES_ADJUSTED = timedelta(days=14)
"""The § of a decision is known when the minutes are adjusted, at the latest (kommunallagen 5:69)."""


class Today(models.Expression):
    """The day on which the statement is asked: a QuerySet that is made when the house starts does not keep that day."""

    output_field = models.DateField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (connection.ops.adapt_datefield_value(timezone.localdate()),)


class EditionQuerySet(ContentQuerySet):
    def decided(self) -> EditionQuerySet:
        return self.filter(state__in=Edition.decided_states)

    def standing(self) -> EditionQuerySet:
        """Decided editions whose last day has not passed: those in force, and those that will be."""
        will_end = Q(state=Edition.State.REPEALED, repealed_on__gt=Today())
        begins_before = Q(valid_from=None) | Q(valid_from__lt=F("repealed_on"))
        return self.filter(Q(state=Edition.State.ADOPTED) | will_end & begins_before)

    def in_force(self) -> EditionQuerySet:
        """Editions that are in force today: adopted, begun and not ended. Days decide; nothing has to be run."""
        return self.standing().filter(Q(valid_from=None) | Q(valid_from__lte=Today()))

    def to_keep_on_paper(self) -> EditionQuerySet:
        """Editions whose paper is not kept yet and need not wait for the § of the minutes.

        What was replaced while its paper waited gets it all the same; what was over long before it came here does not.
        """
        today = timezone.localdate()
        young = Q(paragraph="", is_delegated=False, body__isnull=False, decided_on__gt=today - MINUTES_ADJUSTED)
        replaced = Q(state=Edition.State.REPEALED, decided_on__gt=today - 2 * MINUTES_ADJUSTED)
        return self.filter(Q(state=Edition.State.ADOPTED) | replaced, decided_paper=None).exclude(young)

    def undecided(self) -> EditionQuerySet:
        """Proposals that wait for their decision."""
        return self.filter(~has_settling(), state=Edition.State.PROPOSAL)

    def settled(self) -> EditionQuerySet:
        """What is not in force and will not be: whoever decides rejected it, or adopted it with change.

        Such a decision settles a proposal for good, unless it is taken away as noted by mistake: who wants the same
        text adopted after all freezes the plan anew and lays that before the body. What a body says that only
        prepares the matter settles nothing.
        """
        return self.filter(has_settling()).exclude(state__in=Edition.decided_states)

    def without_values(self) -> EditionQuerySet:
        """For lists: the frozen tree stays in the database."""
        return self.defer("values", "search_text")


def has_settling() -> Exists:
    """Whether a decision about the edition settles it without putting it in force, for a statement about editions."""
    settling = apps.get_model("plans", "Decision").objects.settling()
    return Exists(settling.filter(Q(edition=OuterRef("pk"), amended_from=None) | Q(amended_from=OuterRef("pk"))))


class Edition(Identified, Versioned, Content):
    """A numbered, immutable copy of a plan as values, with its SHA-256.

    What a decision adds (by whom, when, §, from when) stands outside the hashed values: proposal and adopted paper
    are two papers with one content.

    The state says what was decided; what holds today follows from the days as well. An edition that will be replaced
    is repealed as from its successor's first day, and in force until then.
    """

    class State(models.TextChoices):
        REFERRAL = "referral", _("Referral version")
        PROPOSAL = "proposal", _("Proposal for decision")
        ADOPTED = "adopted", _("Adopted")
        REPEALED = "repealed", _("Repealed")

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.REFERRAL: (State.PROPOSAL, State.ADOPTED),
        State.PROPOSAL: (State.REFERRAL, State.ADOPTED),
        State.ADOPTED: (State.REPEALED,),
        State.REPEALED: (),
    }

    unit_path: ClassVar[str] = "body"
    asked_path: ClassVar[str] = "referral_rounds__recipients__seats__unit"
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
    repeal_body = models.ForeignKey(
        Unit, verbose_name=_("repealed by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    repeal_paragraph = models.CharField(_("paragraph of the repeal"), max_length=20, blank=True)
    repeal_reason = models.CharField(_("why it was repealed"), max_length=300, blank=True)

    is_delegated = models.BooleanField(_("small change by the right to revise"), default=False)
    delegation = models.CharField(_("by which right to revise"), max_length=300, blank=True)
    decided_paper = models.ForeignKey(
        StoredFile, verbose_name=_("decided paper"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    search_text = models.TextField(editable=False, default="", blank=True)

    objects = EditionQuerySet.as_manager()
    history = tracked(without=("values", "search_text"))

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
                condition=Q(state__in=("referral", "proposal", "adopted", "repealed")),
                name="an_edition_has_a_known_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("plans:edition_detail", args=[self.pk])

    @cached_property
    def tree(self) -> Values:
        """What was frozen, in the shape that today's pages and papers read."""
        return upgraded(self.values)

    @property
    def paper_name(self) -> str:
        """The name of its decided paper, which every system can store."""
        plain = slugify(self.title.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:80].strip("-") or "plan"
        return f"{plain}-version-{self.number}-beslutad.pdf"

    @property
    def first_day(self) -> date | None:
        """The first day on which the decision holds, as far as it is known."""
        return self.valid_from or self.decided_on

    @property
    def is_on_referral(self) -> bool:
        return self.state == self.State.REFERRAL

    @property
    def is_decided(self) -> bool:
        return self.state in self.decided_states

    @cached_property
    def is_settled(self) -> bool:
        """Whether it was rejected or adopted with change (`settled`); one statement, unless a list has annotated it."""
        return not self.is_decided and Edition.objects.settled().filter(pk=self.pk).exists()

    @property
    def paper_waits_until(self) -> date | None:
        """The day on which its paper is made without a §, if none is noted before; None when nothing is waited for."""
        if self.paragraph or self.is_delegated or self.body_id is None or self.decided_on is None:
            return None
        day = self.decided_on + MINUTES_ADJUSTED
        return day if day > timezone.localdate() else None

    @property
    def never_begins(self) -> bool:
        """Whether it was to end before the first day that is known of it, or on it."""
        return bool(self.first_day and self.repealed_on and self.repealed_on <= self.first_day)

    @property
    def is_over(self) -> bool:
        """Whether it was in force and is not any more, or was repealed before it ever was."""
        if self.state != self.State.REPEALED:
            return False
        begins = max(timezone.localdate(), self.valid_from or date.min)
        return self.repealed_on is None or self.repealed_on <= begins

    @property
    def is_coming(self) -> bool:
        """Whether it is decided, and its first day has not come."""
        is_later = self.valid_from is not None and self.valid_from > timezone.localdate()
        return self.is_decided and not self.is_over and is_later

    @property
    def is_in_force(self) -> bool:
        return self.is_decided and not self.is_over and not self.is_coming

    @property
    def standing(self) -> str:
        """How it stands today: the name of a state, for its symbol."""
        if not self.is_decided:
            return str(self.state)
        return str(self.State.REPEALED) if self.is_over else "coming" if self.is_coming else str(self.State.ADOPTED)

    @property
    def standing_word(self) -> str:
        """How it stands today, in a word."""
        return str(self.State.ADOPTED.label if self.standing == "coming" else self.State(self.standing).label)

    @property
    def standing_note(self) -> str:
        """The day that will change how it stands, when there is one."""
        if self.is_coming and self.valid_from:
            return gettext("in force from %(day)s") % {"day": date_format(self.valid_from, "j F Y")}
        if self.is_in_force and self.repealed_on:
            last = self.repealed_on - timedelta(days=1)
            return gettext("in force through %(day)s") % {"day": date_format(last, "j F Y")}
        return ""

    @property
    def standing_words(self) -> str:
        """How it stands today, and until when."""
        return ", ".join(part for part in (self.standing_word, self.standing_note) if part)
