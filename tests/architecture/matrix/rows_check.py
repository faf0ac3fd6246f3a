"""The check of a plan and how it stands to the law, in the matrix."""

from __future__ import annotations

from tests.architecture.matrix.check import Row
from tests.architecture.matrix.words import COORDINATOR, DRAFTS, button, of, page

CHECK: dict[str, Row] = {
    "plans:plan_check": page(DRAFTS, of("plan"), "DRAFT-title"),
    "plans:contacts_check": button(COORDINATOR, of("plan")),
    "plans:plan_law": Row(DRAFTS, COORDINATOR, of("plan"), "DRAFT-title", has_post=True),
}
