"""What a working group says to each other beside the text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ContentQuerySet, User
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import SearchTextField
from plans.models.measure import Measure
from plans.models.part import PlanPart
from plans.models.plan import Plan, Section

LONGEST_COMMENT = 5000
LONGEST_QUOTE = 500


class CommentQuerySet(ContentQuerySet):
    def threads(self) -> CommentQuerySet:
        """First words; answers hang under them. Removed, they are still the head of the answers that stay."""
        answers = Comment.objects.filter(parent=OuterRef("pk"), withdrawn_at=None)
        return self.filter(Q(withdrawn_at=None) | Exists(answers), parent=None)

    def open(self) -> CommentQuerySet:
        """Threads with something left to do: what every count of comments counts."""
        return self.threads().filter(resolved_at=None)


class Comment(Identified, Versioned, Withdrawable, PlanPart):
    """A remark on a section, a measure or the plan; `quote` are the words that were marked. Seen with the plan."""

    owner_path: ClassVar[str] = "written_by"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    quote = models.CharField(_("marked words"), max_length=LONGEST_QUOTE, blank=True)
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_text = SearchTextField(sources=("text", "quote"))

    objects = CommentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering: ClassVar = ("written_at", "pk")
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(section=None) | Q(measure=None), name="a_comment_has_one_place"),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(resolved_at=None), name="a_thread_is_resolved_not_its_answers"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:comment_detail', args=[self.parent_id or self.pk])}#kommentar-{self.pk}"

    @property
    def is_edited(self) -> bool:
        """Whether its words were changed after they were written; only that makes a new version."""
        return self.version > 1
