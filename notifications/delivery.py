"""The one place that sends mail."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import (  # noqa: TID251 – this is the place
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage, get_connection  # noqa: TID251 – this is the place
from django.http import HttpRequest

from accounts.models import User
from accounts.services import choose_password

log = logging.getLogger(__name__)
PERMANENT = 500
NO_SERVER = (SMTPAuthenticationError, SMTPConnectError, SMTPHeloError, SMTPSenderRefused, SMTPServerDisconnected)
"""What the mail library says when nobody at all would get a letter now."""


class LetterRefusedError(Exception):
    """The mail server will never take this letter: its address, its content, or what it asks of the server."""


class LetterDelayedError(Exception):
    """The mail server answers, but does not take this letter now: a full mailbox, a server that asks for patience."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by administrators: nobody signs up; letters about passwords leave through here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A new password is a fact of the history (not the password itself), and ends the logins of the old one."""
        try:
            changed = choose_password(user=user, password=password, besides=self.request.session.session_key or "")
        except ValidationError as refusal:
            raise PermissionDenied(refusal.messages[0]) from refusal
        user.password = changed.password  # allauth keeps the login of the request with it

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter about a password. A dead mail server costs the letter, never the page.

        Whoever asks gets the same answer whether the address is known, and whether its letter went.
        """
        message: EmailMessage = self.render_mail(template_prefix, email, context)
        try:
            message.send()
        except OSError as error:  # named without its words, which may hold the address
            log.warning("The mail server did not take a letter about a password (%s)", type(error).__name__)


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


def send_letter(*, subject: str, text: str, to: str, enclosures: Sequence[Enclosure] = ()) -> None:
    """Send one plain letter, with its enclosures.

    Raises LetterRefusedError when the letter will never be taken, LetterDelayedError when it must wait, OSError (also
    of SMTP) when there is no server that takes letters now.
    """
    with get_connection() as connection:  # a server that offers no login or no TLS says so here: it concerns everybody
        try:
            letter = EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
            letter.connection = connection
            for one in enclosures:
                letter.attach(one.name, one.content, one.content_type)
            letter.send()
        except NO_SERVER:
            raise
        except SMTPException as refusal:
            raise (LetterRefusedError if is_final(refusal) else LetterDelayedError) from refusal


def is_final(refusal: SMTPException) -> bool:
    """Whether the server would say the same of the letter tomorrow."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _answer in refusal.recipients.values())
    if isinstance(refusal, SMTPResponseException):
        return refusal.smtp_code >= PERMANENT
    return isinstance(refusal, SMTPNotSupportedError)
