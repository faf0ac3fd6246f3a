"""What the check knows beside the plan's own values: who is who today, and the municipality's lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plans.subjects import KnownSubjects
from responsibilities.models import Function, Unit

FRESH_MONTHS = 6
"""For how long contacts that were checked are taken for right."""


@dataclass(frozen=True)
class Facts:
    """Read once, by `plans.selectors.check`; nothing here asks the database."""

    today: date
    subjects: KnownSubjects | None = None
    """Whom a wording can mean; None where no proposals are wanted."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    responsible_unit: Unit | None = None
    standard_sections: Sequence[str] = ()
    abolished: Sequence[Mapping[str, str]] = ()
    law_standing: str = ""
    law_evidence: Mapping[str, str] = field(default_factory=dict)
    contacts_checked_on: date | None = None
    imported: frozenset[str] = frozenset()
    """Sections and measures that were read in from a document: only there misspellings are suspected."""
    astray: frozenset[str] = frozenset()
    """Measures whose section of origin stands no more."""

    @property
    def contacts_are_checked(self) -> bool:
        checked = self.contacts_checked_on
        return checked is not None and self.today <= later(checked, FRESH_MONTHS)

    def successor_of(self, unit: Unit) -> Unit | None:
        """Who took over, and from that one, to the one that stands today; None when nobody did."""
        by_key = {one.pk: one for one in self.units.values()}
        seen = {unit.pk}
        heir = by_key.get(unit.successor_id or 0)
        while heir is not None and heir.status == Unit.Status.ENDED and heir.successor_id and heir.pk not in seen:
            seen.add(heir.pk)
            heir = by_key.get(heir.successor_id, heir)
        return heir


def later(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, number = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, number, last)
        except ValueError:
            continue
    raise ValueError(f"no day in {year}-{number}")
