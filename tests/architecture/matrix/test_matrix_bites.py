"""The matrix must fail when a rule is taken away: each role's reach, and each model's `visible_to`, in turn."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model, Q

from accounts import roles, visibility
from accounts.models import Municipality, User
from accounts.roles import RULES, Reach, Role
from notifications.models import Notice
from plans.models import (
    ApprovalRequest,
    Comment,
    Edition,
    FocusArea,
    FollowUpRound,
    Measure,
    MeasureImport,
    MeasureReport,
    Plan,
    Section,
    UnitReport,
)
from reports.models import ReportJob
from responsibilities.models import Function, Membership, Unit
from tests.architecture.matrix.check import Row, disagreements, guarded_models, leaks
from tests.architecture.matrix.rows import MATRIX
from tests.architecture.matrix.world import GUEST, World

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

RULES_IN_TURN = [
    pytest.param(permission, role, reach, id=f"{permission}-{role}-{reach.name}")
    for permission, rules in RULES.items()
    for role, reaches in rules.items()
    for reach in sorted(reaches, key=lambda one: one.name)
]
# What has addresses of its own. The rest (a measure's parts, a reported value) is only shown inside these.
OPENED_BY_ADDRESS = (
    ApprovalRequest,
    Comment,
    Edition,
    FocusArea,
    FollowUpRound,
    Function,
    Measure,
    MeasureImport,
    MeasureReport,
    Membership,
    Municipality,
    Notice,
    Plan,
    ReportJob,
    Section,
    Unit,
    UnitReport,
    User,
)


CALLED = {
    "approvalrequest": "approval",
    "followupround": "round",
    "referralround": "referral",
    "reportjob": "reports:",
    "textdraft": "draft",
    "unitreport": "report",
}
"""What the addresses call a model."""


@pytest.mark.parametrize(("permission", "role", "reach"), RULES_IN_TURN)
def test_a_rule_that_is_taken_away_is_missed(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, permission: str, role: Role, reach: Reach
) -> None:
    without = {**RULES[permission], role: RULES[permission][role] - {reach}}
    monkeypatch.setitem(roles.RULES, permission, without)
    assert any(leaks(admitting(role, nearest_first(subject_of(permission))), worlds[:1], [role]))


def subject_of(permission: str) -> str:
    """The model of a permission: "plans.view_measure" is about "measure"."""
    return permission.split("_", 1)[1]


def nearest_first(subject: str) -> dict[str, Row]:
    """The matrix with the addresses that are called after `subject` in front: it bites sooner."""
    word = CALLED.get(subject, subject)

    def distance(route: str) -> tuple[bool, bool]:
        name = route.replace("_", "")
        return (word not in name, not name.partition(":")[2].startswith(word))

    return dict(sorted(MATRIX.items(), key=lambda one: distance(one[0])))


def admitting(role: Role, matrix: dict[str, Row]) -> dict[str, Row]:
    """The rows that let `role` in. Nothing opens when a rule goes: it can only be missed where it let somebody in."""
    return {route: row for route, row in matrix.items() if role in row.get | row.post}


# When somebody read a plan is on no page of its own: tests/plans/test_reading.py proves whose it is.
SHOWN_NOWHERE = {"plans.view_planreading"}


@pytest.mark.parametrize("permission", sorted(roles.OWN - SHOWN_NOWHERE))
def test_what_is_ones_own_is_missed(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, permission: str
) -> None:
    monkeypatch.setattr(roles, "OWN", roles.OWN - {permission})
    assert any(leaks(nearest_first(subject_of(permission)), worlds, [Role.COORDINATOR, GUEST]))


@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_a_model_that_shows_everything_is_found_out(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, model: type[Model]
) -> None:
    honest = visibility.reachable

    def careless(asked: Any, access: Any, permission: str) -> Q:
        return Q() if asked is model else honest(asked, access, permission)

    monkeypatch.setattr(visibility, "reachable", careless)
    assert disagreements(worlds, [model])
    if model in OPENED_BY_ADDRESS:
        readers = [Role.COORDINATOR, Role.APPROVER, GUEST]
        assert any(leaks(nearest_first(model._meta.model_name or ""), worlds, readers))
