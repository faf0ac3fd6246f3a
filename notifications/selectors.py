"""What a person's notices say: read when they are shown, and only what the person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.visibility import VisibleQuerySet
from notifications.models import Notice

Key = tuple[str, int]


@dataclass(frozen=True)
class Message:
    """A notice with the row that it is about."""

    notice: Notice
    target: models.Model

    @property
    def url(self) -> str:
        """Where one goes from here: the target's page; a person's own account; else the inbox."""
        if self.target == self.notice.recipient:
            return reverse("accounts:account")
        to: Any = self.target
        return str(to.get_absolute_url()) if hasattr(to, "get_absolute_url") else reverse("notifications:notice_list")

    @property
    def html(self) -> SafeString:
        """One line with a link."""
        return self.said("html")

    @property
    def text(self) -> str:
        """The same for a letter: a line, and the address under it."""
        return self.said("txt").strip()

    def said(self, form: str) -> SafeString:
        """The words of the notice's kind; a kind without words of its own names its target."""
        templates = [f"notices/{self.notice.kind}.{form}", f"notices/other.{form}"]
        context = {
            "notice": self.notice,
            "target": self.target,
            "recipient": self.notice.recipient,
            "address": f"{settings.SITE_URL}{self.url}",
        }
        return render_to_string(templates, context)


def messages_of(notices: Iterable[Notice], *, recipient: User) -> list[Message]:
    """The notices whose targets `recipient` may see now, in the same order: one statement for each kind of target."""
    listed = list(notices)
    targets = targets_of(listed, recipient=recipient)
    found = []
    for notice in listed:
        target = targets.get((notice.target_model, notice.target_pk))
        if target is not None:
            notice.recipient = recipient
            found.append(Message(notice=notice, target=target))
    return found


def targets_of(notices: Iterable[Notice], *, recipient: User) -> dict[Key, models.Model]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        wanted[notice.target_model].add(notice.target_pk)
    return {(label, row.pk): row for label, keys in wanted.items() for row in seen_rows(label, keys, recipient)}


def seen_rows(label: str, keys: set[int], recipient: User) -> Iterable[models.Model]:
    """Rows of a model as the recipient may see them. Everybody may see that they themselves exist."""
    if label == User._meta.label_lower:
        return [recipient] if recipient.pk in keys else []
    try:
        model: Any = apps.get_model(label)
    except LookupError:  # a kind of row that there is no more
        return []
    rows = model._default_manager.get_queryset()
    assert isinstance(rows, VisibleQuerySet)
    rows = rows.for_notices() if hasattr(rows, "for_notices") else rows
    related = [field.name for field in model._meta.concrete_fields if field.many_to_one]
    seen: Iterable[models.Model] = (
        rows.visible_to(recipient).filter(pk__in=keys).select_related(*related).defer(*frozen_trees(model))
    )
    return seen


def frozen_trees(model: type[models.Model]) -> list[str]:
    """Columns that hold a whole document, here and one step up: a line in a list needs none of them."""
    above = [field for field in model._meta.concrete_fields if field.many_to_one and field.related_model]
    return tree_fields(model) + [f"{step.name}__{name}" for step in above for name in tree_fields(step.related_model)]


def tree_fields(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]


@dataclass(frozen=True)
class Day:
    """The messages of one day, newest first."""

    on: date
    messages: list[Message]


def by_day(messages: Iterable[Message]) -> list[Day]:
    """Messages that stand in order of time, under the day on which they came."""
    days = groupby(messages, key=lambda message: timezone.localdate(message.notice.created_at))
    return [Day(on=on, messages=list(those)) for on, those in days]
