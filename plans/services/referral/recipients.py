"""One that is asked: its own number, more time, that it has read, that its letter went, that it will not answer."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from plans.models import ReferralRecipient, Statement
from plans.services.referral.opening import refuse_closed, refuse_day_to_come
from plans.services.referral.telling import tell_asked
from plans.services.texts import checked, one_line

How = ReferralRecipient.How


@transaction.atomic
def note_own_number(
    *, recipient: ReferralRecipient, version: int | None = None, registry_number: str = "", by: User
) -> ReferralRecipient:
    """Write the number under which the one that is asked has registered the referral."""
    recipient = locked_version(recipient, version)
    recipient.registry_number = one_line(registry_number)
    checked(recipient, ("registry_number",))
    return record_version(recipient, by=by, reason=_("Registry number noted"))


@transaction.atomic
def extend_recipient(
    *,
    recipient: ReferralRecipient,
    version: int | None = None,
    registry_number: str | None = None,
    extended_to: date | None,
    extension_reason: str = "",
    by: User,
) -> ReferralRecipient:
    """Give one that is asked more time, and say why; without a day, take the extension back. It is told.

    Raises ValidationError without a reason, for a day that is not after the referral's last day or has passed, and when
    the referral is closed; StaleVersion when someone was faster.
    """
    recipient = locked_version(recipient, version)
    refuse_closed(recipient.round)
    was = recipient.last_day
    if extended_to is not None and extended_to != recipient.extended_to:
        refuse_extension(recipient, extended_to)
    if extended_to is not None and not extension_reason.strip():
        raise ValidationError({"extension_reason": _("Write why it is given more time.")})
    recipient.extended_to = extended_to
    recipient.extension_reason = one_line(extension_reason) if extended_to else ""
    if registry_number is not None:
        recipient.registry_number = one_line(registry_number)
    checked(recipient, ("extension_reason", "registry_number"))
    record_version(recipient, by=by, reason=_("Given more time") if extended_to else _("Changed"))
    if recipient.last_day != was:
        tell_asked("referral_moved", [recipient], step=str(recipient.last_day), besides=by)
    return recipient


def refuse_extension(recipient: ReferralRecipient, extended_to: date) -> None:
    if extended_to <= recipient.round.answer_by:
        raise ValidationError({"extended_to": _("Choose a day after the last day of the referral.")})
    if extended_to < localdate():
        raise ValidationError({"extended_to": _("Choose a day that has not passed.")})


@transaction.atomic
def note_no_answer(*, recipient: ReferralRecipient, gives_no_answer: bool = True, by: User) -> ReferralRecipient:
    """Note that the one that is asked will not answer; or take that back. Raises ValidationError when it has."""
    recipient = locked_version(recipient, None)
    refuse_closed(recipient.round)
    if gives_no_answer and Statement.objects.registered().filter(recipient=recipient).exists():
        raise ValidationError(_("It has answered: its statement is registered."))
    recipient.gives_no_answer = gives_no_answer
    return record_version(recipient, by=by, reason=_("Gives no answer") if gives_no_answer else _("Is to answer"))


def note_opened(*, recipient: ReferralRecipient, by: User) -> bool:
    """Note, once, that somebody of those who are asked has read the referral; returns whether it was the first time."""
    if recipient.opened_at is not None:
        return False
    with transaction.atomic():
        current = locked(recipient)
        if current.opened_at is not None:
            return False
        current.opened_at = timezone.now()
        record(current, by=by, reason=_("Read for the first time"))
    recipient.opened_at = current.opened_at
    return True


@transaction.atomic
def note_mailed(*, recipient: ReferralRecipient, by: User) -> ReferralRecipient:
    """Note that the letter with the edition has gone to the mailbox."""
    recipient = locked_version(recipient, None)
    recipient.mailed_at, recipient.sent_on = timezone.now(), localdate()
    return record_version(recipient, by=by, reason=_("Letter sent"))


@transaction.atomic
def note_refused(*, recipient: ReferralRecipient, by: User) -> ReferralRecipient:
    """Note that the letter will never be taken by that mailbox: a person has to choose another way."""
    recipient = locked_version(recipient, None)
    recipient.refused_at = timezone.now()
    return record_version(recipient, by=by, reason=_("Letter refused"))


@transaction.atomic
def send_again(
    *,
    recipient: ReferralRecipient,
    version: int | None = None,
    sent_how: str,
    sent_to: str = "",
    sent_on: date | None = None,
    by: User,
) -> ReferralRecipient:
    """Send the letter once more, perhaps to another mailbox; or note that it went through the registry system.

    Raises ValidationError without a mailbox, for a day to come, or when the referral is closed.
    """
    recipient = locked_version(recipient, version)
    refuse_closed(recipient.round)
    refuse_day_to_come(sent_on)
    if sent_how not in (How.MAIL, How.REGISTER):
        raise ValidationError({"sent_how": _("Choose how it is sent.")})
    if sent_how == How.MAIL and not sent_to:
        raise ValidationError({"sent_to": _("Write the mailbox that the letter goes to.")})
    is_mail = sent_how == How.MAIL
    recipient.sent_how, recipient.sent_to = sent_how, sent_to if is_mail else ""
    recipient.sent_on = None if is_mail else sent_on or localdate()
    recipient.queued_at = timezone.now() if is_mail else None
    recipient.mailed_at = recipient.refused_at = None
    return record_version(recipient, by=by, reason=_("Sent anew"))
