"""A draft given to a named person: co-author or invited reader."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.grants import permission_of
from accounts.models import User
from foundation.history import erase, record
from foundation.records import locked
from plans.models import Plan, PlanGrant
from plans.services.ordering import locked_plan

SHARED = {"view_plan": ("view_plan",), "change_plan": ("view_plan", "change_plan")}
"""What each choice gives: who may write may also read."""


@transaction.atomic
def share_plan(*, plan: Plan, email: str, permission: str, by: User) -> PlanGrant:
    """Give the person with the account `email` the draft; a later choice replaces an earlier one."""
    plan = locked_plan(plan)
    if permission not in SHARED:
        raise ValidationError({"permission": _("Choose what the person may do.")})
    person = User.objects.people().filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise ValidationError({"email": _("There is no active account with this address.")})
    if person.pk == by.pk:
        raise ValidationError({"email": _("You have the plan already.")})
    take_back(plan, person.pk, by=by)
    grants = [
        PlanGrant(
            content_object=plan,
            user=person,
            permission=permission_of(f"plans.{codename}"),
            municipality_id=plan.municipality_id,
        )
        for codename in SHARED[permission]
    ]
    for grant in grants:
        record(grant, by=by, reason=_("Draft shared"))
    return grants[-1]


@transaction.atomic
def end_sharing(*, plan: Plan, person_id: int, by: User) -> Plan:
    """Take the draft back from a person, at once; also that of a removed plan, which the person still reads.

    Raises ValidationError when the person does not have it.
    """
    plan = locked(plan)
    if not take_back(plan, person_id, by=by):
        raise ValidationError(_("Nothing was ended: the person does not have the draft."))
    return plan


def take_back(plan: Plan, person_id: int, *, by: User) -> int:
    """Erase the person's grants; returns how many there were."""
    grants = list(PlanGrant.objects.filter(content_object=plan, user_id=person_id))
    for grant in grants:
        erase(grant, by=by, reason=_("Draft no longer shared"))
    return len(grants)
