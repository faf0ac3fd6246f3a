"""What must be registered lands on the registrar's list, once (OSL 5:1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Content, User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from plans.models import Decision, Document, Edition, Matter, ReferralRecipient, RegistrationItem, Statement
from plans.services.edition import note_registry_number
from plans.services.texts import checked, one_line

KINDS: dict[str, Any] = {
    one._meta.label_lower: one for one in (Decision, Document, Edition, ReferralRecipient, Statement)
}
NUMBERS = ("registry_number", "document_number")


@transaction.atomic
def await_registration(
    *,
    kind: str,
    about: Content,
    title: str,
    matter: Matter | None,
    occurred_on: date | None = None,
    arrived_on: date | None = None,
    by: User,
) -> RegistrationItem:
    """Put `about` on the list of what is to be registered; what stands there already is left as it is."""
    place = {"kind": kind, "target_model": about._meta.label_lower, "target_pk": about.pk}
    known: RegistrationItem | None = RegistrationItem.objects.filter(**place).first()
    if known is not None:
        return known
    item = RegistrationItem(
        municipality_id=about.municipality_id,
        title=title[:300],
        matter=matter,
        occurred_on=occurred_on or localdate(),
        arrived_on=arrived_on,
        **place,
    )
    return record(item, by=by, reason=_("To register"))


@transaction.atomic
def note_registered(
    *,
    item: RegistrationItem,
    version: int | None = None,
    arrived_on: date | None = None,
    registry_number: str = "",
    document_number: str = "",
    by: User,
) -> RegistrationItem:
    """Note that the register has it: day of arrival, registry and document number. Noted already, it is corrected.

    What it is about takes the numbers over where it has none. Raises StaleVersion when somebody was faster.
    """
    item = locked_version(item, version)
    if arrived_on and arrived_on > localdate():
        raise ValidationError({"arrived_on": _("This day has not come.")})
    item.arrived_on = arrived_on
    item.registry_number, item.document_number = one_line(registry_number), one_line(document_number)
    checked(item, NUMBERS)
    if not (item.registry_number or item.document_number):
        raise ValidationError({"registry_number": _("Write the number that it has in the register.")})
    if item.registered_at is None:
        item.registered_at, item.registered_by = timezone.now(), by
    for target in targets_of(item):
        complete(target, item, by=by)
    return record_version(item, by=by, reason=_("Noted as registered"))


@transaction.atomic
def reopen_registration(*, item: RegistrationItem, by: User) -> RegistrationItem:
    """Put it back on the list: it was noted by mistake. The numbers stay where they were written."""
    item = locked_version(item, None)
    item.registered_at = item.registered_by = None
    return record_version(item, by=by, reason=_("Waits to be registered again"))


def targets_of(item: RegistrationItem) -> list[Statement | Decision | Document | Edition]:
    """What takes the numbers over: the row itself, and the document that it came as or went out with.

    A recipient's own number is another authority's, and is left alone.
    """
    row = KINDS[item.target_model].objects.filter(pk=item.target_pk).first() if item.target_model in KINDS else None
    if isinstance(row, ReferralRecipient):
        return [row.round.letter] if row.round.letter else []
    if isinstance(row, Statement):
        return [row, row.document] if row.document else [row]
    if item.kind == RegistrationItem.Kind.REPEAL:  # the version's own number is that of its adoption
        return []
    return [row] if row is not None else []


def complete(target: Statement | Decision | Document | Edition, item: RegistrationItem, *, by: User) -> None:
    """Write on `target` what the register knows and it does not say itself; what a decision adopted follows it."""
    edition = target if isinstance(target, Edition) else target.edition if isinstance(target, Decision) else None
    if edition is not None:
        locked(edition.plan)
    row: Any = locked_version(target, None)
    known = {
        "registry_number": item.registry_number,
        "document_number": item.document_number,
        "arrived_on": item.arrived_on,
        "received_on": item.arrived_on,
    }
    if item.kind == RegistrationItem.Kind.REFERRAL_OUT:  # our own letter has gone out, not come in
        known |= {"arrived_on": None, "received_on": None}
    for name, value in known.items():
        if value and hasattr(row, name) and not getattr(row, name):
            setattr(row, name, value)
    record_version(row, by=by, reason=_("Noted as registered"))
    if isinstance(row, Decision) and row.has_adopted:
        complete_edition(row, by=by)


def complete_edition(decision: Decision, *, by: User) -> None:
    """The number of a decision is that of what it adopted, unless another stands there. The plan is locked."""
    edition = decision.edition
    if edition is not None and decision.registry_number and not edition.registry_number:
        note_registry_number(edition=edition, registry_number=decision.registry_number, by=by)
