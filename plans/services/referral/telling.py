"""Who is told about a referral: those who answer for the one that is asked, and for its administrations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from accounts.models import User
from accounts.roles import Role
from notifications.services import tell
from plans.models import ReferralRecipient, ReferralSeat
from plans.selectors.recipients import answering_for

ANSWER = (Role.SECRETARY, Role.MEMBER, Role.MANAGER, Role.REPORTER)


def people_asked(recipients: Collection[ReferralRecipient]) -> dict[int, list[User]]:
    """By recipient: who holds a seat's role today. Three statements, whatever their number; externals have nobody."""
    seats = ReferralSeat.objects.filter(recipient__in=[one.pk for one in recipients]).select_related("unit")
    sitting = [seat for seat in seats if not seat.unit.is_external]
    people = answering_for([seat.unit for seat in sitting], *ANSWER)
    found: dict[int, list[User]] = {one.pk: [] for one in recipients}
    for seat in sitting:
        found[seat.recipient_id] += [one for one in people[seat.unit_id] if one not in found[seat.recipient_id]]
    return found


def tell_asked(
    kind: str, recipients: Collection[ReferralRecipient], *, step: str = "", besides: User | None = None
) -> int:
    """Tell them, once of each step; returns how many persons were asked to be told."""
    people = people_asked(recipients)
    return sum(
        tell(
            recipients=[one for one in people[recipient.pk] if one != besides],
            kind=kind,
            about=recipient,
            municipality=recipient.municipality,
            step=step,
        )
        for recipient in recipients
        if people[recipient.pk]
    )


def tell_by_day(kind: str, rows: Iterable[ReferralRecipient], *, besides: User | None = None) -> int:
    """Tell each one's people, once of its last day; returns how many persons were asked to be told."""
    by_day: dict[date, list[ReferralRecipient]] = {}
    for row in rows:
        by_day.setdefault(row.last_day, []).append(row)
    return sum(tell_asked(kind, group, step=str(day), besides=besides) for day, group in by_day.items())
