"""How the minutes of a meeting were adjusted and announced (kommunallagen 5:69, 8:12)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record_version
from foundation.records import locked_version
from plans.models import Meeting
from plans.services.texts import checked, one_line


@transaction.atomic
def update_meeting(
    *,
    meeting: Meeting,
    version: int | None = None,
    adjusted_on: date | None = None,
    adjusted_paragraphs: str = "",
    announced_on: date | None = None,
    by: User,
) -> Meeting:
    """Write when the minutes were adjusted, which §§, and when that was announced; what is not known is left empty.

    Days in an unusual order are kept: the page tells of them. Raises ValidationError for a day before the meeting,
    or to come.
    """
    meeting = locked_version(meeting, version)
    for name, day in (("adjusted_on", adjusted_on), ("announced_on", announced_on)):
        if day is not None and day < meeting.held_on:
            raise ValidationError({name: _("This day is before the meeting.")})
        if day is not None and day > localdate():
            raise ValidationError({name: _("This day has not come.")})
    meeting.adjusted_on, meeting.announced_on = adjusted_on, announced_on
    meeting.adjusted_paragraphs = one_line(adjusted_paragraphs)
    checked(meeting, ("adjusted_paragraphs",))
    return record_version(meeting, by=by, reason=_("Minutes noted"))
