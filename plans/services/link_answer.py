"""An external party answers by a one-time link: once, in its own words, and every use is noted."""

from __future__ import annotations

from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.records import StaleVersion, locked
from plans.answers import ReceivedFile, StatementFacts
from plans.models import AnswerLink, AnswerLinkUse, Statement
from plans.services.referral.links import token_hash
from plans.services.statement import register_statement

What = AnswerLinkUse.What


class LinkClosed(Exception):  # noqa: N818 - nobody erred: the link has been used, or its time is over
    """The link does not hold any more."""


def link_of(token: str) -> AnswerLink | None:
    """The link whose token this is, whether it holds or not."""
    rows = AnswerLink.objects.select_related("municipality", "recipient__unit", "recipient__round__letter")
    link: AnswerLink | None = rows.filter(token_hash=token_hash(token)).first()
    return link


@transaction.atomic
def open_link(*, link: AnswerLink) -> bool:
    """Whether the link holds; that it was opened, or refused, is noted."""
    is_open = holds(link)
    note(link, What.OPENED if is_open else What.REFUSED)
    return is_open


def holds(link: AnswerLink) -> bool:
    """Whether the link may be used now: not used, not taken back, in time, and nothing is registered yet."""
    is_usable = AnswerLink.objects.usable().filter(pk=link.pk).exists()
    return is_usable and not Statement.objects.registered().filter(recipient=link.recipient_id).exists()


def note(link: AnswerLink, what: str) -> None:
    AnswerLinkUse.objects.create(municipality_id=link.municipality_id, link=link, what=what)


def note_refused(*, link: AnswerLink) -> None:
    """That somebody came with an answer, and the link had been used in the meantime."""
    note(link, What.REFUSED)


@transaction.atomic
def answer_by_link(
    *, link: AnswerLink, stance: str, file: ReceivedFile | None = None, by: User, **facts: Unpack[StatementFacts]
) -> Statement:
    """Register what the external party answers, in the name of the installation, and close the link.

    Raises LinkClosed when the link has been used in the meantime, ValidationError at the field that is wanting:
    then nothing is used up.
    """
    locked(link.recipient)  # before the link: whoever sends another link holds them in this order too
    link = locked(link, "recipient")
    if not holds(link):
        raise LinkClosed
    if not facts.get("signer", "").strip():
        raise ValidationError({"signer": _("Write who signs the answer.")})
    today = timezone.localdate()
    facts["dated_on"] = facts["received_on"] = today
    try:
        statement = register_statement(
            recipient=link.recipient, stance=stance, file=file, came_by_link=True, by=by, **facts
        )
    except StaleVersion as registered:
        raise LinkClosed from registered
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    note(link, What.ANSWERED)
    return statement
