"""The matrix must fail when a rule is taken away: each role's reach, and each model's `visible_to`, in turn."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model, Q

from accounts import roles, visibility
from accounts.models import Municipality, User
from accounts.roles import RULES, Reach, Role
from accounts.visibility import view_permission
from notifications.models import Notice
from plans.models import (
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
from tests.architecture.matrix.world import World

pytestmark = pytest.mark.django_db

RULES_IN_TURN = [
    pytest.param(permission, role, reach, id=f"{permission}-{role}-{reach.name}")
    for permission, rules in RULES.items()
    for role, reaches in rules.items()
    for reach in sorted(reaches, key=lambda one: one.name)
]
# What has addresses of its own. The rest (a measure's parts, a reported value) is only shown inside these.
OPENED_BY_ADDRESS = (
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


@pytest.mark.parametrize(("permission", "role", "reach"), RULES_IN_TURN)
def test_a_rule_that_is_taken_away_is_missed(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, permission: str, role: Role, reach: Reach
) -> None:
    without = {**RULES[permission], role: RULES[permission][role] - {reach}}
    monkeypatch.setitem(roles.RULES, permission, without)
    assert any(leaks(nearest_first(permission), worlds, [role]))


def nearest_first(permission: str) -> dict[str, Row]:
    """The matrix with the addresses that probably ask for `permission` in front: it bites sooner."""
    subject = permission.split("_", 1)[1].replace("followupround", "round").replace("unitreport", "report")
    return dict(sorted(MATRIX.items(), key=lambda one: subject not in one[0].replace("_", "")))


@pytest.mark.parametrize("permission", sorted(roles.OWN))
def test_what_is_ones_own_is_missed(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, permission: str
) -> None:
    monkeypatch.setattr(roles, "OWN", roles.OWN - {permission})
    assert any(leaks(nearest_first(permission), worlds, [Role.COORDINATOR]))


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
        readers = [Role.COORDINATOR, Role.APPROVER]
        assert any(leaks(nearest_first(view_permission(model)), worlds, readers))
