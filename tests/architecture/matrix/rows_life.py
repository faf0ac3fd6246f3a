"""The states of an edition, its comparison and revision, and what is published, in the matrix."""

from __future__ import annotations

from tests.architecture.matrix.check import Row
from tests.architecture.matrix.words import ADOPTED, COORDINATOR, DRAFTS, PROPOSED, form, of, page

LIFE: dict[str, Row] = {
    "plans:edition_propose": form(COORDINATOR, of("referred")),
    "plans:plan_compare": page(DRAFTS, of("plan"), "DRAFT-title"),
    "plans:edition_compare": page(ADOPTED, of("adopted"), "ADOPTED-title"),
    "plans:edition_compare of a proposal": page(PROPOSED, of("proposal"), "PROPOSAL-title"),
    "plans:edition_paper": page(ADOPTED, of("adopted"), redirects=True),
}
