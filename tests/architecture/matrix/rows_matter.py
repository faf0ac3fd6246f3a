"""Matters, their documents and what is to be registered, in the matrix."""

from __future__ import annotations

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.words import ADMINISTRATOR, ANYONE, COORDINATOR, button, form, of, page
from tests.architecture.matrix.world import IN_BOARD

READERS = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})
REGISTRY = frozenset[Who]({Role.COORDINATOR, Role.REGISTRAR})

MATTERS: dict[str, Row] = {
    "responsibilities:decision_lists_update": form(ADMINISTRATOR, of("municipality")),
    "plans:matter_list": page(ANYONE),
    "plans:matter_list with what is closed": page(ANYONE, query="?visa=alla&q=kan"),
    "plans:matter_create": form(COORDINATOR),
    "plans:matter_create of a plan": form(COORDINATOR, of("plan")),
    "plans:matter_detail": page(READERS, of("matter"), "MATTER-title"),
    "plans:matter_detail of another body's": page(READERS, of("asked_matter"), "MATTER-number"),
    "plans:matter_update": form(COORDINATOR, of("matter"), "MATTER-officer"),
    "plans:matter_close": form(COORDINATOR, of("matter"), "MATTER-title"),
    "plans:matter_reopen": button(COORDINATOR, of("matter")),
    "plans:matter_way": form(COORDINATOR, of("matter"), "MATTER-step"),
    "plans:document_detail": page(READERS, of("letter"), "MATTER-text"),
    "plans:document_detail of another body's": page(READERS, of("asked_letter"), "MATTER-sender"),
    "plans:document_create": form(COORDINATOR, of("matter")),
    "plans:document_create of a letter": form(COORDINATOR, of("matter"), "MATTER-officer", query="?typ=cover_letter"),
    "plans:document_update": form(COORDINATOR, of("letter"), "MATTER-text"),
    "plans:document_move": button(COORDINATOR, of("letter")),
    "plans:document_withdraw": form(COORDINATOR, of("letter"), "MATTER-letter"),
    "plans:document_restore": button(COORDINATOR, of("letter")),
    "plans:registration_list": page(REGISTRY | {Role.AUDITOR}, shows="DIARIE-title"),
    "plans:registration_list of what is done": page(REGISTRY | {Role.AUDITOR}, query="?visa=klara"),
    "plans:registration_note": form(REGISTRY, of("registration"), "DIARIE-title"),
    "plans:registration_reopen": button(REGISTRY, of("registration")),
    "plans:document_file": page(READERS, of("received"), "MATTER-file"),
}
