"""The states of an edition, its comparison and revision, and what is published, in the matrix."""

from __future__ import annotations

from tests.architecture.matrix.check import Row
from tests.architecture.matrix.words import ADOPTED, COORDINATOR, DRAFTS, PROPOSED, SOCIAL, form, of, page

PUBLIC_PAGES = {
    "plans:public_list": "names the published plans in force, for anyone",
    "plans:public_plan": "what is in force of a plan, as far as it is published; see test_public_pages",
    "plans:public_edition": "a decided version that was published",
    "plans:public_paper": "the decided paper of a published version",
    "plans:public_image": "a picture in the text of a published version",
}

READ_REFERRED = PROPOSED | SOCIAL

LIFE: dict[str, Row] = {
    "plans:edition_detail of a referral version": page(READ_REFERRED, of("referred"), "REMISS-body"),
    "plans:edition_detail of what the board is asked about": page(READ_REFERRED, of("boards_edition"), "REMISS-body"),
    "plans:edition_propose": form(COORDINATOR, of("referred")),
    "plans:plan_compare": page(DRAFTS, of("plan"), "DRAFT-title"),
    "plans:edition_compare": page(ADOPTED, of("adopted"), "ADOPTED-title"),
    "plans:edition_compare of a proposal": page(PROPOSED, of("proposal"), "PROPOSAL-title"),
    "plans:revision_start": form(COORDINATOR, of("plan"), "DRAFT-title"),
    "plans:revision_end": form(COORDINATOR, of("revision"), "DRAFT-reason"),
    "plans:edition_delegated": form(COORDINATOR, of("plan"), "DRAFT-title"),
    "plans:edition_publish": form(COORDINATOR, of("adopted")),
    "plans:edition_unpublish": form(COORDINATOR, of("adopted")),
    "plans:edition_paper": page(ADOPTED, of("adopted"), redirects=True),
}
