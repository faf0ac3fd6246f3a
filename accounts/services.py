"""Writing municipalities and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from files.images import clean_image
from files.models import StoredFile
from files.services import store_bytes
from files.word_template import DOCX, refuse_word_template
from foundation.history import record, record_version
from foundation.records import locked, locked_version


@transaction.atomic
def create_municipality(*, name: str, code: str, county: str = "", by: User) -> Municipality:
    """A new municipality with the default lists. Raises ValidationError when name or code is taken."""
    if Municipality.objects.filter(name=name).exists():
        raise ValidationError({"name": _("There is already a municipality with this name.")})
    if Municipality.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is already a municipality with this code.")})
    return record(Municipality(name=name, code=code, county=county), by=by, reason=_("Municipality added"))


@transaction.atomic
def update_municipality(
    *,
    municipality: Municipality,
    version: int,
    logo: bytes | None = None,
    remove_logo: bool = False,
    by: User,
    **facts: str,
) -> Municipality:
    """Change what the municipality is called and how it is reached; `logo` is the bytes of a PNG or JPEG picture."""
    municipality = locked_version(municipality, version)
    name = facts.get("name", municipality.name)
    if Municipality.objects.filter(name=name).exclude(pk=municipality.pk).exists():
        raise ValidationError({"name": _("There is already a municipality with this name.")})
    changed(municipality, facts)
    if logo:
        municipality.logo = stored_logo(logo)
    elif remove_logo:
        municipality.logo = None
    return record_version(municipality, by=by, reason=_("Contact details changed"))


def stored_logo(logo: bytes) -> StoredFile:
    try:
        picture = clean_image(logo)
    except ValidationError as error:
        raise ValidationError({"logo": error.messages}) from error
    return store_bytes(picture.content, content_type=picture.content_type)


@transaction.atomic
def update_lists(
    *,
    municipality: Municipality,
    version: int,
    header_fields: Sequence[str],
    document_types: Sequence[str],
    prevention_levels: Sequence[str],
    milieus: Sequence[str],
    districts: Sequence[str],
    standard_sections: Sequence[str] | None = None,
    abolished_authorities: Sequence[Mapping[str, str]] | None = None,
    by: User,
) -> Municipality:
    """Change the lists that new plans are made from, and those that plans are checked with; what is None stays.

    Plans that stand keep the lists that they were made from; the check of every plan asks the others.
    """
    municipality = locked_version(municipality, version)
    municipality.header_fields = list(header_fields)
    municipality.document_types = list(document_types)
    municipality.prevention_levels = list(prevention_levels)
    municipality.milieus = list(milieus)
    municipality.districts = list(districts)
    if standard_sections is not None:
        municipality.standard_sections = list(standard_sections)
    if abolished_authorities is not None:
        municipality.abolished_authorities = [dict(one) for one in abolished_authorities]
    return record_version(municipality, by=by, reason=_("Lists changed"))


@transaction.atomic
def update_decision_lists(
    *,
    municipality: Municipality,
    version: int,
    decision_paths: Sequence[Mapping[str, Any]],
    deciders: Mapping[str, str],
    letter_headings: Sequence[str],
    word_template: bytes | None = None,
    remove_word_template: bool = False,
    by: User,
) -> Municipality:
    """Change how matters go to a decision and what their papers are made from; matters that are open keep their way."""
    template = stored_word_template(word_template) if word_template else None
    municipality = locked_version(municipality, version)
    municipality.decision_paths = [dict(one) for one in decision_paths]
    municipality.deciders = dict(deciders)
    municipality.letter_headings = list(letter_headings)
    if template or remove_word_template:
        municipality.word_template = template
    return record_version(municipality, by=by, reason=_("Lists changed"))


def stored_word_template(content: bytes) -> StoredFile:
    """Looked through before anything is held: everything that is made from it goes to others."""
    try:
        refuse_word_template(content)
    except ValidationError as error:
        raise ValidationError({"word_template": error.messages}) from error
    return store_bytes(content, content_type=DOCX)


def changed(row: Any, facts: dict[str, Any]) -> None:
    """Put `facts` on the row; a name that is not a field is a fault of the caller."""
    for name, value in facts.items():
        row._meta.get_field(name)
        setattr(row, name, value)


@transaction.atomic
def create_user(
    *, municipality: Municipality | None, email: str, name: str, password: str | None = None, by: User, **facts: bool
) -> User:
    """An account. Without a password nobody can log in with it until its owner has chosen one through a letter."""
    email = email.strip().lower()
    refuse_taken_address(email)
    user = User(municipality=municipality, email=email, name=name, **facts)
    user.set_password(password)
    return with_own_address(user, by=by, reason=_("Account made"))


@transaction.atomic
def update_user(*, user: User, version: int, email: str, name: str, besides: str = "", by: User) -> User:
    """Change name and address. A new address ends the logins of the old one, except the session `besides`."""
    user = locked_version(user, version)
    email = email.strip().lower()
    if email != user.email:
        refuse_taken_address(email, besides=user)
        EmailAddress.objects.filter(user=user).delete()
        end_sessions(user=user, besides=besides)
        if user.last_login is None:
            user.set_unusable_password()  # whoever got the letter by mistake may have chosen one
    user.email, user.name = email, name
    user.version += 1
    return with_own_address(user, by=by, reason=_("Account changed"))


def with_own_address(user: User, *, by: User, reason: str) -> User:
    """Save `user`. Raises ValidationError when somebody else has just taken the address, which no lock can foresee."""
    try:
        with transaction.atomic():
            return record(user, by=by, reason=reason)
    except IntegrityError:
        refusal = taken_address(user.email, besides=user)
        if refusal is None:
            raise
    raise refusal  # outside the block: what the database said of it holds the address, and would stand in the log


def refuse_taken_address(email: str, besides: User | None = None) -> None:
    refusal = taken_address(email, besides)
    if refusal:
        raise refusal


def taken_address(email: str, besides: User | None = None) -> ValidationError | None:
    """The refusal of an address that another account has."""
    taken = User.objects.filter(email__iexact=email)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        return ValidationError({"email": _("There is already an account with this address.")})
    return None


@transaction.atomic
def update_account(*, user: User, version: int, name: str, by: User) -> User:
    """A person changes their own name."""
    user = locked_version(user, version)
    user.name = name
    user.version += 1
    return record(user, by=by, reason=_("Name changed"))


@transaction.atomic
def choose_password(*, user: User, password: str, besides: str = "") -> User:
    """A person chooses a password; it ends the logins of the old one, except the session `besides`.

    Raises ValidationError when the account has been closed, also if that happened while the form was being sent.
    """
    user = locked(user)
    if not user.is_active:
        raise ValidationError(_("The account is closed."))
    user.set_password(password)
    end_sessions(user=user, besides=besides)
    return record(user, by=user, reason=_("Password changed"))


@transaction.atomic
def void_password(*, user: User, by: User) -> User:
    """Nobody logs in with the account, or chooses a password by a link sent before, until a new letter has gone."""
    user = locked(user)
    user.set_unusable_password()
    user.version += 1
    end_sessions(user=user)
    return record(user, by=by, reason=_("Password made void"))


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: User) -> User:
    """Close or open an account. A closed one is logged out everywhere, and stays so when it is opened again."""
    user = locked(user)
    if user.is_active == is_active:
        return user
    user.is_active = is_active
    user.version += 1
    end_sessions(user=user)
    return record(user, by=by, reason=_("Account opened") if is_active else _("Account closed"))


@transaction.atomic
def end_sessions(*, user: User, besides: str = "") -> int:
    """Log the person out everywhere, except in the session with the key `besides`; returns from how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=besides or None))
    for session in others:
        session.end()
    return len(others)
