"""Rows of the matrix about answers to a referral and the viewpoints in them."""

from __future__ import annotations

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.words import COORDINATOR, DECIDERS, button, form, of, page
from tests.architecture.matrix.world import IN_BOARD, IN_SOCIAL

REGISTERED = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})
ASKED_SOCIAL = frozenset[Who](IN_SOCIAL)
ASKED_BOARD = frozenset[Who](IN_BOARD)
CUTTERS = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.AUDITOR})
SECRETARY = frozenset[Who]({Role.SECRETARY})

STATEMENTS: dict[str, Row] = {
    "plans:statement_write": form(ASKED_SOCIAL, of("social_recipient"), "SOCSVAR-text"),
    "plans:statement_write of the board": form(SECRETARY, of("board_recipient"), "KSSVAR-text"),
    "plans:statement_register": form(COORDINATOR, of("social_recipient")),
    "plans:statement_register of the board": form(DECIDERS, of("board_recipient")),
    "plans:statement_detail": page(REGISTERED, of("school_statement"), "YTTRANDE-text"),
    "plans:statement_detail of a draft": page(ASKED_SOCIAL, of("social_statement"), "SOCSVAR-text"),
    "plans:statement_detail of the board's draft": page(ASKED_BOARD, of("board_statement"), "KSSVAR-text"),
    "plans:statement_file": page(REGISTERED, of("school_statement"), "YTTRANDE-file"),
    "plans:statement_update": form(COORDINATOR, of("school_statement"), "YTTRANDE-text"),
    "plans:viewpoint_create": form(COORDINATOR, of("school_statement"), "YTTRANDE-text"),
    "plans:viewpoint_list": page(CUTTERS, of("referral"), "SYNPUNKT-text"),
    "plans:viewpoint_update": form(COORDINATOR, of("viewpoint"), "SYNPUNKT-text"),
    "plans:viewpoint_handle": form(COORDINATOR, of("viewpoint"), "SYNPUNKT-text"),
    "plans:viewpoint_withdraw": form(COORDINATOR, of("viewpoint"), "SYNPUNKT-text"),
    "plans:viewpoint_restore": button(COORDINATOR, of("viewpoint")),
    "plans:referral_summary": form(COORDINATOR, of("referral"), "SYNPUNKT-text"),
}
