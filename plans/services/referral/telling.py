"""Who is told about a referral: those who answer for the one that is asked, and for its administrations."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from accounts.roles import Role
from notifications.services import Telling, tell_all
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
    return tell_steps(kind, [(one, step) for one in recipients], besides=besides)


def tell_by_day(kind: str, recipients: Collection[ReferralRecipient], *, besides: User | None = None) -> int:
    """Tell them, once of the last day that each has; returns how many persons were asked to be told."""
    return tell_steps(kind, [(one, str(one.last_day)) for one in recipients], besides=besides)


def tell_steps(kind: str, steps: Collection[tuple[ReferralRecipient, str]], *, besides: User | None) -> int:
    """Five statements at most, whatever the number of those who are asked."""
    people = people_asked([one for one, _step in steps])
    return tell_all(
        Telling([person for person in people[one.pk] if person != besides], kind, one, one.municipality, step)
        for one, step in steps
    )
