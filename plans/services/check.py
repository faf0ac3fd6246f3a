"""What a person says after having checked a plan."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record_version
from foundation.records import locked_version
from plans.models import Plan
from plans.services.plan import refuse_withdrawn


@transaction.atomic
def note_contacts_checked(*, plan: Plan, by: User) -> Plan:
    """Note that telephone numbers and addresses in the text were tried today; said twice a day, it is noted once."""
    plan = locked_version(plan, None)
    refuse_withdrawn(plan)
    plan.contacts_checked_on = localdate()
    return record_version(plan, by=by, reason=_("Contacts checked"))
