"""The matrix of rights, as data: which role may do what, and how far it reaches.

Role = rule, grant = exception. A superuser gets nothing here: the keeper of the installation sees no content.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    APPROVER = "approver", _("approver")
    REPORTER = "reporter", _("reporter")
    MANAGER = "manager", _("manager")
    SECRETARY = "secretary", _("secretary")
    MEMBER = "member", _("member of a body")
    REGISTRAR = "registrar", _("registrar")
    POLICE = "police", _("police")
    COUNTY = "county", _("county administrative board")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")
    EMPLOYEE = "employee", _("employee")


class Reach(Enum):
    """How far a rule reaches among the rows of the member's municipality."""

    MUNICIPALITY = "every row of the municipality"
    UNITS = "rows of the member's unit, of those below it and of those it took over"
    ASKED = "rows about which the member's unit, one below it or one that it took over is asked"
    DECIDED = "rows that have been decided, and so are public inside the municipality"
    OWN = "rows of the municipality that name the member"


UNIT_ROLES = (Role.REPORTER, Role.MANAGER, Role.SECRETARY, Role.MEMBER)
EVERY_ROLE = tuple(Role)
INTERNAL_ROLES = tuple(role for role in Role if role not in (Role.POLICE, Role.COUNTY))

Rules = Mapping[Role, frozenset[Reach]]


def to(*roles: Role, reach: Reach = Reach.MUNICIPALITY) -> dict[Role, frozenset[Reach]]:
    return {role: frozenset({reach}) for role in roles}


def both(*parts: Rules) -> Rules:
    """The union of several rules: a role may reach some rows in one way and others in another."""
    merged: dict[Role, frozenset[Reach]] = {}
    for part in parts:
        for role, reaches in part.items():
            merged[role] = merged.get(role, frozenset()) | reaches
    return merged


