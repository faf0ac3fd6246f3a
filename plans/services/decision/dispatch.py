"""To whom a decision is sent, when and how (expediering)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import erase, record_all, record_changes
from foundation.records import locked
from foundation.search_text import folded
from plans.models import Decision, Dispatch, RegistrationItem
from plans.services.registration import await_registration
from plans.services.texts import one_line
from responsibilities.models import Unit

FILES = ("akten", "ärendets akt")
LONGEST_NAME = 200


def named(recipients: Sequence[str]) -> list[str]:
    """Each recipient once, in order. Raises ValidationError when a name is too long."""
    names: list[str] = []
    for name in map(one_line, recipients):
        if name and folded(name) not in map(folded, names):
            names.append(name)
    if any(len(name) > LONGEST_NAME or "\x00" in name for name in names):
        told = _("Write each recipient in at most %(longest)d characters.") % {"longest": LONGEST_NAME}
        raise ValidationError({"recipients": told})
    return names


def list_dispatches(decision: Decision, recipients: Sequence[str], *, by: User) -> list[Dispatch]:
    """Those to whom the decision is sent, in order; "Akten" is the matter's own file. A unit's name is that unit."""
    names = named(recipients)
    units = units_by_name(decision.municipality_id) if names else {}
    last = decision.dispatches.order_by("-position").values_list("position", flat=True).first()
    start = 0 if last is None else last + 1
    rows = [
        Dispatch(
            municipality_id=decision.municipality_id,
            decision=decision,
            position=start + position,
            recipient=name,
            unit=units.get(folded(name)),
            is_file=folded(name) in FILES,
        )
        for position, name in enumerate(names)
    ]
    return record_all(rows, by=by, reason=_("Put on the dispatch list"))


def change_recipients(decision: Decision, recipients: Sequence[str], *, by: User) -> None:
    """Those who are not named any more leave the list, unless it has been sent to them; new ones come last."""
    names = named(recipients)
    wanted = {folded(name) for name in names}
    listed = list(decision.dispatches.all())
    gone = [one for one in listed if folded(one.recipient) not in wanted]
    sent = next((one for one in gone if one.sent_on), None)
    if sent is not None:
        told = _("The decision has been sent to %(name)s, so the name stays on the list.") % {"name": sent.recipient}
        raise ValidationError({"recipients": told})
    for one in gone:
        erase(one, by=by, reason=_("Taken off the dispatch list"))
    known = {folded(one.recipient) for one in listed}
    list_dispatches(decision, [name for name in names if folded(name) not in known], by=by)


def units_by_name(municipality_id: int) -> dict[str, Unit]:
    """The municipality's units in work by every name that each is known by; the first of two that share one."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.selectable().filter(municipality=municipality_id).in_order():
        for name in unit.names:
            found.setdefault(name, unit)
    return found


@transaction.atomic
def note_dispatch(
    *, decision: Decision, dispatches: Sequence[Dispatch], sent_on: date | None, sent_how: str = "", by: User
) -> list[Dispatch]:
    """Note that the decision was sent to these on its list, when and how; without a day, that it was not.

    "Akten" is sent nothing. What is sent awaits registration. Raises ValidationError when the day cannot be.
    """
    decision = locked(decision, "matter")
    if decision.is_withdrawn:
        raise ValidationError(_("The decision has been taken away. There is nothing to send."))
    if sent_how not in Dispatch.How.values:
        raise ValidationError({"sent_how": _("Choose how it was sent.")})
    refuse_sending_day(decision, sent_on)
    rows = list(decision.dispatches.filter(pk__in=[one.pk for one in dispatches], is_file=False))
    if not rows:
        raise ValidationError({"dispatches": _("Choose whom it was sent to.")})
    for row in rows:
        row.sent_on, row.sent_how = sent_on, sent_how if sent_on else ""
        row.version += 1
    record_changes(rows, ["sent_on", "sent_how", "version"], by=by, reason=_("Dispatch noted"))
    if sent_on:
        await_registration(
            kind=RegistrationItem.Kind.DISPATCH,
            about=decision,
            title=_("Dispatch: %(decision)s") % {"decision": decision},
            matter=decision.matter,
            occurred_on=sent_on,
            by=by,
        )
    return rows


def refuse_sending_day(decision: Decision, sent_on: date | None) -> None:
    if sent_on and sent_on > localdate():
        raise ValidationError({"sent_on": _("Note it when it has been sent: this day has not come.")})
    if sent_on and decision.decided_on and sent_on < decision.decided_on:
        raise ValidationError({"sent_on": _("The decision was not made yet on this day.")})
