"""Accounts of the people who work with a municipality's plans: invited, changed, closed, opened again."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.services import create_municipality, create_user, set_active, update_user, void_password
from foundation.records import locked
from notifications.services import forget, tell
from responsibilities.models import Membership, Unit
from responsibilities.selectors.people import (
    INVITATION,
    invited_administrator,
    may_be_invited_again,
    unmanned_municipalities,
)
from responsibilities.services.memberships import check_someone_administers, give_role, update_role, withdraw_role


@transaction.atomic
def open_municipality(
    *, name: str, code: str, county: str, administrator_name: str, administrator_email: str, by: User
) -> Municipality:
    """A new municipality, and an invitation to the person who shall administer it."""
    municipality = create_municipality(name=name, code=code, county=county, by=by)
    try:
        invite_person(
            municipality=municipality,
            email=administrator_email,
            name=administrator_name,
            role=Role.ADMINISTRATOR,
            by=by,
        )
    except ValidationError as refusal:
        if "email" in getattr(refusal, "error_dict", {}):
            raise ValidationError({"administrator_email": refusal.error_dict["email"]}) from refusal
        raise
    return municipality


@transaction.atomic
def appoint_administrator(*, municipality: Municipality, name: str, email: str, by: User) -> User:
    """The keeper helps a municipality that nobody who has logged in administers: somebody is invited to it.

    That is whoever has an account there with the address; else the administrator who was invited before and has not
    come, whose name and address are put right; else somebody new. Whoever was invited before and is passed over has the
    role and the invitation no longer. Raises ValidationError when somebody administers it.
    """
    municipality = locked(municipality)
    if not unmanned_municipalities().filter(pk=municipality.pk).exists():
        raise ValidationError(_("Somebody administers the municipality already, and invites others."))
    known = User.objects.people().filter(municipality=municipality, email=email.strip().lower()).first()
    invited = invited_administrator(municipality)
    if known is None and invited is None:
        return invite_person(municipality=municipality, email=email, name=name, role=Role.ADMINISTRATOR, by=by)
    if known is None or known == invited:
        assert invited is not None
        known = update_person(user=invited, version=invited.version, email=email, name=name, by=by)
    make_administrator(user=known, municipality=municipality, by=by)
    send_invitation(user=known, by=by)
    if invited is not None and invited != known:
        take_invitation_back(user=invited, municipality=municipality, by=by)
    return known


def take_invitation_back(*, user: User, municipality: Municipality, by: User) -> None:
    """Somebody else administers the municipality: the role goes, and so does every letter that leads to a password."""
    for held in Membership.objects.filter(
        user=user, municipality=municipality, role=Role.ADMINISTRATOR, withdrawn_at=None
    ):
        withdraw_role(membership=held, version=held.version, by=by)
    void_password(user=user, by=by)
    forget(recipient=user, kind=INVITATION)


def make_administrator(*, user: User, municipality: Municipality, by: User) -> Membership:
    """Let the person administer the municipality from now on until further notice."""
    held = Membership.objects.filter(
        user=user, municipality=municipality, role=Role.ADMINISTRATOR, withdrawn_at=None
    ).first()
    if held is None:
        return give_role(user=user, municipality=municipality, role=Role.ADMINISTRATOR, by=by)
    return update_role(membership=held, version=held.version, valid_from=None, valid_until=None, by=by)


@transaction.atomic
def invite_person(
    *,
    municipality: Municipality,
    email: str,
    name: str,
    role: str,
    unit: Unit | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: User,
) -> User:
    """Make an account with its first role, and send its owner a letter with a link for choosing a password."""
    municipality = locked(municipality)  # before the account: two invitations at once would wait for each other
    user = create_user(municipality=municipality, email=email, name=name, by=by)
    give_role(
        user=user,
        municipality=municipality,
        role=role,
        unit=unit,
        valid_from=valid_from,
        valid_until=valid_until,
        by=by,
    )
    send_invitation(user=user, by=by)
    return user


@transaction.atomic
def invite_guest(*, municipality: Municipality, email: str, name: str, by: User) -> User:
    """Make an account without any role, for somebody who is given one thing by name, and send its owner the letter."""
    municipality = locked(municipality)
    guest = create_user(municipality=municipality, email=email, name=name, by=by)
    return send_invitation(user=guest, by=by)


@transaction.atomic
def take_guest_back(*, user: User, by: User) -> None:
    """The invitation is void: every letter that leads to a password, too."""
    void_password(user=user, by=by)
    forget(recipient=user, kind=INVITATION)


@transaction.atomic
def invite_again(*, user: User, by: User) -> User:
    """A new letter with a new link to somebody who has not come; the link of the one before ends.

    Raises ValidationError when the person has logged in, or was sent one within `AGAIN_AFTER`.
    """
    user = locked(user)
    if user.last_login is not None:
        raise ValidationError(_("%(person)s has logged in already.") % {"person": user})
    if not may_be_invited_again(user):
        raise ValidationError(_("An invitation was sent within the last hour. Wait before you send another."))
    void_password(user=user, by=by)
    forget(recipient=user, kind=INVITATION)
    return send_invitation(user=locked(user), by=by)


@transaction.atomic
def send_invitation(*, user: User, by: User) -> User:
    """Put a letter with a new link in the queue. Raises ValidationError when the account is closed."""
    if not user.is_active:
        raise ValidationError(_("The account is closed. Open it first."))
    assert user.municipality is not None
    step = timezone.now().isoformat(timespec="seconds")
    tell(recipients=[user], kind=INVITATION, about=user, municipality=user.municipality, step=step)
    return user


@transaction.atomic
def update_person(*, user: User, version: int, email: str, name: str, besides: str = "", by: User) -> User:
    """Change a person's name and address. The address is a key: whoever has a role elsewhere keeps theirs.

    `besides` is the key of a session that a new address does not end: that of somebody who changes their own.
    """
    if email.strip().lower() != user.email:
        refuse_other_keys(user)
    return update_user(user=user, version=version, email=email, name=name, besides=besides, by=by)


def refuse_other_keys(user: User) -> None:
    """A changed address could take over an account: not that of the installation, nor into another municipality."""
    elsewhere = Membership.objects.filter(user=user, withdrawn_at=None).exclude(municipality=user.municipality_id)
    if user.is_superuser or elsewhere.exists():
        raise ValidationError(
            {"email": _("The account is used outside the municipality too, so its address cannot be changed here.")}
        )


@transaction.atomic
def deactivate_person(*, user: User, by: User) -> User:
    """Close the account: its owner is logged out at once and cannot log in. Roles and history stay."""
    if user == by:
        raise ValidationError(_("You cannot close your own account. Ask another administrator."))
    if user.is_superuser:
        raise ValidationError(_("The account keeps the installation. It cannot be closed here."))
    today = timezone.localdate()
    administered = Membership.objects.valid_on(today).filter(user=user, role=Role.ADMINISTRATOR)
    for membership in administered.select_related("municipality").order_by("municipality"):
        check_someone_administers(locked(membership.municipality), without=user)
    return set_active(user=user, is_active=False, by=by)


@transaction.atomic
def reactivate_person(*, user: User, by: User) -> User:
    """Open a closed account again, with the roles that are still valid."""
    return set_active(user=user, is_active=True, by=by)
