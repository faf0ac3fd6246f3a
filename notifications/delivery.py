"""The one place that sends mail."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused  # noqa: TID251 – this is the place
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, send_mail  # noqa: TID251 – this is the place
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import end_sessions
from foundation.history import record

log = logging.getLogger(__name__)
PERMANENT = 500


class LetterRefusedError(Exception):
    """The mail server will never take a letter to this address."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by administrators: nobody signs up; letters about passwords leave through here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A new password is a fact of the history (not the password itself), and ends the logins of the old one."""
        user.set_password(password)
        record(user, by=user, reason=_("Password changed"))
        end_sessions(user=user, besides=self.request.session.session_key or "")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter about a password. A dead mail server costs the letter, never the page.

        Whoever asks gets the same answer whether the address is known, and whether its letter went.
        """
        message: EmailMessage = self.render_mail(template_prefix, email, context)
        try:
            message.send()
        except OSError:
            log.warning("The mail server did not take a letter about a password", exc_info=True)


def send_letter(*, subject: str, text: str, to: str) -> None:
    """Send one plain letter.

    Raises LetterRefusedError when the address will never do, OSError (also SMTPException) when the mail server does not
    take the letter now.
    """
    try:
        send_mail(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
    except SMTPRecipientsRefused as refusal:
        if all(code >= PERMANENT for code, _answer in refusal.recipients.values()):
            raise LetterRefusedError(to) from refusal
        raise
