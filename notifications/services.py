"""Telling persons that something waits."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Municipality, User
from notifications.delivery import LetterDelayedError, LetterRefusedError, send_letter
from notifications.models import Notice
from notifications.selectors import Message, messages_of

log = logging.getLogger(__name__)
ROUND_SECONDS = 30  # the worker cuts a task at 120: a letter that was begun in time is also noted as sent

WHAT_IS_TOLD = ("recipient_id", "kind", "step", "target_model", "target_pk")
"""By which a person is told once: the same as the constraint of the table."""


@dataclass(frozen=True)
class Telling:
    """Of what several persons are told: a row, and the step at which it is."""

    recipients: Iterable[User]
    kind: str
    about: models.Model
    municipality: Municipality
    step: str = ""


@transaction.atomic
def tell(
    *, recipients: Iterable[User], kind: str, about: models.Model, municipality: Municipality, step: str = ""
) -> int:
    """Put a notice into each inbox; a person who was told of this step already is not told again.

    Returns the number of persons that were asked for. One statement, whatever their number.
    """
    notices = notices_of(Telling(recipients, kind, about, municipality, step))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def tell_all(tellings: Iterable[Telling]) -> int:
    """Tell of many rows at once; what was told already is not written again, however often it is asked for.

    Returns the number of persons that were asked for. Two statements at most, whatever the number of rows.
    """
    notices = [notice for telling in tellings for notice in notices_of(telling)]
    if not notices:
        return 0
    people, rows = {one.recipient_id for one in notices}, {one.target_pk for one in notices}
    told = set(Notice.objects.filter(recipient__in=people, target_pk__in=rows).order_by().values_list(*WHAT_IS_TOLD))
    new = [one for one in notices if tuple(getattr(one, field) for field in WHAT_IS_TOLD) not in told]
    if new:
        Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(notices)


def notices_of(telling: Telling) -> list[Notice]:
    """A notice for each of the persons who may log in, not saved yet."""
    return [
        Notice(
            municipality=telling.municipality,
            recipient=recipient,
            kind=telling.kind,
            step=telling.step,
            target_model=telling.about._meta.label_lower,
            target_pk=telling.about.pk,
        )
        for recipient in {person.pk: person for person in telling.recipients if person.is_active}.values()
    ]


@transaction.atomic
def mark_read(*, recipient: User, notices: Iterable[Notice]) -> int:
    """Note that the recipient has seen these notices; returns how many were unread."""
    keys = [one.pk for one in notices]
    return Notice.objects.unread().filter(recipient=recipient, pk__in=keys).update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(*, recipient: User) -> int:
    """Note that the recipient has seen everything; returns how many were unread."""
    return Notice.objects.unread().filter(recipient=recipient).update(read_at=timezone.now())


@transaction.atomic
def forget(*, recipient: User, kind: str) -> int:
    """Take back notices of a kind that were not read: no letter tells of them any more. Returns how many."""
    return Notice.objects.unread().filter(recipient=recipient, kind=kind).update(read_at=timezone.now())


def deliver_mail(*, seconds: float = ROUND_SECONDS) -> int:
    """Send everybody who has unread notices that were not mailed yet one letter with all of them.

    Returns the number of letters. A letter that the server does not take now waits, and the others go on; a server
    that does not answer ends the round, and so does its clock. Nobody is always first: what is left over of one round
    (because others took long to be refused) must not be left over of each.
    """
    until = time.monotonic() + seconds
    waiting = Notice.objects.unread().not_mailed().filter(recipient__is_active=True)
    letters = 0
    for person in User.objects.filter(pk__in=waiting.values("recipient")).order_by("?"):
        if time.monotonic() >= until:
            break
        try:
            letters += write_letter(recipient=person)
        except LetterDelayedError:
            log.warning("The mail server does not take the letter to user %s now; it is kept", person.pk)
        except OSError:
            log.warning("The mail server does not take letters now; they are kept for the next round", exc_info=True)
            break
    return letters


@transaction.atomic
def write_letter(*, recipient: User) -> bool:
    """Take the person's waiting notices and send them as one letter; returns whether there was anything to say.

    The rows are held while the letter is sent: a second worker waits for them and then finds nothing. A letter that
    could not be sent rolls back, so nothing is lost. (A machine that dies between sending and commit sends it twice.)
    """
    waiting = Notice.objects.unread().not_mailed().filter(recipient=recipient)
    held = waiting.select_related("municipality").select_for_update(of=("self",))
    notices = list(held.order_by("created_at", "pk"))
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=timezone.now())
    messages = messages_of(notices, recipient=recipient)
    if not messages:
        return False
    try:
        send_letter(subject=subject_of(messages), text=text_of(messages, recipient), to=recipient.email)
    except LetterRefusedError:
        log.warning("The letter to user %s is refused for good; the notices stand in the inbox", recipient.pk)
        return False
    return True


def subject_of(messages: list[Message]) -> str:
    return render_to_string("notifications/letter_subject.txt", {"messages": messages})


def text_of(messages: list[Message], recipient: User) -> str:
    return render_to_string("notifications/letter.txt", {"messages": messages, "recipient": recipient}).strip() + "\n"
