"""A draft given to a named person: co-author or invited reader."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants import permission_of
from accounts.models import User
from foundation.history import erase, record
from foundation.records import locked
from notifications.services import tell
from plans.models import Plan, PlanGrant
from plans.selectors.sharing import GIVEN, why_public
from plans.services.ordering import locked_plan
from plans.services.texts import one_line
from responsibilities.models import Membership
from responsibilities.selectors.people import may_be_invited_again
from responsibilities.services.people import invite_again, invite_guest, take_guest_back


@transaction.atomic
def share_plan(
    *, plan: Plan, email: str, permission: str, name: str = "", is_confirmed: bool = False, by: User
) -> PlanGrant:
    """Give the draft to the person with the address; a later choice replaces an earlier one.

    Whoever has no account is invited under `name`, to this draft and nothing else. Raises ValidationError when the
    draft may become a public document by it and that is not confirmed.
    """
    plan = locked_plan(plan)
    if permission not in GIVEN:
        raise ValidationError({"permission": _("Choose what the person may do.")})
    person = account_with(email)
    if person == by:
        raise ValidationError({"email": _("You have the plan already.")})
    refuse_unwarned(plan, person, name=one_line(name), is_confirmed=is_confirmed)
    if person is None:
        person = invite_guest(municipality=plan.municipality, email=email, name=one_line(name), by=by)
    elif is_guest(person, plan) and may_be_invited_again(person):
        invite_again(user=person, by=by)
    take_back(plan, person.pk, by=by)
    grants = give(plan, person, dict.fromkeys(("view_plan", permission)), by=by)
    step = timezone.now().isoformat(timespec="seconds")
    tell(recipients=[person], kind="plan_shared", about=plan, municipality=plan.municipality, step=step)
    return grants[-1]


def account_with(email: str) -> User | None:
    """The open account with the address, or None. Raises ValidationError when the account is closed."""
    person: User | None = User.objects.filter(email__iexact=email.strip()).first()
    if person is not None and (person.is_system or not person.is_active):
        raise ValidationError({"email": _("There is no active account with this address.")})
    return person


def refuse_unwarned(plan: Plan, person: User | None, *, name: str, is_confirmed: bool) -> None:
    """Ask for the name of who is invited, and say by name why the draft may become public, before it does."""
    wanting: dict[str, str] = {}
    if person is None and not name:
        wanting["name"] = _("There is no account with this address. Write the person's name to invite them.")
    reasons = [] if is_confirmed else why_public(plan, person)
    if reasons:
        meaning = _("The draft may then become a public document (Freedom of the Press Act 2:4 and 2:10).")
        wanting["is_confirmed"] = " ".join([*reasons, meaning])
    if wanting:
        raise ValidationError(wanting)


def give(plan: Plan, person: User, codenames: Iterable[str], *, by: User) -> list[PlanGrant]:
    grants = [
        PlanGrant(
            content_object=plan,
            user=person,
            permission=permission_of(f"plans.{codename}"),
            municipality_id=plan.municipality_id,
        )
        for codename in codenames
    ]
    return [record(grant, by=by, reason=_("Draft shared")) for grant in grants]


@transaction.atomic
def invite_reader_again(*, plan: Plan, person_id: int, by: User) -> User:
    """Send whoever was invited to the draft and has not logged in a new letter; the link of the old one ends.

    Raises ValidationError for everybody else, and when a letter went a short while ago.
    """
    plan = locked_plan(plan)
    grant = PlanGrant.objects.filter(content_object=plan, user_id=person_id).select_related("user").first()
    if grant is None or not is_guest(grant.user, plan):
        raise ValidationError(_("Only somebody who was invited to the draft by a letter can be sent a new one here."))
    return invite_again(user=grant.user, by=by)


@transaction.atomic
def end_sharing(*, plan: Plan, person_id: int, by: User) -> Plan:
    """Take the draft back from a person, at once; also that of a removed plan, which the person still reads.

    An invitation that was never answered is void with it. Raises ValidationError when the person does not have it.
    """
    plan = locked(plan)
    if not take_back(plan, person_id, by=by):
        raise ValidationError(_("Nothing was ended: the person does not have the draft."))
    person = User.objects.get(pk=person_id)
    if is_guest(person, plan) and person.last_login is None and not PlanGrant.objects.filter(user=person).exists():
        take_guest_back(user=person, by=by)
    return plan


def is_guest(person: User, plan: Plan) -> bool:
    """Whether the account was made here for somebody without any role."""
    is_ours = person.municipality_id == plan.municipality_id and not person.is_superuser
    return is_ours and not Membership.objects.filter(user=person, withdrawn_at=None).exists()


def take_back(plan: Plan, person_id: int, *, by: User) -> int:
    """Erase the person's grants; returns how many there were."""
    grants = list(PlanGrant.objects.filter(content_object=plan, user_id=person_id))
    for grant in grants:
        erase(grant, by=by, reason=_("Draft no longer shared"))
    return len(grants)
