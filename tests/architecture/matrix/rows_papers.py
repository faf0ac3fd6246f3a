"""Papers of a matter in the matrix: whoever may see what a paper is made of may order it."""

from __future__ import annotations

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.words import ADOPTED, COORDINATOR, PROPOSED, button, form, of, page
from tests.architecture.matrix.world import IN_BOARD, IN_SOCIAL

OVERSIGHT = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR})
MATTER = OVERSIGHT | frozenset[Who](IN_BOARD)
ASKED = OVERSIGHT | frozenset[Who](IN_BOARD) | frozenset[Who](IN_SOCIAL)
WEIGHING = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.AUDITOR})

LEGAL_PAPERS: dict[str, Row] = {
    "reports:report_order of a letter": form(MATTER, of("letter", kind="handling")),
    "reports:report_order of a proposal for the minutes": form(MATTER, of("letter", kind="protokollstext")),
    "reports:report_order of papers for decision": form(MATTER, of("matter", kind="beslutshandlingar")),
    "reports:report_order of papers for a body on the way": form(MATTER, of("asked_matter", kind="beslutshandlingar")),
    "reports:report_order of a transcript": form(MATTER, of("decision", kind="avskrift")),
    "reports:report_order of a referral": form(ASKED, of("referral", kind="remiss")),
    "reports:report_order of a summary": form(WEIGHING, of("referral", kind="sammanstallning"), refused=(403, 404)),
    "reports:report_order of an extract": form(ADOPTED, of("adopted", kind="utdrag")),
    "reports:report_order of an extract of a proposal": form(PROPOSED, of("proposal", kind="utdrag")),
    "reports:report_order of a comparison": form(ADOPTED, of("adopted", kind="jamforelse")),
    "reports:package_order": page(COORDINATOR, of("matter"), "MATTER-letter"),
    "reports:package_move": button(COORDINATOR, of("matter")),
}
