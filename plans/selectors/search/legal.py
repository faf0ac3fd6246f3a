"""The plan's legal life in search: matters, their documents and decisions, referrals, statements.

Their keys and texts are read in the statements that find everything else. A draft of a statement is found by those who
are asked for it alone: `visible_to` guards each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from accounts.models import User
from plans.models import Decision, Document, Matter, ReferralRound, Statement
from plans.selectors.search.rows import Key, Rows, containing, joined, keyed

MATTER, DOCUMENT, REFERRAL, STATEMENT, DECISION = "matter", "document", "referral", "statement", "decision"
ROUTES = {
    MATTER: "plans:matter_detail",
    DOCUMENT: "plans:document_detail",
    REFERRAL: "plans:referral_detail",
    STATEMENT: "plans:statement_detail",
    DECISION: "plans:decision_detail",
}


def keys_of(user: User, sought: Sequence[str]) -> Iterator[Rows]:
    """The rows that `user` may see in which every term stands, to be read together with the keys of other kinds."""
    said = containing(sought)
    standing = {"matter__withdrawn_at": None}
    matters = Matter.objects.visible_to(user).current().filter(said)
    yield keyed(MATTER, matters, plan=no_plan_is_zero("plan_id"))
    for kind, model in ((DOCUMENT, Document), (DECISION, Decision)):
        found = model.objects.visible_to(user).current().filter(said, **standing)
        yield keyed(kind, found, plan=no_plan_is_zero("matter__plan_id"))
    referrals = ReferralRound.objects.visible_to(user).filter(said, **standing)
    yield keyed(REFERRAL, referrals, plan=F("edition__plan_id"))
    statements = Statement.objects.visible_to(user).filter(said)
    yield keyed(STATEMENT, statements, plan=F("recipient__round__edition__plan_id"))


def no_plan_is_zero(path: str) -> Any:
    return Coalesce(path, Value(0))


def address(key: Key) -> str:
    return reverse(ROUTES[key.kind], args=[key.pk])


def readable(text: str) -> str:
    """The headed sections, which stand in the database as JSON on a line of their own, as words."""
    return "\n".join(words_in_sections(line) if line.startswith("[") else line for line in text.splitlines())


def words_in_sections(line: str) -> str:
    """A text that only begins with a bracket is left as it stands."""
    try:
        return "\n".join(f"{one['heading']}\n{one['text']}".strip() for one in json.loads(line))
    except (ValueError, KeyError, TypeError):
        return line


def with_sections(*fields: str) -> Any:
    """Texts of a row, and its headed sections as JSON on the last line."""
    parts = [part for name in fields for part in (F(name), Value("\n"))]
    return Concat(*parts, Cast("sections", TextField()), output_field=TextField())


WHO_ANSWERS = Coalesce("answered_by__name", "recipient__unit__name", output_field=TextField())
HEADED = Concat(
    F("heading"),
    Value(" "),
    F("paragraph"),
    Value(" "),
    Coalesce("body__name", Value("", CharField())),
    output_field=TextField(),
)
SAYS: Mapping[str, tuple[Any, Any, Any]] = {
    MATTER: (Matter, F("title"), joined("registry_number", "classification_code", "officer", between=" · ")),
    DOCUMENT: (Document, F("title"), with_sections("registry_number", "sender", "addressee")),
    REFERRAL: (ReferralRound, F("edition__title"), joined("question", "decided_wording", "summary")),
    STATEMENT: (Statement, WHO_ANSWERS, joined("text", "signer", "registry_number")),
    DECISION: (Decision, HEADED, with_sections("registry_number", "wording", "proposal")),
}
"""What a row of each kind is called, and what it says."""
