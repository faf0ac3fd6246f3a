"""What must be registered lands on the registrar's list, once (OSL 5:1)."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record
from plans.models import Matter, RegistrationItem


@transaction.atomic
def await_registration(
    *,
    kind: str,
    about: models.Model,
    title: str,
    matter: Matter,
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
        municipality_id=matter.municipality_id,
        title=title[:300],
        matter=matter,
        occurred_on=occurred_on or localdate(),
        arrived_on=arrived_on,
        **place,
    )
    return record(item, by=by, reason=_("To register"))
