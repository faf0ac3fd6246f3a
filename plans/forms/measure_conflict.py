"""Two who wrote the rows of one measure at once: both in words, and nobody's rows are lost by the next save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plans.forms.measure_rows import Rows, initial_row
from plans.models import Indicator, Responsibility
from plans.models.time import Recurrence
from plans.services.texts import one_line, unified


def said_rows(rows: Sequence[Any]) -> str:
    """Rows in words, to be compared with those of someone else."""
    return "\n".join(said_row(row) for row in rows)


def said_row(row: Any) -> str:
    """Everything that is written in a row, standing or typed, with its choices in words."""
    words = [unified(getattr(row, "text", ""))]
    words += [one_line(getattr(row, name, "")) for name in ("wording", "scope_note", "target")]
    if hasattr(row, "part"):
        words.append(str(Responsibility.Part(row.part).label))
    if hasattr(row, "kind"):
        words.append(str(Indicator.Kind(row.kind).label))
    if hasattr(row, "time_wording"):
        words += said_time(row)
    return " · ".join(word for word in words if word)


def said_time(row: Any) -> list[str]:
    """A time as it was written: its wording, then the days and the recurrence that a person set."""
    words = [one_line(row.time_wording)]
    if row.time_is_corrected:
        if row.time_start or row.time_end:
            words.append(f"{row.time_start or ''}–{row.time_end or ''}")
        words.append(str(Recurrence(row.time_recurrence).label))
    return words


def forget_removed(data: Any, kind: str, rows: Rows, standing: Sequence[Any]) -> None:
    """A row that the other took away, and that is kept here, is a new row when it is saved again."""
    known = {str(row.pk) for row in standing}
    for number in range(len(rows.forms)):
        key = f"{kind}-{number}-pk"
        if data.get(key) and data[key] not in known:
            data[key] = ""


def take_in_added(data: Any, kind: str, rows: Rows, standing: Sequence[Any]) -> None:
    """A row that the other added stands in the form from now on: it is kept, or taken away knowingly.

    A row that was typed here in the same words is that row, and is not made twice.
    """
    pks = [data.get(f"{kind}-{number}-pk") for number in range(len(rows.forms))]
    new = {n: said_row(form.given()) for n, form in enumerate(rows.forms) if form.is_said and not pks[n]}
    total = len(rows.forms)
    for row in standing:
        if str(row.pk) in pks:
            continue
        same = next((number for number, words in new.items() if words == said_row(row)), None)
        if same is not None:
            del new[same]
            data[f"{kind}-{same}-pk"] = str(row.pk)
            continue
        data.update({f"{kind}-{total}-{name}": str(value or "") for name, value in initial_row(row).items()})
        total += 1
    data[f"{kind}-TOTAL_FORMS"] = str(total)
