"""The letters of the demo: written to a folder instead of being sent, and shown on a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

BETWEEN = b"\n" + b"-" * 79 + b"\n"
MOST = 50


@dataclass(frozen=True)
class Letter:
    """One letter as it would have arrived."""

    to: str
    subject: str
    sent_at: datetime
    text: str


def letters_to(addresses: Collection[str]) -> list[Letter]:
    """The latest letters to any of `addresses`, newest first."""
    wanted = {address.casefold() for address in addresses}
    found = (letter for letter in kept_letters() if letter.to.casefold() in wanted)
    return sorted(found, key=lambda letter: letter.sent_at, reverse=True)[:MOST]


def kept_letters() -> Iterator[Letter]:
    folder = Path(settings.EMAIL_FILE_PATH)
    for path in sorted(folder.glob("*.log")) if folder.is_dir() else ():
        for content in path.read_bytes().split(BETWEEN):
            if content.strip():
                yield as_letter(content.lstrip(b"\n"))


def as_letter(content: bytes) -> Letter:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain",))
    date = message["Date"]
    return Letter(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=in_utc(date.datetime) if date is not None and date.datetime else datetime.now(UTC),
        text=body.get_content() if body else "",
    )


def in_utc(moment: datetime) -> datetime:
    """A "-0000" of the letter says UTC from a place unknown, and is read without a zone (RFC 5322)."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
