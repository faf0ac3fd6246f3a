"""Decisions, their meetings and their dispatch in the matrix."""

from __future__ import annotations

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.words import of, page
from tests.architecture.matrix.world import IN_BOARD

READERS = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})

DECISIONS: dict[str, Row] = {
    "plans:decision_detail": page(READERS, of("decision"), "DECISION-wording"),
}
