"""Reminders of a referral, reckoned from how things stand: each step is told once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record, record_changes
from foundation.records import locked
from notifications.services import Telling, tell_all
from plans.models import ReferralRecipient, Statement
from plans.selectors.recipients import coordinators
from plans.services.referral.opening import refuse_closed
from plans.services.referral.telling import tell_asked, tell_by_day

DAYS_BEFORE = timedelta(days=7)


@transaction.atomic
def remind_referrals(*, today: date) -> int:
    """Remind those whose last day is within a week, and those who are late; returns how many persons were asked.

    With the day in the step: whoever has been given more time is reminded anew. A coordinator is told who is late.
    Where somebody writes in this moment, the next round of the clock reminds.
    """
    near = ReferralRecipient.objects.waiting().open().due_by(today + DAYS_BEFORE).exclude(round__opened_at__date=today)
    held = near.select_for_update(of=("self",), skip_locked=True)
    rows = list(held.select_related("unit", "municipality", "round").order_by("pk"))
    due = [row for row in rows if row.last_day >= today]
    late = [row for row in rows if row.last_day < today]
    told = tell_by_day("referral_due", due) + tell_by_day("referral_late", late)
    tell_leading(late)
    note_reminded(due, late, today)
    return told


def tell_leading(late: Iterable[ReferralRecipient]) -> None:
    """Tell the coordinators of each municipality who is late with it, once of each last day."""
    by_municipality: dict[Municipality, list[ReferralRecipient]] = {}
    for row in late:
        by_municipality.setdefault(row.municipality, []).append(row)
    people = {municipality: coordinators(municipality) for municipality in by_municipality}
    tell_all(
        Telling(people[municipality], "referral_late", row, municipality, str(row.last_day))
        for municipality, rows in by_municipality.items()
        for row in rows
    )


def note_reminded(due: Iterable[ReferralRecipient], late: Iterable[ReferralRecipient], today: date) -> None:
    """The day of the last reminder, shown beside the one that is asked: once when it nears, once when it has passed."""
    changed = []
    for rows, since in ((due, DAYS_BEFORE), (late, timedelta(0))):
        changed += [row for row in rows if row.reminded_on is None or row.reminded_on < row.last_day - since]
    for row in changed:
        row.reminded_on = today
    record_changes(changed, ["reminded_on"], by=User.objects.system(), reason=_("Reminded"))


@transaction.atomic
def remind_recipient(*, recipient: ReferralRecipient, by: User) -> ReferralRecipient:
    """Remind one that is asked now, once a day at most.

    Raises ValidationError when it has answered, when it was reminded today, or when nobody there can be told.
    """
    recipient = locked(recipient)
    refuse_closed(recipient.round)
    if Statement.objects.registered().filter(recipient=recipient).exists():
        raise ValidationError(_("It has answered: its statement is registered."))
    if recipient.reminded_on == localdate():
        raise ValidationError(_("It has been reminded today already."))
    if not tell_asked("referral_due", [recipient], step=f"asked {localdate()}"):
        raise ValidationError(_("Nobody there has an account. Send them a letter or a one-time link."))
    recipient.reminded_on = localdate()
    recipient.version += 1
    return record(recipient, by=by, reason=_("Reminded"))
