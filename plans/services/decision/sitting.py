"""The meeting at which a decision was made: known already, moved with the decision's day, or new."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import locked_version
from plans.models import Decision, Meeting


def meeting_of(decision: Decision, met_on: date | None, *, by: User) -> Meeting | None:
    """The meeting at which it was decided; a delegated decision has none, nor has one whose day is not known.

    Raises ValidationError when the decision's meeting cannot have been on that day.
    """
    body, held_on = decision.body, met_on or decision.decided_on
    if body is None or held_on is None or decision.is_delegated:
        return None
    known: Meeting | None = Meeting.objects.select_for_update(of=("self",)).filter(body=body, held_on=held_on).first()
    if known is not None:
        return known
    meeting = own_meeting(decision) or Meeting(municipality_id=body.municipality_id, body=body)
    if meeting.pk:
        refuse_before(meeting, held_on, "met_on" if met_on else "decided_on")
    meeting.held_on = held_on
    save, reason = (record_version, _("Decision corrected")) if meeting.pk else (record, _("Noted"))
    try:
        with transaction.atomic():
            return save(meeting, by=by, reason=reason)
    except IntegrityError:  # somebody noted another decision of the same meeting in this moment
        return Meeting.objects.get(body=body, held_on=held_on)


def own_meeting(decision: Decision) -> Meeting | None:
    """The meeting of which nothing else is noted: its day was written wrong together with the decision's.

    What is noted of its minutes follows it to the right day. What was taken away holds it nowhere.
    """
    if decision.meeting is None:
        return None
    meeting: Meeting = locked_version(decision.meeting, None)
    others = Decision.objects.current().filter(meeting=meeting).exclude(pk=decision.pk)
    return None if others.exists() else meeting


def refuse_before(meeting: Meeting, held_on: date, field: str) -> None:
    days = [day for day in (meeting.adjusted_on, meeting.announced_on) if day is not None]
    if any(day < held_on for day in days):
        raise ValidationError({field: _("The minutes were adjusted or announced before this day. Correct that first.")})
