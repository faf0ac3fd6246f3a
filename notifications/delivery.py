"""The one place that sends mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by administrators: nobody signs up; letters about passwords leave through here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message: EmailMessage = self.render_mail(template_prefix, email, context)
        message.send()


def send_letter(*, subject: str, text: str, to: str) -> None:
    """Send one plain letter. Raises OSError (SMTPException is one) when the mail server does not take it."""
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
