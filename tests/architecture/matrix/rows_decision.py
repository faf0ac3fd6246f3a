"""Decisions, their meetings and their dispatch in the matrix."""

from __future__ import annotations

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.words import DECIDERS, form, of, page
from tests.architecture.matrix.world import IN_BOARD

READERS = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})

DECISIONS: dict[str, Row] = {
    "plans:decision_create": form(DECIDERS, of("matter"), "MATTER-title"),
    "plans:decision_create in another body's matter": form(DECIDERS, of("asked_matter"), "MATTER-number"),
    "plans:decision_detail": page(READERS, of("decision"), "DECISION-wording"),
    "plans:decision_file": page(READERS, of("decision"), "DECISION-file"),
    "plans:decision_update": form(DECIDERS, of("decision"), "DECISION-wording"),
    "plans:decision_withdraw": form(DECIDERS, of("decision")),
    "plans:decision_adopt_amended": form(DECIDERS, of("decision")),
    "plans:dispatch_note": form(DECIDERS, of("decision"), "DECISION-to"),
    "plans:meeting_update": form(DECIDERS, of("meeting"), "DECISION-heading"),
}
