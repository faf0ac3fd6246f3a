"""What is being written and not saved: kept for the writer alone, untracked, until it is saved or thrown away; and
when a plan was read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.identity_numbers import find_identity_numbers, refuse_identity_numbers
from foundation.rich_text import guarded
from plans.models import Plan, PlanReading, TextDraft
from plans.selectors.history.reading import News, news

Fields = Mapping[str, Sequence[str]]
LONGEST = 400_000
"""Characters of one draft, as JSON."""
MOST = 200
"""Drafts of one person."""
KEPT_FOR = timedelta(days=90)
MARK_KEPT_FOR = timedelta(days=2)
"""How long a form that was saved is remembered, so that what it sends late is not kept; and how long a text that was
thrown away can be brought back."""
PLACE = re.compile(r"(section|measure)(-new)?:(\d{1,15})")
RICH = "body"
NOT_WRITTEN = ("submission_key", "confirm_digits", "version", "merge_base")


@transaction.atomic
def keep_draft(
    *,
    plan: Plan,
    place: str,
    mark: UUID,
    kept_as: int,
    base_version: int | None,
    fields: Fields,
    continues: int | None = None,
    by: User,
) -> TextDraft:
    """Keep what an opened form holds now. What comes after the form was saved, or out of order, changes nothing.

    `continues` is the draft that the form was filled from: it goes on in this one.
    Raises ValidationError for what a draft cannot hold.
    """
    refuse_place(plan, place)
    refuse_fields(fields)
    draft, is_new = TextDraft.objects.get_or_create(
        user=by, place=place, mark=mark, defaults={"plan": plan, "municipality_id": plan.municipality_id}
    )
    if is_new:
        refuse_too_many(by)
    now = timezone.now()
    newer = TextDraft.objects.open().filter(pk=draft.pk).filter(Q(kept_as__lt=kept_as) | Q(kept_as=0))
    newer.update(fields=dict(fields), base_version=base_version, kept_as=kept_as, saved_at=now)
    if continues is not None:
        end(Q(pk=continues), place, by=by)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def finish_draft(*, plan: Plan, place: str, mark: UUID, continues: int | None = None, by: User) -> None:
    """The form was saved: its draft is gone, and so is the one it went on from. Its mark stays for a while."""
    _draft, is_new = TextDraft.objects.get_or_create(
        user=by,
        place=place,
        mark=mark,
        defaults={"plan": plan, "municipality_id": plan.municipality_id, "ended_at": timezone.now()},
    )
    if continues is not None or not is_new:
        end(Q(mark=mark) | Q(pk=continues), place, by=by)


def drop_draft(*, draft: TextDraft, by: User) -> None:
    """Throw a draft away. Its words stay until the sweep: `restore_draft` brings them back."""
    TextDraft.objects.open().filter(pk=draft.pk, user=by).update(ended_at=timezone.now())


@transaction.atomic
def restore_draft(*, draft: TextDraft, by: User) -> TextDraft:
    """Bring back a draft that was thrown away. Refused (too many unsaved texts), it stays as it was thrown away."""
    TextDraft.objects.thrown_away().filter(pk=draft.pk, user=by).update(ended_at=None, saved_at=timezone.now())
    refuse_too_many(by)
    draft.refresh_from_db()
    return draft


def end(which: Q, place: str, *, by: User) -> None:
    TextDraft.objects.filter(which, user=by, place=place).update(fields={}, ended_at=timezone.now())


def note_reading(*, plan: Plan, by: User) -> News:
    """What is new in the plan to `by`, who reads it now. A new visit is reckoned from the one before it."""
    found = news(plan, by)
    if found.begins_visit:
        reading = PlanReading(plan=plan, user=by, municipality_id=plan.municipality_id, since=found.since)
        PlanReading.objects.bulk_create(
            [reading], update_conflicts=True, update_fields=["read_at", "since"], unique_fields=["user", "plan"]
        )
    return found


def sweep_drafts(*, now: datetime) -> int:
    """Delete drafts that nobody has gone on with for 90 days, and marks that no late message can bear. How many."""
    old = Q(ended_at=None, saved_at__lt=now - KEPT_FOR) | Q(ended_at__lt=now - MARK_KEPT_FOR)
    return TextDraft.objects.filter(old).delete()[0]


def refuse_place(plan: Plan, place: str) -> None:
    """A place is a section or a measure of the plan, or a new one in it."""
    found = PLACE.fullmatch(place)
    if found:
        kind, is_new, pk = found.groups()
        rows = plan.sections if kind == "section" else plan.measures
        if int(pk) == plan.pk if is_new else rows.filter(pk=int(pk)).exists():
            return
    raise ValidationError(_("There is no such place in the plan."))


def refuse_fields(fields: Fields) -> None:
    """The guard of the form itself, so that no draft holds what could not be saved for its sake."""
    if len(json.dumps(dict(fields))) > LONGEST:
        raise ValidationError(_("The text is too long to be kept as a draft. Divide it, or save it."))
    written = {name: values for name, values in fields.items() if name not in NOT_WRITTEN}
    if any("\x00" in one for values in (fields, *fields.values()) for one in values):
        raise ValidationError(_("The text holds a character that cannot be kept (NUL). Take it out."))
    for name, values in written.items():
        for value in values:
            text = guarded(value) if name == RICH else value
            refuse_identity_numbers(text)
            if find_identity_numbers(text) and not fields.get("confirm_digits"):
                raise ValidationError(_("Ten digits in it could be a personal identity number."))


def refuse_too_many(person: User) -> None:
    if TextDraft.objects.open().filter(user=person).count() > MOST:
        raise ValidationError(_("You have %(most)d unsaved texts already. Save or throw away some.") % {"most": MOST})
