"""Referrals and those who are asked, in the matrix.

`referral` belongs to a matter of the board and asks Socialtjänsten; `board_referral` belongs to one of the council and
asks the board: whoever sits in the board sees the first by the matter, the second because it is asked.
"""

from __future__ import annotations

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.words import ANYONE, COORDINATOR, button, form, of, page
from tests.architecture.matrix.world import IN_BOARD, IN_SOCIAL

INFORMED = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})
ASKED = INFORMED | frozenset[Who](IN_SOCIAL)
REGISTERS = frozenset[Who]({Role.COORDINATOR, Role.SECRETARY})

REFERRAL: dict[str, Row] = {
    "plans:referral_list": page(ANYONE),
    "plans:referral_open": form(COORDINATOR, of("proposal")),
    "plans:referral_detail": page(ASKED, of("referral"), "REMISS-question"),
    "plans:referral_detail of another body's matter": page(ASKED, of("board_referral"), "REMISS-question"),
    "plans:referral_update": form(COORDINATOR, of("referral"), "REMISS-decided"),
    "plans:referral_add": form(COORDINATOR, of("referral")),
    "plans:referral_close": form(COORDINATOR, of("referral")),
    "plans:referral_reopen": button(COORDINATOR, of("referral")),
    "plans:recipient_detail": page(ASKED, of("social_recipient"), "REMISS-question"),
    "plans:recipient_detail of the board": page(INFORMED, of("board_recipient"), "REMISS-question"),
    "plans:recipient_detail of an external party": page(INFORMED, of("external_recipient"), "REMISS-question"),
    "plans:recipient_update": form(REGISTERS, of("board_recipient")),
    "plans:recipient_update of another": form(COORDINATOR, of("social_recipient")),
    "plans:recipient_resend": form(COORDINATOR, of("social_recipient")),
    "plans:recipient_remind": button(COORDINATOR, of("social_recipient")),
    "plans:recipient_no_answer": button(COORDINATOR, of("social_recipient")),
    "plans:link_send": form(COORDINATOR, of("external_recipient")),
    "plans:link_revoke": button(COORDINATOR, of("link")),
}
