"""Comments: written, answered, changed, removed, resolved. Whoever sees the draft may comment on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.models import Comment, Measure, Plan, Section
from plans.selectors.comment import group_of, named_in, thread_of
from plans.selectors.recipients import coordinators
from plans.services.ordering import locked_plan
from plans.services.texts import checked, one_line, unified
from plans.services.withdrawal import bring_back, withdraw


@transaction.atomic
def write_comment(
    *,
    plan: Plan,
    text: str,
    section: Section | None = None,
    measure: Measure | None = None,
    quote: str = "",
    by: User,
) -> Comment:
    """Begin a thread about a section, a measure or the whole plan; `quote` are words that were marked there."""
    plan = locked_plan(plan)
    for about in (section, measure):
        if about is not None and (about.plan_id != plan.pk or about.is_withdrawn):
            raise ValidationError(_("What you comment on is no longer in the plan."))
    comment = Comment(municipality_id=plan.municipality_id, plan=plan, section=section, measure=measure, written_by=by)
    comment.text, comment.quote = unified(text), one_line(quote)
    write(comment, by=by, reason=_("Comment written"))
    told = tell_named(comment, by=by)
    tell_about(comment, "comment_written", coordinators(plan.municipality), besides=[*told, by])
    return comment


@transaction.atomic
def answer_comment(*, comment: Comment, text: str, by: User) -> Comment:
    """Answer in a thread. Raises ValidationError when it is resolved: opened again, it can be answered."""
    plan = locked_plan(comment.plan)
    first = locked(comment.parent or comment)
    if first.resolved_at is not None:
        raise ValidationError(_("The thread is resolved. Open it again before you answer."))
    answer = Comment(
        municipality_id=plan.municipality_id,
        plan=plan,
        section_id=first.section_id,
        measure_id=first.measure_id,
        parent=first,
        text=unified(text),
        written_by=by,
    )
    write(answer, by=by, reason=_("Answer written"))
    told = tell_named(answer, by=by)
    taking_part = thread_of(first).participants
    group = [one for one in group_of(plan) if one.pk in taking_part]
    tell_about(answer, "comment_answered", [*group, *coordinators(plan.municipality)], besides=[*told, by])
    return answer


@transaction.atomic
def update_comment(*, comment: Comment, version: int | None, text: str, by: User) -> Comment:
    """Change one's own words. Whoever is named for the first time is told."""
    locked_plan(comment.plan)
    comment = locked_version(comment, version)
    refuse_removed(comment)
    if comment.text == unified(text):
        return comment
    comment.text = unified(text)
    comment.version += 1
    write(comment, by=by, reason=_("Comment changed"))
    tell_named(comment, by=by)
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User) -> Comment:
    """Take a comment away; answers to it stay, under a line that says that it was removed."""
    locked_plan(comment.plan)
    comment = locked(comment)
    return comment if comment.is_withdrawn else withdraw(comment, by=by, reason=_("Comment removed"))


@transaction.atomic
def restore_comment(*, comment: Comment, by: User) -> Comment:
    locked_plan(comment.plan)
    comment = locked(comment)
    return bring_back(comment, by=by, reason=_("Comment restored")) if comment.is_withdrawn else comment


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User) -> Comment:
    """Say that nothing is left to do about a thread."""
    locked_plan(comment.plan)
    first = locked(comment.parent or comment)
    if first.resolved_at is None:
        first.resolved_at, first.resolved_by = timezone.now(), by
        record(first, by=by, reason=_("Thread resolved"))
    return first


@transaction.atomic
def reopen_comment(*, comment: Comment, by: User) -> Comment:
    locked_plan(comment.plan)
    first = locked(comment.parent or comment)
    if first.resolved_at is not None:
        first.resolved_at = first.resolved_by = None
        record(first, by=by, reason=_("Thread opened again"))
    return first


def write(comment: Comment, *, by: User, reason: str) -> None:
    if not comment.text:
        raise ValidationError({"text": _("Write your comment.")})
    checked(comment, ("text", "quote"))
    record(comment, by=by, reason=reason)


def refuse_removed(comment: Comment) -> None:
    if comment.is_withdrawn:
        raise ValidationError(_("The comment has been removed."))


def tell_named(comment: Comment, *, by: User) -> list[User]:
    """Tell those who are named with an @ and see the plan; returns them."""
    if "@" not in comment.text:
        return []
    named = [one for one in named_in(comment.text, group_of(comment.plan)) if one != by]
    tell_about(comment, "comment_mentioned", named)
    return named


def tell_about(comment: Comment, kind: str, people: Iterable[User], *, besides: Iterable[User] = ()) -> None:
    left_out = {one.pk for one in besides}
    recipients = [one for one in people if one.pk not in left_out]
    tell(recipients=recipients, kind=kind, about=comment, municipality=comment.plan.municipality)
