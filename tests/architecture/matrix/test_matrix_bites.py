"""The matrix must fail when a rule is taken away: each role's reach, and each model's `visible_to`, in turn."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model, Q

from accounts import roles, visibility
from accounts.roles import RULES, Reach, Role
from accounts.visibility import Guarded, VisibleQuerySet
from tests.architecture.matrix.check import Row, leaks
from tests.architecture.matrix.rows import MATRIX, PROVEN_ELSEWHERE
from tests.architecture.matrix.world import World

pytestmark = pytest.mark.django_db

RULES_IN_TURN = [
    pytest.param(permission, role, reach, id=f"{permission}-{role}-{reach.name}")
    for permission, rules in RULES.items()
    for role, reaches in rules.items()
    for reach in sorted(reaches, key=lambda one: one.name)
]
MODELS_IN_TURN = [
    model
    for model in apps.get_models()
    if issubclass(model, Guarded) and isinstance(model._default_manager.all(), VisibleQuerySet)
]


@pytest.mark.parametrize(("permission", "role", "reach"), RULES_IN_TURN)
def test_a_rule_that_is_taken_away_is_missed(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, permission: str, role: Role, reach: Reach
) -> None:
    without = {**RULES[permission], role: RULES[permission][role] - {reach}}
    monkeypatch.setitem(roles.RULES, permission, without)
    assert leaks(nearest_first(permission), worlds, [role], first_only=True)


def nearest_first(permission: str) -> dict[str, Row]:
    """The matrix with the addresses that probably ask for `permission` in front: it bites sooner."""
    subject = permission.split("_", 1)[1].replace("followupround", "round").replace("unitreport", "report")
    return dict(sorted(MATRIX.items(), key=lambda one: subject not in one[0].replace("_", "")))


@pytest.mark.parametrize("model", MODELS_IN_TURN, ids=lambda model: model._meta.label)
def test_a_model_that_shows_everything_is_found_out(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch, model: type[Model]
) -> None:
    if model._meta.label in PROVEN_ELSEWHERE:
        pytest.skip(PROVEN_ELSEWHERE[model._meta.label])
    honest = visibility.reachable

    def careless(asked: Any, access: Any, permission: str) -> Q:
        return Q() if asked is model else honest(asked, access, permission)

    monkeypatch.setattr(visibility, "reachable", careless)
    assert leaks(MATRIX, worlds, [Role.COORDINATOR, Role.REPORTER, Role.ADMINISTRATOR, Role.EMPLOYEE], first_only=True)
