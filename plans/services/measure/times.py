"""Dates beside a wording of time: a person's, or else what the words say."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.inputs import TimeInput
from plans.models.time import Recurrence, Timed
from plans.services.texts import one_line
from plans.time_wording import FIRST_DAY, LAST_DAY, interpret

TIME_FIELDS = ("time_wording", "time_start", "time_end", "time_recurrence", "time_is_corrected")


def write_time(row: Timed, given: TimeInput) -> None:
    """Keep the wording; take the dates that a person gave, else those that the wording means, if any.

    Raises ValidationError only for what a person gave: nobody can mend what the words were taken to mean.
    """
    row.time_wording = one_line(given.time_wording)
    row.time_is_corrected = given.time_is_corrected
    if given.time_is_corrected:
        row.time_start, row.time_end = given.time_start, given.time_end
        row.time_recurrence = given.time_recurrence
        refuse_time(row)
    else:
        meant = interpret(row.time_wording)
        row.time_start, row.time_end, row.time_recurrence = meant.start, meant.end, meant.recurrence


def refuse_time(row: Timed) -> None:
    if row.time_recurrence not in Recurrence.values:
        raise ValidationError({"time_recurrence": _("Choose how often from the list.")})
    if any(day and not FIRST_DAY <= day <= LAST_DAY for day in (row.time_start, row.time_end)):
        raise ValidationError({"time_start": _("Write a day between 1900 and 2200.")})
    if row.time_start and row.time_end and row.time_end < row.time_start:
        raise ValidationError({"time_end": _("The last day comes before the first.")})