RULES: dict[str, Rules] = {
    # people and municipalities
    "accounts.view_municipality": to(*EVERY_ROLE),
    "accounts.change_municipality": to(Role.ADMINISTRATOR),
    "accounts.view_user": to(Role.ADMINISTRATOR),
    "accounts.change_user": to(Role.ADMINISTRATOR),
    # responsibilities
    "responsibilities.view_unit": to(*INTERNAL_ROLES),
    "responsibilities.change_unit": to(Role.ADMINISTRATOR, Role.COORDINATOR),
    "responsibilities.view_function": to(*INTERNAL_ROLES),
    "responsibilities.change_function": to(Role.ADMINISTRATOR, Role.COORDINATOR),
    "responsibilities.view_membership": to(Role.ADMINISTRATOR),
    "responsibilities.change_membership": to(Role.ADMINISTRATOR),
    # plans: the draft
    "plans.view_plan": to(Role.COORDINATOR),
    "plans.add_plan": to(Role.COORDINATOR),
    "plans.change_plan": to(Role.COORDINATOR),
    "plans.withdraw_plan": to(Role.COORDINATOR),  # not for co-authors: what they write in is not theirs to remove
    "plans.share_plan": to(Role.COORDINATOR),
    "plans.freeze_edition": to(Role.COORDINATOR),
    # plans: what a working group says beside the text; what one wrote oneself is OWN
    "plans.withdraw_comment": to(Role.COORDINATOR),
    # plans: a draft laid before an approver, who sees that and no other draft
    "plans.ask_approval": to(Role.COORDINATOR),
    "plans.view_approvalrequest": both(to(Role.COORDINATOR), to(Role.APPROVER, reach=Reach.OWN)),
    "plans.answer_approvalrequest": to(Role.APPROVER, reach=Reach.OWN),
    # plans: editions, which bodies decide from
    "plans.view_edition": both(
        to(Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR),
        to(Role.SECRETARY, Role.MEMBER, reach=Reach.UNITS),
        to(Role.SECRETARY, Role.MEMBER, Role.REPORTER, Role.MANAGER, reach=Reach.ASKED),
        to(Role.SECRETARY, Role.MEMBER, Role.REPORTER, Role.MANAGER, Role.EMPLOYEE, reach=Reach.DECIDED),
    ),
    "plans.adopt_edition": both(to(Role.COORDINATOR), to(Role.SECRETARY, reach=Reach.UNITS)),
    "plans.register_edition": both(to(Role.COORDINATOR, Role.REGISTRAR), to(Role.SECRETARY, reach=Reach.UNITS)),
    "plans.publish_edition": to(Role.COORDINATOR),
    # plans: the matter in which a plan is decided, its documents and decisions
    "plans.view_matter": both(
        to(Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR),
        to(Role.SECRETARY, Role.MEMBER, reach=Reach.UNITS),
        to(Role.SECRETARY, Role.MEMBER, reach=Reach.ASKED),
    ),
    "plans.add_matter": to(Role.COORDINATOR),
    "plans.change_matter": to(Role.COORDINATOR),
    "plans.view_decision": to(  # a decision is noted when it is made: it is public then
        Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, Role.SECRETARY, Role.MEMBER
    ),
    "plans.record_decision": both(  # asked of the matter by who opens the form, of the decision by who corrects it
        to(Role.COORDINATOR), to(Role.SECRETARY, reach=Reach.UNITS), to(Role.SECRETARY, reach=Reach.ASKED)
    ),
    # plans: a referral, and what those who are asked answer
    "plans.open_referralround": to(Role.COORDINATOR),
    "plans.change_referralround": to(Role.COORDINATOR),
    "plans.view_referralround": both(
        to(Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR),
        to(Role.SECRETARY, Role.MEMBER, reach=Reach.UNITS),
        to(Role.SECRETARY, Role.MEMBER, Role.REPORTER, Role.MANAGER, reach=Reach.ASKED),
    ),
    "plans.view_statement": both(  # a draft stays with those who are asked until it is registered
        to(Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, Role.SECRETARY, reach=Reach.DECIDED),
        to(Role.MEMBER, reach=Reach.DECIDED),
        to(Role.SECRETARY, Role.MEMBER, Role.REPORTER, Role.MANAGER, reach=Reach.ASKED),
    ),
    "plans.draft_statement": to(  # asked of the recipient; the coordinator registers, and reads no drafts of others
        Role.SECRETARY, Role.REPORTER, Role.MANAGER, reach=Reach.ASKED
    ),
    "plans.register_statement": both(to(Role.COORDINATOR), to(Role.SECRETARY, reach=Reach.ASKED)),
    "plans.view_viewpoint": to(Role.COORDINATOR, Role.APPROVER, Role.AUDITOR),
    "plans.change_viewpoint": to(Role.COORDINATOR),
    # plans: what must be registered
    "plans.view_registrationitem": to(Role.COORDINATOR, Role.REGISTRAR, Role.AUDITOR),
    "plans.change_registrationitem": to(Role.COORDINATOR, Role.REGISTRAR),
    # plans, when an edition is followed up
    "plans.open_followupround": to(Role.COORDINATOR),
    "plans.change_followupround": to(Role.COORDINATOR),
    "plans.view_followupround": both(
        to(Role.COORDINATOR, Role.APPROVER, Role.AUDITOR), to(Role.SECRETARY, Role.MEMBER, reach=Reach.UNITS)
    ),
    "plans.view_unitreport": both(  # a draft stays with its unit and the coordinator until it is submitted
        to(Role.COORDINATOR),
        to(Role.AUDITOR, reach=Reach.DECIDED),
        to(Role.REPORTER, Role.MANAGER, reach=Reach.UNITS),
    ),
    "plans.write_unitreport": both(to(Role.COORDINATOR), to(Role.REPORTER, Role.MANAGER, reach=Reach.UNITS)),
    "plans.submit_unitreport": both(to(Role.COORDINATOR), to(Role.REPORTER, Role.MANAGER, reach=Reach.UNITS)),
    "plans.answer_for_unitreport": both(to(Role.COORDINATOR), to(Role.MANAGER, reach=Reach.UNITS)),
    "plans.review_unitreport": to(Role.COORDINATOR),
}

OWN: set[str] = {
    "reports.view_reportjob",
    "notifications.view_notice",
    "plans.view_textdraft",
    "plans.view_planreading",
    "plans.change_comment",
    "plans.withdraw_comment",
}
"""What a person ordered, received or typed is the person's own, with whatever role or grant."""


def reaches(permission: str, role: Role) -> frozenset[Reach]:
    """How far `role` reaches with `permission`; empty when it may not."""
    return RULES.get(permission, {}).get(role, frozenset())
