"""What a statement is made from, as plain values: the language of its forms, of the one-time link and of the demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from responsibilities.models import Unit


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it came: its bytes and what it was called."""

    content: bytes
    name: str


@dataclass(frozen=True)
class OwnDecision:
    """The answering body's own decision to give the statement; what is not known is left empty."""

    body: Unit
    met_on: date | None = None
    paragraph: str = ""
    registry_number: str = ""
    heading: str = ""
    sections: Sequence[dict[str, str]] = ()
    proposal: str = ""
    wording: str = ""
    motions: Sequence[Mapping[str, str] | str] = ()
    basis: Sequence[str] = ()
    recipients: Sequence[str] = ()
    page: str = ""


class StatementFacts(TypedDict, total=False):
    """What is said of an answer besides its stance. What is left out is empty."""

    answered_by: Unit | None
    text: str
    dated_on: date | None
    received_on: date | None
    registry_number: str
    signer: str
    signer_title: str
