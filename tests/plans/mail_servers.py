"""Mail servers that do not take letters."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused  # noqa: TID251 – what a mail server says
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend  # noqa: TID251 – a server for tests


class RefusingBackend(BaseEmailBackend):
    """Refuses every address for good."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (550, b"no such mailbox") for message in messages})


class BusyBackend(BaseEmailBackend):
    """Refuses every address for now."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (450, b"mailbox full") for message in messages})


class DeadBackend(BaseEmailBackend):
    """Does not answer."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError
