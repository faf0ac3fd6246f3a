"""One-time links by which external parties answer without an account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from foundation.records import locked
from notifications.delivery import LetterDelayedError, LetterRefusedError, send_letter
from plans.models import AnswerLink, ReferralRecipient, Statement
from plans.services.referral.opening import refuse_closed

LONGEST = timedelta(days=90)


@transaction.atomic
def send_answer_link(*, recipient: ReferralRecipient, to: str, expires_at: datetime, by: User) -> str:
    """Send one link by which an external party answers once; earlier ones that were not used end. Returns its token.

    The token stands in the letter alone: what is kept is its SHA-256. Raises ValidationError when it cannot be used.
    """
    recipient = locked(recipient)
    refuse_closed(recipient.round)
    refuse_link(recipient, expires_at)
    token = secrets.token_urlsafe(32)
    revoke(recipient)
    link = AnswerLink.objects.create(
        municipality_id=recipient.municipality_id,
        recipient=recipient,
        token_hash=token_hash(token),
        sent_to=to,
        made_by=by,
        expires_at=expires_at,
    )
    send_by_letter(link, token)
    if recipient.sent_on is None:
        recipient.sent_on = localdate()
        record(recipient, by=by, reason=_("One-time link sent"))
    return token


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def refuse_link(recipient: ReferralRecipient, expires_at: datetime) -> None:
    if not recipient.unit.is_external:
        raise ValidationError(_("Only external parties answer by a link. The municipality's own log in."))
    if Statement.objects.registered().filter(recipient=recipient).exists():
        raise ValidationError(_("It has answered: its statement is registered."))
    now = timezone.now()
    if not now < expires_at <= now + LONGEST + timedelta(minutes=1):
        raise ValidationError({"days": _("A link holds for at least 1 and at most 90 days.")})


def send_by_letter(link: AnswerLink, token: str) -> None:
    """Send the address. Refused or delayed, there is no link: the rows roll back with the error."""
    context = {
        "link": link,
        "recipient": link.recipient,
        "address": settings.SITE_URL + reverse("plans:link_answer", args=[token]),
    }
    subject = render_to_string("plans/answer_link_subject.txt", context)
    try:
        send_letter(subject=subject, text=render_to_string("plans/answer_link.txt", context), to=link.sent_to)
    except LetterRefusedError as refusal:
        raise ValidationError({"to": _("The mail server refuses this address.")}) from refusal
    except (LetterDelayedError, OSError) as refusal:
        raise ValidationError(_("The mail server does not take letters now. Try again in a while.")) from refusal


def revoke(recipient: ReferralRecipient) -> int:
    links = AnswerLink.objects.filter(recipient=recipient, used_at=None, revoked_at=None)
    return links.update(revoked_at=timezone.now())


@transaction.atomic
def revoke_answer_link(*, link: AnswerLink, by: User) -> AnswerLink:
    """Take a link back: it opens nothing any more. Raises ValidationError when it was used."""
    link = locked(link)
    if link.used_at is not None:
        raise ValidationError(_("The link has been used already."))
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    return link
